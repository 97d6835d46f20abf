"""The list of actors, and the page of one: its stance on every proposal, and what others say of it."""

from functools import partial
from itertools import groupby
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404
from django.views.decorators.vary import vary_on_headers

from ... import queries
from ...exporters import lists
from ...models import ActorKind
from ...rules.scales import VERDICTS, Attribution, Dimension
from ...wording.blanks import write_blanks
from ...wording.contradictions import write_inside, write_none_inside
from ...wording.list_findings import tell_actors
from ...wording.numbers import write_shown
from ..filters import ActorFilter, DossierFilter
from ..rendering import expected, red_lines
from ..rendering.board import lay_out_board
from ..rendering.holdings import draw_holdings
from ..rendering.main_finding import read_narrowing
from ..rendering.said_of_it import group_by_proposal
from ..rendering.stance_lines import StanceLines, draw_cells, list_spoken_for
from ..rendering.strips import make_strip_of_actor
from ..rendering.track_records import show_track
from ..shared import downloads
from ..shared.answers import answer_filtered
from ..shared.chosen_rows import choose_actors
from ..shared.contradictions import show_for
from ..shared.list_view import configure_table, number_pages, show_list
from ..shared.read_filters import read_filters
from ..tables import ActorTable, ClaimTable

STANCES_A_PAGE = 100
MOST_JUDGED = 24  # of an expert's expectations; the page of all experts lists the rest
MOST_CONTRADICTIONS = 5  # the list of contradictions shows all
NEWEST = 50  # of what is said of an actor, or by it of others; the list of claims shows all


@vary_on_headers("HX-Request")
def actor_list(request):
    """List parties by side, experts, and officials with whom they speak for."""
    filters = read_filters(request, ActorFilter)
    make_table = partial(_make_table, filters, request.data_version)
    return show_list(request, "claims/actors.html", filters, make_table, lists.make_actors_table)


def actor_detail(request, slug):
    """Show one actor on one page."""
    filters = read_filters(request, DossierFilter)
    snapshot = queries.get_snapshot(filters.scope, request.data_version)
    vocab = snapshot.get(queries.read_vocabulary)
    actor = queries.find_actor(snapshot, slug)
    if actor is None:
        raise Http404(f"There is no actor “{slug}”.")
    if filters.export_chosen:
        return _download(request, filters, snapshot, actor)
    context = {
        "filters": filters,
        "actor": actor,
        "role": vocab.name_role(actor),
        "speaks_for": vocab.actors.get(actor.speaks_for_id),
        "officials": queries.list_officials(snapshot, actor),
        "memberships": queries.list_memberships(snapshot, actor),
        "members": queries.list_members(snapshot, actor),
        "query": filters.counting_query,
    }
    if actor.kind != ActorKind.OFFICIAL:
        context |= _show_stances(request, filters, snapshot, actor)
    if actor.kind == ActorKind.EXPERT:
        experts = request.negotiation.get_address("experts")
        context |= show_track(snapshot, actor, experts, filters.counting_query, MOST_JUDGED)
    context |= _show_claims(request, filters, actor)
    context["beside"] = [table for table in (context.get("said_of_it"), context["of_others"]) if table]
    return answer_filtered(request, filters, "claims/actor.html", context)


def _make_table(filters, version):
    snapshot = queries.get_snapshot(filters.scope, version)
    listed = queries.list_actors(snapshot)
    rows = choose_actors(filters, listed)
    table = ActorTable(rows)
    counted = queries.count_listed_actors(snapshot, rows)
    table.finding = tell_actors(counted, read_narrowing(filters.scope, rows if filters.chosen.get("kind") else None))
    table.shown = write_shown((len(table.rows), len(listed), "actor"))
    return table


def _download(request, filters, snapshot, actor):
    """Send the actor's stances, or all claims of the page: what it says, and what is said of it."""
    if not filters.stances_chosen or filters.word_chosen:
        claims = queries.select_claims_about(filters.scope, actor)
        return downloads.send_claims(request, filters, f"claims-{actor.slug}", claims, f"Claims of and on {actor.name}")
    proposals = queries.list_proposals_of(snapshot, actor)
    return downloads.send_stances(request, filters, f"stances-{actor.slug}", snapshot, proposals, [actor])


