"""How sources are named, and their references around the title's link."""

from datetime import date

import pytest

from claims.rules.citations import CitedWork
from claims.wording.sources import name_place_or_title, write_beside_claim, write_in_full
from tests.stray_signs import combinations_of, find_stray_signs

DAY = date(2022, 1, 17)


def work(**fields):
    full = {"authors": "Lee, Ann", "publisher": "Daily", "origin": "Agency", "published_on": DAY}
    return CitedWork(type="article-newspaper", **{"title": "The talks", **full, **fields})


@pytest.mark.parametrize("title", ["The talks", "The talks.", "The talks?"])
def test_references_on_pages_have_no_stray_signs_whatever_is_empty(title):
    for fields in combinations_of(
        authors=["", "Lee, Ann", "Lee, A.", "Lee, Ann;"],
        publisher=["", "Daily", "Daily Inc."],
        origin=["", "Daily", "Agency"],
        published_on=[None, DAY],
    ):
        for locator in ("", "p. 4", "p. 4 f."):
            cited = work(title=title, **fields)
            for reference in map("".join, (write_beside_claim(cited, locator), write_in_full(cited))):
                assert find_stray_signs(reference) == [], reference
                assert reference.endswith((".", ".”", "?”")) and f"“{title}”" in reference


@pytest.mark.parametrize(
    ("fields", "beside", "in_full"),
    [
        ({}, "Daily (text of Agency), “The talks”.", "Lee, Ann. “The talks”. Daily (text of Agency), 17 Jan 2022."),
        ({"publisher": ""}, "Agency, “The talks”.", "Lee, Ann. “The talks”. Agency, 17 Jan 2022."),
        ({"publisher": "", "origin": ""}, "“The talks”.", "Lee, Ann. “The talks”. 17 Jan 2022."),
        ({"publisher": "", "origin": "", "published_on": None, "authors": ""}, "“The talks”.", "“The talks”."),
        (
            {"authors": "Lee, A.", "title": "Talks?"},
            "Daily (text of Agency), “Talks?”",
            "Lee, A. “Talks?” Daily (text of Agency), 17 Jan 2022.",
        ),
    ],
)
def test_references_on_pages_read_as_sentences(fields, beside, in_full):
    assert "".join(write_in_full(work(**fields))) == in_full
    assert "".join(write_beside_claim(work(**fields))) == beside


def test_the_place_in_the_source_ends_what_stands_beside_a_claim():
    assert "".join(write_beside_claim(work(), "p. 4")) == "Daily (text of Agency), “The talks”, p. 4."


@pytest.mark.parametrize(
    ("publisher", "origin", "name"),
    [("Daily", "Agency", "Daily"), ("", "Agency", "Agency"), ("Daily", "", "Daily"), ("", "", "The talks")],
)
def test_a_source_is_named_by_its_place_else_its_title(publisher, origin, name):
    assert name_place_or_title(publisher, origin, "The talks") == name
