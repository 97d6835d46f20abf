"""The list of claims, and the permanent page of one."""

from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.vary import vary_on_headers

from ... import queries, search
from ...models import Claim
from ...roles import read_roles
from ...rules import citations
from ...rules.publishing import may_edit
from ...rules.quotes import QuoteState
from ...wording.quotes import QUOTE_STATES
from ..filters import ClaimFilter
from ..shared import downloads, keyset_pagination
from ..tables import ClaimTable


@vary_on_headers("HX-Request")
def claim_list(request):
    """List published claims; for htmx, only the table that the filters change."""
    filters = ClaimFilter(request.GET, queryset=Claim.objects.published().for_table())
    context = {"filters": filters}
    try:
        if filters.is_valid():
            table = ClaimTable(_select_claims(filters, request.data_version))
            keyset_pagination.put_in_order(table, filters.chosen["sort"])
            if filters.export_chosen:
                return downloads.send_claims(request, filters, "claims", table.data.data)
            count, pages = keyset_pagination.cut(table, request, filters)
            context |= {"table": table, "count": count, "pages": pages}
    except keyset_pagination.ListError as fault:
        filters.form.add_error(fault.parameter, fault.sentence)
    template = "claims/partials/claims_table.html" if request.htmx else "claims/claims.html"
    return render(request, template, context, status=200 if filters.is_valid() else 400)


def _select_claims(filters, version):
    """Return the claims that the filters choose."""
    claims = search.find_claims(filters.qs, filters.chosen["q"])
    wanted = filters.chosen.get("verdict")
    if wanted is None:
        return claims
    decided = queries.get_snapshot(filters.scope, version).get(queries.decide_verdicts).verdicts
    return claims.filter(proposal__slug__in=[slug for slug, verdict in decided.items() if verdict.kind == wanted])


def claim_detail(request, public_id):
    """Show one published claim for good: its public id never changes."""
    claim = Claim.objects.published().for_table().filter(public_id=public_id).first()
    if claim is None:
        raise Http404(f"There is no published claim “{public_id}”.")
    context = {
        "claim": claim,
        "links": queries.read_linked_proposals(claim.depends_on),
        "checked": QUOTE_STATES[QuoteState(claim.quote_state)],
        "references": _write_citations(claim, request.build_absolute_uri(claim.get_absolute_url())),
        "contact": settings.CONTACT,
        "editable": may_edit(status=claim.status, roles=read_roles(request.user), mine=False),
    }
    return render(request, "claims/claim.html", context)


def _write_citations(claim, address):
    """Return (style, reference) of a claim: its source, the place in it, and where the claim is kept."""
    work = queries.make_cited_work(claim.source)
    permanent = (claim.public_id, claim.version, address)
    return [
        ("Note", citations.write_cited_claim(citations.write_note(work, claim.locator), *permanent)),
        ("Author-date", citations.write_cited_claim(citations.write_author_date(work), *permanent)),
        ("In the text", citations.write_in_text(work, claim.locator)),
    ]
