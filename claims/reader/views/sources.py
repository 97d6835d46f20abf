"""The list of sources, and the page of one: its record, and every published claim and outcome drawn from it."""

from functools import partial

from django.http import Http404
from django.views.decorators.vary import vary_on_headers

from ... import queries
from ...exporters import lists
from ...exporters.references import list_items
from ...models import Source
from ...models.sources import match_cited
from ...rules.cited_pages import cite_source
from ...rules.embedded import describe_source, list_tags
from ...rules.scales import GRADES
from ...wording.csl import list_record
from ...wording.list_findings import tell_sources
from ..filters import SourceDossierFilter, SourceFilter
from ..rendering.embedded import draw_embedded
from ..rendering.main_finding import read_narrowing
from ..shared import downloads
from ..shared.answers import answer_filtered
from ..shared.citing import send_records
from ..shared.list_view import configure_table, show_list
from ..shared.negotiation import choose_visible, find_shared, knows_several
from ..shared.read_filters import read_filters
from ..tables import ClaimTable, SourceTable

IN_ORDER = ("quote", "holder", "proposal", "dimension", "value", "attribution", "speaker", "said_on")


@vary_on_headers("HX-Request")
def source_list(request):
    """List the sources of the claims that count."""
    filters = read_filters(request, SourceFilter)
    if filters.record_chosen:
        listed = queries.get_snapshot(filters.scope, request.data_version).get(queries.list_sources)
        return send_records(list_items([row.source for row in listed]), "sources", filters.record_chosen)
    return show_list(
        request,
        "claims/sources.html",
        filters,
        partial(_make_table, filters, request.data_version, knows_several(request)),
        lists.make_sources_table,
    )


def _make_table(filters, version, of_several):
    snapshot = queries.get_snapshot(filters.scope, version)
    rows = snapshot.get(queries.list_sources)
    table = SourceTable(rows, of_several=of_several)
    table.finding = tell_sources(queries.count_listed_sources(rows), read_narrowing(filters.scope))
    return table


def source_detail(request, slug):
    """Show the record of one source and what was drawn from it; never its text."""
    visible = choose_visible(request)
    filters = read_filters(request, SourceDossierFilter)
    source = find_shared(request, Source, slug, match_cited(visible))
    if source is None:
        raise Http404(f"There is no published source “{slug}”.")
    if filters.record_chosen:
        return send_records(list_items([source]), source.slug, filters.record_chosen)
    address = request.build_absolute_uri(source.get_absolute_url())
    citing = cite_source(source.slug, source.language, source.get_cited_work(), address)
    context = {
        "filters": filters,
        "source": source,
        "record": list_record(source.csl),
        "grade": GRADES.get(source.grade),
        "of_several": knows_several(request),
        "citing": citing,
        "embedded": draw_embedded(list_tags(citing.item, address), describe_source(citing.item, address)),
    }
    claims = queries.order_by_appearance(queries.select_claims(filters.scope, source=source))
    if filters.export_chosen:
        return downloads.send_claims(request, filters, f"claims-{source.slug}", claims, f"Claims from {source.title}")
    table = ClaimTable(claims, exclude=("source",), sequence=IN_ORDER, orderable=False)
    context["table"] = configure_table(table, request, filters)
    snapshot = queries.get_snapshot(filters.scope, request.data_version)
    context["codings"] = queries.list_codings_of(source, visible)
    context["wordings"] = queries.select_wordings(snapshot).filter(source=source)
    context["outcomes"] = queries.list_outcomes_of(snapshot, source)
    return answer_filtered(request, filters, "claims/source.html", context)
