"""What changed between two days, the log of all moves, and a feed of each: of what readers could know of last."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.views.decorators.vary import vary_on_headers

from ... import queries
from ...exporters import changes as exporters
from ...rules.measures.moves import MOVES, StepKind
from ...rules.stances import Novelty
from ...wording.moves import (
    KINDS,
    ChangesTold,
    MovesTold,
    write_changes_headline,
    write_changes_lede,
    write_moves_headline,
    write_moves_lede,
)
from ..filters import ChangesFilter, MovesFilter
from ..rendering.change_rows import show_changes, show_moves, show_verdicts
from ..rendering.feed_entries import tell_outcome, tell_step, tell_turn
from ..rendering.feeds import MOST_ENTRIES, write_feed
from ..shared import downloads
from ..shared.answers import answer_filtered
from ..shared.chosen_rows import choose_moves, list_chosen_ids, make_move_choice
from ..shared.list_view import number_pages
from ..shared.read_filters import read_filters

ROWS_A_PAGE = 100
MOVES_BESIDE = 8
NEW_PROPOSALS_NAMED = 12
OUTCOMES_NAMED = 24


@vary_on_headers("HX-Request")
def changes(request):
    """Show what changed since a day: verdicts, then stances, those that changed before those that are new."""
    filters = read_filters(request, ChangesFilter)
    snapshot = queries.get_snapshot(filters.scope, request.data_version)
    since = filters.chosen.get("since") or _find_newest_day(snapshot)
    before = queries.get_snapshot_before(snapshot, since)
    if before is None:
        return answer_filtered(
            request, filters, "claims/changes.html", {"filters": filters, "feed_query": filters.feed_query}
        )
    cells = _choose_cells(filters, snapshot, snapshot.get(queries.list_changed_cells, before.scope))
    verdicts = _choose_verdicts(filters, snapshot, before)
    if filters.export_chosen:
        return _download(request, filters, snapshot, before, cells, verdicts)
    outcomes = [one for one in queries.list_outcomes_since(snapshot, since) if filters.shows_proposal(one.proposal)]
    page = Paginator(cells, ROWS_A_PAGE).get_page(request.GET.get("page"))
    rows = queries.read_changes(snapshot, before.scope, page.object_list)
    by_slug = snapshot.get(queries.read_vocabulary).by_slug
    context = {
        "filters": filters,
        "since": since,
        "query": filters.counting_query,
        "feed_query": filters.feed_query,
        "pages": number_pages(request, page, "page"),
        "verdicts": show_verdicts(verdicts.changed, by_slug),
        "new_proposals": show_verdicts(verdicts.of_new[:NEW_PROPOSALS_NAMED], by_slug),
        "outcomes": outcomes[:OUTCOMES_NAMED],
        "more_outcomes": max(len(outcomes) - OUTCOMES_NAMED, 0),
        "more_new_proposals": max(len(verdicts.of_new) - NEW_PROPOSALS_NAMED, 0),
        "moves": _list_moves_since(filters, snapshot, since),
        "kinds": [(KINDS[kind].word, KINDS[kind].meaning) for kind in MOVES],
    }
    context |= show_changes(rows, filters.counting_query) | _tell(filters, since, cells, verdicts, outcomes)
    return answer_filtered(request, filters, "claims/changes.html", context)


@vary_on_headers("HX-Request")
def moves(request):
    """Show the log of moves over all time, the newest first."""
    filters = read_filters(request, MovesFilter)
    snapshot = queries.get_snapshot(filters.scope, request.data_version)
    log = choose_moves(filters, snapshot)
    if filters.export_chosen:
        rows = queries.read_moves(snapshot, log.list_cells(0, log.number))
        return downloads.send_table(request, filters, "moves", exporters.make_moves_table(rows))
    page = Paginator(range(log.number), ROWS_A_PAGE).get_page(request.GET.get("page"))
    on_page = log.list_cells(page.start_index() - 1, page.end_index()) if log.number else []
    told = _tell_moves(log)
    context = {
        "filters": filters,
        "query": filters.counting_query,
        "headline": write_moves_headline(told),
        "lede": write_moves_lede(told),
        "feed_query": filters.tidy_query,
        "rows": show_moves(queries.read_moves(snapshot, on_page), filters.counting_query),
        "pages": number_pages(request, page, "page"),
        "kinds": [(KINDS[kind].word, KINDS[kind].meaning) for kind in MOVES],
    }
    return answer_filtered(request, filters, "claims/moves.html", context)


def moves_feed(request):
    """Send the latest moves as an Atom feed: of the negotiation, or of the actors and proposals that are chosen."""
    filters = read_filters(request, MovesFilter)
    snapshot = queries.get_snapshot(filters.scope, request.data_version)
    rows = snapshot.get(queries.read_latest_moves, make_move_choice(filters, snapshot), MOST_ENTRIES)
    return _send_feed(request, filters, "moves", "What moved, the newest first.", map(tell_step, rows))


def changes_feed(request):
    """Send what changed last as an Atom feed: verdicts, outcomes, and stances, be it a move or not; the filters choose
    of these what they choose on the page."""
    filters = read_filters(request, ChangesFilter)
    snapshot = queries.get_snapshot(filters.scope, request.data_version)
    proposals, since = list_chosen_ids(filters, snapshot), filters.chosen.get("since")
    choice = queries.MoveChoice(proposals=proposals, holders=_list_actors(filters), since=since)
    told = [
        *map(tell_turn, snapshot.get(queries.read_latest_turns, proposals, since, MOST_ENTRIES)),
        *map(tell_outcome, snapshot.get(queries.read_latest_outcomes, proposals, since, MOST_ENTRIES)),
        *map(tell_step, snapshot.get(queries.read_latest_steps, choice, MOST_ENTRIES)),
    ]
    told.sort(key=lambda entry: (entry.found_on, entry.day), reverse=True)
    return _send_feed(request, filters, "changes", "What changed, the newest first.", told[:MOST_ENTRIES])


def _send_feed(request, filters, page, description, entries):
    feed = write_feed(request, page, description, filters, entries)
    status = 200 if filters.is_valid() else 400
    return HttpResponse(feed, content_type="application/atom+xml; charset=utf-8", status=status)


def _find_newest_day(snapshot):
    """Return the newest day on which something was published that counts, as what changes last is asked for first."""
    today = snapshot.scope.day
    return max((day for day in snapshot.get(queries.count_evidence).days if day <= today), default=None)


def _choose_cells(filters, snapshot, cells):
    """Return those of the cells whose proposals and holders are chosen."""
    proposals, holders = list_chosen_ids(filters, snapshot), _list_actors(filters)
    if proposals is not None:
        cells = [cell for cell in cells if cell.proposal in proposals]
    return cells if holders is None else [cell for cell in cells if cell.holder in holders]


def _choose_verdicts(filters, snapshot, before):
    """Return the changes of verdicts on the proposals that are chosen."""
    by_slug, of_all = (
        snapshot.get(queries.read_vocabulary).by_slug,
        snapshot.get(queries.find_verdict_changes, before.scope),
    )
    return queries.VerdictChanges(
        *([turned for turned in each if filters.shows_proposal(by_slug[turned.proposal])] for each in of_all)
    )


def _download(request, filters, snapshot, before, cells, verdicts):
    if filters.verdicts_chosen:
        proposals = snapshot.get(queries.read_vocabulary).proposals
        standing = snapshot.get(queries.find_standing_outcomes)
        outcomes = {proposals[pk].slug: outcome for pk, outcome in standing.items()}
        table = exporters.make_verdict_changes_table([*verdicts.changed, *verdicts.of_new], outcomes)
    else:
        table = exporters.make_changes_table(queries.read_changes(snapshot, before.scope, cells))
    return downloads.send_table(request, filters, table.name, table)


def _tell(filters, since, cells, verdicts, outcomes):
    """Return the heading, what follows it, and how many cells changed and are new."""
    new = [cell.novelty for cell in cells].count(Novelty.NEW)
    told = ChangesTold(
        since,
        filters.chosen.get("as_of"),
        len(verdicts.changed),
        len(verdicts.of_new),
        len(cells) - new,
        new,
        filters.has_verdicts,
        len({outcome.proposal_id for outcome in outcomes}),
    )
    return {
        "headline": write_changes_headline(told),
        "lede": write_changes_lede(told),
        "changed_number": told.changed,
        "new_number": told.new,
    }


def _list_moves_since(filters, snapshot, since):
    """Return the last moves on and after a day, first stances left out."""
    kinds = frozenset(MOVES) - {StepKind.NEW}
    proposals, actors = list_chosen_ids(filters, snapshot), _list_actors(filters)
    choice = queries.MoveChoice(proposals=proposals, holders=actors, kinds=kinds, since=since)
    log = snapshot.get(queries.choose_moves, choice)
    return show_moves(queries.read_moves(snapshot, log.list_cells(0, MOVES_BESIDE)), filters.counting_query)


def _list_actors(filters):
    """Return the ids of the actors that are chosen, None where none is."""
    return frozenset(actor.pk for actor in filters.chosen["actor"]) or None


def _tell_moves(log):
    """Return what is told of a log: first stances are counted apart."""
    new = log.by_kind.get(StepKind.NEW, 0)
    is_move = log.kinds != MOVES.index(StepKind.NEW)
    actors, proposals = (len(set(ids[is_move].tolist())) for ids in (log.holders, log.proposals))
    return MovesTold(int(is_move.sum()), actors, proposals, new)
