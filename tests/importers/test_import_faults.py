"""What is refused: every fault by line and column in one report, and nothing is changed."""

import re
from io import BytesIO
from zipfile import ZipFile

import pytest

from claims.wording.names import ADD_ALIAS
from tests.importers.claim_files import Files
from tests.make import change, make_actor, make_claim, make_proposal, make_side, make_source, make_topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def files(tmp_path):
    return Files(tmp_path)


NO_STANCE = "the holder spoke and took no stance"
FAULTS = {
    "unknown holder": ({"holder": "Moskow"}, f"holder: There is no actor “Moskow”. Do you mean “Moscow”?{ADD_ALIAS}"),
    "unknown proposal": ({"proposal": "Xyz"}, f"proposal: There is no proposal “Xyz”.{ADD_ALIAS}"),
    "unknown speaker": ({"speaker": "Qqq"}, f"speaker: There is no actor “Qqq”.{ADD_ALIAS}"),
    "no holder": ({"holder": ""}, "holder: is required."),
    "no value": ({"value": ""}, f"value: is required: a whole number from −2 to +2, or none where {NO_STANCE}."),
    "value off the scale": ({"value": 3}, "value: A value lies between −2 and +2."),
    "half a value": ({"value": "1.5"}, f"value: “1.5” is no whole number from −2 to +2, nor none ({NO_STANCE})."),
    "no title": ({"source_title": " "}, "source_title: is required."),
    "no day": (
        {"source_title": "Two", "source_published_on": ""},
        "said_on: is required where the source has no date.",
    ),
    "odd day": (
        {"said_on": "17.1.2022"},
        "said_on: “17.1.2022” is no day. Write the day as 2022-01-10, 10 Jan 2022 or 10.01.2022.",
    ),
    "day to come": (
        {"said_on": "2942-03-14"},
        "said_on: 14 Mar 2942 is still to come: no later day than today is taken.",
    ),
    "source's day to come": (
        {"source_published_on": "14 Mar 2942"},
        "source_published_on: 14 Mar 2942 is still to come: no later day than today is taken.",
    ),
    "odd source's day": (
        {"source_published_on": "2022"},
        "source_published_on: “2022” is no day. Write the day as 2022-01-10, 10 Jan 2022 or 10.01.2022.",
    ),
    "odd dimension": ({"dimension": "mood"}, "dimension: “mood” is none of position, prospects, salience."),
    "odd flag": ({"pending": "perhaps"}, "pending: “perhaps” is neither yes nor no."),
    "odd kind": ({"holder_kind": "state"}, "holder_kind: “state” is none of party, coalition, official, expert."),
    "odd id": ({"claim": "C-1"}, "claim: “C-1” is no claim's id: leave it empty for a new claim."),
    "odd version": ({"version": "two"}, "version: “two” is no whole number."),
    "odd address": (
        {"source_title": "Two", "source_url": "nowhere"},
        "source_url: “nowhere” cannot stand here: an address begins with https://, a slug has no spaces.",
    ),
    "long locator": ({"locator": "x" * 121}, "locator: is longer than 120 characters."),
    "pending with a value": (
        {"pending": "yes"},
        "pending: A pending claim (“has not answered yet”) has the value 0 and is no forecast.",
    ),
    "quote of a page": (
        {"quote": "No. " * 501},
        "quote: A quote has at most 2,000 characters: quote the sentence that carries the meaning.",
    ),
    "prefix of a page": ({"prefix": "x" * 201}, "prefix: is longer than 200 characters."),
    "suffix of a page": ({"suffix": "x" * 201}, "suffix: is longer than 200 characters."),
    "unknown link": (
        {"conditions": "if", "depends_on": "nothing", "confirmed": "coded-already"},
        "depends_on: There is no proposal “nothing”.",
    ),
    "its own proposal": (
        {"conditions": "if", "depends_on": "no-expansion"},
        "depends_on: A claim cannot depend on its own proposal.",
    ),
    "stranger first-hand": (
        {"speaker": "kofman"},
        "speaker: First-hand, Moscow may be quoted by itself or by: Spokesman. What anybody else says is second-hand "
        "(attributed).",
    ),
    "official of another first-hand": (
        {"holder": "kofman", "speaker": "spokesman"},
        "speaker: First-hand, Kofman may be quoted by nobody else: no official speaks for it. What anybody else says "
        "is second-hand (attributed).",
    ),
    "official and another speaker": (
        {"holder": "spokesman", "speaker": "kofman"},
        "holder: An official cannot be a holder, and the speaker is already filled in: make the party the holder.",
    ),
}


