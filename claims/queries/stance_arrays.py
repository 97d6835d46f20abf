"""Claims → packed keys → the stances of a whole table, for all that needs every cell."""

from itertools import chain

import numpy as np
from django.db.models import BigIntegerField, Func

from ..rules import stance_arrays
from .plain_rows import fetch_plain_rows

_PACKED = ("proposal_id", "holder_id", "attribution", "doubtful", "said_on", "conditional", "pending", "value")
_NAMES = [name.removesuffix("_id") for name in _PACKED]


class PackedClaim(Func):
    """A claim as one integer, packed by the database as `rules.stance_arrays.pack` does; NULL where it does not fit."""

    output_field = BigIntegerField()
    _FORM = (
        f"CASE WHEN {{proposal}} < {stance_arrays.MOST_PROPOSALS} AND {{holder}} < {stance_arrays.MOST_HOLDERS}"
        f" AND {{said_on}} BETWEEN '{stance_arrays.FIRST_DAY}' AND '{stance_arrays.LAST_DAY}' THEN "
        f"(((((({{proposal}} << {stance_arrays.HOLDER_BITS} | {{holder}}) << 2 | {{attribution}}) << 1 | {{doubtful}})"
        f" << {stance_arrays.DAY_BITS} | ({stance_arrays.MOST_DAYS - 1} - {{day}})) << 1 | {{conditional}}) << 3"
        f" | (CASE WHEN {{pending}} THEN {stance_arrays.PENDING} ELSE {{value}} + 2 END)) END"
    )

    def as_sqlite(self, compiler, connection, **context):
        columns = self._columns(compiler)
        days = f"julianday({columns['said_on']}) - julianday('{stance_arrays.FIRST_DAY}')"
        return self._FORM.format(**columns, day=f"CAST({days} AS INTEGER)"), []

    def as_postgresql(self, compiler, connection, **context):
        columns = self._columns(compiler)
        columns |= {name: f"{columns[name]}::bigint" for name in ("proposal", "holder")}
        bits = {name: f"{columns[name]}::int" for name in ("doubtful", "conditional")}
        return self._FORM.format(**columns | bits, day=f"({columns['said_on']} - DATE '{stance_arrays.FIRST_DAY}')"), []

    def _columns(self, compiler):
        return {n: compiler.compile(e)[0] for n, e in zip(_NAMES, self.source_expressions, strict=True)}


def read_stance_arrays(scope, dimension):
    """Fold all claims that count in one dimension into StanceArrays (one query; two where ids or days fit no key)."""
    claims = scope.claims().filter(dimension=str(dimension)).order_by()
    try:
        keys = np.fromiter(chain.from_iterable(fetch_plain_rows(claims.values_list(PackedClaim(*_PACKED)))), np.int64)
    except TypeError:  # NULL: a claim does not fit
        return stance_arrays.fold(*_by_places(claims))
    return stance_arrays.fold(keys)


def _by_places(claims):
    """Return (keys, Axes) in which places in the lists of the ids and days that occur stand for these."""
    rows = list(fetch_plain_rows(claims.values_list(*_PACKED)))
    if not rows:
        return np.zeros(0, np.int64), None
    proposals, holders, attributions, doubtful, days, conditional, pending, values = zip(*rows, strict=True)
    (proposals, at_proposal), (holders, at_holder) = _places(proposals), _places(holders)
    days, at_day = _places([day.toordinal() for day in days])
    if (
        len(days) > stance_arrays.MOST_DAYS
        or len(proposals) > stance_arrays.MOST_PROPOSALS
        or len(holders) > stance_arrays.MOST_HOLDERS
    ):
        raise OverflowError("More proposals, holders or days have claims than a table can hold.")
    codes = np.where(pending, stance_arrays.PENDING, np.array(values) + 2)
    parts = (
        (at_holder, stance_arrays.HOLDER_BITS),
        (attributions, 2),
        (doubtful, 1),
        (stance_arrays.MOST_DAYS - 1 - at_day, stance_arrays.DAY_BITS),
        (conditional, 1),
        (codes, 3),
    )
    keys = at_proposal.astype(np.int64)
    for part, bits in parts:
        keys = keys << bits | np.asarray(part, np.int64)
    return keys, stance_arrays.Axes(proposals, holders, days)


def _places(found):
    return np.unique(np.array(found, np.int64), return_inverse=True)