def _show_stances(request, filters, snapshot, actor):
    """Read and lay out a page of the actor's stances by topic, and what others say of it (two queries, and one where it
    has red lines or is an expert)."""
    vocab = snapshot.get(queries.read_vocabulary)
    spoken = queries.list_proposals_of(snapshot, actor)
    page = Paginator(spoken, STANCES_A_PAGE).get_page(request.GET.get("stances"))
    in_part = {} if actor.kind == ActorKind.EXPERT else queries.map_red_lines(snapshot, actor)
    red = [proposal for proposal in spoken if proposal.pk in in_part]
    said = queries.select_claims(snapshot.scope, attribution__gte=Attribution.ATTRIBUTED).among_its_own(holder=actor)
    said = queries.read_listed_claims(said[: NEWEST + 1], None)
    wanted = {proposal.pk for proposal in (*page, *red[: red_lines.MOST_TOLD])} | {each.proposal_id for each in said}
    table = queries.read_stances(snapshot.scope, vocab, proposals=wanted, holders=[actor.pk])
    lines = StanceLines(snapshot, table, filters.counting_query, [proposal.slug for proposal in page])
    has_verdicts, outcomes = vocab.has_verdicts, queries.find_standing_on(snapshot, [proposal.pk for proposal in page])
    positions, prospects = (
        queries.list_holdings(snapshot, actor, dimension) for dimension in (Dimension.POSITION, Dimension.PROSPECTS)
    )
    rows = []
    for proposal in page:
        verdict = lines.decisions.verdicts[proposal.slug]
        word = VERDICTS[verdict.kind] if has_verdicts else None
        not_yet = queries.count_coded(snapshot, proposal).not_yet
        outcome = outcomes.get(proposal.pk)
        became = outcome.write_above(verdict.kind) if has_verdicts and outcome else ""
        row = {"proposal": proposal, "verdict": verdict, "word": word, "became": became, "not_yet": not_yet}
        rows.append(row | {"cells": draw_cells(lines.write_lines(proposal, actor).values())})
    boards = [(Dimension.POSITION, positions)]
    if actor.kind != ActorKind.EXPERT:
        boards.append((Dimension.PROSPECTS, prospects))
    return {
        "lede": draw_holdings(snapshot, actor, positions, prospects, filters.counting_query),
        "strip": make_strip_of_actor(
            snapshot, actor, filters.counting_query, request.negotiation.get_address("timeline")
        ),
        "said_of_it": _make_table_of_it(lines, actor, said),
        "contradictions": _show_contradictions(request, filters, snapshot, actor),
        **_list_red_lines(lines, actor, red, in_part),
        **(_show_expected(lines, actor, prospects, page) if actor.kind == ActorKind.EXPERT else {}),
        "boards": [
            (dimension, board)
            for dimension, holdings in boards
            if (board := lay_out_board(lines, actor, dimension, holdings, page))
        ],
        "topics": [(topic, list(of_topic)) for topic, of_topic in groupby(rows, key=lambda r: r["proposal"].topic)],
        "stances": snapshot.get(queries.tally_holders).get(actor.pk, queries.Tally()).stances,
        "pages": number_pages(request, page, "stances"),
        "has_verdicts": has_verdicts,
        "later": snapshot.get(queries.count_put_forward_later),
        **_write_blanks(filters, snapshot, spoken),
        **_list_spoken_for(filters, snapshot, actor, spoken),
    }


def _show_contradictions(request, filters, snapshot, actor):
    """Return what the page says of the contradictions inside an actor: the first of them, or that there are none (one
    query; where there are some, one of their claims and one of the remarks)."""
    listed = queries.find_contradictions(snapshot, frozenset([actor.pk]))
    if not listed.number:
        return {"none": write_none_inside(actor.in_sentence)}
    answers, address = snapshot.get(queries.read_answers), request.negotiation.get_address("contradictions")
    kinds, first = [one.kind for one in listed.list_places()], listed.list_places(0, MOST_CONTRADICTIONS)
    return {
        "finding": write_inside(kinds, int(listed.find_answered(answers).sum())),
        "rows": show_for(request, snapshot, first, filters.counting_query),
        "number": listed.number,
        "left": listed.number - len(first),
        "address": f"{address}?actor={actor.slug}{filters.counting_query.replace('?', '&', 1)}",
    }


def _list_red_lines(lines, actor, red, in_part):
    """Quote what says that the first of these proposals are red lines (one query, where there are any)."""
    first = red[: red_lines.MOST_TOLD]
    saying = red_lines.collect_saying(lines, actor, [proposal.pk for proposal in first])
    claims = queries.read_claims_by_id(lines.snapshot.scope, saying)
    return {
        "red_lines": red_lines.list_red_lines(lines, actor, first, in_part, claims),
        "red_lines_left": len(red) - len(first),
    }


