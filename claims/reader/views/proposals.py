"""The list of proposals, and the page of one: who stands where on it, and what that adds up to."""

from functools import partial
from operator import attrgetter

from django.core.paginator import Paginator
from django.http import Http404
from django.views.decorators.vary import vary_on_headers

from ... import queries
from ...exporters import lists
from ...models import ActorKind
from ...rules.scales import SCALES, Dimension
from ...wording.blanks import write_blank_of
from ...wording.list_findings import tell_proposals
from ...wording.numbers import format_value, write_shown
from ..filters import ProposalDossierFilter, ProposalFilter
from ..rendering import proposal_sections, where_they_stand
from ..rendering.main_finding import read_narrowing
from ..rendering.reasons import explain_rows
from ..rendering.spread_section import make_spread_section
from ..rendering.stance_lines import StanceLines
from ..rendering.strips import make_strip_of_proposal
from ..rendering.wordings_section import make_wordings_section
from ..shared import downloads
from ..shared.answers import answer_filtered
from ..shared.chosen_rows import choose_proposals
from ..shared.list_view import RowsWithNoneLast, configure_table, number_pages, show_list
from ..shared.read_filters import read_filters
from ..tables import ClaimTable, ProposalTable

ACTORS_A_PAGE = 100
# Columns of the list that are left out where no row has a number.
NUMBERS = {
    "gap": attrgetter("gap"),
    "agreement": attrgetter("spread.agreement"),
    "between_sides": attrgetter("spread.between"),
}


@vary_on_headers("HX-Request")
def proposal_list(request):
    """List the proposals by topic, each with what the principals' positions on it add up to."""
    filters = read_filters(request, ProposalFilter)
    make_table = partial(_make_table, filters, request.data_version)
    export = partial(lists.make_proposals_table, has_verdicts=filters.has_verdicts)
    return show_list(request, "claims/proposals.html", filters, make_table, export)


def proposal_detail(request, slug):
    """Show one proposal on one page."""
    scope = queries.Scope(negotiations=(request.negotiation.pk,))
    proposal = queries.get_snapshot(scope, request.data_version).get(queries.read_vocabulary).find_proposal(slug)
    if proposal is None:
        raise Http404(f"There is no proposal “{slug}”.")
    wordings = queries.read_wordings(proposal)
    filters = read_filters(request, ProposalDossierFilter, wordings=wordings)
    snapshot = queries.get_snapshot(filters.scope, request.data_version)
    if filters.export_chosen:
        return _download(request, filters, snapshot, proposal)
    context = {"filters": filters, "proposal": proposal, "query": filters.counting_query}
    context |= _show_proposal(request, filters, snapshot, proposal)
    context |= make_wordings_section(
        queries.date_wordings(wordings, filters.scope), filters.chosen.get("wording"), filters.chosen.get("against")
    )
    return answer_filtered(request, filters, "claims/proposal.html", context)


def _make_table(filters, version):
    snapshot = queries.get_snapshot(filters.scope, version)
    listed = queries.list_proposals(snapshot)
    rows = choose_proposals(filters, listed)
    without = _leave_out(filters, rows)
    if not filters.chosen.get("sort"):
        without.append("topic")  # it heads the rows
    query = filters.counting_query
    explain = explain_rows(snapshot, query)
    table = ProposalTable(RowsWithNoneLast(rows), exclude=without, query=query, explain=explain)
    table.later = snapshot.get(queries.count_put_forward_later)
    table.shown = write_shown((len(rows), len(listed), "proposal"))
    counted = queries.count_listed_proposals(rows, filters.has_verdicts)
    table.finding = tell_proposals(counted, read_narrowing(filters.scope, rows if _narrows(filters) else None))
    return table


def _narrows(filters):
    return any(filters.chosen.get(name) for name in ("topic", "verdict", "leaning"))


def _leave_out(filters, rows):
    """Return the columns that would say nothing: those about verdicts or about leanings, and what no row has."""
    about = ["leaning", "mean"] if filters.has_verdicts else ["verdict"]
    empty = [name for name, read in NUMBERS.items() if all(read(row) is None for row in rows)]
    nobody = [] if filters.has_verdicts or any(row.proposers for row in rows) else ["proposers"]
    return [*about, *empty, *nobody]


