"""The record of a source: what CSL-JSON 1.0.2 knows, and what is refused by its name."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.rules import csl
from claims.rules.citations import CitedWork, write_author_date, write_note
from claims.rules.csl_items import make_item
from claims.rules.faults import BrokenRule, FaultCode
from claims.wording.csl import list_record
from claims.wording.exchange import write_fault

LEE, NATO = {"family": "Lee", "given": "Ann"}, {"literal": "NATO"}
DAY = {"date-parts": [[2022, 2, 18]]}


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({}, {}),
        ({"volume": 64, "DOI": " 10.1/2 "}, {"volume": "64", "DOI": "10.1/2"}),
        ({"page": "45-67"}, {"page": "45-67"}),
        ({"editor": [LEE, NATO]}, {"editor": [LEE, NATO]}),
        ({"event-date": DAY}, {"event-date": DAY}),
        ({"event-date": date(2022, 2, 18)}, {"event-date": DAY}),  # of a seed file
        ({"submitted": {"date-parts": [["2021", "12"], [2022]]}}, {"submitted": {"date-parts": [[2021, 12], [2022]]}}),
        ({"original-date": {"literal": "spring", "circa": True, "season": 1}},) * 2,
        ({"custom": {"archive-url": "https://web.archive.org/a", "archived": DAY}},) * 2,
        ({"editor": [{"family": "Weizsäcker", "non-dropping-particle": "von", "comma-suffix": False}]},) * 2,
    ],
)  # fmt: skip
def test_what_csl_knows_is_kept_in_one_form_which_reads_back_the_same(given, kept):
    assert csl.read_record(given) == kept
    assert csl.read_record(csl.write_record(kept)) == kept


@pytest.mark.parametrize(
    ("record", "code", "words"),
    [
        ({"contaner-title": "Survival"}, FaultCode.UNKNOWN_VARIABLE, "“contaner-title” is no variable of CSL 1.0.2"),
        ({"custom": {"mine": "x"}}, FaultCode.ILL_TYPED_VARIABLE, "“custom” is about the archived copy"),
        ({"custom": {"archive-url": "javascript:alert(1)"}}, FaultCode.ILL_TYPED_VARIABLE, "“custom” is"),
        ({"custom": {"archive-url": "https://a b"}}, FaultCode.ILL_TYPED_VARIABLE, "“custom” is"),
        ({"title": "x"}, FaultCode.VARIABLE_HAS_FIELD, "“title” has a field of its own here: title."),
        ({"author": [LEE]}, FaultCode.VARIABLE_HAS_FIELD, "has a field of its own here: authors."),
        ({"genre": 3}, FaultCode.ILL_TYPED_VARIABLE, "“genre” is text."),
        ({"genre": ""}, FaultCode.ILL_TYPED_VARIABLE, "“genre” is text."),
        ({"genre": "a\x00b"}, FaultCode.ILL_TYPED_VARIABLE, "“genre” is text."),
        ({"genre": "\ud800"}, FaultCode.ILL_TYPED_VARIABLE, "“genre” is text."),
        ({"volume": True}, FaultCode.ILL_TYPED_VARIABLE, "“volume” is a whole number, or text."),
        ({"volume": 1.5}, FaultCode.ILL_TYPED_VARIABLE, "“volume” is a whole number, or text."),
        ({"volume": 10**9}, FaultCode.ILL_TYPED_VARIABLE, "“volume” is a whole number, or text."),
        ({"editor": "Lee, Ann"}, FaultCode.ILL_TYPED_VARIABLE, "“editor” is a list of names"),
        ({"editor": []}, FaultCode.ILL_TYPED_VARIABLE, "“editor” is a list of names"),
        ({"editor": ["Lee"]}, FaultCode.ILL_TYPED_VARIABLE, "“editor” is a list of names"),
        ({"editor": [{"suffix": "Jr."}]}, FaultCode.ILL_TYPED_VARIABLE, "“editor” is a list of names"),
        ({"editor": [LEE | {"born": "1960"}]}, FaultCode.ILL_TYPED_VARIABLE, "“editor” is a list of names"),
        ({"editor": [LEE | {"comma-suffix": 1}]}, FaultCode.ILL_TYPED_VARIABLE, "“editor” is a list of names"),
        ({"event-date": "2022-02-18"}, FaultCode.ILL_TYPED_VARIABLE, "“event-date” is a date"),
        ({"event-date": {}}, FaultCode.ILL_TYPED_VARIABLE, "“event-date” is a date"),
        ({"event-date": {"raw": "x"}}, FaultCode.ILL_TYPED_VARIABLE, "“event-date” is a date"),
        ({"event-date": {"date-parts": [[2022, 2, 30]]}}, FaultCode.ILL_TYPED_VARIABLE, "“event-date” is a date"),
        ({"event-date": {"date-parts": [[2022, 13]]}}, FaultCode.ILL_TYPED_VARIABLE, "“event-date” is a date"),
        ({"event-date": {"date-parts": [[0]]}}, FaultCode.ILL_TYPED_VARIABLE, "“event-date” is a date"),
        ({"event-date": {"date-parts": [[2022], [2023], [2024]]}}, FaultCode.ILL_TYPED_VARIABLE, "is a date"),
        ({"event-date": {"date-parts": [[True]]}}, FaultCode.ILL_TYPED_VARIABLE, "“event-date” is a date"),
        ({"event-date": DAY | {"season": 5}}, FaultCode.ILL_TYPED_VARIABLE, "“event-date” is a date"),
        ({"event-date": DAY | {"circa": "yes"}}, FaultCode.ILL_TYPED_VARIABLE, "“event-date” is a date"),
        ([], FaultCode.NOT_A_RECORD, "The record is an object of CSL variables"),
        ("[]", FaultCode.NOT_A_RECORD, "The record is an object of CSL variables"),
        ("{", FaultCode.NOT_JSON, "The record is no JSON: Expecting property name"),
        ('{"volume": NaN}', FaultCode.NOT_JSON, "NaN is no number"),
        ('{"volume": "1", "volume": "2"}', FaultCode.NOT_JSON, "“volume” stands twice"),
        ("[" * 100_000, FaultCode.NOT_JSON, "nested too deeply"),
        ('{"volume": ' + "9" * 5000 + "}", FaultCode.NOT_JSON, "The record is no JSON"),
        ({"abstract": "x" * csl.LONGEST}, FaultCode.RECORD_TOO_LONG, "The record is longer than 20,000 characters."),
    ],
    ids=str,
)
def test_what_csl_does_not_know_is_refused_by_the_name_of_its_variable(record, code, words):
    with pytest.raises(BrokenRule) as refused:
        csl.read_record(record)
    assert refused.value.code == code and words in write_fault(refused.value)


def test_a_record_may_be_of_just_the_length_and_a_long_name_is_told_by_its_beginning():
    around = len(csl.write_record({"abstract": ""}))
    assert csl.read_record({"abstract": "x" * (csl.LONGEST - around)})
    with pytest.raises(BrokenRule) as refused:
        csl.read_record({"abstract": "x" * (csl.LONGEST - around + 1)})
    assert refused.value.code == FaultCode.RECORD_TOO_LONG
    with pytest.raises(BrokenRule) as refused:
        csl.read_record({"x" * 81: "y"})
    assert refused.value.parameters["name"] == "x" * 80


def test_every_fault_is_told_and_what_is_sound_is_read():
    record, faults = csl.examine('{"volume": "3", "genre": 1, "colour": "red"}')
    assert record == {"volume": "3"}
    assert [fault.parameters["name"] for fault in faults] == ["colour", "genre"]


parts = st.sampled_from(["family", "literal", "date-parts", "archived", "archive-url"])
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text() | parts, inner),
)
variables = st.sampled_from(sorted(csl.TEXTS | csl.NUMBERS | csl.NAMES | csl.DATES | {csl.CUSTOM, "x"}))


@given(st.dictionaries(variables, anything, max_size=3) | anything | st.text())
def test_whatever_is_given_is_read_or_refused_and_what_is_read_survives_a_file(given):
    record, faults = csl.examine(given)
    if not faults:
        text = csl.write_record(record)
        assert csl.read_record(text) == record
        assert "\x00" not in text
        text.encode()  # raises for what no database holds
        assert json.loads(json.dumps(record)) == record
        assert all(line.label and line.text for line in list_record(record))


JOURNAL = {
    "container-title": "Survival", "volume": "64", "issue": "2", "page": "45-67", "DOI": "10.1/2",
}  # fmt: skip
BOOK = {"editor": [LEE, NATO], "edition": "2", "publisher-place": "Geneva", "genre": "working paper"}


@pytest.mark.parametrize(
    ("record", "note", "entry"),
    [
        (
            JOURNAL,
            "Bo Kim, “The talks,” Survival 64, no. 2, Daily, January 17, 2022, 45–67, https://doi.org/10.1/2.",
            "Kim, B. (2022, January 17). The talks. Survival, 64(2), 45–67. Daily. https://doi.org/10.1/2",
        ),
        (
            BOOK,
            "Bo Kim, “The talks,” working paper, ed. Ann Lee and NATO, 2nd ed., Geneva: Daily, January 17, 2022.",
            "Kim, B. (2022, January 17). The talks (2nd ed.) [Working paper]. A. Lee & NATO (Eds.). Geneva: Daily.",
        ),
        (
            {"event-title": "Security Conference", "event-place": "Munich", "container-title": "DAILY"},
            "Bo Kim, “The talks,” Security Conference, Munich, Daily, January 17, 2022.",
            "Kim, B. (2022, January 17). The talks. Security Conference, Munich. Daily.",
        ),
        (
            {"container-title": "Survival", "issue": "2"},
            "Bo Kim, “The talks,” Survival, no. 2, Daily, January 17, 2022.",
            "Kim, B. (2022, January 17). The talks. Survival, (2). Daily.",
        ),
        (
            {"event": "Security Conference"},
            "Bo Kim, “The talks,” Security Conference, Daily, January 17, 2022.",
            "Kim, B. (2022, January 17). The talks. Security Conference. Daily.",
        ),
        (
            {"container-title": "A Handbook", "editor": [LEE]},
            "Bo Kim, “The talks,” A Handbook, ed. Ann Lee, Daily, January 17, 2022.",
            "Kim, B. (2022, January 17). The talks. In A. Lee (Ed.), A Handbook. Daily.",
        ),
        (
            {"volume": "3", "edition": "revised"},
            "Bo Kim, “The talks,” vol. 3, revised, Daily, January 17, 2022.",
            "Kim, B. (2022, January 17). The talks (revised). 3. Daily.",
        ),
    ],
)
def test_the_references_use_the_record(record, note, entry):
    work = CitedWork("article-journal", "The talks", "Kim, Bo", "Daily", published_on=date(2022, 1, 17), csl=record)
    assert (write_note(work), write_author_date(work)) == (note, entry)


VON_HUMBOLDT = {"family": "Humboldt", "given": "Alexander", "dropping-particle": "von"}
VAN_GOGH = {"family": "Gogh", "given": "Vincent", "non-dropping-particle": "van", "suffix": "Jr."}


def test_the_particles_of_a_name_stand_where_they_belong():
    work = CitedWork("report", "The talks", csl={"editor": [VON_HUMBOLDT, VAN_GOGH]})
    assert write_note(work) == "The talks, ed. Alexander von Humboldt and Vincent van Gogh, n.d."
    assert write_author_date(work) == "The talks. (n.d.). A. von Humboldt & V. van Gogh (Eds.)."
    assert [csl.write_name(name) for name in (VON_HUMBOLDT, VAN_GOGH)] == [
        "Alexander von Humboldt",
        "Vincent van Gogh Jr.",
    ]


@pytest.mark.parametrize("doi", ["10.1/2", "doi:10.1/2", "doi: 10.1/2", "https://doi.org/10.1/2"])
def test_a_doi_is_an_address_however_it_is_written(doi):
    assert write_note(CitedWork("report", "The talks", csl={"DOI": doi})).endswith(" n.d., https://doi.org/10.1/2.")


def test_a_record_is_looked_through_by_its_texts_and_by_its_names_in_running_order():
    record = {"container-title": "Survival", "editor": [LEE, NATO], "event-date": DAY, "volume": "64"}
    assert list(csl.list_words(record)) == ["Survival", "Ann Lee", "NATO", "64"]


def test_a_record_is_written_on_one_line_in_a_settled_order_with_its_letters_as_they_are():
    assert csl.write_record({"volume": "3", "genre": "Übersicht"}) == '{"genre": "Übersicht", "volume": "3"}'
    assert csl.write_record({}) == ""


def test_a_place_in_the_work_is_cited_instead_of_its_pages():
    work = CitedWork("article-journal", "The talks", csl=JOURNAL)
    assert write_note(work, "p. 50") == "“The talks,” Survival 64, no. 2, n.d., p. 50, https://doi.org/10.1/2."


@pytest.mark.parametrize(
    ("edition", "written"), [("1", "1st"), ("3", "3rd"), ("11", "11th"), ("22", "22nd"), ("4", "4th"), ("112", "112th")]
)
def test_an_edition_is_counted(edition, written):
    assert f" {written} ed." in write_note(CitedWork("report", "The talks", csl={"edition": edition}))


def test_an_item_holds_the_record_whole():
    work = CitedWork(
        "speech", "The talks", "Lee, Ann; NATO", "Daily", "Agency", date(2022, 1, 17), date(2022, 2, 3),
        "https://example.org/a", {"event-place": "Munich", "custom": {"archived": DAY}},
    )  # fmt: skip
    assert make_item("talks", "en", work) == {
        "id": "talks", "type": "speech", "title": "The talks", "author": [LEE, NATO], "publisher": "Daily",
        "container-title": "Daily", "language": "en", "URL": "https://example.org/a", "event-place": "Munich",
        "issued": {"date-parts": [[2022, 1, 17]]}, "accessed": {"date-parts": [[2022, 2, 3]]},
        "custom": {"archived": DAY, "origin": "Agency"},
    }  # fmt: skip
    bare = CitedWork("report", "The talks", publisher="Daily")
    assert make_item("talks", "", bare) == {"id": "talks", "type": "report", "title": "The talks", "publisher": "Daily"}


def test_an_item_says_whose_text_it_is_without_any_other_record():
    reprint = CitedWork("report", "The talks", origin="Agency")
    assert make_item("talks", "", reprint)["custom"] == {"origin": "Agency"}


def test_a_record_is_told_line_by_line():
    record = {
        "DOI": "10.1/2", "ISBN": "1", "container-title": "Survival", "editor": [LEE, NATO],
        "event-date": {"date-parts": [[2022, 1], [2022, 3]]}, "original-date": {"date-parts": [[1999]], "circa": True},
        "custom": {"archive-url": "https://web.archive.org/a", "archived": DAY},
    }  # fmt: skip
    assert [tuple(line) for line in list_record(record)] == [
        ("Container title", "Survival", ""),
        ("DOI", "10.1/2", "https://doi.org/10.1/2"),
        ("Editor", "Ann Lee; NATO", ""),
        ("Event date", "January 2022 to March 2022", ""),
        ("ISBN", "1", ""),
        ("Original date", "about 1999", ""),
        ("Archived copy", "https://web.archive.org/a, of 18 Feb 2022", "https://web.archive.org/a"),
    ]
