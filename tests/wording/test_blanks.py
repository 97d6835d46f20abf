"""What a blank says of the coded sources."""

import pytest

from claims.rules.blanks import CodedSources
from claims.wording.blanks import write_blank, write_blank_of, write_blanks, write_found_nothing

NONE, ONE, ALL, SOME, BEFORE = (
    CodedSources(0),
    CodedSources(1),
    CodedSources(5),
    CodedSources(2, 3),
    CodedSources(0, 5),
)


@pytest.mark.parametrize(
    ("coded", "words", "before_names", "in_a_table"),
    [
        (NONE, "no source is fully coded yet", "No source is fully coded yet; nothing from", "nothing found"),
        (ONE, "nothing in 1 fully coded source", "In 1 fully coded source, nothing from", "nothing found"),
        (
            SOME,
            "nothing in 2 fully coded sources; 3 not yet looked through",
            "In 2 fully coded sources (3 not yet looked through), nothing from",
            "nothing in 2 fully coded sources; 3 not yet looked through",
        ),
        (
            BEFORE,
            "not yet looked for in 5 fully coded sources",
            "Not yet looked for in 5 fully coded sources: anything from",
            "not yet looked for in 5 fully coded sources",
        ),
    ],
)
def test_a_blank_tells_what_was_looked_through_from_what_was_not(coded, words, before_names, in_a_table):
    assert write_blank(coded) == words
    assert write_blank_of(coded) == before_names
    assert write_found_nothing(coded) == in_a_table


def test_a_filter_narrows_what_was_looked_through_only():
    assert write_blank(SOME, True) == "nothing in 2 fully coded sources under this filter; 3 not yet looked through"
    assert write_blank(BEFORE, True) == "not yet looked for in 5 fully coded sources"


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([], "no source is fully coded yet"),
        ([ALL, ALL], "nothing in 5 fully coded sources"),
        ([BEFORE], "not yet looked for in 5 fully coded sources"),
        (
            [ALL, SOME],
            "nothing in 5 fully coded sources; but 1 proposal was added to the codebook since: each blank there says "
            "how many sources are not yet looked through",
        ),
        (
            [ALL, SOME, BEFORE],
            "nothing in 5 fully coded sources; but 2 proposals were added to the codebook since: each blank there says "
            "how many sources are not yet looked through",
        ),
    ],
)
def test_one_sentence_for_a_table_does_not_lie_where_proposals_differ(rows, words):
    assert write_blanks(rows) == words
