"""Claims → packed keys, sorted: of a dimension all claims that ever count are kept, and days are cut from them."""

from typing import Any, NamedTuple

import numpy as np
from django.db.models import Aggregate, BigIntegerField, Count, Func, TextField

from ..models import Touched, VersionNumber
from ..models.claims import ClaimQuerySet
from ..rules import stance_arrays
from ..rules.scales import Attribution
from ..rules.spliced_arrays import select_of_cells, splice_keys
from .cache import KEYS
from .scope import Scope
from .snapshot import Snapshot
from .touched import read_touched

CELLS_A_QUERY = 32  # whose proposals and holders are looked for: each with each


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


class KeptKeys(NamedTuple):
    """The packed claims of a dimension, sorted and never changed; None where one fits into no key."""

    keys: np.ndarray | None


def get_keys(snapshot: Snapshot, dimension: str) -> np.ndarray | None:
    """Return the claims of a dimension as sorted keys, of any day until today and of any attribution, as they are kept;
    None where one fits into no key (one query, the first time; after a write one for the cells that it touched)."""
    scope = _widen(snapshot.scope)

    def renew(older: VersionNumber, before: KeptKeys) -> KeptKeys | None:
        touched = read_touched(older, snapshot.version)
        if touched is None or before.keys is None or scope.negotiations != (older.negotiation,):
            return None
        if not follows_claims_alone(scope, touched):
            return None
        return _splice(before.keys, scope, dimension, to_array(touched.list_ids(dimension)))

    key = scope, scope.day, str(dimension)
    return KEYS.get(snapshot.version, key, lambda: pack_claims(_select(scope, dimension)), renew=renew).keys


def follows_claims_alone(scope: Scope, touched: Touched) -> bool:
    """Whether what counts in a Scope follows from the claims that were written: it may follow from sources too."""
    return touched.alone or not (scope.voices or scope.leaked or scope.grades or scope.published_by_then)


def to_array(cells: list[tuple[int, int]]) -> np.ndarray:
    """Return cells, ids of proposals and of holders, as an array of two columns."""
    return np.array(cells, np.int64).reshape(-1, 2)


def _widen(scope: Scope) -> Scope:
    """Return the Scope whose keys hold those of this one: others of its days and attributions are cut from the same.
    Which sources were published by a day is in no key."""
    scope = scope._replace(dimension=None, attributions=())
    return scope if scope.published_by_then else scope._replace(as_of=None)


def _select(scope: Scope, dimension: str, **cells: Any) -> ClaimQuerySet:
    return scope.select_claims(cells.pop("proposals", None)).filter(dimension=str(dimension), **cells).order_by()


def pack_claims(claims: ClaimQuerySet, holder: str = "holder_id") -> KeptKeys:
    """Return claims as keys (one query), in which another column may stand for the `holder`: an id, and not NULL."""
    columns = PackedColumns._fields[:1] + (holder, *PackedColumns._fields[2:])
    packed = claims.aggregate(keys=JoinedKeys(PackedClaim(*columns)), number=Count("pk"))
    keys = np.fromstring(packed["keys"], np.int64, sep=",") if packed["keys"] else np.zeros(0, np.int64)
    if len(keys) < packed["number"]:  # NULL: a claim does not fit
        return KeptKeys(None)
    keys.sort()
    keys.flags.writeable = False
    return KeptKeys(keys)


def _splice(keys: np.ndarray, scope: Scope, dimension: str, cells: np.ndarray) -> KeptKeys | None:
    """Return the keys with those of some cells as the claims are now (a query for each few cells)."""
    if not len(cells):
        return KeptKeys(keys)
    now = [np.zeros(0, np.int64)]
    for start in range(0, len(cells), CELLS_A_QUERY):
        few = cells[start : start + CELLS_A_QUERY]
        proposals, holders = (np.unique(ids).tolist() for ids in few.T)
        fetched = pack_claims(_select(scope, dimension, proposals=proposals, holder__in=holders)).keys
        if fetched is None:
            return None
        now.append(select_of_cells(fetched, few))
    spliced = splice_keys(keys, cells, np.concatenate(now))
    spliced.flags.writeable = False
    return KeptKeys(spliced)
