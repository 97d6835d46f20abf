from datetime import date

import pytest

from claims.models import SourceType
from claims.rules.citations import (
    GENRES,
    WHOLE_WORKS,
    CitedWork,
    split_authors,
    write_author_date,
    write_cited_claim,
    write_in_text,
    write_note,
)
from tests.stray_signs import combinations_of, find_stray_signs

DAY, READ = date(2022, 1, 17), date(2022, 2, 3)
URL = "https://example.org/a"


def work(type="article-newspaper", **fields):
    return CitedWork(
        type, **{"title": "The talks", "publisher": "Daily", "origin": "Daily", "published_on": DAY, **fields}
    )


@pytest.mark.parametrize(
    ("type", "as_note", "as_entry"),
    [
        ("article-newspaper", "Ann Lee, “The talks,” Daily,", "Lee, A. (2022, January 17). The talks. Daily."),
        ("article-journal", "Ann Lee, “The talks,” Daily,", "Lee, A. (2022, January 17). The talks. Daily."),
        ("broadcast", "Ann Lee, “The talks,” broadcast, Daily,", "Lee, A. (2022, January 17). The talks [Broadcast]."),
        ("document", "Ann Lee, The talks, Daily,", "Lee, A. (2022, January 17). The talks. Daily."),
        ("hearing", "Ann Lee, The talks, hearing, Daily,", "Lee, A. (2022, January 17). The talks [Hearing]. Daily."),
        ("interview", "Ann Lee, “The talks,” interview, Daily,", "Lee, A. (2022, January 17). The talks [Interview]."),
        ("legislation", "Ann Lee, The talks, Daily,", "Lee, A. (2022, January 17). The talks. Daily."),
        (
            "personal_communication",
            "Ann Lee, “The talks,” personal communication, Daily,",
            "Lee, A. (2022, January 17). The talks [Personal communication]. Daily.",
        ),
        ("post", "Ann Lee, “The talks,” post, Daily,", "Lee, A. (2022, January 17). The talks [Post]. Daily."),
        ("report", "Ann Lee, The talks, Daily,", "Lee, A. (2022, January 17). The talks. Daily."),
        ("speech", "Ann Lee, “The talks,” speech, Daily,", "Lee, A. (2022, January 17). The talks [Speech]. Daily."),
        ("treaty", "Ann Lee, The talks, treaty, Daily,", "Lee, A. (2022, January 17). The talks [Treaty]. Daily."),
        ("webpage", "Ann Lee, “The talks,” Daily,", "Lee, A. (2022, January 17). The talks. Daily."),
    ],
)
def test_each_type_has_its_form(type, as_note, as_entry):
    of_type = work(type, authors="Lee, Ann")
    assert write_note(of_type) == f"{as_note} January 17, 2022."
    assert write_author_date(of_type).startswith(as_entry)


def test_the_types_are_those_of_sources():
    assert set(GENRES) | WHOLE_WORKS <= set(SourceType.values)


@pytest.mark.parametrize("type", ["article-newspaper", "report", "speech", "treaty"])  # part and whole, two named
@pytest.mark.parametrize("title", ["The talks", "The talks.", "The talks?", "Talks in the U.S.", "“The talks.”"])
def test_what_is_missing_leaves_no_trace(type, title):
    for empty in combinations_of(
        authors=["", "Lee, Ann", "Lee, A.", "Lee,", ", Lee", "Ministry of Lee;"],
        publisher=["", "Daily", "Daily Inc."],
        origin=["", "Daily", "Agency"],
        published_on=[None, DAY],
        accessed_on=[None, READ],
        url=["", URL],
    ):
        of_type, locator = work(type, title=title, **empty), "p. 4" if empty["accessed_on"] else ""
        note, entry = write_note(of_type, locator), write_author_date(of_type)
        for text in (note, entry, write_in_text(of_type, locator)):
            assert find_stray_signs(text) == [], text
            assert ("n.d." in text) is (empty["published_on"] is None)
            assert ("Lee" in text) is bool(empty["authors"])
        for text in (note, entry):
            assert text.endswith((".", "?", ".”", URL)) and (URL in text) is bool(empty["url"])


@pytest.mark.parametrize(
    ("title", "in_a_note"),
    [
        ("The end.", "“The end,”"),
        ("In the U.S.", "“In the U.S.,”"),
        ("The U.S. has to answer.", "“The U.S. has to answer,”"),
        ("U.S.", "“U.S.,”"),
        ("Talks.", "“Talks,”"),
        ("Wait…", "“Wait…,”"),
        ("Wait..", "“Wait..,”"),
    ],
)
def test_a_comma_takes_the_place_of_a_full_stop(title, in_a_note):
    assert write_note(work(title=title)).startswith(in_a_note)


