"""Stances from claims, as the pages get them from the queries, beside the bare fetch of the same claims.

Before a time is taken, the rule of one cell is applied to what the floor fetched: every cell must be equal to it.
"""

from collections import defaultdict
from datetime import date
from functools import cache, partial

from claims import queries
from claims.models import DataVersion
from claims.queries.stance_arrays import read_stance_arrays
from claims.rules import verdicts
from claims.rules.scales import Attribution, Dimension
from claims.rules.stance_arrays import NO_VALUE, STATE_OF_CODE
from claims.rules.stances import RuleClaim, summarise

from . import floors
from .timing import Measure

A_PAGE = 50  # proposals
# What the rule compares, in the order of the index that holds all of it.
COLUMNS = (
    "c.dimension, c.proposal_id, c.holder_id, c.on_part, c.attribution, c.doubtful, c.said_on, c.value, c.conditional, "
    "c.pending, c.id"
)
PAGE = (
    f"SELECT {COLUMNS} FROM claims_claim c WHERE c.status = 'published' "
    "AND c.dimension IN ('position', 'prospects', 'salience') AND c.proposal_id IN ({}) "
    "ORDER BY c.dimension, c.proposal_id, c.holder_id"
)
EVERY_CLAIM = f"SELECT {COLUMNS} FROM claims_claim c WHERE c.status = 'published' AND c.dimension = 'position'"
PRINCIPALS = (
    f"SELECT {COLUMNS}, c.depends_on FROM claims_claim c "
    "JOIN claims_participant a ON a.actor_id = c.holder_id AND a.principal "
    "JOIN claims_side s ON s.id = a.side_id AND s.negotiates "
    "WHERE c.status = 'published' AND c.dimension = 'position' ORDER BY c.proposal_id, c.holder_id"
)
# A claim as one whole number: 20 bits proposal, 18 holder, 3 rank (forecasts last, the whole before a part, then by
# attribution), 1 doubtful, 17 day, 1 conditional, 3 value.
DAYS = {
    "sqlite": "CAST(julianday(c.said_on) - julianday('1800-01-01') AS INTEGER)",
    "postgresql": "(c.said_on - DATE '1800-01-01')",
}
KEYS = (
    "SELECT ((((((CAST(c.proposal_id AS bigint) << 18 | c.holder_id) << 3 | CASE WHEN c.attribution = 3 "
    "THEN 6 + CAST(c.on_part AS integer) ELSE c.attribution + 3 * CAST(c.on_part AS integer) END) << 1 "
    "| CAST(c.doubtful AS integer)) << 17 | (131071 - {})) << 1 | CAST(c.conditional AS integer)) << 3 "
    "| CASE WHEN c.pending THEN 5 ELSE c.value + 2 END) FROM claims_claim c WHERE c.status = 'published'"
)


def list_measures(bench):
    day = bench.subjects.day
    yield "stances: a page of cells", partial(measure_page, bench)
    for name, scope, where in (
        ("every cell", queries.Scope(), ""),
        ("every cell, as of a day", queries.Scope(as_of=day), f" AND c.said_on <= '{day}'"),
        ("every cell, first-hand", queries.Scope(attributions=(Attribution.OWN,)), " AND c.attribution IN (0)"),
    ):
        yield f"stances: {name}", partial(measure_every_cell, f"stances: {name}", bench, scope, where)
    yield "stances: every cell, to packed claims", partial(measure_packed, bench)
    yield "stances: all verdicts", partial(measure_verdicts, bench)


def measure_page(bench):
    """Stances of fifty proposals and all holders in every dimension."""
    vocab = queries.read_vocabulary_alone()
    proposals = sorted(vocab.proposals)[:A_PAGE]
    sql = PAGE.format(", ".join(map(str, proposals)))

    def describe_page(table):
        return {
            (d, *cell): _describe(stance) for d, stances in table.stances.items() for cell, stance in stances.items()
        }

    return Measure(
        "stances: a page of cells",
        product=lambda: queries.read_stances(queries.Scope(), vocab, proposals=proposals),
        floor=lambda: floors.fetch(bench.database, sql),
        normalise=describe_page,
        normalise_floor=_apply_rule,
        bar=3,
    )


def measure_every_cell(name, bench, scope, where):
    """All cells of a dimension by the array form, beside their claims as the driver gives them."""
    snapshot = queries.Snapshot(DataVersion.read_all().of_all(), scope)
    return Measure(
        name,
        product=lambda: read_stance_arrays(snapshot, Dimension.POSITION),
        before=queries.forget_all,
        floor=lambda: floors.fetch(bench.database, EVERY_CLAIM + where),
        normalise=_describe_cells,
        normalise_floor=_apply_rule,
        bar=1,
    )