@pytest.mark.parametrize("cells, fault", FAULTS.values(), ids=FAULTS)
def test_fault_is_named_by_line_and_column(files, cells, fault):
    assert files.refused({}, cells) == [f"3: {fault}"]


@pytest.mark.parametrize("options", [["--create"], ["--create", "--publish"]])
def test_new_actor_is_not_made_an_official_of_two_parties_or_of_an_expert(files, options):
    rows = [{"speaker": "Newman"}, {"holder": "Elsewhere", "speaker": "Newman"}]
    (fault,) = files.refused(*rows, options=options)
    assert fault.startswith("3: speaker: First-hand, Elsewhere may be quoted by nobody else")
    (fault,) = files.refused({"holder": "kofman", "speaker": "Newman"}, options=options)
    assert fault.startswith("2: speaker: First-hand, Kofman may be quoted by nobody else")


def test_claim_that_quotes_a_stranger_is_not_published_anew_by_an_import(files):
    claim = make_claim(status="draft", holder=files.moscow, speaker=files.kofman, source=files.source())
    row = {"claim": claim.public_id, "attribution": "own", "note": "seen"}
    (fault,) = files.refused(row, options=["--publish"])  # its speaker is left out, and so stays
    assert fault.startswith("2: speaker: First-hand, Moscow may be quoted by itself or by: Spokesman.")


def test_odd_type_of_source_is_answered_with_the_known_ones(files):
    (fault,) = files.refused({"source_type": "vote"})
    assert fault.startswith("2: source_type: “vote” is none of article-newspaper, article-journal, ")


def test_all_faults_stand_in_one_report_in_the_order_of_the_lines(files):
    make_claim(holder=files.moscow, status="withdrawn", public_id="9y4rvkd6")
    faults = files.refused(
        {"claim": "9y4rvkd6"}, {"holder": "Nobody at all", "value": 9}, {"value": "x"}, {"quote": ""}
    )
    assert [fault.split(": ")[:2] for fault in faults] == [
        ["2", "claim"],
        ["3", "holder"],
        ["3", "value"],
        ["4", "value"],
    ]


def test_line_is_where_the_row_begins(files):
    assert files.refused({"quote": "One\ntwo\nthree."}, {"value": 5})[0].startswith("5: value: ")


def test_faults_of_one_kind_are_said_once_with_their_number_and_first_lines(files):
    assert files.refused(*[{"value": 7}] * 1203) == [
        "2: value: A value lies between −2 and +2. (1,203 rows: lines 2, 3, 4, 5, 6 …)"
    ]


def test_faults_that_differ_in_what_they_name_are_said_ten_times_and_then_counted(files):
    faults = files.refused(*[{"holder": f"Qqq{number}xx"} for number in range(30)])
    assert len(faults) == 11
    assert faults[0].startswith("2: holder: There is no actor “Qqq0xx”.")
    assert faults[10].startswith("12: holder: likewise: There is no actor “…”.")
    assert faults[10].endswith(" (20 rows: lines 12, 13, 14, 15, 16 …)")


HEADINGS = {
    "holder,proposal,value": "1: source_title: is required: there is no such column.",
    "holder,proposal,value,source_title,colour": "1: colour: is no column of a claim.",
    "holder,proposal,value,source_title,qoute": "1: qoute: is no column of a claim. Do you mean quote?",
    "holder,proposal,value,source_title,value": "1: value: heads more than one column.",
}


@pytest.mark.parametrize("heading", HEADINGS)
def test_heading_names_known_columns_once_and_all_that_are_required(files, heading):
    path = files.root / "claims.csv"
    path.write_text(f"{heading}\nmoscow,talks,1,One,x\n")
    assert files.refused(path=path) == [HEADINGS[heading]]


