"""What printing does to words, undone: hyphens at the ends of lines, and ligatures.

A quote is typed without them, and is looked for in the text: “nego-” and “tiations” on two lines are one word. A hyphen
that the word has anyhow stays (“long-term”), as does one that stands for the rest of a word (“land- and sea-based”).
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from .folding import LIGATURES, part_ligatures

SOFT = "\u00ad"
_AT_LINE_END = re.compile(rf"[-‐{SOFT}][^\S\n]*\n[^\S\n]*")
_LIGATURE = re.compile(f"[{''.join(LIGATURES)}]")
_BEFORE = re.compile(r"[^\W\d_]+\Z")
_AFTER = re.compile(r"[^\W\d_]+")
_WORD = re.compile(r"[^\W\d_]+(?:[-‐][^\W\d_]+)*")
_LONGEST = 40  # letters that are read of each half
# Before these words a hyphen stands for the rest of the word: “land- and sea-based”, „Land- und Seeweg“.
_JOINING = frozenset(
    (
        "and",
        "or",
        "nor",
        "to",
        "und",
        "oder",
        "bzw",
        "bis",
        "sowie",
        "et",
        "ou",
        "y",
        "o",
        "e",
        "i",
        "u",
        "a",
        "och",
        "og",
    )
    + ("en", "of", "и", "или", "да", "та", "й", "або", "чи", "lub", "oraz", "nebo")
)


class MendedPlace(NamedTuple):
    """A place that was mended: where it stood in the text before, what stood there and what stands there now, with the
    halves of its word."""

    start: int
    before: str
    after: str


class MendedText(NamedTuple):
    """A text as it was mended, and each place of it in order: `words` that lines parted, and `ligatures`."""

    text: str
    words: tuple[MendedPlace, ...]
    ligatures: int
    edits: tuple[tuple[int, int], ...]  # (where an edit ended in the text before, by how much all behind it has moved)

    @property
    def changed(self) -> int:
        """How many places were mended."""
        return len(self.words) + self.ligatures

    def move(self, places: Sequence[int]) -> list[int]:
        """Return where places of the text before stand now (code points)."""
        ends = [end for end, _ in self.edits]
        moved = []
        for place in places:
            at = bisect_right(ends, place)
            moved.append(place + (self.edits[at - 1][1] if at else 0))
        return moved


def mend_text(text: str) -> MendedText:
    """Join the words that ends of lines part, and write ligatures as their letters.

    A word is joined without its hyphen, unless the text has it with the hyphen elsewhere and nowhere without. Nothing
    is joined before a capital, a digit or an “and”, nor across a blank line.
    """
    words = tuple(_list_words(text))
    changes = [(sign.start(), sign.end(), LIGATURES[sign.group()]) for sign in _LIGATURE.finditer(text)]
    ligatures = len(changes)
    for place in words:
        gap = _AT_LINE_END.search(text, place.start)
        if gap:
            changes.append((gap.start(), gap.end(), "-" if "-" in place.after or "‐" in place.after else ""))
    pieces, edits, at, moved = [], [], 0, 0
    for start, end, written in sorted(changes):
        pieces += [text[at:start], written]
        moved += len(written) - (end - start)
        edits.append((end, moved))
        at = end
    return MendedText("".join([*pieces, text[at:]]), words, ligatures, tuple(edits))


def _list_words(text: str) -> Iterator[MendedPlace]:
    gaps = list(_AT_LINE_END.finditer(text))
    if not gaps:
        return
    written = {word.casefold() for word in _WORD.findall(part_ligatures(text))}
    for gap in gaps:
        left = _BEFORE.search(text[max(0, gap.start() - _LONGEST) : gap.start()])
        right = _AFTER.match(text[gap.end() : gap.end() + _LONGEST])
        if not left or not right or not right.group()[0].islower():
            continue
        behind = text[gap.end() + right.end() : gap.end() + right.end() + 1]
        if right.group() in _JOINING and behind not in ("-", "‐", SOFT):
            continue
        halves = left.group(), right.group()
        hyphen = "-" if _keeps_hyphen(*halves, gap.group()[0], written) else ""
        start = gap.start() - len(left.group())
        yield MendedPlace(start, text[start : gap.end() + right.end()], hyphen.join(halves))


def _keeps_hyphen(left: str, right: str, sign: str, written: set[str]) -> bool:
    """Whether a word is written with the hyphen at which the line ends: as the text writes it elsewhere."""
    if sign == SOFT:
        return False
    left, right = part_ligatures(left).casefold(), part_ligatures(right).casefold()
    joined, hyphened = f"{left}{right}", f"{left}-{right}"
    return joined not in written and (hyphened in written or len(left) == 1)
