"""Claims → stances, positions and verdicts, cell by cell. Nothing here computes a stance of its own."""

from collections import defaultdict
from itertools import groupby
from typing import NamedTuple

from ..rules import stances, verdicts
from ..rules.scales import Attribution, Dimension, Mark

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


class Table(NamedTuple):
    """Stances of cells: `stances[dimension][proposal_id, holder_id]`; cells without claims are left out."""

    stances: dict

    def stance(self, dimension, proposal_id, holder_id):
        return self.stances.get(dimension, {}).get((proposal_id, holder_id), stances.BLANK)


def table(scope, vocab, *, dimensions=tuple(Dimension), proposals=None, holders=None):
    """Fold the claims that count into stances, cell by cell (one query).

    `proposals` and `holders` (ids) choose cells and change no stance.
    """
    claims = scope.claims().filter(dimension__in=list(map(str, dimensions)))
    if proposals is not None:
        claims = claims.filter(proposal_id__in=proposals)
    if holders is not None:
        claims = claims.filter(holder_id__in=holders)
    found = {str(dimension): {} for dimension in dimensions}
    rows = claims.order_by(*_COLUMNS[:3]).values_list(*_COLUMNS)
    for (dimension, proposal, holder), cell in groupby(rows, key=lambda row: row[:3]):
        found[dimension][proposal, holder] = stances.summarise([_claim(row, vocab) for row in cell])
    return Table(found)


def folded(claims, vocab):
    """Fold claims that a page shows anyway, of whole cells, into a Table like that of `table`."""
    cells = defaultdict(list)
    for claim in claims:
        cells[claim.dimension, claim.proposal_id, claim.holder_id].append(claim)
    found = {str(dimension): {} for dimension in Dimension}
    for (dimension, proposal, holder), cell in cells.items():
        found[dimension][proposal, holder] = stances.summarise(rule_claims(cell, vocab))
    return Table(found)


def principal_positions(scope, vocab):
    """Return slug → Principals for every proposal, from the principals' claims alone (one query)."""
    principals = [actor.pk for actor in vocab.principals]
    return positions(vocab, table(scope, vocab, dimensions=[Dimension.POSITION], holders=principals))


def positions(vocab, cells):
    """Return slug → Principals with their positions on that proposal, for every proposal."""
    return {
        proposal.slug: [
            verdicts.Principal(
                actor.short_name,
                actor.side.slug,
                cells.stance(Dimension.POSITION, proposal.pk, actor.pk),
                actor.pk,
            )
            for actor in vocab.principals
        ]
        for proposal in vocab.proposals.values()
    }


def all_verdicts(vocab, by_slug):
    """Return slug → Verdict from the principals' positions of `positions`."""
    refused = verdicts.refused_by_others(by_slug)
    titles = {proposal.slug: proposal.title for proposal in vocab.proposals.values()}
    return {slug: verdicts.decide(principals, refused, titles) for slug, principals in by_slug.items()}


def marks_of(stance, salience, side, refused):
    """Return all marks of a position: its own, *essential* from the salience, *condition refused* from the table."""
    marks = set(stance.marks)
    if salience.value == 2:
        marks.add(Mark.ESSENTIAL)
    if verdicts.refused_branches(stance, side, refused):
        marks.add(Mark.CONDITION_REFUSED)
    return frozenset(marks)


def marks_shown(cells, dimension, proposal, actor, refused):
    """Return the marks of a cell: a position's all, of another dimension its own."""
    stance = cells.stance(dimension, proposal.pk, actor.pk)
    if dimension != Dimension.POSITION:
        return stance.marks
    return marks_of(stance, cells.stance(Dimension.SALIENCE, proposal.pk, actor.pk), actor.side.slug, refused)


def rule_claims(claims, vocab):
    """Return the Claims of the rule for model instances, for pages that show them anyway."""
    return [_claim([getattr(claim, column) for column in _COLUMNS], vocab) for claim in claims]


def _claim(row, vocab):
    (_, _, holder, attribution, doubtful, said_on, value, conditional, pending, pk, speaker, covers) = row[:12]
    return stances.Claim(
        id=pk,
        value=value,
        attribution=Attribution(attribution),
        said_on=said_on,
        conditional=conditional,
        pending=pending,
        doubtful=doubtful,
        part=bool(covers),
        from_other_side=vocab.opposing(holder, speaker),
        conditions=row[12],
        depends_on=row[13],
    )
