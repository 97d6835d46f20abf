"""A text in paragraphs, and which of its passages are coded: nothing is changed, nor left out but blank lines.

Places are code points of the whole text, ends exclusive, as those of quotes are.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

_BLANK_LINES = re.compile(r"(?:[^\S\n]*\n){2,}[^\S\n]*|\s+\Z")
_LINES = re.compile(r"\s*\n\s*|\s+\Z")
LONGEST_PARAGRAPH = 4000  # characters: of a text with blank lines, one that is longer was printed line by line


class Paragraph(NamedTuple):
    """One paragraph: its number, from 1 on, and where it stands."""

    number: int
    start: int
    end: int


class CodedPassage(NamedTuple):
    """A passage on which a claim rests (its key)."""

    start: int
    end: int
    claim: int


class MarkedPiece(NamedTuple):
    """A piece of a paragraph, and the claims that rest on all of it; none where nothing is coded there."""

    text: str
    claims: tuple[int, ...]


def split_paragraphs(text: str) -> list[Paragraph]:
    """Return the paragraphs of a text: what blank lines part; where there are none, or a paragraph between them is too
    long to be one, its lines. White space at their ends is no part of them."""
    spans = [
        part
        for span in _split(_BLANK_LINES, text, 0, len(text))
        for part in ([span] if _is_one(text, *span) else _split(_LINES, text, *span))
    ]
    return [Paragraph(number, start, end) for number, (start, end) in enumerate(spans, 1)]


def mark_passages(text: str, paragraph: Paragraph, passages: Sequence[CodedPassage]) -> list[MarkedPiece]:
    """Cut a paragraph where a coded passage begins or ends; passages may overlap, and reach into other paragraphs."""
    inside = [each for each in passages if each.start < paragraph.end and paragraph.start < each.end]
    edges = {paragraph.start, paragraph.end}
    for each in inside:
        edges |= {max(each.start, paragraph.start), min(each.end, paragraph.end)}
    return [
        MarkedPiece(text[start:end], tuple(each.claim for each in inside if each.start <= start and end <= each.end))
        for start, end in pairwise(sorted(edges))
    ]


def find_paragraph(paragraphs: Sequence[Paragraph], place: int) -> Paragraph | None:
    """Return the paragraph in which a place lies, or the next after it; None behind the last."""
    return next((each for each in paragraphs if place < each.end), None)


def find_begun(text: str, place: int | None) -> int:
    """Return the number of the paragraph in which a place of a text lies; 0 where it is none."""
    paragraph = None if place is None else find_paragraph(split_paragraphs(text), place)
    return paragraph.number if paragraph else 0


def find_touched(text: str, passages: Iterable[tuple[int | None, int | None]]) -> set[int]:
    """Return the numbers of the paragraphs into which any of these passages reaches; those without a place reach into
    none."""
    spans = [(start, end) for start, end in passages if start is not None and end is not None]
    return {
        each.number
        for each in (split_paragraphs(text) if spans else [])
        if any(each.start < end and start < each.end for start, end in spans)
    }


def _is_one(text: str, start: int, end: int) -> bool:
    """Whether what blank lines part is one paragraph: of a text that has no other, only if it is one line."""
    if "\n" not in text[start:end]:
        return True
    whole = not text[:start].strip() and not text[end:].strip()
    return not whole and end - start <= LONGEST_PARAGRAPH


def _split(between: re.Pattern[str], text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield what stands between the matches, in one stretch of the text; nothing that is blank."""
    at = start
    for gap in between.finditer(text, start, end):
        yield from _trim(text, at, gap.start())
        at = gap.end()
    yield from _trim(text, at, end)


def _trim(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    words = text[start:end]
    if words.strip():
        yield start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())
