"""What differs between two texts, word by word.

The words are matched by `difflib.SequenceMatcher` (Ratcliff and Obershelp's gestalt matching, 1988): the longest run of
words that both have stays, and so on with what is left on either side of it. White space is no difference; a mark of
punctuation is a word of its own, and so is each sign of a script that parts no words.
"""

import re
from difflib import SequenceMatcher
from enum import StrEnum
from typing import NamedTuple

_SIGN = "[\u3040-\u30ff\u3400-\u9fff]"
_LETTER = rf"(?:(?!{_SIGN})\w)"
_TOKEN = re.compile(rf"(\s*)({_SIGN}|{_LETTER}+(?:[-’'.,]{_LETTER}+)*|[^\w\s])")


class Fate(StrEnum):
    """What became of words from the older text to the newer."""

    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


class Run(NamedTuple):
    """Words that stand side by side and share a Fate, as their text has them, with the space before them."""

    fate: Fate
    space: str
    text: str


class _Word(NamedTuple):
    space: str
    text: str


def compare_words(older: str, newer: str) -> list[Run]:
    """Return the runs of words that lead from one text to the other: what is kept as the newer has it, and at each
    place what is removed before what is added."""
    before, after = _split(older), _split(newer)
    matcher = SequenceMatcher(None, [word.text for word in before], [word.text for word in after])
    runs = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            runs.append(_join(Fate.KEPT, after[c:d]))
        else:
            changed = ((Fate.REMOVED, before[a:b]), (Fate.ADDED, after[c:d]))
            runs += [_join(fate, words) for fate, words in changed if words]
    return runs


def _split(text: str) -> list[_Word]:
    return [_Word(*match.groups()) for match in _TOKEN.finditer(text)]


def _join(fate: Fate, words: list[_Word]) -> Run:
    first, *others = words
    return Run(fate, first.space, first.text + "".join(word.space + word.text for word in others))
