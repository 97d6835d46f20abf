"""Where a passage of a project begins and ends in its text.

The standard counts code points of the text as it lies in the file. Not every program does: some count each line end as
one, though two characters stand there, some in UTF-16 units. Passages often bear the words that they begin with as
their name: the way of counting under which most of these fit is the one meant, in doubt the standard's.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import NamedTuple

from ...rules.utf16 import LAST_OF_ONE_UNIT, UnitPlaces

NAMED = 20  # letters of a name that are compared

Count = Callable[[int], int | None]


class TextPlaces(NamedTuple):
    """A text whose line ends are one character each, how long the file's is, and where places of the file are in it."""

    text: str
    length: int
    find_place: Count


def choose_places(text: str, named: Sequence[tuple[int, int, str]]) -> TextPlaces:
    """Return how places in a text are counted, by what passages (start, end, name) are called."""
    plain = text.replace("\r\n", "\n")
    ways = [_count_as_it_is(text)]
    if plain != text:
        ways.append(_count_points(plain))
    if max(text, default="") > LAST_OF_ONE_UNIT:
        ways += [_count_units(text), _count_units(plain)] if plain != text else [_count_units(text)]
    best = max(ways, key=lambda way: _count_fitting(plain, way, named)) if len(ways) > 1 else ways[0]
    return TextPlaces(plain, len(text), best)


def _count_fitting(plain: str, way: Count, named: Sequence[tuple[int, int, str]]) -> int:
    fitting = 0
    for start, end, name in named:
        first, last = way(start), way(end)
        if first is not None and last is not None:
            wanted = " ".join(name.rstrip("…").split())[:NAMED]
            fitting += bool(wanted) and " ".join(plain[first:last].split()).startswith(wanted)
    return fitting


def _count_points(text: str) -> Count:
    return lambda place: place if 0 <= place <= len(text) else None


def _count_as_it_is(text: str) -> Count:
    """Count code points of the file's text, in which a line may end in two."""
    ends = [match.end() for match in re.finditer("\r\n", text)]
    return lambda place: place - bisect_right(ends, place) if 0 <= place <= len(text) else None


def _count_units(text: str) -> Count:
    units, points = UnitPlaces(text), _count_as_it_is(text)

    def find(place: int) -> int | None:
        point = units.find_place(place)
        return None if point is None else points(point)

    return find
