"""How sure the verdicts are: which would be others with one source or origin less, without hearsay, or with conditions
read as refusals, each by name.

Every verdict is made again for every source, which takes seconds where there are thousands: then the page of common
ground does not wait for it but links to this one (htmx opens it in place). Where there are few, it holds it.
"""

from django.core.paginator import Paginator
from django.views.decorators.vary import vary_on_headers

from ... import queries
from ...exporters import lists
from ...rules.measures.robustness import TrialKind
from ...wording.numbers import write_shown
from ...wording.robustness import write_robustness_headline, write_robustness_lede
from ..filters import OnProposalsFilter
from ..rendering import robustness_section
from ..shared import downloads
from ..shared.answers import answer_filtered
from ..shared.list_view import number_pages
from ..shared.read_filters import read_filters


@vary_on_headers("HX-Request")
def robustness(request):
    """Show which verdicts would change if less were known; for htmx, the panel alone."""
    filters = read_filters(request, OnProposalsFilter)
    snapshot, context = queries.get_snapshot(filters.scope, request.data_version), {"filters": filters}
    hangs_on = robustness_section.read_robustness(snapshot, filters.shows_proposal)
    if filters.export_chosen:
        return downloads.send_table(request, filters, "robustness", lists.make_robustness_table(hangs_on.changes))
    if filters.has_verdicts:
        page = Paginator(hangs_on.changes, robustness_section.CHANGES_A_PAGE).get_page(request.GET.get("page"))
        context |= robustness_section.make_section(
            request.negotiation, snapshot, filters.counting_query, hangs_on, page
        )
        changing = {trial: hangs_on.count_proposals(trial) for trial in TrialKind}
        context["headline"] = write_robustness_headline(changing, hangs_on.verdicts, filters.scope.as_of)
        context["lede"] = write_robustness_lede(changing) if hangs_on.verdicts else ""
        proposals = snapshot.get(queries.list_put_forward).values()
        context["shown"] = write_shown((sum(map(filters.shows_proposal, proposals)), len(proposals), "proposal"))
        context["later"] = snapshot.get(queries.count_put_forward_later)
        context["pages"] = number_pages(request, page, "page")
    return answer_filtered(request, filters, "claims/robustness.html", context, "claims/partials/robustness.html")
