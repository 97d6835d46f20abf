"""The rule of `stances` on packed claims: every cell of a table at once.

`stances.summarise` is the rule to read; `fold` is the same rule over arrays, and a property test holds the two equal
in every state. One claim is one integer of 63 bits, so that sorting integers sorts the claims of each cell in the
order in which the rule asks for them: forecasts last, the whole before a part, strongest attribution, firm before
doubtful, latest day, unconditional before conditional, by value.

    20 bits proposal · 18 holder · 3 rank · 1 doubtful · 17 day, counted down · 1 conditional · 3 value

A rank is one of the eight pairs of whole or part and attribution, strongest first (`RANKS`). A day is counted from
1 January 1800 (to 2158). A pending claim, whose value is always 0, and a claim without a value have value codes of
their own.
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from itertools import product
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .scales import LOWEST, VALUES, Attribution, State
from .stances import IN_PART, RuleClaim, Stance

PROPOSAL_BITS, HOLDER_BITS, RANK_BITS, DAY_BITS = 20, 18, 3, 17
MOST_PROPOSALS, MOST_HOLDERS, MOST_DAYS = 1 << PROPOSAL_BITS, 1 << HOLDER_BITS, 1 << DAY_BITS
FIRST_DAY = date(1800, 1, 1)
LAST_DAY = FIRST_DAY + timedelta(days=MOST_DAYS - 1)
PENDING, NO_STANCE = 5, 6  # in place of a value's code, which is the value less the lowest
NO_VALUE = -128  # a blank in an array of small integers
CELL_BITS = 31  # of an id, in the number of a cell


class Rank(NamedTuple):
    """What is compared first of a claim: its attribution, and whether it is on a part only."""

    attribution: Attribution
    part: bool


_SAID = [attribution for attribution in Attribution if attribution != Attribution.PREDICTED]
RANKS = (
    *(Rank(attribution, part) for part in (False, True) for attribution in _SAID),
    *(Rank(Attribution.PREDICTED, part) for part in (False, True)),
)
PART_STEP = len(_SAID)  # by which the rank of what is said of a part lies behind that of the whole
FIRST_FORECAST = RANKS.index(Rank(Attribution.PREDICTED, False))

STATE_OF_CODE = tuple(State)  # the state of a cell is its place in this tuple
CODE_OF_STATE = {state: code for code, state in enumerate(STATE_OF_CODE)}

_RANK_OF = {rank: place for place, rank in enumerate(RANKS)}
_ATTRIBUTION_OF_RANK = np.array([rank.attribution for rank in RANKS], np.int8)
_PART_OF_RANK = np.array([rank.part for rank in RANKS])
VALUE_MASK, TO_CONDITIONAL, TO_DAY, TO_RANK, TO_CELL = 7, 3, 4, 22, 25
_DAY, RANK_MASK, _HOLDER = MOST_DAYS - 1, len(RANKS) - 1, MOST_HOLDERS - 1


Array = NDArray[Any]


class Axes(NamedTuple):
    """What the numbers in the keys stand for where they are places in lists: ids of proposals, of holders, and days."""

    proposals: Array
    holders: Array
    days: Array


class StanceArrays(NamedTuple):
    """The stances of a table's cells, in the order of proposals, then holders; cells without claims are left out.

    All are arrays with one entry a cell. `states` are codes of STATE_OF_CODE; `values` and `forecasts` (of cells
    without a stance) are NO_VALUE where there is none; `attributions`, `parts` (whether it is on a part only) and
    `days` are those of what decides, days as ordinals of `date`; `counts` are all claims of the cell, `oldest` and
    `newest` the days of the first and last of them, and `branching` says whether any has a condition.
    """

    proposals: Array
    holders: Array
    states: Array
    values: Array
    forecasts: Array
    attributions: Array
    parts: Array
    days: Array
    counts: Array
    oldest: Array
    newest: Array
    branching: Array

    @property
    def nbytes(self) -> int:
        return sum(array.nbytes for array in self)

    @property
    def spoken(self) -> NDArray[np.bool_]:
        """Which cells hold a stance, with a value or without."""
        spoken: NDArray[np.bool_] = self.states <= CODE_OF_STATE[State.DEPENDS]
        return spoken

    def choose(self, chosen: NDArray[np.bool_]) -> "StanceArrays":
        """Return these of the cells alone."""
        return StanceArrays(*(array[chosen] for array in self))

    def locate(self, other: "StanceArrays") -> Array:
        """Return for each cell of other arrays its place in these, -1 where it is blank here."""
        return find_places(number_cells(self.proposals, self.holders), number_cells(other.proposals, other.holders))


_INT8, _INT32, _BOOL = np.zeros(0, np.int8), np.zeros(0, np.int32), np.zeros(0, bool)
NOTHING = StanceArrays(
    proposals=_INT32,
    holders=_INT32,
    states=_INT8,
    values=_INT8,
    forecasts=_INT8,
    attributions=_INT8,
    parts=_BOOL,
    days=_INT32,
    counts=_INT32,
    oldest=_INT32,
    newest=_INT32,
    branching=_BOOL,
)


def number_cells(proposals: Array, holders: Array) -> Array:
    """Return one number for each cell, of ids below 2³¹."""
    numbers: Array = proposals.astype(np.int64) << CELL_BITS | holders
    return numbers


def pack(proposal: int, holder: int, claim: RuleClaim) -> int:
    """Return a claim of the rule as one integer; raise OverflowError for ids or days that the bits do not hold."""
    day = (claim.said_on - FIRST_DAY).days
    if not (0 <= proposal < MOST_PROPOSALS and 0 <= holder < MOST_HOLDERS and 0 <= day < MOST_DAYS):
        raise OverflowError(f"{proposal}, {holder}, {claim.said_on} do not fit into a key.")
    key = proposal << HOLDER_BITS | holder
    key = (key << RANK_BITS | _RANK_OF[Rank(claim.attribution, claim.part)]) << 1 | claim.doubtful
    key = (key << DAY_BITS | MOST_DAYS - 1 - day) << 1 | claim.conditional
    code = PENDING if claim.pending else NO_STANCE if claim.no_stance else claim.value - LOWEST
    return key << 3 | code


def fold(keys: NDArray[np.int64], axes: Axes | None = None) -> StanceArrays:
    """Fold packed claims into a StanceArrays; `keys` is an int64 array, which is sorted in place.

    Equal to `stances.summarise` of each cell's claims in state, value, forecast, attribution, part, day and count.
    """
    keys.sort()
    cells = keys >> TO_CELL
    starts = find_starts(cells)
    counts = np.diff(starts, append=len(keys))
    if not len(keys):
        return NOTHING
    codes = keys & VALUE_MASK
    is_pending, is_without = codes == PENDING, codes == NO_STANCE
    states, values, forecasts = _make_blanks(len(starts))
    days = read_days(keys)
    said, awaits = keys, np.zeros(len(starts), bool)
    if is_pending.any() or is_without.any():
        said = keys[np.flatnonzero(codes < PENDING)]
        awaits = np.add.reduceat(is_pending, starts) > 0
    firsts, folded, conditional = fold_groups(said, TO_CELL)
    spoken = np.searchsorted(cells[starts], firsts >> TO_CELL)
    is_forecast = (firsts >> TO_RANK & RANK_MASK) >= FIRST_FORECAST
    states[spoken] = np.where(is_forecast, CODE_OF_STATE[State.FORECAST], _classify(folded, conditional))
    values[spoken] = np.where(is_forecast, NO_VALUE, folded)
    forecasts[spoken] = np.where(is_forecast, folded, NO_VALUE)
    decides = keys[starts]  # the first claim that decides; of a cell that only awaits an answer, the first pending
    decides[spoken] = firsts
    awaiting = awaits & (states >= CODE_OF_STATE[State.FORECAST])
    states[awaiting] = CODE_OF_STATE[State.AWAITING]
    if is_without.any():
        asked = np.maximum.reduceat(np.where(is_pending, days, -1), starts)
        at, first = _find_without_stance(cells[starts], keys[is_without], states, asked)
        states[at], decides[at] = CODE_OF_STATE[State.NO_STANCE], first
        awaiting = states == CODE_OF_STATE[State.AWAITING]
    since = read_days(decides)
    if awaiting.any():
        pending_days = np.where(is_pending, days, np.iinfo(np.int64).max)
        since = np.where(awaiting, np.minimum.reduceat(pending_days, starts), since)
    (proposals, holders), ranks = name_cells(keys[starts], axes), decides >> TO_RANK & RANK_MASK
    return StanceArrays(
        proposals=proposals,
        holders=holders,
        states=states,
        values=values,
        forecasts=forecasts,
        attributions=_ATTRIBUTION_OF_RANK[ranks],
        parts=_PART_OF_RANK[ranks],
        days=name_days(since.astype(np.int32), axes),
        counts=counts.astype(np.int32),
        oldest=name_days(np.minimum.reduceat(days, starts).astype(np.int32), axes),
        newest=name_days(np.maximum.reduceat(days, starts).astype(np.int32), axes),
        branching=np.logical_or.reduceat(keys >> TO_CONDITIONAL & 1, starts),
    )


def find_changed(before: StanceArrays, after: StanceArrays) -> NDArray[np.bool_]:
    """Return which cells of `after` were blank, or of another state, value or forecast, in `before` (a boolean array).

    What a condition says is not in the arrays: whoever asks compares the conditions of cells that are equal here.
    """
    at = before.locate(after)
    in_both = at >= 0
    differs: NDArray[np.bool_] = ~in_both
    at = at[in_both]
    differs[in_both] = (
        (before.states[at] != after.states[in_both])
        | (before.values[at] != after.values[in_both])
        | (before.forecasts[at] != after.forecasts[in_both])
    )
    return differs


def read_values(arrays: StanceArrays, reading: Callable[[Stance], int | None]) -> NDArray[np.int8]:
    """Return for each cell the value that a reading of stances gives it, NO_VALUE for none.

    A reading is a function of a Stance, as in `agreement.READINGS`; it is asked about each that there can be.
    """
    readings = np.full((len(STATE_OF_CODE), 2, 256), NO_VALUE, np.int8)
    for state, marks, value in product((State.STANCE, State.CONDITIONAL), (frozenset(), IN_PART), VALUES):
        read_as = reading(Stance(state, value, marks=marks))
        readings[CODE_OF_STATE[state], int(bool(marks)), value % 256] = NO_VALUE if read_as is None else read_as
    return readings[arrays.states, arrays.parts.astype(np.uint8), arrays.values.astype(np.uint8)]


def arrange_as_table(
    arrays: StanceArrays, numbers: Array, proposals: Sequence[int], holders: Sequence[int]
) -> NDArray[np.int8]:
    """Return `numbers` (an array with one entry a cell) as an array holders × proposals of ids in these orders.

    Blank cells are NO_VALUE; cells of other proposals and holders are left out.
    """
    table = np.full((len(holders), len(proposals)), NO_VALUE, np.int8)
    row, column = find_places(holders, arrays.holders), find_places(proposals, arrays.proposals)
    inside = (row >= 0) & (column >= 0)
    table[row[inside], column[inside]] = numbers[inside]
    return table


def find_places(ids: ArrayLike, wanted: Array) -> Array:
    """Return the place of each wanted id in the list `ids`, -1 where it is not there.

    Ids that stand close together are looked up in a table of places, which takes a tenth of the time of a search.
    """
    listed = np.asarray(ids)
    if not len(listed):
        return np.full(len(wanted), -1)
    lowest = listed.min()
    width = int(listed.max() - lowest) + 1
    if width > len(listed) + len(wanted):
        return _search_places(listed, wanted)
    places = np.full(width + 1, -1)  # and one for all that lie beyond
    places[listed - lowest] = np.arange(len(listed))
    at = wanted - lowest
    of_wanted: Array = places[np.where((at >= 0) & (at < width), at, width)]
    return of_wanted


def _search_places(listed: Array, wanted: Array) -> Array:
    order = np.argsort(listed)
    at = np.minimum(np.searchsorted(listed, wanted, sorter=order), len(listed) - 1)
    return np.where(listed[order[at]] == wanted, order[at], -1)


def sum_by_id(ids: Array, numbers: Array) -> dict[int, int]:
    """Return {id: sum of its numbers} of arrays with one entry a cell."""
    keys, at = _group(ids)
    sums = np.bincount(at, weights=numbers).astype(np.int64)
    return dict(zip(keys.tolist(), sums.tolist(), strict=True))


def find_latest_by_id(ids: Array, days: Array) -> dict[int, date]:
    """Return {id: its latest day} of arrays with one entry a cell, days as ordinals."""
    keys, at = _group(ids)
    last = np.zeros(len(keys), np.int64)
    np.maximum.at(last, at, days)
    return {key: date.fromordinal(day) for key, day in zip(keys.tolist(), last.tolist(), strict=True)}


def fold_groups(keys: Array, bits: int) -> tuple[Array, Array, Array]:
    """Fold sorted keys of claims with a value, group by group: the first key of each, its value, whether it is
    conditional. A group is what is equal above the lowest `bits`: a cell, or a strength and day of one.

    The claims of a group's first strength and day stand together, unconditional ones before conditional ones and each
    by value: what decides is a run from the first, its ends are the lowest and the highest value.
    """
    starts = find_starts(keys >> bits)
    firsts = keys[starts]
    # Of one strength, day and condition: all that stands above the value is equal. The run ends where it changes.
    runs = find_starts(keys >> TO_CONDITIONAL)
    at = np.searchsorted(runs, starts)
    length = np.diff(runs, append=len(keys))[at]
    values = (keys & VALUE_MASK) + LOWEST
    low, high = values[starts], values[starts + length - 1]
    twice = values[starts + (length - 1) // 2] + values[starts + length // 2]
    folded = np.where((low < 0) & (high > 0), NO_VALUE, np.trunc(twice / 2))
    return firsts, folded, firsts >> TO_CONDITIONAL & 1


def find_starts(sorted_numbers: Array) -> Array:
    """Return the place of the first of each run of equal numbers, none below 0."""
    return np.flatnonzero(np.diff(sorted_numbers, prepend=-1))


def read_days(keys: Array) -> Array:
    """Return the days of keys, counted from the first."""
    days: Array = MOST_DAYS - 1 - (keys >> TO_DAY & _DAY)
    return days


def name_days(days: Array, axes: Axes | None) -> Array:
    """Return counted days as ordinals of `date`."""
    return days + FIRST_DAY.toordinal() if axes is None else axes.days[days]


def name_cells(keys: Array, axes: Axes | None) -> tuple[Array, Array]:
    """Return the ids of the proposals and of the holders of keys."""
    cells = keys >> TO_CELL
    proposals, holders = (cells >> HOLDER_BITS).astype(np.int32), (cells & _HOLDER).astype(np.int32)
    return (proposals, holders) if axes is None else (axes.proposals[proposals], axes.holders[holders])


def _group(ids: Array) -> tuple[Array, Array]:
    """Return the ids that occur, ascending, and for each entry the place of its id among them."""
    highest = int(ids.max(initial=0))
    if highest > 4 * len(ids) + 1000:  # far apart
        return np.unique(ids, return_inverse=True)
    occurs = np.zeros(highest + 1, bool)
    occurs[ids] = True
    return np.flatnonzero(occurs), (np.cumsum(occurs) - 1)[ids]


def _make_blanks(cells: int) -> tuple[Array, Array, Array]:
    return (
        np.full(cells, CODE_OF_STATE[State.BLANK], np.int8),
        np.full(cells, NO_VALUE, np.int8),
        np.full(cells, NO_VALUE, np.int8),
    )


def _find_without_stance(cells: Array, keys: Array, states: Array, asked: Array) -> tuple[Array, Array]:
    """Return the places of the cells whose holder spoke and took no stance, and the first key that says so of each.

    `keys` are those without a value, `asked` the last day on which an answer was awaited, −1 for none.
    """
    firsts = keys[find_starts(keys >> TO_CELL)]
    at = np.searchsorted(cells, firsts >> TO_CELL)
    blank = (states[at] >= CODE_OF_STATE[State.FORECAST]) & (read_days(firsts) >= asked[at])
    return at[blank], firsts[blank]


def _classify(folded: Array, conditional: Array) -> Array:
    with_value = np.where(conditional, CODE_OF_STATE[State.CONDITIONAL], CODE_OF_STATE[State.STANCE])
    without = np.where(conditional, CODE_OF_STATE[State.DEPENDS], CODE_OF_STATE[State.MIXED])
    return np.where(folded == NO_VALUE, without, with_value)
