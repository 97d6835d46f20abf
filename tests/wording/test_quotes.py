"""What checking a quote found, in words."""

import pytest

from claims.rules.missing_quotes import explain_missing, find_misplaced
from claims.rules.quotes import QuoteState
from claims.wording.quotes import QUOTE_STATES, write_lost, write_missing

TEXT = "Moscow does not rule out a freeze."
BETA = "Only Team Beta told us: we refuse the offer."


def test_every_state_is_explained_in_order():
    assert list(QUOTE_STATES) == list(QuoteState)


def test_a_missing_quote_is_told_with_its_nearest_passage_where_there_is_one():
    assert write_missing(explain_missing("Moscow does rule out a freeze", TEXT, "", "")) == (
        "“Moscow does rule out a freeze” is not in the source's text."
        " Nearest passage: “Moscow does not rule out a freeze”"
    )
    assert write_missing(explain_missing("zzzz", TEXT, "", "")) == "“zzzz” is not in the source's text."


def test_a_quote_between_other_words_is_told_with_what_stands_there():
    missing = explain_missing("we refuse the offer", BETA, "Team Alpha told us:", "")
    assert write_missing(missing) == (
        "“we refuse the offer” is in the source's text, but not after “Team Alpha told us:” (its prefix)."
        " There it reads: “Team Beta told us: we refuse the offer”"
    )


@pytest.mark.parametrize(
    ("around", "sentence"),
    [
        ({"prefix": "Alpha:"}, "“the offer” is in this text, but not after “Alpha:” (its prefix)."),
        ({"suffix": "now"}, "“the offer” is in this text, but not before “now” (its suffix)."),
        ({"prefix": "refuse", "suffix": "now"}, "“the offer” is in this text, but not before “now” (its suffix)."),
        (
            {"prefix": "We", "suffix": "now"},
            "“the offer” is in this text, but not after “We” (its prefix) and not before “now” (its suffix).",
        ),
    ],
)
def test_a_quote_that_a_new_text_has_elsewhere_is_told_by_what_does_not_fit(around, sentence):
    assert (
        write_lost("the offer", find_misplaced("the offer", BETA, **{"prefix": "", "suffix": ""} | around)) == sentence
    )


def test_a_quote_that_a_new_text_lacks_is_told_whatever_stands_around_it():
    assert write_lost("we accept", find_misplaced("we accept", BETA, "Team Beta", "")) == (
        "“we accept” is not in this text."
    )
