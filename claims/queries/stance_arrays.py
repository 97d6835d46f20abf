"""Claims → packed keys → the stances of a whole table, for all that needs every cell."""

from collections.abc import Collection
from itertools import chain

import numpy as np
from django.db.models import QuerySet

from ..models import Claim, Touched
from ..rules import stance_arrays
from ..rules.measures.move_arrays import MoveArrays, find_moves
from ..rules.scales import Attribution
from ..rules.spliced_arrays import select_of_cells, select_said, splice_cells
from ..rules.stance_arrays import Axes, StanceArrays
from .packed_keys import PackedClaim, PackedColumns, follows_claims_alone, get_keys, to_array
from .plain_rows import fetch_plain_rows
from .scope import Scope
from .snapshot import Snapshot, following
from .stances import Cell


def _follow_arrays(snapshot: Snapshot, before: StanceArrays, touched: Touched, dimension: str) -> StanceArrays | None:
    """Fold the cells that were touched, from the keys that are kept, and leave the others as they were."""
    if not follows_claims_alone(snapshot.scope, touched):
        return None
    cells = to_array(touched.list_ids(dimension))
    kept = get_keys(snapshot, dimension) if len(cells) else None
    if kept is None:
        return None if len(cells) else before
    said = _select_said(select_of_cells(kept, cells), snapshot.scope)
    return splice_cells(before, cells, stance_arrays.fold(said))


@following(_follow_arrays)
def read_stance_arrays(snapshot: Snapshot, dimension: str) -> StanceArrays:
    """Fold all claims that count in one dimension into StanceArrays (one query, the first time; two where ids or days
    fit no key)."""
    return stance_arrays.fold(*_read_keys(snapshot, dimension))


def read_move_arrays(snapshot: Snapshot, dimension: str) -> MoveArrays:
    """Return the moves of all cells in one dimension, from all claims that count (queries likewise)."""
    return find_moves(*_read_keys(snapshot, dimension))


def count_filled_cells(snapshot: Snapshot, dimension: str) -> dict[int, int]:
    """Return holder id → the number of cells that hold anything of it in a dimension."""
    holders = snapshot.get(read_stance_arrays, dimension).holders
    return stance_arrays.sum_by_id(holders, np.ones(len(holders)))


def find_filled_holders(snapshot: Snapshot, dimension: str, proposals: Collection[int] | None = None) -> set[int]:
    """Return the ids of the holders that have anything in a dimension on some proposals (ids), or on any."""
    if proposals is None:
        return set(snapshot.get(count_filled_cells, dimension))
    arrays = snapshot.get(read_stance_arrays, dimension)
    return set(np.unique(arrays.holders[np.isin(arrays.proposals, list(proposals))]).tolist())


def select_filled_cells(snapshot: Snapshot, dimension: str, cells: Collection[Cell]) -> set[Cell]:
    """Return those of the cells that hold anything in a dimension."""
    if not cells:
        return set()
    wanted = np.array(sorted(cells), np.int64)
    filled = snapshot.get(read_stance_arrays, dimension)
    places = stance_arrays.find_places(
        stance_arrays.number_cells(filled.proposals, filled.holders), stance_arrays.number_cells(*wanted.T)
    )
    return {(int(proposal), int(holder)) for proposal, holder in wanted[places >= 0]}


def read_keys_with_ids(claims: QuerySet[Claim]) -> tuple[np.ndarray, np.ndarray] | None:
    """Return claims of one dimension as packed keys, and their ids (one query); None where ids or days fit no key."""
    packed = claims.order_by().values_list(PackedClaim(*PackedColumns._fields), "pk")
    try:
        pairs = np.fromiter(chain.from_iterable(fetch_plain_rows(packed)), np.int64).reshape(-1, 2)
    except TypeError:  # NULL: a claim does not fit
        return None
    return pairs[:, 0], pairs[:, 1]


def _read_keys(snapshot: Snapshot, dimension: str) -> tuple[np.ndarray, Axes | None]:
    """Return the claims that count in a dimension as packed keys, and Axes where places stand in them for ids."""
    keys = get_keys(snapshot, dimension)
    if keys is not None:
        return _select_said(keys, snapshot.scope), None
    return _pack_by_places(snapshot.scope.select_claims().filter(dimension=str(dimension)).order_by())


def _select_said(keys: np.ndarray, scope: Scope) -> np.ndarray:
    return select_said(keys, scope.as_of and scope.day, scope.attributions)


def _pack_by_places(claims: QuerySet[Claim]) -> tuple[np.ndarray, Axes | None]:
    """Return (keys, Axes) in which places in the lists of the ids and days that occur stand for these."""
    rows = list(fetch_plain_rows(claims.values_list(*PackedColumns._fields)))
    if not rows:
        return np.zeros(0, np.int64), None
    columns = PackedColumns._make(zip(*rows, strict=True))
    proposals, at_proposal = _list_places(columns.proposal_id)
    holders, at_holder = _list_places(columns.holder_id)
    days, at_day = _list_places([day.toordinal() for day in columns.said_on])
    if (
        len(days) > stance_arrays.MOST_DAYS
        or len(proposals) > stance_arrays.MOST_PROPOSALS
        or len(holders) > stance_arrays.MOST_HOLDERS
    ):
        raise OverflowError("More proposals, holders or days have claims than a table can hold.")
    values = [stance_arrays.NO_STANCE if value is None else value + 2 for value in columns.value]
    codes = np.where(columns.pending, stance_arrays.PENDING, values)
    parts = (
        (at_holder, stance_arrays.HOLDER_BITS),
        (_rank(np.array(columns.attribution), np.array(columns.on_part)), stance_arrays.RANK_BITS),
        (columns.doubtful, 1),
        (stance_arrays.MOST_DAYS - 1 - at_day, stance_arrays.DAY_BITS),
        (columns.conditional, 1),
        (codes, 3),
    )
    keys = at_proposal.astype(np.int64)
    for part, bits in parts:
        keys = keys << bits | np.asarray(part, np.int64)
    return keys, Axes(proposals, holders, days)


def _rank(attributions: np.ndarray, on_part: np.ndarray) -> np.ndarray:
    """Return the places of claims in `stance_arrays.RANKS`, of two arrays with one entry a claim."""
    places = np.array([[stance_arrays.RANKS.index((a, part)) for part in (False, True)] for a in Attribution])
    ranks: np.ndarray = places[attributions, on_part.astype(np.int64)]
    return ranks


def _list_places(values: Collection[int]) -> tuple[np.ndarray, np.ndarray]:
    """Return the values that occur, ascending, and the place of each value among them."""
    return np.unique(np.array(values, np.int64), return_inverse=True)
