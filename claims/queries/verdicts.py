"""What the principals' positions add up to: verdicts and gaps, and who refuses what."""

from typing import NamedTuple

from ..models import Proposal
from ..rules import verdicts
from ..rules.scales import Dimension
from ..rules.stances import BLANK, summarise
from .scope import Scope
from .snapshot import Snapshot
from .stances import StanceTable, read_deciding_claims, select_claims_of_cells
from .vocabulary import Vocabulary, read_vocabulary


class Decisions(NamedTuple):
    """Of every proposal by slug: its verdict, and the gap between the nearest principals of two sides, if any.

    `refusers` are the principals that stand at −1 or less on it, of the proposals on which any does.
    """

    verdicts: dict[str, verdicts.Verdict]
    gaps: dict[str, int | None]
    refusers: dict[str, tuple[verdicts.Principal, ...]]

    def is_refused(self, slug: str, side: str) -> bool:
        """Whether a principal of another side than this one (slug) refuses a proposal (slug)."""
        return any(principal.side != side for principal in self.refusers.get(slug, ()))


def decide_verdicts(snapshot: Snapshot) -> Decisions:
    """Decide on every proposal, from the principals' claims alone (one query)."""
    vocab = snapshot.get(read_vocabulary)
    positions = collect_positions(vocab, read_positions_of_principals(snapshot.scope, vocab))
    titles = {proposal.slug: proposal.title for proposal in vocab.proposals.values()}
    return Decisions(
        verdicts.decide_all(positions, titles),
        {slug: verdicts.compute_gap(of_proposal) for slug, of_proposal in positions.items()},
        verdicts.find_refusers(positions),
    )


def read_positions_of_principals(scope: Scope, vocab: Vocabulary) -> StanceTable:
    """Return the principals' positions as verdicts read them, without what only cells show (one query)."""
    principals = [actor.pk for actor in vocab.principals]
    cells = read_deciding_claims(select_claims_of_cells(scope, [Dimension.POSITION], holders=principals))
    return StanceTable({str(Dimension.POSITION): {cell: summarise(claims) for cell, claims in cells.items()}})


def collect_positions(vocab: Vocabulary, table: StanceTable) -> dict[str, list[verdicts.Principal]]:
    """Return slug → Principals with their positions on that proposal, for every proposal."""
    positions = table.stances.get(Dimension.POSITION, {})
    return {
        proposal.slug: [
            verdicts.Principal(name, side, positions.get((pk, actor), BLANK), actor)
            for name, side, actor in vocab.named_principals
        ]
        for pk, proposal in vocab.proposals.items()
    }


def collect_positions_on(vocab: Vocabulary, table: StanceTable, proposal: Proposal) -> list[verdicts.Principal]:
    """Return the Principals with their positions on one proposal."""
    return [
        verdicts.Principal(name, side, table.get_stance(Dimension.POSITION, proposal.pk, actor), actor)
        for name, side, actor in vocab.named_principals
    ]
