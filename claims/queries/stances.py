"""Claims → stances, positions and verdicts, cell by cell. Nothing here computes a stance of its own."""

from collections import defaultdict
from itertools import groupby
from typing import NamedTuple

from ..rules import stances, verdicts
from ..rules.measures import robustness
from ..rules.scales import Attribution, Dimension, Mark
from .plain_rows import fetch_plain_rows

# The columns that the rule reads, in the order of the index that covers most of them.
_COLUMNS = (
    "dimension",
    "proposal_id",
    "holder_id",
    "attribution",
    "doubtful",
    "said_on",
    "value",
    "conditional",
    "pending",
    "id",
    "speaker_id",
    "covers",
    "conditions",
    "depends_on",
)


_ATTRIBUTIONS = tuple(Attribution)
_ESSENTIAL, _CONDITION_REFUSED = frozenset({Mark.ESSENTIAL}), frozenset({Mark.CONDITION_REFUSED})


class StanceTable(NamedTuple):
    """Stances of cells: `stances[dimension][proposal_id, holder_id]`; cells without claims are left out."""

    stances: dict

    def stance(self, dimension, proposal_id, holder_id):
        return self.stances.get(dimension, {}).get((proposal_id, holder_id), stances.BLANK)


def read_stances(scope, vocab, *, dimensions=tuple(Dimension), proposals=None, holders=None):
    """Fold the claims that count into stances, cell by cell (one query).

    `proposals` and `holders` (ids) choose cells and change no stance.
    """
    found = {str(dimension): {} for dimension in dimensions}
    for (dimension, *cell), claims in _cells(select_claims_of_cells(scope, dimensions, proposals, holders), vocab):
        found[dimension][tuple(cell)] = stances.summarise(claims)
    return StanceTable(found)


def select_claims_of_cells(scope, dimensions, proposals=None, holders=None):
    """Return the claims that count in some cells (a queryset); None means all."""
    claims = scope.claims().filter(dimension__in=list(map(str, dimensions)))
    if proposals is not None:
        claims = claims.filter(proposal_id__in=proposals)
    if holders is not None:
        claims = claims.filter(holder_id__in=holders)
    return claims


def read_claims_by_cell(claims, vocab):
    """Return (proposal id, holder id) → the Claims of the rule, of claims in one dimension (one query)."""
    return {(proposal, holder): found for (_, proposal, holder), found in _cells(claims, vocab)}


def find_cells_on_one_source(table, source_of):
    """Return dimension → (proposal id, holder id) of the stances that rest on one source only.

    `source_of` maps the ids of the claims behind them to their sources.
    """
    return {
        dimension: frozenset(
            cell for cell, stance in cells.items() if robustness.rests_on_one_source(stance, source_of)
        )
        for dimension, cells in table.stances.items()
    }


def _cells(claims, vocab):
    """Yield ((dimension, proposal id, holder id), [Claim of the rule]) of each cell (one query)."""
    rows = fetch_plain_rows(claims.order_by(*_COLUMNS[:3]).values_list(*_COLUMNS))
    for cell, rows_of_cell in groupby(rows, key=lambda row: row[:3]):
        yield cell, [_claim(row, vocab) for row in rows_of_cell]


def fold_loaded_claims(claims, vocab):
    """Fold claims that a page shows anyway, of whole cells, into a Table like that of `table`."""
    cells = defaultdict(list)
    for claim in claims:
        cells[claim.dimension, claim.proposal_id, claim.holder_id].append(claim)
    found = {str(dimension): {} for dimension in Dimension}
    for (dimension, proposal, holder), cell in cells.items():
        found[dimension][proposal, holder] = stances.summarise(make_rule_claims(cell, vocab))
    return StanceTable(found)


def collect_positions(vocab, cells):
    """Return slug → Principals with their positions on that proposal, for every proposal."""
    return {proposal.slug: collect_positions_on(vocab, cells, proposal) for proposal in vocab.proposals.values()}


def collect_positions_on(vocab, cells, proposal):
    """Return the Principals with their positions on one proposal."""
    return [
        verdicts.Principal(
            actor.short_name,
            actor.side.slug,
            cells.stance(Dimension.POSITION, proposal.pk, actor.pk),
            actor.pk,
        )
        for actor in vocab.principals
    ]


def combine_marks(stance, salience, side, refused):
    """Return all marks of a position: its own, *essential* from the salience, *condition refused* from the table."""
    marks = stance.marks
    if salience.value == 2:
        marks |= _ESSENTIAL
    if stance.branches and verdicts.select_refused_branches(stance, side, refused):
        marks |= _CONDITION_REFUSED
    return marks


def collect_marks(cells, dimension, proposal, actor, refused):
    """Return the marks of a cell: a position's all, of another dimension its own."""
    stance = cells.stance(dimension, proposal.pk, actor.pk)
    if dimension != Dimension.POSITION:
        return stance.marks
    return combine_marks(stance, cells.stance(Dimension.SALIENCE, proposal.pk, actor.pk), actor.side.slug, refused)


def make_rule_claims(claims, vocab):
    """Return the Claims of the rule for model instances, for pages that show them anyway."""
    return [_claim([getattr(claim, column) for column in _COLUMNS], vocab) for claim in claims]


def _claim(row, vocab):
    (_, _, holder, attribution, doubtful, said_on, value, conditional, pending, pk, speaker, covers) = row[:12]
    return stances.RuleClaim(
        pk,
        value,
        _ATTRIBUTIONS[attribution],
        said_on,
        conditional,
        pending,
        doubtful,
        bool(covers),
        vocab.opposing(holder, speaker),
        row[12],
        row[13],
    )
