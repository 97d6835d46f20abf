"""The list of claims, and the permanent page of one."""

import re

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.vary import vary_on_headers

from ... import queries
from ...exporters.references import list_items
from ...models import Claim, Source
from ...models.frozen import get_today
from ...roles import read_roles
from ...rules.cited_pages import CitedClaim, cite_claim, cite_source
from ...rules.embedded import describe_claim, list_tags
from ...rules.publishing import may_edit
from ...rules.quotes import QuoteState
from ...wording.findings import Narrowing
from ...wording.list_findings import tell_claims
from ...wording.quotes import QUOTE_STATES
from ..filters import ClaimFilter
from ..rendering.claim_sentence import tell_claim
from ..rendering.embedded import draw_embedded
from ..shared import downloads, keyset_pagination
from ..shared.answers import answer_filtered, redirect_with_query
from ..shared.chosen_rows import select_claims
from ..shared.citing import send_records
from ..shared.list_view import number_pages
from ..shared.negotiation import choose_visible, find_negotiation, read_visible
from ..shared.read_filters import read_filters
from ..tables import ClaimTable

CORRECTIONS_A_PAGE = 20

_VERSION = re.compile(r"[1-9][0-9]{0,8}")


def claim_list_everywhere(request):
    """List published claims of all negotiations, or go to the list of the only one."""
    only = find_negotiation(request)
    if only:
        return redirect_with_query(request, only.get_address("claims"))
    request.negotiation = None
    return claim_list(request)


@vary_on_headers("HX-Request")
def claim_list(request):
    """List published claims; for htmx, only the table that the filters change."""
    negotiation = request.negotiation
    claims = Claim.objects.published().said_by(get_today()).for_table()
    filters = read_filters(request, ClaimFilter, queryset=claims)
    while True:
        try:
            table = ClaimTable(select_claims(filters, request.data_version), everywhere=not negotiation)
            keyset_pagination.put_in_order(table, filters.chosen["sort"])
            if filters.export_chosen:
                return downloads.send_claims(request, filters, "claims", table.data.data)
            if filters.record_chosen:
                return _send_sources(filters, table.data.data)
            rows = table.data.data
            count, pages = keyset_pagination.cut(table, request, filters)
            break
        except keyset_pagination.ListError as fault:  # then without what this list cannot do
            filters.refuse(fault.parameter, fault.sentence)
    context = {"filters": filters, "table": table, "count": count, "pages": pages}
    context["finding"] = _tell_finding(request, filters, rows, count)
    return answer_filtered(request, filters, "claims/claims.html", context, "claims/partials/claims_table.html")


def _send_sources(filters, claims):
    """Send the records of the sources of claims, each once, in the order of their titles."""
    sources = Source.objects.filter(pk__in=claims.order_by().values("source")).order_by("title", "slug")
    return send_records(list_items(sources), "sources-of-claims", filters.record_chosen)


def _tell_finding(request, filters, rows, count):
    """Say what the claims come to that a reader chose."""
    scope, clauses = filters.scope, len(filters.counted_words)
    sources = None
    if not clauses:
        everything = queries.get_snapshot(scope, request.data_version)
        sources = everything.get(queries.count_evidence).sources
    listed = queries.count_listed_claims(rows, count, request.data_version, sources)
    return tell_claims(listed, Narrowing(scope.as_of, rows=count if clauses > bool(scope.as_of) else None))


def claim_detail(request, public_id):
    """Show one published claim for good: its public id never changes; with `version`, as it was published before."""
    claim = Claim.objects.published().for_table().filter(public_id=public_id).first()
    visible = choose_visible(request)
    if claim is None or claim.proposal.negotiation.slug not in read_visible(request):
        return _answer_unpublished(request, public_id, visible)
    request.negotiation = claim.proposal.negotiation
    wanted = request.GET.get("version", "")
    earlier = None
    if wanted and wanted != str(claim.version):
        number = int(wanted) if _VERSION.fullmatch(wanted) else 0
        earlier = queries.read_earlier_version(claim, number, visible)
        if earlier is None:
            raise Http404(f"Claim “{public_id}” has no published version “{wanted}”.")
    as_published = earlier.claim if earlier else claim
    path = as_published.get_absolute_url()
    address = request.build_absolute_uri(f"{path}?version={as_published.version}" if earlier else path)
    past = None if earlier else queries.read_published_past(claim, visible)
    corrections = Paginator(past.corrections if past else [], CORRECTIONS_A_PAGE)
    corrections = corrections.get_page(request.GET.get("corrections"))
    context = {
        "claim": as_published,
        "sentence": tell_claim(as_published),
        "earlier": earlier,
        "past": past,
        "corrections": corrections,
        "corrections_pages": number_pages(request, corrections, "corrections"),
        "links": queries.read_linked_proposals(as_published),
        "checked": "" if earlier else QUOTE_STATES[QuoteState(claim.quote_state)],
        "permanent": address,
        **_cite(as_published, address, getattr(request, "as_of_release", None)),
        "editable": may_edit(status=claim.status, roles=read_roles(request.user), mine=False),
    }
    return render(request, "claims/claim.html", context)


def _answer_unpublished(request, public_id, visible):
    """Say of a claim that was published once that it is withdrawn, with none of its content; else there is no page."""
    withdrawal = queries.read_withdrawal(public_id, visible)
    if withdrawal is None:
        raise Http404(f"There is no published claim “{public_id}”.")
    context = {"public_id": public_id, "withdrawal": withdrawal}
    return render(request, "claims/withdrawn.html", context, status=410)


def _cite(claim, address, as_of):
    """Return how a claim is cited: by its source, the place in it, and where the claim is kept; and what its page says
    of that to programs."""
    source, work = claim.source, claim.source.get_cited_work()
    release = as_of.named if as_of else ""
    cited = CitedClaim(claim.public_id, claim.version, address, claim.locator, claim.quote, release)
    of_source = cite_source(source.slug, source.language, work, source.url)
    citing = cite_claim(cited, of_source, work)
    described = describe_claim(cited, of_source.item, str(claim.proposal), str(claim.holder), citing.references[0][1])
    tags = list_tags(of_source.item, address, claim.quote)
    return {"citing": citing, "embedded": draw_embedded(tags, described)}
