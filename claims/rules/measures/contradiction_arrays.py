"""Which claims of a whole table may contradict another at all, from packed claims.

`contradictions.list_contradictions` is the rule, and reads words; most claims of a table stand alone on their side of
zero, or years away from those on the other, or under a condition that the others lack. `find_near_opposites` leaves
these out first, so that the rule reads few: of what is left it lists the same as of all, which a property test holds.
A million claims take a fifth of a second.
"""

import numpy as np
from numpy.typing import NDArray

from ..scales import LOWEST
from ..stance_arrays import (
    RANK_MASK,
    RANKS,
    TO_CELL,
    TO_CONDITIONAL,
    TO_RANK,
    VALUE_MASK,
    Array,
    Axes,
    name_days,
    read_days,
)

_NEUTRAL = -LOWEST  # the code of the value 0
_PART_OF_RANK = np.array([rank.part for rank in RANKS], np.int64)
_FAR = 1 << 23  # days; further than any two of them


def find_near_opposites(
    keys: NDArray[np.int64], ids: NDArray[np.int64], within: int, axes: Axes | None = None
) -> NDArray[np.int64]:
    """Return the ids of the claims within so many days of which another of the same cell is on the other side of zero,
    both or neither on a condition, and on a part.

    `keys` and `axes` are as for `stance_arrays.fold`, of claims with a value; `ids` has one entry a key.
    """
    if not len(keys):
        return ids
    parts = _PART_OF_RANK[keys >> TO_RANK & RANK_MASK]
    groups = (keys >> TO_CELL) << 2 | parts << 1 | keys >> TO_CONDITIONAL & 1
    days = np.asarray(name_days(read_days(keys), axes), np.int64)
    order = np.lexsort((days, groups))
    groups, days, ids = groups[order], days[order], ids[order]
    signs = np.sign((keys[order] & VALUE_MASK) - _NEUTRAL)
    # Each group lies further from the one before than any two days, so that none is near a claim of another.
    places = days + np.cumsum(np.diff(groups, prepend=groups[:1]) != 0) * _FAR
    near = _measure_gaps(places, signs) <= within
    backwards = _measure_gaps(-places[::-1], signs[::-1])[::-1] <= within
    chosen: NDArray[np.int64] = ids[(near | backwards) & (signs != 0)]
    return chosen


def _measure_gaps(places: Array, signs: Array) -> Array:
    """Return how far behind each claim lies the last one before it on the other side of zero, of ascending places."""
    start = places[0] - _FAR
    positive, negative = (np.maximum.accumulate(np.where(signs == sign, places, start)) for sign in (1, -1))
    gaps: Array = places - np.where(signs > 0, negative, positive)
    return gaps
