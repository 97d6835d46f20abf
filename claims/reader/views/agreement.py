"""Who is close to whom: the agreement of all pairs as ranges and as a table, and where it can be drawn, as a tree and a
map."""

from collections import Counter
from itertools import chain

from django.core.paginator import Paginator
from django.views.decorators.vary import vary_on_headers

from ... import queries
from ...exporters import agreement as exporter
from ...rendering import palette
from ...rules.scales import DIMENSIONS
from ...wording.closeness import write_headline, write_lede
from ...wording.layouts import write_obstacle
from ...wording.numbers import write_shown
from ..filters import AgreementFilter
from ..rendering.agreement_drawings import draw_layouts
from ..rendering.agreement_rows import AgreementRows
from ..rendering.pair_ranges import NumbersOfPairs, draw_groups, list_drawn, list_ticks, tell_closeness
from ..shared import downloads
from ..shared.answers import answer_filtered
from ..shared.chosen_rows import ask_for_pairs, order_actors
from ..shared.list_view import number_pages
from ..shared.networks import send_network
from ..shared.read_filters import read_filters
from ..shared.urls_with import change_query

ACTORS_A_PAGE = 40  # in rows as in columns


@vary_on_headers("HX-Request")
def agreement_table(request):
    """Show the agreement of all pairs; for htmx, only what the filters change."""
    filters = read_filters(request, AgreementFilter)
    snapshot = queries.get_snapshot(filters.scope, request.data_version)
    asked = ask_for_pairs(filters, snapshot)
    if filters.export_chosen and (file := _download(request, filters, snapshot, asked)):
        return file
    context = {"filters": filters, **_show_pairs(request, filters, snapshot, asked)}
    return answer_filtered(request, filters, "claims/agreement.html", context, "claims/partials/agreement.html")


def _download(request, filters, snapshot, asked):
    """Send one row per pair, in the order of the page, or a network of all actors that are asked for; None where that
    cannot be, which is then said of the filters."""
    for name, sentence in list(filters.list_misfits()):
        filters.refuse(name, sentence)
    if not filters.is_valid():
        return None
    if filters.network_chosen:
        return send_network(request, filters, snapshot, asked)
    pairs = snapshot.get(queries.compare_pairs, asked)
    lower = snapshot.get(queries.compute_lower_bounds, asked, tuple(range(len(pairs.actors))))
    order = order_actors(filters, pairs.actors, snapshot.get(queries.lay_out, asked, filters.reading_chosen))
    return downloads.send_table(request, filters, "agreement", exporter.make_pairs_table(pairs, lower, order))


def _show_pairs(request, filters, snapshot, asked):
    reading = filters.reading_chosen
    pairs = snapshot.get(queries.compare_pairs, asked)
    layouts = snapshot.get(queries.lay_out, asked, reading)
    order = order_actors(filters, pairs.actors, layouts)
    across, down = (Paginator(order, ACTORS_A_PAGE).get_page(request.GET.get(name)) for name in ("columns", "page"))
    bounds = snapshot.get(queries.compute_lower_bounds, asked, tuple(sorted({*across, *down})))
    query, pair_query = filters.counting_query, filters.numbers_query
    with_bounds = filters.chosen.get("bounds") == "show"
    rows = AgreementRows(request.negotiation, pairs, bounds, pair_query, query, with_bounds)
    return {
        "pairs": pairs,
        "shown": write_shown(
            (len(asked.proposals), len(snapshot.get(queries.list_put_forward)), "proposal"),
            (len(asked.actors), len(queries.list_present(snapshot, (filters.dimension_chosen,))), "actor"),
        ),
        "sides_beyond": _list_sides_beyond(request, pairs),
        "number_of_pairs": len(order) * (len(order) - 1) // 2,
        "with_number": [(name, pairs.count_with_number(name)) for name in pairs.agreements],
        "dimension": DIMENSIONS[filters.dimension_chosen],
        "reading": reading,
        "minimum": filters.minimum,
        "why_not": write_obstacle(layouts.obstacle) if layouts.obstacle else "",
        "ordered_by_tree": not layouts.obstacle and filters.chosen.get("order") in (None, "cluster"),
        "columns": [pairs.actors[place] for place in across],
        "rows": [rows.draw_row(place, across) for place in down],
        "row_pages": number_pages(request, down, "page"),
        "column_pages": number_pages(request, across, "columns"),
        "with_bounds": with_bounds,
        "shades": palette.AGREEMENT_SHADES,
        "opens_table": with_bounds or bool({"page", "columns"}.intersection(request.GET)),
        "toggle_bounds": change_query(request.path, request.GET, bounds=None if with_bounds else "show"),
        "least": change_query(request.path, request.GET, min_n=1, page=None, columns=None),
        "query": query,
        "later": snapshot.get(queries.count_put_forward_later),
        **_draw_closeness(request, filters, snapshot, asked),
        **draw_layouts(request.negotiation, pairs.actors, layouts, query, pair_query, request.GET),
    }


def _draw_closeness(request, filters, snapshot, asked):
    """Return the finding, and the ranges of the pairs that are drawn."""
    pairs, drawn = snapshot.get(queries.compare_pairs, asked), list_drawn(snapshot, asked)
    ranked = snapshot.get(queries.rank_closeness, asked)
    ends = [end.pair for end in (ranked.closest, ranked.farthest) if end]
    places = {place for pair in chain(ends, *(of_group for _, of_group in drawn)) for place in pair}
    bounds = snapshot.get(queries.compute_lower_bounds, asked, tuple(sorted(places)))
    numbers = NumbersOfPairs(pairs, bounds)
    told = tell_closeness(snapshot, asked, numbers, filters.scope.as_of)
    return {
        "headline": write_headline(told),
        "lede": write_lede(told),
        "groups": draw_groups(request.negotiation, pairs, numbers, drawn, filters.numbers_query),
        "compared": told.compared,
        "drawn": sum(len(of_group) for _, of_group in drawn),
        "ticks": list_ticks(),
    }


def _list_sides_beyond(request, pairs):
    """Return (side, how many of its actors were left out, address of the table of this side alone)."""
    numbers = Counter(actor.part.side for actor in pairs.chosen.beyond) if pairs.chosen else {}
    return [
        (side, number, change_query(request.path, request.GET, side=side.slug, actor=None, page=None, columns=None))
        for side, number in numbers.items()
    ]
