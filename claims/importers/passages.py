"""A passage of a text, by its place → the quote of a claim: whole words, not too long, told apart where need be."""

from typing import NamedTuple

from ..rules.quotes import LONGEST_QUOTE, QuoteCheck, QuoteState, locate
from ..rules.word_boundaries import is_whole, widen_to_words

AROUND = (30, 90)  # letters before and after a quote that stands more than once, as many as tell it apart


class QuotedPassage(NamedTuple):
    """A quote with what stands around it, where its text has it more than once; `left_out` is how many letters of the
    passage are too many for a quote, `check` where the quote was placed."""

    quote: str
    prefix: str = ""
    suffix: str = ""
    left_out: int = 0
    check: QuoteCheck = QuoteCheck(QuoteState.NO_QUOTE)


def cut_quote(passage: str) -> tuple[str, int]:
    """Return as much of a passage, in whole words, as a quote holds, and how many letters are left out."""
    if len(passage) <= LONGEST_QUOTE:
        return passage, 0
    quote = passage[: LONGEST_QUOTE + 1].rsplit(maxsplit=1)[0][:LONGEST_QUOTE].rstrip()
    return quote, len(passage) - len(quote)


def quote_passage(text: str, start: int, end: int) -> QuotedPassage:
    """Return the passage between two places of a text; its quote is empty where it holds white space alone."""
    start, end = _choose_ends(text, start, end)
    quote, left_out = cut_quote(text[start:end])
    if not quote:
        return QuotedPassage(quote)
    end = start + len(quote)
    if is_whole(text, start, end) and text.find(quote) == start and text.find(quote, start + 1) < 0:
        return QuotedPassage(quote, "", "", left_out, QuoteCheck(QuoteState.EXACT, start, end))
    before = after = ""
    check = locate(quote, text)
    for width in AROUND if check.start is None else ():
        before, after = text[max(0, start - width) : start].strip(), text[end : end + width].strip()
        check = locate(quote, text, before, after)
        if check.start is not None:
            break
    return QuotedPassage(quote, before, after, left_out, check)


def _choose_ends(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the ends of a passage without white space around it, widened where they stand within words."""
    passage = text[start:end]
    start, end = end - len(passage.lstrip()), start + len(passage.rstrip())
    return (start, end) if start < end and is_whole(text, start, end) else widen_to_words(text, start, end)
