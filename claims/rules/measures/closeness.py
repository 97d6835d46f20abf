"""Which pairs of actors are closest and which farthest apart, and which of many pairs are drawn.

Actors are told of by their places, pairs by two of them, the lower first. A pair counts under a reading where it has a
number (not NaN). Pairs are ranked by that number, highest first; of equal ones those on more proposals come first, then
those of earlier places. Numbers count as equal that differ by less than what a binary fraction loses.

The reading that is told of is the first under which two pairs have a number; else the one under which more have one,
the first where as many have. All else is ranked behind, by the other reading.
"""

from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Pair = tuple[int, int]
Square = NDArray[np.float64]
Numbers = NDArray[np.int_]

MOST_AT_ONCE = 12  # pairs that are drawn all in one list
ENDS = 5  # closest, and as many farthest, where there are more
_EXACT = 9  # decimals


class PairGroup(StrEnum):
    """Why some pairs are drawn."""

    ALL = "all"
    PRINCIPALS = "principals"
    CLOSEST = "closest"
    FARTHEST = "farthest"


class Extreme(NamedTuple):
    """The pair at one end of the ranking, and how many others have the same number."""

    pair: Pair
    others: int


class Closeness(NamedTuple):
    """All pairs that have a number, ranked: those under the `reading` that is told of, then those under the other one
    alone; and the two ends of the former, None where there is none."""

    reading: str
    first: list[Pair]
    then: list[Pair]
    closest: Extreme | None = None
    farthest: Extreme | None = None


def find_closeness(values: Mapping[str, Square], n: Mapping[str, Numbers]) -> Closeness:
    """Return the Closeness of all pairs; `values` and `n` are square arrays by reading, of which there are two."""
    reading = choose_reading(values)
    (other,) = (name for name in values if name != reading)
    told, value = _have_number(values[reading]), values[reading]
    first = _rank(value, n[reading], told)
    then = _rank(values[other], n[other], _have_number(values[other]) & ~told)
    if not first:
        return Closeness(reading, first, then)
    highest, lowest = ([pair for pair in first if _is_equal(value[pair], value[first[end]])] for end in (0, -1))
    return Closeness(reading, first, then, *(Extreme(ends[0], len(ends) - 1) for ends in (highest, lowest)))


def choose_reading(values: Mapping[str, Square]) -> str:
    """Return the name of the reading that is told of."""
    counts = {name: int(_have_number(value).sum()) for name, value in values.items()}
    return next((name for name, number in counts.items() if number > 1), max(counts, key=lambda name: counts[name]))


def choose_drawn(closeness: Closeness, principals: Collection[int]) -> list[tuple[PairGroup, list[Pair]]]:
    """Return the pairs to draw, in groups: few all; of many those of principals, then the closest and the farthest of
    the others. A group without a pair is left out."""
    together = [*closeness.first, *closeness.then]
    if len(together) <= MOST_AT_ONCE:
        groups = {PairGroup.ALL: together}
    else:
        of_principals = [pair for pair in together if set(pair) <= set(principals)]
        drawn = set(of_principals)
        others = [pair for pair in closeness.first if pair not in drawn]
        groups = {
            PairGroup.PRINCIPALS: _take_ends(of_principals, MOST_AT_ONCE // 2),
            PairGroup.CLOSEST: others[:ENDS],
            PairGroup.FARTHEST: others[ENDS:][-ENDS:],
        }
    return [(group, pairs) for group, pairs in groups.items() if pairs]


def _take_ends(pairs: Sequence[Pair], number: int) -> list[Pair]:
    """Return all of a few; of many the first and the last."""
    return list(dict.fromkeys([*pairs[:number], *pairs[-number:]]))


def _have_number(value: Square) -> NDArray[np.bool_]:
    """Return which pairs have a number, each pair once."""
    return np.triu(~np.isnan(value), 1)


def _rank(value: Square, n: Numbers, which: NDArray[np.bool_]) -> list[Pair]:
    order = np.lexsort((-n[which], -np.round(value[which], _EXACT)))  # equal ones stay in the order of their places
    return [(a, b) for a, b in np.argwhere(which)[order].tolist()]


def _is_equal(one: Any, other: Any) -> bool:
    return round(float(one), _EXACT) == round(float(other), _EXACT)
