"""Why a quote is missing from a text, and which passage is nearest: in steps that are bounded however long they are."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq

from .folding import normalise
from .quotes import LONGEST_QUOTE, QuoteState, Span, find_all, find_first, find_span, locate
from .word_boundaries import widen_to_words

LEAST_LIKENESS = 50  # of 100
# A text is compared letter by letter where quote × text has at most so many; else only where it is most alike.
MOST_COMPARED = 40_000_000
_PIECES, _HITS, _PLACES = 64, 64, 4
_LONG_WORD = 12
_WORD = re.compile(r"\w+")


class Passage(NamedTuple):
    """The passage of a text that is nearest to a quote, and how alike they are (0 to 100)."""

    text: str
    start: int
    end: int
    score: float


class MissingQuote(NamedTuple):
    """A quote that is missing from a text.

    Where the quote stands there, but `misplaced` words around it ("prefix", "suffix") do not, `nearest` is the passage
    with what does stand there.
    """

    quote: str
    nearest: Passage | None
    misplaced: dict[str, str]


def explain_missing(quote: str, text: str, prefix: str, suffix: str) -> MissingQuote:
    """Tell of a quote that `locate` did not find in the text, why, and what stands there instead."""
    misplaced = find_misplaced(quote, text, prefix, suffix)
    if not misplaced:
        return MissingQuote(quote, find_nearest(quote, text), {})
    return MissingQuote(quote, _read_around(quote, text, misplaced), misplaced)


def find_nearest(quote: str, text: str) -> Passage | None:
    """Return the passage of the text that is most alike the quote, in whole words, or None below LEAST_LIKENESS.

    Of a quote that is too long, its beginning is looked for.
    """
    folded, index = normalise(text)
    needle = normalise(quote)[0].strip()[:LONGEST_QUOTE]
    if not needle or not folded.strip():
        return None
    at = folded.find(needle)
    if at >= 0:  # cut within a word, or in one of the signs that an ellipsis is folded to
        start, end, score = at, at + len(needle), 100.0
    else:
        alignment = max(_align(needle, folded), key=lambda aligned: aligned.score, default=None)
        if alignment is None or not folded[alignment.start : alignment.end].strip():
            return None
        start, end = widen_to_words(folded, alignment.start, alignment.end)
        start, end = _widen(needle, folded, start, end)
        score = alignment.score
    start, end = widen_to_words(text, *find_span(text, index, start, end))
    return Passage(text[start:end], start, end, score)


class _Aligned(NamedTuple):
    start: int
    end: int
    score: float


def _align(needle: str, folded: str) -> Iterator[_Aligned]:
    """Yield where the needle is alike the text: its best place in it, or in each of those parts of a long one that
    share most with it."""
    for start, end in _choose_parts(needle, folded):
        alignment = fuzz.partial_ratio_alignment(needle, folded[start:end], score_cutoff=LEAST_LIKENESS)
        if alignment is not None:
            yield _Aligned(start + alignment.dest_start, start + alignment.dest_end, alignment.score)


def _choose_parts(needle: str, folded: str) -> list[Span]:
    """Return the parts of the text that are compared: all of it where that is little, else a few.

    Each piece of the needle votes, by the places where it stands, for where the needle would begin. A piece that
    stands in many places tells little, and only its first places count.
    """
    if len(needle) * len(folded) <= MOST_COMPARED:
        return [(0, len(folded))]
    step = len(needle)
    votes: Counter[int] = Counter()
    for offset, piece in _cut_into_pieces(needle):
        for at in islice(find_all(piece, folded), _HITS):
            votes[max(0, at - offset) // step] += 1
    return [(max(0, (place - 1) * step), (place + 3) * step) for place, _ in votes.most_common(_PLACES)]


def _cut_into_pieces(needle: str) -> list[tuple[int, str]]:
    """Return the longest words of the needle with their places; of a run without blanks, a few signs each."""
    pieces = []
    for match in _WORD.finditer(needle):
        word = match.group()
        size = len(word) if len(word) <= _LONG_WORD else _LONG_WORD // 2
        pieces += [(match.start() + at, word[at : at + size]) for at in range(0, len(word), size)]
    return sorted(pieces, key=lambda piece: -len(piece[1]))[:_PIECES]


def _widen(needle: str, text: str, start: int, end: int) -> Span:
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


def _cut_marks(needle: str, text: str, start: int, end: int) -> Span:
    """Leave out marks at the ends that the needle lacks, unless that parts a pair of quote marks."""
    first = next((at for at in range(start, end) if text[at].isalnum() or text[at] == needle[0]), start)
    last = next((at for at in range(end, first, -1) if text[at - 1].isalnum() or text[at - 1] == needle[-1]), end)
    return (start, end) if '"' in text[first:last] else (first, last)


def find_misplaced(quote: str, text: str, prefix: str, suffix: str) -> dict[str, str]:
    """Return which of the words around a quote are at fault, as name → words; empty where the quote itself is."""
    given = {name: words for name, words in (("prefix", prefix), ("suffix", suffix)) if words.strip()}
    if not given or locate(quote, text).state == QuoteState.MISSING:
        return {}
    alone = {
        name: words for name, words in given.items() if locate(quote, text, **{name: words}).state == QuoteState.MISSING
    }
    return alone or given


def _read_around(quote: str, text: str, misplaced: dict[str, str]) -> Passage | None:
    """Return the first place where a quote stands, with as much before and after it as was given, in whole words."""
    span = find_first(quote, text)
    if span is None:
        return None
    before, after = (len(misplaced.get(name, "")) for name in ("prefix", "suffix"))
    start, end = widen_to_words(text, max(0, span[0] - before), min(len(text), span[1] + after))
    return Passage(text[start:end], start, end, 100.0)
