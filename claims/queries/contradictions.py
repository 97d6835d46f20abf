"""Contradictions inside actors, with the remarks that answer them."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import NamedTuple

from django.db.models import Max, Min, QuerySet

from ..models import Actor, Claim, EditorialNote, Proposal
from ..rules.measures.contradictions import WITHIN_DAYS, Contradiction, SaidClaim, list_contradictions
from ..rules.scales import Attribution, Dimension
from .claims import read_claims_by_id
from .plain_rows import fetch_plain_rows
from .snapshot import Snapshot, kept_for_a_few
from .vocabulary import list_put_forward, read_vocabulary

_HELD_AGAINST = (Attribution.OWN.value, Attribution.ATTRIBUTED.value)
_COLUMNS = (
    "id",
    "holder_id",
    "proposal_id",
    "dimension",
    "value",
    "attribution",
    "speaker_id",
    "said_on",
    "conditions",
    "depends_on",
    "covers",
)


class ContradictionRow(NamedTuple):
    """A contradiction as a page shows it, with both claims as tables show them."""

    actor: Actor
    proposal: Proposal
    dimension: Dimension
    contradiction: Contradiction
    earlier: Claim
    later: Claim


@kept_for_a_few
def find_contradictions(
    snapshot: Snapshot, holders: frozenset[int] | None = None, within: int = WITHIN_DAYS
) -> list[Contradiction]:
    """Return the contradictions inside these holders (ids; None: all), the latest first (three queries; two where
    nothing is said on both sides of zero), on proposals that are put forward."""
    claims = snapshot.scope.select_claims(frozenset(snapshot.get(list_put_forward)))
    claims = claims.filter(attribution__in=_HELD_AGAINST, pending=False).exclude(value=None).exclude(value=0)
    if holders is not None:
        claims = claims.filter(holder__in=holders)
    cells = _find_divided_cells(claims)
    said = [row for row in _read_said(claims, cells) if (row.holder, row.proposal, row.dimension) in cells]
    remarks = _read_days_of_remarks({row.proposal for row in said}) if said else {}
    actors = snapshot.get(read_vocabulary).actors
    return [one for one in list_contradictions(said, within, remarks) if one.later.holder in actors]


def read_contradictions(snapshot: Snapshot, listed: Iterable[Contradiction]) -> list[ContradictionRow]:
    """Return the rows of some contradictions, in their order (one query; none without one). What was withdrawn
    meanwhile has no row."""
    listed = list(listed)
    if not listed:
        return []
    claims = read_claims_by_id(snapshot.scope, {claim.id for one in listed for claim in (one.earlier, one.later)})
    vocab = snapshot.get(read_vocabulary)
    return [
        ContradictionRow(
            vocab.actors[one.later.holder],
            vocab.proposals[one.later.proposal],
            one.later.dimension,
            one,
            claims[one.earlier.id],
            claims[one.later.id],
        )
        for one in listed
        if {one.earlier.id, one.later.id} <= claims.keys()
    ]


def _find_divided_cells(claims: QuerySet[Claim]) -> set[tuple[int, int, Dimension]]:
    """Return the (holder id, proposal id, dimension) with claims on both sides of zero (one query)."""
    cells = claims.order_by().values("holder_id", "proposal_id", "dimension")
    divided = cells.annotate(lowest=Min("value"), highest=Max("value")).filter(lowest__lt=0, highest__gt=0)
    rows = divided.values_list("holder_id", "proposal_id", "dimension")
    return {(holder, proposal, Dimension(dimension)) for holder, proposal, dimension in rows}


def _read_said(claims: QuerySet[Claim], cells: Collection[tuple[int, int, Dimension]]) -> Iterable[SaidClaim]:
    """Yield the claims of the holders and proposals of some cells (one query, none without a cell)."""
    if not cells:
        return
    holders, proposals, _ = (set(column) for column in zip(*cells, strict=True))
    wanted = claims.filter(holder__in=holders, proposal__in=proposals).order_by().values_list(*_COLUMNS)
    for pk, holder, proposal, dimension, value, attribution, *rest in fetch_plain_rows(wanted):
        yield SaidClaim(pk, holder, proposal, Dimension(dimension), value, Attribution(attribution), *rest)


def _read_days_of_remarks(proposals: Collection[int]) -> dict[tuple[int, int], list[date]]:
    """Return (proposal id, holder id) → the days of the published remarks on that cell (one query)."""
    days = defaultdict(list)
    remarks = EditorialNote.objects.published().filter(proposal__in=proposals).exclude(holder=None).order_by()
    for proposal, holder, day in remarks.values_list("proposal_id", "holder_id", "written_on"):
        days[proposal, holder].append(day)
    return dict(days)