def test_file_of_another_kind_is_refused(files):
    path = files.root / "claims.ods"
    path.write_bytes(b"")
    assert files.refused(path=path) == ["is neither .csv nor .xlsx."]


def damaged(book):
    """Return the bytes of a workbook with those of its packed sheet turned round."""
    with ZipFile(BytesIO(book)) as members:
        sheet = members.getinfo("xl/worksheets/sheet1.xml")
    start = sheet.header_offset + 30 + len(sheet.filename)
    return book[:start] + book[start : start + sheet.compress_size][::-1] + book[start + sheet.compress_size :]


def encrypted(book):
    """Return the bytes of a workbook whose members say that they need a password."""
    found = bytearray(book)
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := found.find(signature, at + 1)) >= 0:
            found[at + flags] |= 1
    return bytes(found)


def without_texts(book):
    """Return the bytes of a workbook whose cells name texts that are not in it."""
    changed = BytesIO()
    with ZipFile(BytesIO(book)) as members, ZipFile(changed, "w") as kept:
        for name in members.namelist():
            texts = re.sub(rb't="inlineStr"><is><t>.*?</t></is>', b't="s"><v>9</v>', members.read(name))
            kept.writestr(name, texts)
    return changed.getvalue()


DAMAGED = {
    damaged: "is no Excel workbook, or is damaged: open it in Excel",
    encrypted: "is encrypted: ",
    without_texts: "1: cannot be read from this row of the sheet “Sheet” on: open the file in Excel",
}


@pytest.mark.parametrize("broken", DAMAGED, ids=lambda broken: broken.__name__)
def test_broken_workbook_is_refused(files, broken):
    path = files.write([{"quote": f"Passage {number}."} for number in range(20)], name="claims.xlsx")
    path.write_bytes(broken(path.read_bytes()))
    assert files.refused(path=path)[0].startswith(DAMAGED[broken])


def test_missing_file_is_refused(files):
    assert files.refused(path=files.root / "gone.csv") == ["cannot be read: No such file or directory."]


def test_name_of_several_is_refused(files):
    make_actor(slug="other", name="Another", aliases="the kremlin")
    assert files.refused({"holder": "The Kremlin"}) == [
        "2: holder: “The Kremlin” is the name of several: moscow (Moscow), other (Another). Write the slug."
    ]


@pytest.mark.parametrize("column", ["holder", "speaker"])
@pytest.mark.parametrize("typed", ["Macedonia", "MACEDONIA", "Ma\u00adcedonia"])
def test_name_that_is_another_s_slug_is_refused_with_both(files, column, typed):
    make_actor(slug="macedonia", name="North Macedonia")
    make_actor(slug="makedonija", name="Macedonia")
    cells = {column: typed, "attribution": "predicted", "speaker": "kofman"} | {column: typed}
    both = "macedonia (North Macedonia), makedonija (Macedonia). Write the slug."
    for options in ([], ["--create"]):
        assert files.refused(cells, options=options) == [f"2: {column}: “{typed}” is the name of several: {both}"]
    assert files.bring(cells | {column: "macedonia"}) == (1, 0, 0)


@pytest.mark.parametrize("options", [[], ["--create"]])
@pytest.mark.parametrize(
    "column, make, named",
    [("holder", make_actor, "name"), ("proposal", make_proposal, "title")],
)
def test_name_that_is_a_slug_and_no_name_of_its_row_is_refused(files, column, make, named, options):
    make(slug="macedonia", **{named: "North Macedonia"})
    assert files.refused({column: "Macedonia"}, options=options) == [
        f"2: {column}: “Macedonia” is like the slug “macedonia” of North Macedonia, but is none of its names. If North "
        "Macedonia is meant, write the slug, or add “Macedonia” to its aliases. If not, enter the other one by hand, "
        "with a slug of its own."
    ]


@pytest.mark.parametrize(
    "column, make, cells",
    [("side", make_side, {"holder": "Minsk"}), ("topic", make_topic, {"proposal": "A new one"})],
)
def test_side_or_topic_that_is_another_s_slug_is_refused(files, column, make, cells):
    make(slug="macedonia", name="North Macedonia")
    make(slug="makedonija", name="Macedonia")
    refused = files.refused(cells | {column: "Macedonia"}, options=["--create"])
    assert "“Macedonia” is the name of several: macedonia (North Macedonia), makedonija (Macedonia)." in refused[0]


