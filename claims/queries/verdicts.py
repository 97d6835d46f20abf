"""What the principals' positions add up to: verdicts and gaps, and who refuses what."""

from collections.abc import Collection
from typing import NamedTuple

from ..models import Proposal, Touched
from ..rules import verdicts
from ..rules.scales import Dimension
from ..rules.stances import BLANK, summarise
from .ids import list_ids
from .scope import Scope
from .snapshot import Snapshot, following, kept_for_a_few
from .stances import StanceTable, read_deciding_claims, select_claims_of_cells
from .vocabulary import Vocabulary, read_vocabulary

MOST_ALONE = 300  # proposals on which to decide alone; on more, it costs little to decide on all, which is kept


class Decisions(NamedTuple):
    """Of every proposal by slug: its verdict, and the gap between the nearest principals of two sides, if any.

    `refusers` are the principals that stand at −1 or less on it, of the proposals on which any does, and `awaited` the
    proposals (slugs) that conditions of its principals name, where any does.
    """

    verdicts: dict[str, verdicts.Verdict]
    gaps: dict[str, int | None]
    refusers: dict[str, tuple[verdicts.Principal, ...]]
    awaited: dict[str, frozenset[str]]

    def is_refused(self, slug: str, side: str) -> bool:
        """Whether a principal of another side than this one (slug) refuses a proposal (slug)."""
        return any(principal.side != side for principal in self.refusers.get(slug, ()))


def _follow_decisions(snapshot: Snapshot, before: Decisions, touched: Touched) -> Decisions | None:
    """Decide on those proposals alone on which a principal's position was touched, and on those whose conditions name
    one of these that is, or was, refused (two queries at most)."""
    if not touched.alone:  # who the principals are may have changed
        return None
    vocab = snapshot.get(read_vocabulary)
    changed = list_changed_proposals(vocab, touched)
    if not changed:
        return before
    positions = _read_positions_on(snapshot.scope, vocab, changed)
    now = verdicts.find_refusers(positions)
    turned = {slug for slug in positions if now.get(slug) != before.refusers.get(slug)}
    waiting = {vocab.by_slug[slug].pk for slug, named in before.awaited.items() if named & turned}
    if waiting - changed:
        positions |= _read_positions_on(snapshot.scope, vocab, waiting - changed)
    refusers = {slug: of_slug for slug, of_slug in before.refusers.items() if slug not in positions}
    decided = _decide(positions, refusers | verdicts.find_refusers(positions), vocab)
    awaited = {slug: named for slug, named in before.awaited.items() if slug not in positions}
    return Decisions(
        before.verdicts | decided.verdicts,
        before.gaps | decided.gaps,
        decided.refusers,
        awaited | decided.awaited,
    )


def list_changed_proposals(vocab: Vocabulary, touched: Touched) -> set[int]:
    """Return the ids of the proposals on which a principal's position was touched."""
    principals = {actor.pk for actor in vocab.principals}
    cells = touched.list_ids(Dimension.POSITION)
    return {proposal for proposal, holder in cells if holder in principals} & vocab.proposals.keys()


@following(_follow_decisions)
def decide_verdicts(snapshot: Snapshot) -> Decisions:
    """Decide on every proposal, from the principals' claims alone (one query)."""
    vocab = snapshot.get(read_vocabulary)
    positions = collect_positions(vocab, read_positions_of_principals(snapshot.scope, vocab))
    return _decide(positions, verdicts.find_refusers(positions), vocab)


def decide_on(snapshot: Snapshot, slugs: Collection[str]) -> Decisions:
    """Return the Decisions on some proposals (slugs), which tell of no others but who refuses what their conditions
    name: those on all where these are at hand, else from the principals' claims on these proposals (two queries)."""
    decided = snapshot.get_at_hand(decide_verdicts)
    if decided or len(slugs) > MOST_ALONE:
        return decided or snapshot.get(decide_verdicts)
    return snapshot.get(_decide_alone, frozenset(slugs))


@kept_for_a_few
def _decide_alone(snapshot: Snapshot, slugs: frozenset[str]) -> Decisions:
    vocab = snapshot.get(read_vocabulary)
    positions = _read_positions_on(snapshot.scope, vocab, _list_ids_of(vocab, slugs))
    awaited = {slug for of_proposal in positions.values() for slug in verdicts.list_awaited_by(of_proposal)}
    beside = _read_positions_on(snapshot.scope, vocab, _list_ids_of(vocab, awaited - positions.keys()))
    return _decide(positions, verdicts.find_refusers(positions | beside), vocab)


def _list_ids_of(vocab: Vocabulary, slugs: Collection[str]) -> list[int]:
    """Return the ids of those proposals that there are: a condition may name one that is gone."""
    return [vocab.by_slug[slug].pk for slug in slugs if slug in vocab.by_slug]


def _decide(
    positions: dict[str, list[verdicts.Principal]],
    refusers: dict[str, tuple[verdicts.Principal, ...]],
    vocab: Vocabulary,
) -> Decisions:
    """Return the Decisions on some proposals; `refusers` are those of all."""
    awaited = {slug: verdicts.list_awaited_by(of_proposal) for slug, of_proposal in positions.items()}
    return Decisions(
        verdicts.decide_some(positions, refusers, vocab.titles),
        {slug: verdicts.compute_gap(of_proposal) for slug, of_proposal in positions.items()},
        refusers,
        {slug: named for slug, named in awaited.items() if named},
    )


def read_positions_of_principals(
    scope: Scope, vocab: Vocabulary, proposals: Collection[int] | None = None
) -> StanceTable:
    """Return the principals' positions on some proposals (ids), or on all, as verdicts read them, without what only
    cells show (one query)."""
    principals = [actor.pk for actor in vocab.principals]
    chosen = None if proposals is None else list_ids(proposals)
    cells = read_deciding_claims(select_claims_of_cells(scope, [Dimension.POSITION], chosen, principals))
    return StanceTable({str(Dimension.POSITION): {cell: summarise(claims) for cell, claims in cells.items()}})


def _read_positions_on(
    scope: Scope, vocab: Vocabulary, proposals: Collection[int]
) -> dict[str, list[verdicts.Principal]]:
    """Return slug → Principals with their positions on each of these proposals (one query, none for none)."""
    if not proposals:
        return {}
    table = read_positions_of_principals(scope, vocab, proposals)
    on = (vocab.proposals[pk] for pk in proposals)
    return {proposal.slug: collect_positions_on(vocab, table, proposal) for proposal in on}


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
