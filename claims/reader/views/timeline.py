"""The timeline: who said what on which day, and for how long it stood; of a proposal, an actor, a topic or all."""

from collections.abc import Iterable

from django.core.paginator import Paginator
from django.views.decorators.vary import vary_on_headers

from ... import queries
from ...models import ActorKind
from ...rendering.columns import make_column
from ...rendering.key import make_key
from ...rules.measures.moves import StepKind, list_moves
from ...wording.timeline import Extent, StandsSince, write_lede, write_left_out, write_title
from ..filters import TimelineFilter
from ..rendering.day_list import MOST_CLAIMS, list_days
from ..rendering.lanes import draw_timeline
from ..shared import downloads
from ..shared.answers import answer_filtered
from ..shared.list_view import number_pages
from ..shared.read_filters import read_filters

LANES_A_PAGE = 60


@vary_on_headers("HX-Request")
def timeline(request):
    """Show who said what when, on lanes and day by day."""
    filters = read_filters(request, TimelineFilter)
    snapshot = queries.get_snapshot(filters.scope, request.data_version)
    vocab = snapshot.get(queries.read_vocabulary)
    proposals, holders = _choose_proposals(filters, snapshot), _choose_holders(filters, vocab)
    if filters.export_chosen:
        claims = queries.select_claims(snapshot.scope, proposal__in=proposals, holder__in=holders)
        return downloads.send_claims(request, filters, "timeline", claims)
    cells = snapshot.get(queries.list_lane_cells, proposals, holders)
    page = Paginator(range(len(cells)), LANES_A_PAGE).get_page(request.GET.get("page"))
    on_page = cells.select(vocab, page.start_index() - 1, page.end_index()) if len(cells) else []
    lanes = queries.read_lanes(snapshot.scope, vocab, on_page)
    context = {"filters": filters, "query": filters.counting_query, "pages": number_pages(request, page, "page")}
    context |= _describe(filters, vocab, lanes, cells)
    context["claims_address"] = _link_claims(request.negotiation, filters, vocab, holders)
    context |= _draw(filters, snapshot, lanes)
    return answer_filtered(request, filters, "claims/timeline.html", context)


def _choose_proposals(filters, snapshot):
    """Return the ids of the proposals that were put forward by the day of the page and fit."""
    put_forward = snapshot.get(queries.list_put_forward)
    return frozenset(pk for pk, proposal in put_forward.items() if filters.shows_proposal(proposal))


def _choose_holders(filters, vocab):
    """Return the ids of the holders: those that are chosen; on chosen proposals all; else the principals, or all where
    no side negotiates."""
    if actors := filters.chosen["actor"]:
        return frozenset(actor.pk for actor in actors)
    if filters.chosen["proposal"] or not vocab.principals:
        return frozenset(queries.list_participants(vocab))
    return frozenset(actor.pk for actor in vocab.principals)


def _describe(filters, vocab, lanes, cells):
    """Return the heading and what follows from the lanes, as far as they are on the page."""
    of_one = len(filters.chosen["proposal"]) == 1
    return {
        "title": write_title(_find_subject(filters, vocab)),
        "lede": write_lede(_list_standing(lanes) if of_one else [], _measure(lanes, cells, vocab)),
        "of_one": of_one,
        "of_one_actor": len(_list_actors(lanes)) == 1,
        "left_out": write_left_out(cells.empty, "actor" if of_one else "lane"),
    }


def _measure(lanes, cells, vocab):
    """Return the Extent of all cells; their days and what moved are those of the lanes on the page."""
    days = [mark.day for each in lanes for mark in each.lane.marks]
    moved = None
    if len(lanes) == len(cells):
        moved = [
            f"{cell.actor.short_name} on {cell.proposal}" for cell, _, claims in lanes if _has_moved(claims, vocab)
        ]
    return Extent(len(set(cells.proposals.tolist())), min(days, default=None), max(days, default=None), moved)


def _has_moved(claims, vocab):
    return any(step.kind != StepKind.NEW for step in list_moves(queries.make_rule_claims(claims, vocab)))


def _find_subject(filters, vocab):
    """Return the name of the only proposal, actor or topic that is chosen, or who stands on the lanes."""
    chosen = [row for name in ("proposal", "actor", "topic") for row in filters.chosen[name]]
    if len(chosen) == 1:
        return str(chosen[0])
    return "The principals" if vocab.principals and not chosen else "Stances"


def _list_standing(lanes: Iterable[queries.LaneOfCell]):
    """Return since when the principals on these lanes stand where they stand."""
    standing = []
    for cell, lane, _ in lanes:
        if cell.actor.part.counts and lane.bars:
            bar, red = lane.bars[-1], any(mark.red_line for mark in lane.marks)
            name, stance = cell.actor.short_in_sentence, bar.stance
            standing.append(StandsSince(name, bar.first, stance.state, stance.value, bar.own, red))
    return standing


def _draw(filters, snapshot, lanes):
    """Return the drawing and the list of days; nothing without claims."""
    timeline = draw_timeline(snapshot, lanes, filters.counting_query, filters.chosen.get("since"))
    if timeline is None:
        return {}
    days = list_days(lanes, timeline.events, snapshot.get(queries.read_vocabulary))
    count = sum(len(each.claims) for each in lanes)
    return {
        "timeline": timeline,
        "days": [day for day in days if day.day >= timeline.axis.first],
        "count": count,
        "cut": count > MOST_CLAIMS,
        "key": make_key(_make_columns(lanes)),
    }


def _make_columns(lanes):
    """Return the columns of the matrix that say the same, for the key of their chips."""
    columns = [make_column(actor, queries.find_shown_dimension(actor)) for actor in _list_actors(lanes)]
    return [column._replace(of_experts=column.actors[0].kind == ActorKind.EXPERT) for column in columns]


def _list_actors(lanes):
    return dict.fromkeys(each.cell.actor for each in lanes)


def _link_claims(negotiation, filters, vocab, holders):
    """Return the address of the list of the claims that the page is made of."""
    everybody = len(holders) == len(queries.list_participants(vocab))
    of_holders = [] if everybody else [("holder", actor.slug) for actor in vocab.select_actors(holders)]
    return negotiation.get_address("claims") + filters.write_query_of_claims(of_holders)