def _show_expected(lines, actor, prospects, page):
    """Quote what says what an expert expects of the first proposals of a page (one query)."""
    held = {each.slug for each in prospects}
    told = [proposal for proposal in page if proposal.slug in held][: expected.MOST_TOLD]
    claims = queries.read_claims_by_id(lines.snapshot.scope, expected.collect_telling(lines, actor, told))
    rows = expected.list_expected(lines, actor, told, claims)
    conditions = expected.list_expected_if(lines, actor, told, claims)
    return {
        "expected": rows,
        "expected_left": len(prospects) - len(rows),
        "expected_if": conditions[: expected.MOST_BESIDE],
        "expected_if_left": len(conditions[expected.MOST_BESIDE :]),
    }


def _tell_of_others(actor, of_others):
    """Return what stands of others beside what an expert expects: the first rows of their table."""
    if actor.kind != ActorKind.EXPERT or of_others is None:
        return {}
    claims = list(of_others.data)
    return {
        "said_of_others": expected.list_said_of_others(claims),
        "said_of_others_left": len(claims[expected.MOST_BESIDE :]),
    }


def _write_blanks(filters, snapshot, spoken):
    """Say of how many proposals there is nothing of an actor, and what these blanks say."""
    proposals = snapshot.get(queries.list_put_forward)
    others = proposals.keys() - {proposal.pk for proposal in spoken}
    coded = queries.list_coded(snapshot, [proposals[pk] for pk in others])
    return {"blanks": len(others), "blank": write_blanks(coded, filtered=bool(filters.counted_words))}


def _list_spoken_for(filters, snapshot, actor, spoken):
    """Return the proposals on which there is no claim of an actor, but a position of a coalition of which it is a
    member; `spoken_for_left` is how many the page does not list."""
    beside, chosen = snapshot.get(queries.map_spoken_for, Dimension.POSITION), {proposal.pk for proposal in spoken}
    proposals = [
        proposal
        for pk, proposal in snapshot.get(queries.list_put_forward).items()
        if pk not in chosen and (pk, actor.pk) in beside
    ]
    listed = [
        (proposal, list_spoken_for(snapshot, Dimension.POSITION, proposal, actor, filters.counting_query))
        for proposal in proposals[:NEWEST]
    ]
    return {"spoken_for": listed, "spoken_for_left": len(proposals[NEWEST:])}


def _show_claims(request, filters, actor):
    """Return the tables of what the actor says and documents relay of it, and of what it says of others."""
    scope = filters.scope
    official = actor.kind == ActorKind.OFFICIAL
    if official:
        its = queries.select_claims(scope).among_its_own(speaker=actor)
    else:
        its = queries.select_claims(scope, attribution__lt=Attribution.ATTRIBUTED).among_its_own(holder=actor)
    table = ClaimTable(its, exclude=("speaker",) if official else ("holder",), orderable=False)
    table = configure_table(table, request, filters)
    of_others = None if official else _make_table_of_others(scope, actor)
    return {"table": table, "count": table.paginator.count, "of_others": of_others, **_tell_of_others(actor, of_others)}


def _make_table_of_it(lines, actor, said):
    """Return the table of the newest claims that others make of an actor, by proposal; `said` may hold one too many."""
    words = [a.word for a in Attribution if a >= Attribution.ATTRIBUTED]
    query = urlencode({"holder": actor.slug, "attribution": words}, doseq=True)
    rows = []
    for group in group_by_proposal(lines, actor, said[:NEWEST]):
        for claim in group.claims:
            claim.group = group.heading
            rows.append(claim)
    more = query if len(said) > NEWEST else ""
    table = _make_claims(rows, "What others say and forecast about it", more, exclude=("holder", "proposal"))
    if table:
        table.grouped, table.anchor = True, "of-it"
    return table


def _make_table_of_others(scope, actor):
    said = queries.select_claims(scope).among_its_own(speaker=actor).exclude(holder=actor)
    rows = queries.read_listed_claims(said[: NEWEST + 1], None)
    more = urlencode({"speaker": actor.slug}) if len(rows) > NEWEST else ""
    table = _make_claims(rows[:NEWEST], "What it says and forecasts about others", more, exclude=("speaker",))
    if table:
        table.anchor = "of-others"
    return table


def _make_claims(rows, caption, more, exclude):
    """Return a table of claims, or None; `more` is the query of the list that holds all, if these are not all."""
    if not rows:
        return None
    table = ClaimTable(rows, exclude=exclude, orderable=False)
    table.caption, table.more = caption, more
    return table
