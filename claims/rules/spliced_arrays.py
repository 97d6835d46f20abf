"""What changed in a few cells, spliced into what is kept of all: equal to folding all anew, as a property test holds.

Keys are those of `stance_arrays`, sorted; cells are arrays of two columns, ids of proposals and of holders.
"""

from collections.abc import Collection
from datetime import date

import numpy as np

from .scales import Attribution
from .stance_arrays import (
    FIRST_DAY,
    HOLDER_BITS,
    RANK_MASK,
    RANKS,
    TO_CELL,
    TO_RANK,
    Array,
    StanceArrays,
    number_cells,
    read_days,
)


def select_said(keys: Array, last_day: date | None, attributions: Collection[Attribution]) -> Array:
    """Return those keys of claims that were said by a day (None: by any), of these attributions (empty: of all)."""
    chosen = np.ones(len(keys), bool)
    if last_day is not None:
        chosen &= read_days(keys) <= (last_day - FIRST_DAY).days
    if attributions:
        chosen &= np.array([rank.attribution in attributions for rank in RANKS])[keys >> TO_RANK & RANK_MASK]
    said: Array = keys[chosen]
    return said


def select_of_cells(keys: Array, cells: Array) -> Array:
    """Return the keys of these cells."""
    of_cells: Array = keys[_find_places(keys, cells)]
    return of_cells


def splice_keys(keys: Array, cells: Array, now: Array) -> Array:
    """Return the keys of all claims, where those of these cells are `now` these."""
    others = _leave_out(keys, _find_places(keys, cells))
    now = np.sort(now)
    spliced: Array = np.insert(others, np.searchsorted(others, now), now)
    return spliced


def splice_cells(arrays: StanceArrays, cells: Array, now: StanceArrays) -> StanceArrays:
    """Return the stances of all cells, where these cells hold `now` what these say, and others are blank."""
    numbers, of_now = number_cells(arrays.proposals, arrays.holders), number_cells(now.proposals, now.holders)
    touched = np.unique(number_cells(*cells.T))
    at = np.searchsorted(numbers, touched)
    there = at[numbers[np.minimum(at, len(numbers) - 1)] == touched] if len(numbers) else at[:0]
    if np.array_equal(numbers[there], of_now):
        return StanceArrays(*(_put(before, there, after) for before, after in zip(arrays, now, strict=True)))
    into = np.searchsorted(_leave_out(numbers, there), of_now)
    return StanceArrays(
        *(np.insert(_leave_out(before, there), into, after) for before, after in zip(arrays, now, strict=True))
    )


def _leave_out(column: Array, places: Array) -> Array:
    left = np.ones(len(column), bool)
    left[places] = False
    others: Array = column[left]
    return others


def _put(column: Array, places: Array, values: Array) -> Array:
    column = column.copy()
    column[places] = values
    return column


def _find_places(keys: Array, cells: Array) -> Array:
    """Return the places of the keys of cells, each once."""
    firsts = np.unique(cells[:, 0] << HOLDER_BITS | cells[:, 1]) << TO_CELL
    starts, ends = np.searchsorted(keys, firsts), np.searchsorted(keys, firsts + (1 << TO_CELL))
    return np.concatenate([np.zeros(0, np.int64), *map(np.arange, starts.tolist(), ends.tolist())])
