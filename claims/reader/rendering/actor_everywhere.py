"""What there is of an actor in one of several negotiations: where it stands, its last moves, what came of what it
expects."""

from typing import NamedTuple
from urllib.parse import urlencode

from django.utils.safestring import SafeString

from ... import queries
from ...models import Actor, ActorKind, Negotiation
from ...rules.measures.moves import MOVES, StepKind
from ...rules.scales import Dimension
from ...wording.days import write_days
from ...wording.expectations import write_record_headline, write_record_lede
from .board import Board, lay_out_board
from .change_rows import ShownChange, show_moves
from .holdings import draw_holdings
from .stance_lines import StanceLines

MOVES_TOLD = 5
MOST_ON_BOARD = 60  # proposals; its page in the negotiation has all


class WrittenRecord(NamedTuple):
    """What came of what an expert expects, in a heading and a sentence, which may be empty; and where it is told one by
    one, if there is any."""

    headline: str
    lede: str
    track: str


class ActorInNegotiation(NamedTuple):
    """An actor in one negotiation: its address there, its role, the number of claims that it makes or that are made of
    it; if it has stances of its own, what it holds, and if it moved, how often and how last."""

    negotiation: Negotiation
    actor: Actor
    address: str
    days: str
    role: str
    claims: int
    takes_part: bool
    lede: SafeString | str = ""
    board: Board | None = None
    moves: int = 0
    moves_at: str = ""
    latest_moves: tuple[ShownChange, ...] = ()
    record: WrittenRecord | None = None


def show_in_negotiation(
    snapshot: queries.Snapshot, negotiation: Negotiation, slug: str, claims: int, takes_part: bool
) -> ActorInNegotiation | None:
    """Return what there is of the actor of this slug in a negotiation, None where a newer one is not in the snapshot
    (of who has stances one query, three more where it moved; of experts those of `judge_expectations`, once)."""
    vocab = snapshot.get(queries.read_vocabulary)
    actor = vocab.find_actor(slug)
    if actor is None:
        return None
    days = write_days(negotiation.first_day, negotiation.last_day)
    address = negotiation.get_address("actor", slug)
    told = ActorInNegotiation(negotiation, actor, address, days, vocab.name_role(actor), claims, takes_part)
    if actor.kind == ActorKind.OFFICIAL or not claims:
        return told
    return _add_moves(snapshot, _add_stances(snapshot, told))._replace(record=_write_record(snapshot, actor, address))


def _add_stances(snapshot: queries.Snapshot, told: ActorInNegotiation) -> ActorInNegotiation:
    actor = told.actor
    held = {dimension: queries.list_holdings(snapshot, actor, dimension) for dimension in Dimension}
    positions, prospects = held[Dimension.POSITION], held[Dimension.PROSPECTS]
    own = queries.choose_dimension(actor)
    by_slug = snapshot.get(queries.read_vocabulary).by_slug
    proposals = [by_slug[each.slug] for each in held[own][:MOST_ON_BOARD]]
    table = queries.read_stances(
        snapshot.scope,
        snapshot.get(queries.read_vocabulary),
        proposals={proposal.pk for proposal in proposals},
        holders=[actor.pk],
    )
    board = lay_out_board(StanceLines(snapshot, table, ""), actor, own, held[own], proposals)
    return told._replace(lede=draw_holdings(snapshot, actor, positions, prospects), board=board)


def _add_moves(snapshot: queries.Snapshot, told: ActorInNegotiation) -> ActorInNegotiation:
    kinds = frozenset(MOVES) - {StepKind.NEW}
    log = snapshot.get(queries.choose_moves, queries.MoveChoice(holders=frozenset({told.actor.pk}), kinds=kinds))
    latest = queries.read_moves(snapshot, log.list_cells(0, MOVES_TOLD))
    log_at = f"{told.negotiation.get_address('moves')}?{urlencode({'actor': told.actor.slug})}"
    return told._replace(moves=log.number, moves_at=log_at, latest_moves=tuple(show_moves(latest, "")))


def _write_record(snapshot: queries.Snapshot, actor: Actor, address: str) -> WrittenRecord | None:
    if actor.kind != ActorKind.EXPERT:
        return None
    expected = snapshot.get(queries.judge_expectations, actor.pk)
    records = expected.of_forecasts, expected.of_prospects
    track = f"{address}#track" if any(record.listed for record in records) else ""
    return WrittenRecord(write_record_headline(actor.in_sentence, *records), write_record_lede(*records), track)
