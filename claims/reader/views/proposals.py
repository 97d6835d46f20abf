"""The list of proposals, and the page of one: who stands where on it, and what that adds up to."""

from functools import partial

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.vary import vary_on_headers

from ... import queries
from ...exporters import lists
from ...models import ActorKind, Claim
from ...rules.scales import Dimension
from ..filters import DossierFilter, ProposalFilter
from ..rendering import proposal_sections
from ..rendering.spread_section import make_spread_section
from ..rendering.stance_lines import StanceLines
from ..shared import downloads
from ..shared.list_view import RowsWithNoneLast, configure_table, show_list
from ..tables import ClaimTable, ProposalTable


@vary_on_headers("HX-Request")
def proposal_list(request):
    """List the proposals by topic, each with what the principals' positions on it add up to."""
    has_verdicts = queries.have_verdicts(request.data_version)
    filters = ProposalFilter(request.GET, queryset=Claim.objects.published(), has_verdicts=has_verdicts)
    make_table = partial(_make_table, filters, request.data_version)
    export = partial(lists.make_proposals_table, has_verdicts=has_verdicts)
    return show_list(request, "claims/proposals.html", filters, make_table, export)


def proposal_detail(request, slug):
    """Show one proposal on one page."""
    filters = DossierFilter(request.GET, queryset=Claim.objects.published())
    snapshot = queries.get_snapshot(filters.scope, request.data_version)
    proposal = snapshot.get(queries.read_vocabulary).find_proposal(slug)
    if proposal is None:
        raise Http404(f"There is no proposal “{slug}”.")
    valid = filters.is_valid()
    if valid and filters.export_chosen:
        return _download(request, filters, snapshot, proposal)
    context = {"filters": filters, "proposal": proposal, "query": filters.counting_query}
    if valid:
        context |= _show_proposal(request, filters, snapshot, proposal)
    return render(request, "claims/proposal.html", context, status=200 if valid else 400)


def _make_table(filters, version):
    snapshot = queries.get_snapshot(filters.scope, version)
    topics, kind = {topic.pk for topic in filters.chosen["topic"]}, filters.chosen.get("verdict")
    rows = [
        row
        for row in queries.list_proposals(snapshot)
        if (not topics or row.proposal.topic_id in topics) and (not kind or row.verdict and row.verdict.kind == kind)
    ]
    without = [] if filters.has_verdicts else ["verdict", "gap"]
    if not filters.chosen.get("sort"):
        without.append("topic")  # it heads the rows
    table = ProposalTable(RowsWithNoneLast(rows), exclude=without, query=filters.counting_query)
    table.later = snapshot.get(queries.count_put_forward_later)
    return table


def _download(request, filters, snapshot, proposal):
    """Send who stands where on the proposal, parties before experts, or its claims."""
    if not filters.stances_chosen:
        claims = queries.select_claims(snapshot.scope, proposal=proposal)
        return downloads.send_claims(request, filters, f"claims-{proposal.slug}", claims)
    actors = snapshot.get(queries.read_vocabulary).actors.values()
    holders = sorted(actors, key=lambda actor: actor.kind == ActorKind.EXPERT)
    return downloads.send_stances(request, filters, f"stances-{proposal.slug}", snapshot, [proposal], holders)


def _show_proposal(request, filters, snapshot, proposal):
    """Read the stances and claims of one proposal, and lay them out (five queries)."""
    vocab, query = snapshot.get(queries.read_vocabulary), filters.counting_query
    stances = queries.read_stances(snapshot.scope, vocab, proposals=[proposal.pk])
    lines = StanceLines(snapshot, stances, query)
    explaining = queries.read_claims_by_id(snapshot.scope, _collect_explaining(vocab, stances))
    claims = queries.select_claims(snapshot.scope, proposal=proposal)
    table = configure_table(ClaimTable(claims, exclude=("proposal",), orderable=False), request, filters)
    return {
        "has_verdicts": vocab.has_verdicts,
        "proposers": queries.list_proposers(snapshot, proposal),
        "not_yet": proposal.pk not in snapshot.get(queries.list_put_forward),
        "sides": proposal_sections.write_sides(lines, proposal),
        "experts": proposal_sections.write_experts(lines, proposal),
        "conditions": proposal_sections.list_conditions(lines, proposal, explaining),
        "table": table,
        "count": table.paginator.count,
        "sources": snapshot.get(queries.count_fully_coded_sources),
        "remarks": queries.read_notes(proposal),
        "divides": make_spread_section(snapshot, stances, proposal, query),
        **proposal_sections.explain_verdict(lines, proposal, explaining),
        **proposal_sections.list_relatives(snapshot, proposal),
    }


def _collect_explaining(vocab, stances):
    """Return the ids of the claims that the page quotes: what decides for principals, and what says a condition."""
    principals = {actor.pk for actor in vocab.principals}
    branches = [queries.collect_branches(stances, dimension) for dimension in Dimension]
    return queries.collect_deciding(stances, Dimension.POSITION, principals).union(*branches)
