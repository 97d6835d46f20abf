"""Claims → packed keys → the stances of a whole table, for all that needs every cell."""

from collections.abc import Collection
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
from django.db.models import Aggregate, BigIntegerField, Count, Func, QuerySet, TextField

from ..models import Claim
from ..rules import stance_arrays
from ..rules.measures.move_arrays import MoveArrays, find_moves
from ..rules.scales import Attribution
from ..rules.stance_arrays import Axes, StanceArrays
from .plain_rows import fetch_plain_rows
from .scope import Scope
from .snapshot import Snapshot
from .stances import Cell


class PackedColumns(NamedTuple):
    """What is packed of a claim; or of many, column by column."""

    proposal_id: Any
    holder_id: Any
    on_part: Any
    attribution: Any
    doubtful: Any
    said_on: Any
    conditional: Any
    pending: Any
    value: Any


_NAMES = [name.removesuffix("_id") for name in PackedColumns._fields]


class PackedClaim(Func):
    """A claim as one integer, packed by the database as `rules.stance_arrays.pack` does; NULL where it does not fit."""

    output_field = BigIntegerField()
    _RANK = (
        f"(CASE WHEN {{attribution}} < {Attribution.PREDICTED.value}"
        f" THEN {{attribution}} + {stance_arrays.PART_STEP} * {{on_part}}"
        f" ELSE {stance_arrays.FIRST_FORECAST} + {{on_part}} END)"
    )
    _FORM = (
        f"CASE WHEN {{proposal}} < {stance_arrays.MOST_PROPOSALS} AND {{holder}} < {stance_arrays.MOST_HOLDERS}"
        f" AND {{said_on}} BETWEEN '{stance_arrays.FIRST_DAY}' AND '{stance_arrays.LAST_DAY}' THEN "
        f"(((((({{proposal}} << {stance_arrays.HOLDER_BITS} | {{holder}}) << {stance_arrays.RANK_BITS} | {{rank}})"
        f" << 1 | {{doubtful}})"
        f" << {stance_arrays.DAY_BITS} | ({stance_arrays.MOST_DAYS - 1} - {{day}})) << 1 | {{conditional}}) << 3"
        f" | (CASE WHEN {{pending}} THEN {stance_arrays.PENDING} WHEN {{value}} IS NULL THEN {stance_arrays.NO_STANCE}"
        f" ELSE {{value}} + 2 END)) END"
    )

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, tuple]:
        columns = self._compile_columns(compiler)
        days = f"julianday({columns['said_on']}) - julianday('{stance_arrays.FIRST_DAY}')"
        rank = self._RANK.format(**columns)
        return self._FORM.format(**columns, rank=rank, day=f"CAST({days} AS INTEGER)"), ()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, tuple]:
        columns = self._compile_columns(compiler)
        day = f"({columns['said_on']} - DATE '{stance_arrays.FIRST_DAY}')"
        columns |= {name: f"{columns[name]}::bigint" for name in ("proposal", "holder")}
        columns |= {name: f"{columns[name]}::int" for name in ("on_part", "doubtful", "conditional")}
        return self._FORM.format(**columns, rank=self._RANK.format(**columns), day=day), ()

    def _compile_columns(self, compiler: Any) -> dict[str, str]:
        return {n: compiler.compile(e)[0] for n, e in zip(_NAMES, self.source_expressions, strict=True)}


class JoinedKeys(Aggregate):
    """Packed claims as one text with commas: to hand over a row for each takes longer than to pack it."""

    output_field = TextField()
    template = "group_concat(%(expressions)s)"

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, tuple]:
        return self.as_sql(compiler, connection, template="string_agg((%(expressions)s)::text, ',')", **context)


def read_stance_arrays(snapshot: Snapshot, dimension: str) -> StanceArrays:
    """Fold all claims that count in one dimension into StanceArrays (one query; two where ids or days fit no key)."""
    return stance_arrays.fold(*_read_keys(snapshot.scope, dimension))


def read_move_arrays(snapshot: Snapshot, dimension: str) -> MoveArrays:
    """Return the moves of all cells in one dimension, from all claims that count (queries likewise)."""
    return find_moves(*_read_keys(snapshot.scope, dimension))


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


def _read_keys(scope: Scope, dimension: str) -> tuple[np.ndarray, Axes | None]:
    """Return the claims that count in a dimension as packed keys, and Axes where places stand in them for ids."""
    claims = scope.select_claims().filter(dimension=str(dimension)).order_by()
    packed = claims.aggregate(keys=JoinedKeys(PackedClaim(*PackedColumns._fields)), number=Count("pk"))
    keys = np.fromstring(packed["keys"], np.int64, sep=",") if packed["keys"] else np.zeros(0, np.int64)
    return (keys, None) if len(keys) == packed["number"] else _pack_by_places(claims)  # NULL: a claim does not fit


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
