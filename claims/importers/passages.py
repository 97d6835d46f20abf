"""A passage of a text, by its place → the quote of a claim: whole words, not too long, told apart where need be."""

from typing import NamedTuple

from ..rules.quotes import LONGEST_QUOTE, locate
from ..rules.word_boundaries import is_whole, widen_to_words

AROUND = (30, 90)  # letters before and after a quote that stands more than once, as many as tell it apart


class QuotedPassage(NamedTuple):
    """A quote with what stands around it, where its text has it more than once; `left_out` is how many letters of the
    passage are too many for a quote."""

    quote: str
    prefix: str = ""
    suffix: str = ""
    left_out: int = 0


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
    if not quote or locate(quote, text).start is not None or text.count(quote) < 2:
        return QuotedPassage(quote, left_out=left_out)
    before = after = ""
    for width in AROUND:
        before = text[max(0, start - width) : start].strip()
        after = text[start + len(quote) : start + len(quote) + width].strip()
        if locate(quote, text, before, after).start is not None:
            break
    return QuotedPassage(quote, before, after, left_out)


def _choose_ends(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the ends of a passage without white space around it, widened where they stand within words."""
    passage = text[start:end]
    start, end = end - len(passage.lstrip()), start + len(passage.rstrip())
    return (start, end) if start < end and is_whole(text, start, end) else widen_to_words(text, start, end)
