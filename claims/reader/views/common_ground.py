"""Where the sides agree and disagree: the proposals by verdict, each with its reason and who stands in the way."""

from django.core.paginator import Paginator
from django.views.decorators.vary import vary_on_headers

from ... import queries
from ...exporters import lists, matrix
from ...exporters.networks import make_linkages_graph
from ...rendering.columns import make_column
from ...rendering.position_line import draw_key, draw_scale
from ...rules.scales import Dimension
from ...wording.numbers import write_shown
from ..filters import FindingsFilter
from ..rendering.finding_rows import group_findings
from ..rendering.findings import read_findings
from ..rendering.main_finding import tell_finding
from ..rendering.robustness_section import make_panel, read_robustness
from ..rendering.waits_section import make_waits_section
from ..rendering.where_they_stand import MOST_SIDES, number_sides
from ..shared import downloads
from ..shared.answers import answer_filtered
from ..shared.list_view import number_pages
from ..shared.read_filters import read_filters

FINDINGS_A_PAGE = 100


@vary_on_headers("HX-Request")
def common_ground(request):
    """Show the proposals by verdict, with the sides' stances, the conditions, and who refuses them."""
    filters = read_filters(request, FindingsFilter)
    snapshot, order = queries.get_snapshot(filters.scope, request.data_version), filters.chosen.get("order")
    of_any_proposal = _sort(snapshot, order)
    summaries = [row for row in of_any_proposal if filters.shows_proposal(row.proposal)]
    if filters.export_chosen:
        return _download(request, filters, snapshot, summaries)
    page = Paginator(summaries, FINDINGS_A_PAGE).get_page(request.GET.get("page"))
    context = {"filters": filters, "shown": write_shown((len(summaries), len(of_any_proposal), "proposal"))}
    findings = read_findings(snapshot, page, filters.counting_query)
    context["groups"] = group_findings(findings, order, summaries)
    context |= _describe_lines(snapshot, findings)
    of_all = snapshot.get(queries.summarise_proposals)
    chosen = [row for row in of_all if filters.shows_proposal(row.proposal)]
    context |= tell_finding(snapshot, filters.counting_query, chosen if len(chosen) < len(of_all) else None)
    context["later"] = snapshot.get(queries.count_put_forward_later)
    context["pages"] = number_pages(request, page, "page")
    if filters.has_verdicts:
        context |= make_waits_section(snapshot, filters.shows_proposal, filters.counting_query)
    context |= make_panel(
        request.negotiation, snapshot, filters.counting_query, filters.query_of_proposals, filters.shows_proposal
    )
    return answer_filtered(request, filters, "claims/common_ground.html", context, "claims/partials/common_ground.html")


def _describe_lines(snapshot, findings):
    """Return what the drawing of the findings needs besides their lines: its scale and its key."""
    sides = {actor.part.side for actor in snapshot.get(queries.read_vocabulary).principals}
    numbers = number_sides(snapshot.get(queries.read_vocabulary))
    return {
        "scale": draw_scale(),
        "key": [(draw_key(number), side.name) for side, number in numbers.items() if side in sides][:MOST_SIDES],
        "without_line": sum(not finding.line for finding in findings),
    }


def _sort(snapshot, order):
    """Return the Summaries in the order that is asked for; none where no side negotiates."""
    if not snapshot.get(queries.read_vocabulary).has_verdicts:
        return []
    return queries.sort_by_division(snapshot, order) if order else snapshot.get(queries.sort_by_verdict)


def _download(request, filters, snapshot, summaries):
    """Send one row for each proposal and principal, silent ones included, in the order of the page; or, if that is
    chosen, one row for each verdict that would change, or the network of what waits."""
    if filters.graph_chosen:
        by_slug = snapshot.get(queries.read_vocabulary).by_slug
        chosen = {
            proposal.slug
            for proposal in snapshot.get(queries.list_put_forward).values()
            if filters.shows_proposal(proposal)
        }
        graph = make_linkages_graph(by_slug, snapshot.get(queries.find_what_waits).linkages, chosen)
        return downloads.send_graph(request, filters, "linkages", graph)
    if filters.robustness_chosen:
        changes = read_robustness(snapshot, filters.shows_proposal).changes
        return downloads.send_table(request, filters, "robustness", lists.make_robustness_table(changes))
    principals = snapshot.get(queries.read_vocabulary).principals
    columns = [make_column(actor, Dimension.POSITION) for actor in principals]
    matrix_slice = matrix.MatrixSlice(snapshot, [summary.proposal for summary in summaries], columns)
    cells = matrix.read_cells(matrix_slice, blanks=True)
    return downloads.send_table(request, filters, "common-ground", matrix.make_cells_table(matrix_slice, cells))
