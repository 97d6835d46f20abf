"""What checking a quote found, in words."""

from claims.rules.quotes import QuoteState, find_nearest
from claims.wording.quotes import QUOTE_STATES, write_missing

TEXT = "Moscow does not rule out a freeze."


def test_every_state_is_explained_in_order():
    assert list(QUOTE_STATES) == list(QuoteState)


def test_a_missing_quote_is_told_with_its_nearest_passage_where_there_is_one():
    quote = "Moscow does rule out a freeze"
    assert write_missing(quote, find_nearest(quote, TEXT)) == (
        "“Moscow does rule out a freeze” is not in the source's text."
        " Nearest passage: “Moscow does not rule out a freeze”"
    )
    assert write_missing("zzzz", find_nearest("zzzz", TEXT)) == "“zzzz” is not in the source's text."
