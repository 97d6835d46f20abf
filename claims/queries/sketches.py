"""Stances by state and value alone, from what is kept of the whole table: for cells of which a page says no more."""

from collections.abc import Collection
from datetime import date
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from ..rules.scales import Attribution, Dimension, State
from ..rules.stance_arrays import CODE_OF_STATE, NO_VALUE, STATE_OF_CODE
from ..rules.stances import Fold, Stance
from .snapshot import Snapshot
from .stance_arrays import read_stance_arrays
from .stances import Cell

_FORECAST = Fold((), (), (), None, False, Attribution.PREDICTED, date.min)


class Sketches(NamedTuple):
    """Stances without claims, marks, days and numbers, by cell; and the cells that these tell too little of: in which
    words no stance is taken, or whether a forecast has a condition."""

    stances: dict[Cell, Stance]
    unclear: list[Cell]


def sketch_stances(
    snapshot: Snapshot, dimension: Dimension, proposals: Collection[int], holders: Collection[int]
) -> Sketches:
    """Return the Sketches of the cells of some proposals and holders (ids)."""
    arrays = snapshot.get(read_stance_arrays, dimension)
    rows = np.array(sorted(proposals), np.int64)
    starts, ends = (np.searchsorted(arrays.proposals, rows, side) for side in ("left", "right"))
    in_rows = np.concatenate([np.zeros(0, np.int64), *map(np.arange, starts.tolist(), ends.tolist())])
    places = in_rows[np.isin(arrays.holders[in_rows], list(holders))]
    unclear = (arrays.states == CODE_OF_STATE[State.NO_STANCE]) | (
        (arrays.states == CODE_OF_STATE[State.FORECAST]) & arrays.branching
    )
    places, doubtful = places[~unclear[places]], places[unclear[places]]
    columns = (arrays.proposals, arrays.holders, arrays.states, arrays.values, arrays.forecasts)
    told = zip(*(column[places].tolist() for column in columns), strict=True)
    return Sketches(
        {(proposal, holder): _sketch(*codes) for proposal, holder, *codes in told},
        list(zip(*(column[doubtful].tolist() for column in columns[:2]), strict=True)),
    )


@lru_cache(maxsize=256)
def _sketch(code: int, value: int, forecast: int) -> Stance:
    """Return the stance of a state, by its code, and of a value, or where there is none of a forecast."""
    state = STATE_OF_CODE[code]
    folded = _FORECAST._replace(value=_read_value(forecast)) if state == State.FORECAST else None
    return Stance(state, _read_value(value), forecast=folded)


def _read_value(number: int) -> int | None:
    return None if number == NO_VALUE else number
