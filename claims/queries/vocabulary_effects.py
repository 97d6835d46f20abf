"""What a change of the vocabulary does to verdicts and stances: both as they stand, read anew and kept nowhere."""

from collections.abc import Collection
from typing import NamedTuple

from ..models import Actor, Proposal
from ..rules import verdicts
from ..rules.scales import Dimension, VerdictKind
from ..rules.stances import Stance, has_changed
from .scope import Scope
from .stances import read_stances
from .verdicts import collect_positions, read_positions_of_principals
from .vocabulary import Vocabulary, read_vocabulary_alone

CellOf = tuple[str, int, int]  # dimension, ids of a proposal and of a holder


class WholeStanding(NamedTuple):
    """Verdicts by proposal (id), stances by cell, and what the proposals and holders that they are of are called."""

    verdicts: dict[int, VerdictKind]
    stances: dict[CellOf, Stance]
    proposals: dict[int, Proposal]
    holders: dict[int, Actor]
    claims: int


class VerdictChange(NamedTuple):
    """A proposal whose verdict changes; None where it is not there before, or afterwards."""

    proposal: Proposal
    before: VerdictKind | None
    after: VerdictKind | None


class StanceChange(NamedTuple):
    """A cell whose stance changes."""

    proposal: Proposal
    holder: Actor
    dimension: Dimension
    before: Stance | None
    after: Stance | None


class Effects(NamedTuple):
    """What changes for readers, and the number of published claims before and after, of all that was looked at."""

    verdicts: list[VerdictChange]
    stances: list[StanceChange]
    claims_before: int
    claims_after: int


def read_standing(
    negotiations: Collection[int],
    proposals: frozenset[int] = frozenset(),
    holders: frozenset[int] = frozenset(),
) -> WholeStanding:
    """Read the verdicts of negotiations as they stand today, and the stances in the cells of these proposals and of
    these holders (ids; at most seven queries for each negotiation)."""
    standing, claims = WholeStanding({}, {}, {}, {}, 0), 0
    for negotiation in sorted(negotiations):
        scope = Scope(negotiations=(negotiation,))
        vocab = read_vocabulary_alone(negotiations=scope.negotiations)
        standing.proposals.update(vocab.proposals)
        standing.holders.update(vocab.actors)
        standing.verdicts.update(_decide(scope, vocab))
        tables = [read_stances(scope, vocab, proposals=here)] if (here := proposals & vocab.proposals.keys()) else []
        tables += [read_stances(scope, vocab, holders=holders)] if holders else []
        for dimension, cells in (each for table in tables for each in table.stances.items()):
            standing.stances.update({(dimension, *cell): stance for cell, stance in cells.items()})
        claims += scope.select_claims().count()
    return standing._replace(claims=claims)


def _decide(scope: Scope, vocab: Vocabulary) -> dict[int, VerdictKind]:
    """Return the verdict on each proposal (id), where there are verdicts (one query)."""
    if not vocab.has_verdicts:
        return {}
    decided = verdicts.decide_all(collect_positions(vocab, read_positions_of_principals(scope, vocab)))
    return {vocab.by_slug[slug].pk: verdict.kind for slug, verdict in decided.items()}


def compare_standings(before: WholeStanding, after: WholeStanding) -> Effects:
    """Return which verdicts and stances differ: of proposals and holders that are there no more, the verdict alone."""
    proposals, holders = before.proposals | after.proposals, before.holders | after.holders
    changed = [
        VerdictChange(proposals[pk], before.verdicts.get(pk), after.verdicts.get(pk))
        for pk in [*proposals]
        if before.verdicts.get(pk) != after.verdicts.get(pk)
    ]
    cells = [
        StanceChange(
            proposals[proposal],
            holders[holder],
            Dimension(dimension),
            before.stances.get((dimension, proposal, holder)),
            after.stances.get((dimension, proposal, holder)),
        )
        for dimension, proposal, holder in dict.fromkeys([*after.stances, *before.stances])
        if proposal in after.proposals and holder in after.holders
    ]
    return Effects(
        changed,
        [cell for cell in cells if _differs(cell.before, cell.after)],
        before.claims,
        after.claims,
    )


def _differs(before: Stance | None, after: Stance | None) -> bool:
    return before is None or after is None or bool(has_changed(before, after))