@pytest.mark.parametrize(
    ("fields", "as_note", "as_entry"),
    [
        ({}, "“The talks,” Daily, January 17, 2022.", "The talks. (2022, January 17). Daily."),
        ({"published_on": None}, "“The talks,” Daily, n.d.", "The talks. (n.d.). Daily."),
        (
            {"origin": "TASS"},
            "“The talks,” Daily (text of TASS), January 17, 2022.",
            "The talks. (2022, January 17). Daily (text of TASS).",
        ),
        ({"publisher": ""}, "“The talks,” Daily, January 17, 2022.", "The talks. (2022, January 17). Daily."),
        ({"publisher": "", "origin": ""}, "“The talks,” January 17, 2022.", "The talks. (2022, January 17)."),
        (
            {"url": URL, "accessed_on": READ},
            f"“The talks,” Daily, January 17, 2022, accessed February 3, 2022, {URL}.",
            f"The talks. (2022, January 17). Daily. {URL}",
        ),
        (
            {"url": URL, "accessed_on": READ, "published_on": None},
            f"“The talks,” Daily, n.d., accessed February 3, 2022, {URL}.",
            f"The talks. (n.d.). Daily. Retrieved February 3, 2022, from {URL}",
        ),
        (
            {"title": "Is “red line” the word?"},
            "“Is ‘red line’ the word?,” Daily, January 17, 2022.",
            "Is “red line” the word? (2022, January 17). Daily.",
        ),
        (
            {"title": 'Is "red line" the word?'},
            "“Is 'red line' the word?,” Daily, January 17, 2022.",
            'Is "red line" the word? (2022, January 17). Daily.',
        ),
    ],
)
def test_records_as_they_come(fields, as_note, as_entry):
    assert write_note(work(**fields)) == as_note
    assert write_author_date(work(**fields)) == as_entry


@pytest.mark.parametrize(
    ("text", "running", "inverted", "short"),
    [
        ("Müller, Anna", "Anna Müller", "Müller, A.", "(Müller, 2022)"),
        ("Roux, Jean-Paul", "Jean-Paul Roux", "Roux, J.-P.", "(Roux, 2022)"),
        ("Ramana, M. V.", "M. V. Ramana", "Ramana, M. V.", "(Ramana, 2022)"),
        ("Foreign Ministry", "Foreign Ministry", "Foreign Ministry.", "(Foreign Ministry, 2022)"),
        ("A, Bo; C, Di", "Bo A and Di C", "A, B., & C, D.", "(A & C, 2022)"),
        ("A, Bo; C, Di; E, Fy", "Bo A, Di C, and Fy E", "A, B., C, D., & E, F.", "(A et al., 2022)"),
        ("A, Bo; C, Di; E, Fy; G, Ha", "Bo A et al.", "A, B., C, D., E, F., & G, H.", "(A et al., 2022)"),
        (" ; Lee, Ann ;", "Ann Lee", "Lee, A.", "(Lee, 2022)"),
    ],
)
def test_names_in_both_orders(text, running, inverted, short):
    assert write_note(work(authors=text)).startswith(f"{running}, “The talks,”")
    assert write_author_date(work(authors=text)).startswith(f"{inverted} (2022,")
    assert write_in_text(work(authors=text)) == short


def test_a_title_that_runs_from_right_to_left_gets_no_second_full_stop():
    assert write_author_date(work(title="הם נסוגו.")) == "\u2068הם נסוגו.\u2069 (2022, January 17). Daily."


@pytest.mark.parametrize(
    ("text", "inverted"), [("Humboldt, Alexander von", "Humboldt, A. von"), ("Hage, Jan van der", "Hage, J. van der")]
)
def test_particles_are_no_initials(text, inverted):
    assert write_author_date(work(authors=text)).startswith(f"{inverted}. (2022,")


def test_the_place_in_the_work_stands_after_the_day():
    assert write_note(work(url=URL), "p. 4") == f"“The talks,” Daily, January 17, 2022, p. 4, {URL}."
    assert write_in_text(work(published_on=None), "p. 4") == "(“The talks”, n.d., p. 4)"
    assert write_in_text(work(title="Is “red line” the word?")) == "(“Is ‘red line’ the word?”, 2022)"


def test_a_claim_is_cited_with_its_id_version_and_address():
    assert write_cited_claim("“The talks,” Daily.", "k3m9x2ab", 2, f"{URL}/") == (
        f"“The talks,” Daily. Coded as claim k3m9x2ab, version 2, in Stance matrix, {URL}/"
    )


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Lee, Ann, Jr.", [("Lee", "Ann, Jr.")]),
        ("Lee, Ann,; Xi, X", [("Lee", "Ann"), ("Xi", "X")]),
        (", Ann ; Lee", [("Ann", ""), ("Lee", "")]),
    ],
)
def test_names_are_split_at_the_first_comma(text, names):
    assert split_authors(text) == names


def test_names_without_anybody():
    assert split_authors("") == split_authors(" ; ") == []
