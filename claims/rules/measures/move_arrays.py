"""The moves of a whole table at once, from packed claims.

`moves.list_moves` is the rule to read; `find_moves` is the same rule over arrays, and a property test holds the two
equal in cell, day and kind. What decides a cell on a day are claims of one attribution, part, firmness and day: a
*group*. As days go on, a group decides from its day on where none before it was stronger; the moves are what happens
from each such group to the next of its cell. Nothing else of a cell is looked at, so that a million claims take a
second.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..scales import VALUES
from ..stance_arrays import (
    FIRST_FORECAST,
    NO_VALUE,
    PENDING,
    RANK_MASK,
    TO_CELL,
    TO_CONDITIONAL,
    TO_DAY,
    TO_RANK,
    VALUE_MASK,
    Array,
    Axes,
    find_starts,
    fold_groups,
    name_cells,
    name_days,
    read_days,
)
from .moves import CHANGES_SIGN, MOVES, StepKind

CODE_OF_MOVE = {kind: code for code, kind in enumerate(MOVES)}  # the kind of a move is its place in MOVES
_NONE = -1
_STRENGTH_BITS = 4  # of the rank, and of whether it is doubtful
_STRENGTH = (1 << _STRENGTH_BITS) - 1


class MoveArrays(NamedTuple):
    """The moves of a table, cell by cell and in each by day; arrays with one entry a move.

    `proposals` and `holders` are ids, `days` ordinals of `date`, `kinds` codes of MOVES.
    """

    proposals: Array
    holders: Array
    days: Array
    kinds: Array


class _Groups(NamedTuple):
    """Groups of claims in the order in which they decide, with their first keys; arrays with one entry a group.

    `values` are NO_VALUE where there is none, `conditional` says that only conditional claims decide, `branching` that
    there is any.
    """

    keys: Array
    values: Array
    conditional: NDArray[np.bool_]
    branching: NDArray[np.bool_]

    def select(self, places: Array) -> "_Groups":
        return _Groups(*(column[places] for column in self))


def find_moves(keys: NDArray[np.int64], axes: Axes | None = None) -> MoveArrays:
    """Return the moves of all cells; `keys` and `axes` are as for `stance_arrays.fold`, which sorts `keys` too."""
    keys.sort()
    said = keys[((keys & VALUE_MASK) < PENDING) & ((keys >> TO_RANK & RANK_MASK) < FIRST_FORECAST)]
    if not len(said):
        return MoveArrays(*[np.zeros(0, np.int64)] * len(MoveArrays._fields))
    groups = _select_deciding(_fold_groups(said))
    kinds = _classify(groups)
    moved = np.flatnonzero(kinds != _NONE)
    at = groups.keys[moved]
    return MoveArrays(*name_cells(at, axes), name_days(read_days(at), axes), kinds[moved])


def _fold_groups(said: Array) -> _Groups:
    keys, values, conditional = fold_groups(said, TO_DAY)
    branching = np.logical_or.reduceat(said >> TO_CONDITIONAL & 1, find_starts(said >> TO_DAY))
    return _Groups(keys, values.astype(np.int16), conditional.astype(bool), branching)


def _select_deciding(groups: _Groups) -> _Groups:
    """Return the groups that decide their cells from their days on, by cell and day."""
    cells, strengths = groups.keys >> TO_CELL, _read_strengths(groups.keys)
    by_day = (cells << TO_RANK - TO_DAY - 1 | read_days(groups.keys)) << _STRENGTH_BITS | strengths
    groups = groups.select(np.argsort(by_day, kind="stable"))  # of each day the strongest first
    cells, strengths = groups.keys >> TO_CELL, _read_strengths(groups.keys)
    # Less for each cell, so that the running minimum begins anew with it.
    levels = strengths - np.cumsum(np.diff(cells, prepend=cells[:1]) != 0) * (_STRENGTH + 1)
    return groups.select(np.flatnonzero(levels == np.minimum.accumulate(levels)))


def _read_strengths(keys: Array) -> Array:
    """Return what is compared first of claims: rank, then whether they are doubtful; the smaller is the stronger."""
    strengths: Array = keys >> TO_RANK - 1 & _STRENGTH
    return strengths


def _classify(groups: _Groups) -> Array:
    """Return the code of the move to each group from the one before it, _NONE where it is no move."""
    grounds = groups.keys >> TO_RANK  # the cell, the attribution, and whether it is on a part
    first = np.diff(groups.keys >> TO_CELL, prepend=-1) != 0
    alike = np.diff(grounds, prepend=-1) == 0
    before = groups.select(np.maximum(np.arange(len(first)) - 1, 0))
    kinds = np.full(len(first), _NONE, np.int8)
    kinds[first] = CODE_OF_MOVE[StepKind.NEW]
    comes, goes = before.conditional < groups.conditional, before.conditional > groups.conditional
    plain = alike & ~before.conditional & ~groups.conditional
    valued = plain & (before.values != NO_VALUE) & (groups.values != NO_VALUE)
    old, new = np.sign(before.values), np.sign(groups.values)
    same_side = valued & (old == new)
    comes = alike & comes | same_side & (before.branching < groups.branching)
    goes = alike & goes | same_side & (before.branching > groups.branching)
    for kind, fits in (
        (StepKind.CONDITIONED, comes),
        (StepKind.FREED, goes),
        (StepKind.REVERSED, valued & (old * new < 0)),
        (StepKind.FIRMED, valued & (old == 0) & (new != 0)),
        (StepKind.SOFTENED, valued & (old != 0) & (new == 0)),
    ):
        kinds[fits] = CODE_OF_MOVE[kind]
    turned = np.isin(kinds, [CODE_OF_MOVE[kind] for kind in CHANGES_SIGN])
    kinds[turned & _find_returned(groups, grounds)] = CODE_OF_MOVE[StepKind.RETURNED]
    return kinds


def _find_returned(groups: _Groups, grounds: Array) -> NDArray[np.bool_]:
    """Return which groups are at a value that their ground held before one on the other side of zero."""
    places = np.arange(len(grounds))
    starts = find_starts(grounds)
    lengths = np.diff(starts, append=len(grounds))
    plain = ~groups.conditional & (groups.values != NO_VALUE)
    returned = np.zeros(len(grounds), bool)
    for value in filter(None, VALUES):
        held = plain & (groups.values == value)
        since = np.minimum.reduceat(np.where(held, places, len(places)), starts)
        opposite = np.maximum.accumulate(np.where(plain & (groups.values * value < 0), places, _NONE))
        returned |= held & (np.repeat(since, lengths) < opposite)
    return returned