def test_names_that_would_share_a_slug_are_both_named(files):
    make_actor(slug="minsk", name="Minsk Group", short_name="Group")
    rows = [{"holder": "Minsk!"}, {"holder": "Zürich"}, {"holder": "Zurich"}, {"holder": "!!!"}]
    remedy = "by hand with a slug of its own, or add it to the aliases of"
    assert files.refused(*rows, options=["--create"]) == [
        f"2: holder: “Minsk!” and “Minsk Group” would share the slug “minsk”: enter “Minsk!” {remedy} “Minsk Group” if "
        "it is the same.",
        "4: holder: “Zurich” is like the slug “zurich” of Zürich, but is none of its names. If Zürich is meant, write "
        "the slug, or add “Zurich” to its aliases. If not, enter the other one by hand, with a slug of its own.",
        "5: holder: “!!!” gives no slug, since it has neither letters nor digits: enter it by hand, with a slug.",
    ]


def test_sources_whose_titles_would_share_a_slug_are_told_apart_by_a_slug(files):
    make_source(slug="two", title="Second")
    refused = files.refused({"source_title": "Two"})
    assert refused[0].startswith("2: source_title: “Two” and “Second” would share the slug “two”")
    assert files.bring({"source_title": "Two", "source": "two-of-them"}) == (1, 0, 0)


def test_unknown_name_is_answered_with_no_other_that_is_not_near(files):
    make_actor(slug="un", name="United Nations", short_name="UN")
    change(files.moscow, aliases="")
    assert files.refused({"holder": "the Kremlin"}) == [f"2: holder: There is no actor “the Kremlin”.{ADD_ALIAS}"]


def test_title_of_several_sources_is_refused_until_one_is_named(files):
    for slug in ("one", "uno"):
        make_source(slug=slug, title="One")
    assert files.refused({})[0].startswith("2: source_title: “One” is the title of several sources (one, uno)")
    assert files.bring({"source": "uno"}) == (1, 0, 0)


def test_row_that_says_otherwise_of_a_source_is_refused(files):
    files.source(publisher="Daily")
    cells = {"source_publisher": "Weekly"}
    reason = (
        "source_publisher: The source “one” has “Daily” here. An import changes a source only with --update-sources."
    )
    assert files.refused(cells) == [f"2: {reason}"]


@pytest.mark.parametrize(
    "column, first, second",
    [
        ("source_publisher", "Weekly", "Daily"),
        ("source_title", "Two", "Three"),
        ("source_published_on", "2022-01-17", "2022-01-18"),
        ("source_type", "speech", "report"),
        ("source_url", "https://a.example/", "https://b.example/"),
    ],
)
def test_rows_that_say_otherwise_of_one_new_source_are_refused_with_both_lines(files, column, first, second):
    rows = [{"source": "two", column: first}, {"source": "two", column: second, "quote": "Other."}]
    (fault,) = files.refused(*rows)
    assert fault.startswith(f"3: {column}: The source “two” has “{first}” on line 2: ")


SAME = [
    ([{}, {"value": 1}], "3: is the same claim as line 2: the same holder, speaker, proposal, "),
    (
        [{"claim": "9y4rvkd6"}, {"claim": "9y4rvkd6", "quote": "Never."}],
        "3: claim: is the same claim as line 2: the id “9y4rvkd6” stands for it.",
    ),
    ([{"claim": "9y4rvkd6"}, {"claim": ""}], "3: is the same claim as line 2: "),
    ([{"claim": ""}, {"claim": "9y4rvkd6"}], "3: claim: is the same claim as line 2: "),
    ([{"quote": "", "locator": "p. 1"}, {"quote": "", "locator": "p. 2"}], "3: is the same claim as line 2: "),
]


@pytest.mark.parametrize("rows, fault", SAME)
def test_two_rows_are_never_one_claim(files, rows, fault):
    (said,) = files.refused(*rows)
    assert said.startswith(fault)


