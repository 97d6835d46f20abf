"""Does the quote stand in the source's text, and where?

Exact first; then with white space, quote marks, dashes and soft hyphens folded; never a silent fuzzy match: a
quote with its “not” dropped is 93 % alike. What is only alike is offered to the analyst as the nearest passage.
"""

import re
import unicodedata
from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq


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


class Passage(NamedTuple):
    """The passage of a text that is nearest to a quote, and how alike they are (0 to 100)."""

    text: str
    start: int
    end: int
    score: float


_FOLDED = (
    dict.fromkeys(map(ord, "‘’‚‛′`´"), "'")
    | dict.fromkeys(map(ord, "“”„‟″«»"), '"')
    | dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
    | {ord("…"): "..."}
)
_DROPPED = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
_WORD = re.compile(r"\w+")


def locate(quote: str, text: str, prefix: str = "", suffix: str = "") -> QuoteCheck:
    """Find the quote in the text; `prefix` and `suffix` decide where it stands more than once.

    An empty quote is NO_QUOTE, an empty text NO_TEXT.
    """
    if not quote.strip():
        return QuoteCheck(QuoteState.NO_QUOTE)
    if not text:
        return QuoteCheck(QuoteState.NO_TEXT)
    exact = _find_all(quote, text)
    if len(exact) == 1:
        return QuoteCheck(QuoteState.EXACT, exact[0], exact[0] + len(quote))
    folded, index = normalise(text)
    needle = normalise(quote)[0].strip()
    if not needle:
        return QuoteCheck(QuoteState.MISSING)
    places = [at for at in _find_all(needle, folded) if _are_whole_characters(index, at, at + len(needle))]
    if not places:
        return QuoteCheck(QuoteState.MISSING)
    if len(places) > 1:
        places = _select_fitting(places, len(needle), folded, prefix, suffix)
    if len(places) != 1:
        return QuoteCheck(QuoteState.AMBIGUOUS)
    start, end = _find_span(text, index, places[0], places[0] + len(needle))
    state = QuoteState.EXACT if start in exact else QuoteState.NORMALISED
    return QuoteCheck(state, start, end)


def normalise(text: str) -> tuple[str, list[int]]:
    """Fold white space, quote marks, dashes and soft hyphens; return the folded text and each character's origin.

    `index[i]` is the place in `text` of the i-th folded character. Composed and decomposed letters are folded too.
    """
    folded: list[str] = []
    index: list[int] = []
    for at, char in enumerate(text):
        if char in _DROPPED:
            continue
        if char.isspace():
            if folded and folded[-1] == " ":
                continue
            char = " "
        elif unicodedata.combining(char) and folded:
            composed = unicodedata.normalize("NFC", folded[-1] + char)
            if len(composed) == 1:
                folded[-1] = composed
                continue
        else:
            char = unicodedata.normalize("NFC", char).translate(_FOLDED)
        folded.extend(char)
        index.extend([at] * len(char))
    return "".join(folded), index


def find_nearest(quote: str, text: str) -> Passage | None:
    """Return the passage of the text that is most alike the quote, in whole words, or None below a likeness of 50."""
    folded, index = normalise(text)
    needle = normalise(quote)[0].strip()
    if not needle or not folded.strip():
        return None
    alignment = fuzz.partial_ratio_alignment(needle, folded, score_cutoff=50)
    if alignment is None or not folded[alignment.dest_start : alignment.dest_end].strip():
        return None
    start, end = _widen_to_words(folded, alignment.dest_start, alignment.dest_end)
    start, end = _widen(needle, folded, start, end)
    start, end = _find_span(text, index, start, end)
    return Passage(text[start:end], start, end, alignment.score)


def _find_all(needle: str, text: str) -> list[int]:
    return [match.start() for match in re.finditer(f"(?={re.escape(needle)})", text)]


def _are_whole_characters(index: Sequence[int], start: int, end: int) -> bool:
    """Whether folded characters start to end are whole characters of the text: a full stop is no part of “…”."""
    return index[start - 1 : start] != [index[start]] and index[end : end + 1] != [index[end - 1]]


def _find_span(text: str, index: Sequence[int], start: int, end: int) -> tuple[int, int]:
    """Return where folded characters start to end stand in the text; the last keeps the marks composed into it."""
    first, last = index[start], index[end - 1]
    after = index[end] if end < len(index) else len(text)
    while text[after - 1] in _DROPPED:
        after -= 1
    return first, max(after, last + 1)


def _select_fitting(places: Sequence[int], length: int, folded: str, prefix: str, suffix: str) -> list[int]:
    """Keep the places that the prefix and suffix fit; all of them where neither is given."""
    before, after = normalise(prefix)[0].strip(), normalise(suffix)[0].strip()
    return [
        at
        for at in places
        if folded[:at].rstrip().endswith(before) and folded[at + length :].lstrip().startswith(after)
    ]


def _widen_to_words(text: str, start: int, end: int) -> tuple[int, int]:
    """Widen to whole words, then drop white space at the ends."""
    while start > 0 and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    while text[start].isspace():
        start += 1
    while text[end - 1].isspace():
        end -= 1
    return start, end


def _widen(needle: str, text: str, start: int, end: int) -> tuple[int, int]:
    """Widen a passage by whole words as long as that finds more of the needle's words.

    The alignment is as long as the needle: of a quote that leaves words out it would cut off the rest. A word more
    that is found is worth three between that are not.
    """
    wanted = _WORD.findall(needle.lower())
    margin = len(needle) // 2 + 20
    words = list(_WORD.finditer(text, max(0, start - margin), end + margin))
    starts = [start, *(word.start() for word in words if word.start() < start)]
    ends = [end, *(word.end() for word in words if word.end() > end)]

    def gain(start: int, end: int) -> float:
        there = _WORD.findall(text[start:end].lower())
        return LCSseq.similarity(wanted, there) - len(there) / 4

    start = max(starts, key=lambda at: gain(at, end))
    end = max(ends, key=lambda at: gain(start, at))
    return _cut_marks(needle, text, start, end)


def _cut_marks(needle: str, text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out marks at the ends that the needle lacks, unless that parts a pair of quote marks."""
    first, last = start, end
    while first < last - 1 and not text[first].isalnum() and text[first] != needle[0]:
        first += 1
    while first < last - 1 and not text[last - 1].isalnum() and text[last - 1] != needle[-1]:
        last -= 1
    return (start, end) if '"' in text[first:last] else (first, last)
