"""The list of claims, and the permanent page of one."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.vary import vary_on_headers
from django_tables2 import RequestConfig

from .. import search
from ..filters import ClaimFilter
from ..models import Claim
from ..rules.quotes import QUOTE_STATES, QuoteState
from ..tables import ClaimTable


@vary_on_headers("HX-Request")
def claims(request):
    """List published claims; for htmx, only the table that the filters change."""
    filters = ClaimFilter(request.GET, queryset=Claim.objects.published().for_table())
    valid = filters.is_valid()
    context = {
        "filters": filters,
        "names": filters.names_chosen(),
        "folded_chosen": filters.folded_chosen(),
    }
    if valid:
        table = ClaimTable(search.claims_with(filters.qs, filters.chosen["q"]))
        RequestConfig(request, paginate={"per_page": filters.rows_a_page()}).configure(table)
        context |= {"table": table, "said": filters.in_words(), "count": table.paginator.count}
    template = "claims/partials/claims_table.html" if request.htmx else "claims/claims.html"
    return render(request, template, context, status=200 if valid else 400)


def claim(request, claim):
    """Show one published claim for good: its public id never changes."""
    found = Claim.objects.published().for_table().filter(public_id=claim).first()
    if found is None:
        raise Http404(f"There is no published claim “{claim}”.")
    checked = QUOTE_STATES[QuoteState(found.quote_state)]
    return render(request, "claims/claim.html", {"claim": found, "checked": checked})
