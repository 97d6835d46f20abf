"""What waits on what, where proposals wait on each other, and which trades are open."""

from collections.abc import Iterable
from typing import NamedTuple

from ..models import Actor, ActorKind
from ..rules.measures.linkages import (
    Awaited,
    Conditioner,
    Deadlock,
    HeldStance,
    Linkage,
    Unchecked,
    list_awaited,
    list_deadlocks,
    list_linkages,
    list_unchecked,
)
from ..rules.measures.trades import Trades, find_trades
from ..rules.packages import list_within
from ..rules.scales import HIGHEST, Dimension
from .packages import read_packages
from .snapshot import Snapshot
from .stances import StanceTable, read_stances
from .verdicts import collect_positions
from .vocabulary import list_put_forward, read_vocabulary


class WhatWaits(NamedTuple):
    """All linkages, what is awaited (that on which most proposals wait first), conditions that name no proposal,
    deadlocks, and trades. Proposals are named by their slugs, the claims behind all of it by their `public_ids` (by
    id)."""

    linkages: list[Linkage]
    awaited: list[Awaited]
    unchecked: list[Unchecked]
    deadlocks: list[Deadlock]
    trades: Trades
    public_ids: dict[int, str]


def find_what_waits(snapshot: Snapshot) -> WhatWaits:
    """Find what waits among the proposals that are put forward (one query): by the positions of principals and the
    prospects of experts. The conditions of voices count nowhere; they stand on the pages of their proposals."""
    vocab, proposals = snapshot.get(read_vocabulary), snapshot.get(list_put_forward)
    experts = [actor for actor in vocab.actors.values() if actor.kind == ActorKind.EXPERT]
    holders = [actor.pk for actor in (*vocab.principals, *experts)]
    table = read_stances(snapshot.scope, vocab, holders=holders, named=True)
    slugs = {pk: proposal.slug for pk, proposal in proposals.items()}
    held = [
        *_list_held(table, Dimension.POSITION, vocab.principals, slugs),
        *_list_held(table, Dimension.PROSPECTS, experts, slugs),
    ]
    positions = {
        slug: principals for slug, principals in collect_positions(vocab, table).items() if slug in slugs.values()
    }
    importance: dict[tuple[str, int | None], int] = {
        (slugs[proposal], holder): stance.value
        for (proposal, holder), stance in table.stances[Dimension.SALIENCE].items()
        if proposal in slugs and stance.value is not None and not stance.in_part
    }
    red_lines = {cell for cell, value in importance.items() if value == HIGHEST}
    linkages, unchecked = list_linkages(held), list_unchecked(held)
    behind = [one.claims for one in linkages] + [waiting.claims for one in unchecked for waiting in one.waiting]
    return WhatWaits(
        linkages,
        list_awaited(linkages, positions, red_lines),
        unchecked,
        list_deadlocks(linkages),
        find_trades(positions, importance, linkages, find_nested(snapshot)),
        {claim.id: table.public_ids[claim.id] for claims in behind for claim in claims},
    )


def find_nested(snapshot: Snapshot) -> frozenset[frozenset[str]]:
    """Return the pairs of proposals (slugs) of which one is within the other, or a variant of it."""
    proposals, parts = snapshot.get(list_put_forward), snapshot.get(read_packages).parts
    within = [(pk, part) for pk in parts for part in list_within(parts, pk)]
    variants = [(pk, proposal.variant_of_id) for pk, proposal in proposals.items() if proposal.variant_of_id]
    return frozenset(
        frozenset((proposals[a].slug, proposals[b].slug))
        for a, b in (*within, *variants)
        if a in proposals and b in proposals
    )


def _list_held(
    table: StanceTable, dimension: Dimension, actors: Iterable[Actor], slugs: dict[int, str]
) -> list[HeldStance]:
    """Return the stances of these actors alone: the table has those of others in this dimension too."""
    holders = {
        actor.pk: Conditioner(actor.pk, actor.short_in_sentence, actor.part.side.slug, actor.part.counts)
        for actor in actors
    }
    return [
        HeldStance(slugs[proposal], holders[holder], stance)
        for (proposal, holder), stance in table.stances[dimension].items()
        if proposal in slugs and holder in holders and stance.branches
    ]
