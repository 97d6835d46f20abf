"""Does the quote stand in the source's text, and where?

Exact first; then with white space, quote marks, dashes, ligatures and unseen characters folded; never a silent fuzzy
match: a quote with its “not” dropped is 93 % alike. It stands there only in whole words, and only between the words
that are given as standing before and after it. What is only alike is offered as the nearest passage (`missing_quotes`).
"""

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from itertools import chain, dropwhile, islice
from string import ascii_letters, digits
from typing import NamedTuple
from unicodedata import combining

from .folding import normalise
from .word_boundaries import find_edges, is_in_plain_word, is_whole

LONGEST_QUOTE = 2000  # characters: two sentences have a fifth of it


class QuoteState(StrEnum):
    """What checking a quote against the held text of its source found."""

    EXACT = "exact"
    NORMALISED = "normalised"
    AMBIGUOUS = "ambiguous"
    MISSING = "missing"
    NO_TEXT = "no-text"
    NO_QUOTE = "no-quote"


class QuoteCheck(NamedTuple):
    """State of a quote; `start` and `end` (code points, end exclusive) only where one passage is meant."""

    state: QuoteState
    start: int | None = None
    end: int | None = None


Span = tuple[int, int]
# Letters and signs that folding leaves as they are, whatever stands beside them; so far is looked for two that differ.
_STEADY = frozenset(f"{ascii_letters}{digits}.,;:!?()")
_LOOK = 40


class _Context(NamedTuple):
    """The words, folded, that must stand before and after a passage; empty where none are given."""

    before: str = ""
    after: str = ""

    def may_fit(self, text: str, span: Span) -> bool:
        """Whether nothing is to be seen at once that tells the passage from the one that is meant."""
        start, end = span
        return not (
            _differ_at_once(reversed(self.before), reversed(text[max(0, start - _LOOK) : start].rstrip()))
            or _differ_at_once(self.after, text[end : end + _LOOK].lstrip())
        )

    def fits(self, text: str, span: Span) -> bool:
        start, end = find_edges(text, *span)
        return (not self.before or _fold_before(text, start, len(self.before)).endswith(self.before)) and (
            not self.after or _fold_after(text, end, len(self.after)).startswith(self.after)
        )


def locate(quote: str, text: str, prefix: str = "", suffix: str = "") -> QuoteCheck:
    """Find the quote in the text, in whole words and between `prefix` and `suffix`, where these are given.

    An empty quote is NO_QUOTE, an empty text NO_TEXT. One exact passage goes before those that are printed differently.
    """
    if not quote.strip():
        return QuoteCheck(QuoteState.NO_QUOTE)
    if not text:
        return QuoteCheck(QuoteState.NO_TEXT)
    context = _Context(normalise(prefix)[0].strip(), normalise(suffix)[0].strip())
    return (
        _choose(QuoteState.EXACT, _select_fitting(_find_exact(quote, text), text, context))
        or _choose(QuoteState.NORMALISED, _select_fitting(_find_folded(quote, text), text, context))
        or QuoteCheck(QuoteState.MISSING)
    )


def find_first(quote: str, text: str) -> Span | None:
    """Return the first place where the quote stands in whole words: where it is exact, if there is one."""
    spans = _select_fitting(chain(_find_exact(quote, text), _find_folded(quote, text)), text, _Context())
    return next(spans, None)


def find_all(needle: str, text: str) -> Iterator[int]:
    """Yield each place where the needle begins; such places may overlap."""
    at = text.find(needle)
    while at >= 0:
        yield at
        at = text.find(needle, at + 1)


def find_span(text: str, index: Sequence[int], start: int, end: int) -> Span:
    """Return where folded characters start to end stand in the text; the last keeps the marks composed into it."""
    first, last = index[start], index[end - 1]
    after = index[end] if end < len(index) else len(text)
    return first, max(find_edges(text, last, after)[1], last + 1)


def _differ_at_once(folded: Iterable[str], text: Iterable[str]) -> bool:
    """Whether two texts, read from one end, differ in a letter that folding leaves as it is: most of those that differ,
    told without folding either."""
    for one, other in zip(folded, text, strict=False):
        if one not in _STEADY or other not in _STEADY:
            return False
        if one != other:
            return True
    return False


def _choose(state: QuoteState, spans: Iterator[Span]) -> QuoteCheck | None:
    """Return the check for spans of which only one may be meant; None where there is none. Two are enough to know."""
    first_two = list(islice(spans, 2))
    if len(first_two) > 1:
        return QuoteCheck(QuoteState.AMBIGUOUS)
    return QuoteCheck(state, *first_two[0]) if first_two else None


def _find_exact(quote: str, text: str) -> Iterator[Span]:
    return ((at, at + len(quote)) for at in find_all(quote, text))


def _find_folded(quote: str, text: str) -> Iterator[Span]:
    needle = normalise(quote)[0].strip()
    if needle:
        folded, index = normalise(text)
        for at in find_all(needle, folded):
            if not is_in_plain_word(folded, at, at + len(needle)) and _are_whole_characters(
                index, at, at + len(needle)
            ):
                yield find_span(text, index, at, at + len(needle))


def _select_fitting(spans: Iterator[Span], text: str, context: _Context) -> Iterator[Span]:
    return (
        span for span in spans if context.may_fit(text, span) and is_whole(text, *span) and context.fits(text, span)
    )


def _are_whole_characters(index: Sequence[int], start: int, end: int) -> bool:
    """Whether folded characters start to end are whole characters of the text: a full stop is no part of “…”."""
    cut_before = start > 0 and index[start - 1] == index[start]
    cut_after = end < len(index) and index[end] == index[end - 1]
    return not cut_before and not cut_after


def _fold_before(text: str, end: int, length: int) -> str:
    """Return at least `length` folded characters that stand before a place, or all; none of the text far before it.

    Where the text is cut between a letter and its marks, these stand before them.
    """
    width = 2 * length + 20
    while True:
        folded = normalise(text[max(0, end - width) : end])[0].rstrip()
        if sum(1 for _ in dropwhile(combining, folded)) >= length or width >= end:
            return folded
        width *= 2


def _fold_after(text: str, start: int, length: int) -> str:
    """Return more than `length` folded characters that stand after a place, or all; none of the text far after it. Only
    the last may lack marks."""
    width = 2 * length + 20
    while True:
        folded = normalise(text[start : start + width])[0].lstrip()
        if len(folded) > length or start + width >= len(text):
            return folded
        width *= 2