def test_row_that_is_the_claim_of_another_is_told_what_would_tell_them_apart(files):
    for quote, said in (("", "source and no quote. What"), ("Never.", "source and quote. What")):
        (fault,) = files.refused({"quote": quote}, {"quote": quote, "value": 1})
        assert said in fault
        assert all(f"“{c}”" in fault for c in ("quote", "said_on", "conditions", "claim", "holder_key", "proposal_key"))


@pytest.mark.parametrize("turned", [False, True])
def test_row_without_an_id_is_not_the_claim_that_another_row_names(files, turned):
    files.bring({})
    rows = [{"claim": "", "value": 1}, {"claim": files.claim().public_id, "quote": "Never."}]
    (fault,) = files.refused(*(rows[::-1] if turned else rows))
    assert "is the same claim as line 2" in fault and fault.startswith("3: ")


def test_passage_of_several_claims_alike_needs_an_id(files):
    for claim in ("9y4rvkd6", "9y4rvkd7"):
        files.bring({"claim": claim, "confirmed": "coded-already"})
    assert files.refused({}) == ["2: claim: may be any of several claims (9y4rvkd6, 9y4rvkd7): name one by its id."]


def test_published_claim_is_changed_only_by_publishing(files):
    files.bring({}, options=["--publish"])
    assert "is published, and the row would change it" in files.refused({"value": 1})[0]
    assert files.bring({}) == (0, 0, 1)
    assert files.bring({"value": 1}, options=["--publish"]) == (0, 1, 0)


@pytest.mark.parametrize("status, said", [("in-review", "is in review"), ("withdrawn", "was withdrawn")])
def test_claim_in_review_or_withdrawn_is_not_changed(files, status, said):
    files.bring({})
    change(files.claim(), status=status)
    assert said in files.refused({"value": 1})[0]


def test_claim_that_was_changed_since_the_file_was_written_is_not_overwritten(files):
    files.bring({})
    claim = files.claim()
    change(claim, note="an editor's")
    row = {"claim": claim.public_id, "value": 1, "note": ""}
    assert (
        "was changed here since the file was written (version 2, the row says 1)"
        in files.refused(row | {"version": 1})[0]
    )
    assert files.bring(row | {"version": ""}) == (0, 1, 0)


@pytest.mark.parametrize("status", ["draft", "in-review", "returned", "withdrawn"])
def test_row_that_says_it_is_not_published_is_not_published_unawares(files, status):
    assert files.refused({"status": status}, options=["--publish"])[0].startswith(f"2: status: says “{status}”")
    assert files.bring({"status": status}) == (1, 0, 0)


def test_published_claim_cites_a_passage(files):
    cells = {"quote": ""}
    assert files.refused(cells, options=["--publish"])[0].startswith("2: quote: It cites no passage")
    assert files.bring(cells) == (1, 0, 0)


def test_quote_that_its_source_lacks_is_not_published(files):
    files.source(text="There will be no expansion, ever.")
    faults = files.refused({"quote": "no expansion ever again"}, options=["--publish"])
    assert faults[0].startswith("2: quote: “no expansion ever again” is not in the source's text. Nearest passage: “")


def test_what_the_file_leaves_out_must_fit_what_it_says(files):
    files.bring({"conditions": "if", "depends_on": "talks"})
    (fault,) = files.refused({"claim": files.claim().public_id, "conditions": ""})
    assert fault.startswith("2: conditions: What a condition depends on needs the condition itself")


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        (
            {"quote": "agrees with the plan"},
            "“agrees with the plan” is not in the source's text. Nearest passage: “disagrees with the plan”",
        ),
        (
            {"quote": "disagrees with the plan", "prefix": "Nobody"},
            "“disagrees with the plan” is in the source's text, but not after “Nobody” (its prefix). There it reads: "
            "“minister disagrees with the plan”",
        ),
    ],
)
def test_quote_cut_within_a_word_or_between_other_words_is_a_fault(files, cells, reason):
    files.source(text="The minister disagrees with the plan.")
    assert files.refused(cells, options=["--publish"]) == [f"2: quote: {reason}"]
