"""What came of what experts expect: of all, of each, and expectation by expectation."""

from django.core.paginator import Paginator
from django.views.decorators.vary import vary_on_headers

from ... import queries
from ...exporters import expectations as exporter
from ...rules.measures.expectations import ExpectationKind
from ...wording.expectations import PART_COUNTS, write_all_headline, write_all_lede
from ...wording.numbers import write_shown
from ..filters import ExpertsFilter
from ..rendering import track_records
from ..shared import downloads
from ..shared.answers import answer_filtered
from ..shared.list_view import number_pages
from ..shared.read_filters import read_filters

ROWS_A_PAGE = 100
EXPERTS_A_PAGE = 50


@vary_on_headers("HX-Request")
def expert_list(request):
    """Show how good expectations were in sum and expert by expert, and list them with what came of each."""
    filters = read_filters(request, ExpertsFilter)
    snapshot = queries.get_snapshot(filters.scope, request.data_version)
    records = snapshot.get(queries.choose_expectations, filters.make_choice(snapshot))
    listed = filters.choose_listed(records.judged)
    if filters.export_chosen:
        rows = queries.iterate_expectation_rows(snapshot, listed)
        return downloads.send_table(request, filters, "expectations", exporter.make_expectations_table(rows))
    page = Paginator(listed, ROWS_A_PAGE).get_page(request.GET.get("page"))
    experts = Paginator(records.by_expert, EXPERTS_A_PAGE).get_page(request.GET.get("experts"))
    told = [records.of_kind[kind] for kind in (ExpectationKind.FORECAST, ExpectationKind.PROSPECTS)]
    query = filters.numbers_query
    context = {
        "filters": filters,
        "query": filters.counting_query,
        "headline": write_all_headline(len(records.by_expert), *told),
        "lede": write_all_lede(*told),
        "part_counts": PART_COUNTS[filters.part_counts],
        "summaries": [
            track_records.summarise_track(kind, record, request.path, query)
            for kind, record in records.of_kind.items()
            if record.listed
        ],
        "ticks": track_records.TICKS,
        "experts": track_records.show_experts(experts, request.path, query),
        "experts_pages": number_pages(request, experts, "experts"),
        "rows": track_records.show_expectations(
            queries.read_expectation_rows(snapshot, page.object_list), filters.counting_query
        ),
        "shown": write_shown((len(listed), len(records.judged), "expectation")),
        "pages": number_pages(request, page, "page"),
    }
    return answer_filtered(request, filters, "claims/experts.html", context)