def _download(request, filters, snapshot, proposal):
    """Send who stands where on the proposal, parties before experts, or its claims, or both as a Word file."""
    claims = queries.select_claims(snapshot.scope, proposal=proposal)
    if not filters.stances_chosen and not filters.word_chosen:
        return downloads.send_claims(request, filters, f"claims-{proposal.slug}", claims)
    vocab = snapshot.get(queries.read_vocabulary)
    actors = vocab.actors.values()
    if filters.value_chosen is not None:
        stances = queries.read_stances(snapshot.scope, vocab, proposals=[proposal.pk])
        actors = _list_standing(filters, StanceLines(snapshot, stances, ""), proposal)
    holders = sorted(actors, key=lambda actor: actor.kind == ActorKind.EXPERT)
    if filters.word_chosen:
        return downloads.send_proposal(request, filters, snapshot, proposal, holders, claims)
    return downloads.send_stances(request, filters, f"stances-{proposal.slug}", snapshot, [proposal], holders)


def _show_proposal(request, filters, snapshot, proposal):
    """Read the stances and claims of one proposal, and lay them out (six queries)."""
    vocab, query = snapshot.get(queries.read_vocabulary), filters.counting_query
    stances = queries.read_stances(snapshot.scope, vocab, proposals=[proposal.pk])
    lines = StanceLines(snapshot, stances, query, [proposal.slug])
    parties = proposal_sections.list_parties(lines, proposal)
    of_parties = _cut(request, parties, "stances")
    of_experts = _cut(request, proposal_sections.list_actors_of(lines, proposal, ActorKind.EXPERT), "experts")
    standing = _cut(request, _list_standing(filters, lines, proposal), "standing")
    explaining = queries.read_claims_by_id(snapshot.scope, _collect_explaining(vocab, stances, standing, of_experts))
    claims = queries.select_claims(snapshot.scope, proposal=proposal)
    table = configure_table(ClaimTable(claims, exclude=("proposal",), orderable=False), request, filters)
    blank_of = write_blank_of(queries.count_coded(snapshot, proposal))
    explained = proposal_sections.explain_verdict(lines, proposal, explaining)
    return {
        "has_verdicts": vocab.has_verdicts,
        "proposers": queries.list_proposers(snapshot, proposal),
        "not_yet": proposal.pk not in snapshot.get(queries.list_put_forward),
        "withdrawn_on": queries.find_withdrawal(snapshot, proposal),
        "sides": _write_sides(lines, proposal, of_parties, parties),
        "sides_pages": number_pages(request, of_parties, "stances"),
        "experts": proposal_sections.write_experts(lines, proposal, of_experts, explaining),
        "experts_pages": number_pages(request, of_experts, "experts"),
        **_show_standing(request, filters, lines, proposal, standing, explaining),
        "conditions": proposal_sections.list_conditions(lines, proposal, explaining),
        "table": table,
        "count": table.paginator.count,
        "lede": where_they_stand.write_lede(lines, proposal),
        "positions": where_they_stand.draw_positions(lines, proposal),
        "own_words": where_they_stand.list_own_words(lines, explained.get("put_in", ()), blank_of),
        "strip": make_strip_of_proposal(snapshot, proposal, query),
        "blank_of": blank_of,
        "remarks": queries.read_notes(proposal),
        "divides": make_spread_section(snapshot, stances, proposal, query),
        **explained,
        **proposal_sections.list_outcomes(lines, proposal),
        **proposal_sections.list_relatives(snapshot, proposal),
    }


def _cut(request, actors, parameter):
    return Paginator(actors, ACTORS_A_PAGE).get_page(request.GET.get(parameter))


def _write_sides(lines, proposal, page, parties):
    """Lay out the parties of a page by side; on the first of them also who has said nothing."""
    sides = proposal_sections.write_sides(lines, proposal, page)
    return sides if page.has_previous() else proposal_sections.add_silent(sides, lines, proposal, set(parties))


def _list_standing(filters, lines, proposal):
    """Return the actors that stand at the value that is asked for, none if no value is."""
    value = filters.value_chosen
    return [] if value is None else proposal_sections.list_standing(lines, proposal, value)


def _show_standing(request, filters, lines, proposal, page, claims):
    """Lay out who stands at the value that is asked for."""
    value = filters.value_chosen
    if value is None:
        return {}
    return {
        "value": format_value(value),
        "value_word": SCALES[Dimension.POSITION][value],
        "standing": proposal_sections.write_standing(lines, proposal, page, claims),
        "standing_number": page.paginator.count,
        "standing_pages": number_pages(request, page, "standing"),
    }


def _collect_explaining(vocab, stances, standing, experts):
    """Return the ids of the claims that the page quotes: what decides for principals and for who stands at the value
    that is asked for, what decides which prospects these experts see, and what says a condition."""
    quoted = {actor.pk for actor in (*vocab.principals, *standing)}
    branches = [queries.collect_branches(stances, dimension) for dimension in Dimension]
    expected = queries.collect_deciding(stances, Dimension.PROSPECTS, {expert.pk for expert in experts})
    return queries.collect_deciding(stances, Dimension.POSITION, quoted).union(expected, *branches)
