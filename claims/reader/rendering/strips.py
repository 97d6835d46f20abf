"""The timeline as a strip on the page of a proposal and on that of an actor: the first lanes of it."""

from typing import NamedTuple

from ... import queries
from ...models import Actor, ActorKind, Proposal
from .lanes import Timeline, draw_timeline

MOST_LANES = 8


class Strip(NamedTuple):
    """Lanes, and the address of the whole timeline with how many there are on it."""

    timeline: Timeline
    address: str
    number: int


def make_strip_of_proposal(snapshot: queries.Snapshot, proposal: Proposal, query: str) -> Strip | None:
    """Return when the principals and the experts spoke of a proposal, where none negotiates all who did (one query);
    None where nobody did."""
    vocab = snapshot.get(queries.read_vocabulary)
    holders = frozenset(
        pk for pk in queries.list_participants(vocab) if not vocab.principals or _counts_or_expects(vocab.actors[pk])
    )
    address = proposal.negotiation.get_address("timeline")
    return _make_strip(snapshot, frozenset([proposal.pk]), holders, query, f"{address}?proposal={proposal.slug}")


def make_strip_of_actor(snapshot: queries.Snapshot, actor: Actor, query: str, timeline_address: str) -> Strip | None:
    """Return when an actor spoke of which proposals (one query); None where it never did."""
    put_forward = frozenset(snapshot.get(queries.list_put_forward))
    return _make_strip(snapshot, put_forward, frozenset([actor.pk]), query, f"{timeline_address}?actor={actor.slug}")


def _counts_or_expects(actor: Actor) -> bool:
    return actor.part.counts or actor.kind == ActorKind.EXPERT


def _make_strip(
    snapshot: queries.Snapshot, proposals: frozenset[int], holders: frozenset[int], query: str, address: str
) -> Strip | None:
    vocab, cells = snapshot.get(queries.read_vocabulary), snapshot.get(queries.list_lane_cells, proposals, holders)
    lanes = queries.read_lanes(snapshot.scope, vocab, cells.select(vocab, 0, MOST_LANES))
    timeline = draw_timeline(snapshot, lanes, query)
    return timeline and Strip(timeline, address + query.replace("?", "&", 1), len(cells))