def measure_packed(bench):
    """The same beside the least that can be fetched of a claim, one number; to be read beside the row above."""
    sql = f"{build_keys(bench)} AND c.dimension = 'position'"
    snapshot = queries.Snapshot(DataVersion.read_all().of_all(), queries.Scope())

    def count_claims(rows):
        counts = defaultdict(int)
        for (key,) in rows:
            counts["position", key >> 43, key >> 25 & (1 << 18) - 1] += 1
        return counts

    return Measure(
        "stances: every cell, to packed claims",
        product=lambda: read_stance_arrays(snapshot, Dimension.POSITION),
        before=queries.forget_all,
        floor=lambda: floors.fetch(bench.database, sql),
        normalise=lambda arrays: {cell: said[-1] for cell, said in _describe_cells(arrays).items()},
        normalise_floor=count_claims,
    )


def measure_verdicts(bench):
    """Verdicts of every proposal from the principals' claims; actors and proposals are kept, as they are for pages."""
    vocab = queries.read_vocabulary_alone()
    version = DataVersion.read_all().of_all()

    def decide(rows):
        cells = {cell[1:]: summarise(claims) for cell, claims in _group_by_cell(rows).items()}
        return _list_kinds(
            verdicts.decide_all(queries.collect_positions(vocab, queries.StanceTable({Dimension.POSITION: cells})))
        )

    return Measure(
        "stances: all verdicts",
        product=lambda: queries.decide_verdicts(queries.Snapshot(version, queries.Scope())).verdicts,
        floor=lambda: floors.fetch(bench.database, PRINCIPALS),
        normalise=_list_kinds,
        normalise_floor=decide,
        bar=4,
    )


def measure_sizes(bench):
    """Yield (what, bytes, of what) of what is kept in memory of a whole table."""
    snapshot = queries.Snapshot(DataVersion.read_all().of_all(), queries.Scope())
    kept = [read_stance_arrays(snapshot, dimension) for dimension in Dimension]
    cells = sum(len(arrays.counts) for arrays in kept)
    yield (
        "cells of a whole table, as they are kept",
        sum(a.nbytes for arrays in kept for a in arrays),
        f"{cells:,} cells",
    )


def build_keys(bench):
    """Return the SQL of every published claim as one number."""
    return KEYS.format(DAYS[bench.vendor])


def _group_by_cell(rows):
    """Return (dimension, proposal id, holder id) → its claims as the rule reads them."""
    cells = defaultdict(list)
    for row in rows:
        part, attribution, doubtful, said_on, value, conditional, pending, pk, *depends_on = row[3:]
        flags = {
            "part": bool(part),
            "conditional": bool(conditional),
            "pending": bool(pending),
            "doubtful": bool(doubtful),
        }
        links = {"depends_on": depends_on[0]} if depends_on else {}
        claim = RuleClaim(pk, value, Attribution(attribution), _parse_day(said_on), **flags, **links)
        cells[row[:3]].append(claim)
    return cells


def _apply_rule(rows):
    return {cell: _describe(summarise(claims)) for cell, claims in _group_by_cell(rows).items()}


def _describe(stance):
    """Return what a stance says: state, value, forecast in its place, attribution, whether it is on a part, day,
    number of claims."""
    forecast = stance.forecast.value if stance.forecast and not stance.spoken else None
    return (
        stance.state,
        stance.value,
        forecast,
        stance.attribution,
        stance.in_part,
        stance.said_on,
        stance.claim_count,
    )


def _describe_cells(arrays):
    """Return what the cells of a StanceArrays say, as `_said` does."""
    columns = (
        arrays.proposals,
        arrays.holders,
        arrays.states,
        arrays.values,
        arrays.forecasts,
        arrays.spoken,
        arrays.attributions,
        arrays.parts,
        arrays.days,
        arrays.counts,
    )
    return {
        ("position", proposal, holder): (
            STATE_OF_CODE[state],
            None if value == NO_VALUE else value,
            None if forecast == NO_VALUE else forecast,
            Attribution(attribution) if spoken else None,
            part and spoken,
            date.fromordinal(day),
            count,
        )
        for proposal, holder, state, value, forecast, spoken, attribution, part, day, count in zip(
            *(column.tolist() for column in columns), strict=True
        )
    }


def _list_kinds(verdict_of):
    return {slug: verdict.kind for slug, verdict in verdict_of.items()}


@cache
def _parse_day(said_on):
    return said_on if isinstance(said_on, date) else date.fromisoformat(said_on)
