"""Who is close to whom: the agreement of all pairs as a table, and where it can be drawn, as a tree and a map."""

from typing import NamedTuple

import numpy as np
from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.vary import vary_on_headers

from ... import queries
from ...exporters import agreement as exporter
from ...models import Claim
from ...queries import agreement
from ...rendering import charts, palette
from ...rules.scales import DIMENSIONS
from ...wording.layouts import write_obstacle
from ..filters import AgreementFilter
from ..rendering.agreement_rows import AgreementRows
from ..shared import downloads
from ..shared.list_view import number_pages
from ..shared.urls_with import change_query

ACTORS_A_PAGE = 40  # in rows as in columns
NAMED_IN_A_LINK = 40  # actors below a joint of the tree whose own table it links to


class DrawnMark(NamedTuple):
    """A mark of a drawing with its address and its name; `label` says where the name is written, or is None."""

    x: float
    y: float
    href: str
    name: str
    title: str
    mark: palette.SideMark | None = None
    label: charts.Label | None = None


@vary_on_headers("HX-Request")
def agreement_table(request):
    """Show the agreement of all pairs; for htmx, only what the filters change."""
    filters = AgreementFilter(request.GET, queryset=Claim.objects.published())
    valid = filters.is_valid()
    context = {"filters": filters}
    if valid:
        snapshot = queries.get_snapshot(filters.scope, request.data_version)
        asked = agreement.PairsRequest(
            str(filters.dimension_chosen),
            tuple(filters.choose_actors(snapshot.vocab)),
            tuple(filters.choose_proposals(snapshot.vocab)),
            filters.minimum,
        )
        if filters.export_chosen:
            return _download(request, filters, snapshot, asked)
        context |= _shown(request, filters, snapshot, agreement.compare_pairs(snapshot, asked))
    template = "claims/partials/agreement.html" if request.htmx else "claims/agreement.html"
    return render(request, template, context, status=200 if valid else 400)


def _download(request, filters, snapshot, asked):
    """Send one row a pair, in the order of the page; or the network of all actors that are asked for."""
    if filters.chosen.get("table") == "network":
        ties = agreement.count_ties(snapshot, asked.dimension, asked.actors, asked.proposals)
        return downloads.send_table(
            request, filters, "network", exporter.make_network_table(asked.actors, asked.dimension, ties)
        )
    found = agreement.compare_pairs(snapshot, asked)
    lower = agreement.compute_lower_bounds(snapshot, found, range(len(found.actors)))
    order = _order(filters, found, agreement.lay_out(snapshot, found, filters.reading_chosen))
    return downloads.send_table(request, filters, "agreement", exporter.make_pairs_table(found, lower, order))


def _shown(request, filters, snapshot, found):
    reading = filters.reading_chosen
    drawn = agreement.lay_out(snapshot, found, reading)
    order = _order(filters, found, drawn)
    across, down = (Paginator(order, ACTORS_A_PAGE).get_page(request.GET.get(name)) for name in ("columns", "page"))
    bounds = agreement.compute_lower_bounds(snapshot, found, sorted({*across, *down}))
    query, with_bounds = filters.counting_query, filters.chosen.get("bounds") == "show"
    heat = AgreementRows(found, bounds, filters.numbers_query, query, with_bounds)
    marks = None if drawn.obstacle else _marks(request, filters, found, drawn)
    return {
        "found": found,
        "most_actors": agreement.MOST_ACTORS,
        "pairs": len(order) * (len(order) - 1) // 2,
        "with_number": [(name, _with_number(all_)) for name, all_ in found.agreements.items()],
        "dimension": DIMENSIONS[filters.dimension_chosen],
        "reading": reading,
        "minimum": filters.minimum,
        "why_not": write_obstacle(drawn.obstacle) if drawn.obstacle else "",
        "ordered_by_tree": not drawn.obstacle and filters.chosen.get("order") in (None, "cluster"),
        "columns": [found.actors[place] for place in across],
        "rows": [heat.row(place, across) for place in down],
        "row_pages": number_pages(request, down, "page"),
        "column_pages": number_pages(request, across, "columns"),
        "with_bounds": with_bounds,
        "shades": palette.AGREEMENT_SHADES,
        "toggle_bounds": change_query(request.path, request.GET, bounds=None if with_bounds else "show"),
        "least": change_query(request.path, request.GET, min_n=1, page=None, columns=None),
        "query": query,
        **(marks or {}),
    }


def _with_number(agreements):
    """Return how many pairs have a number."""
    value = agreements.value
    return int((~np.isnan(value)[np.triu_indices(len(value), 1)]).sum())


def _order(filters, found, drawn):
    """Return the places of the actors in the order of the table: that of the tree where there is one, unless another
    is asked for."""
    places, wanted = range(len(found.actors)), filters.chosen.get("order")
    if wanted == "name":
        return sorted(places, key=lambda place: found.actors[place].short_name.casefold())
    if wanted == "side" or drawn.obstacle:
        return list(places)
    return drawn.tree.order


# Drawings


def _marks(request, filters, found, drawn):
    """Return what the templates draw of tree and map."""
    ordered = [found.actors[place] for place in drawn.tree.order]
    tree = charts.draw_tree(drawn.tree, [actor.short_name for actor in ordered])
    sides = {actor.side_id: actor.side for actor in found.actors}
    numbers = {pk: number for number, pk in enumerate(sides)}
    points = charts.draw_map(drawn.map.points, [actor.short_name for actor in found.actors])
    query = filters.counting_query
    return {
        "tree": tree,
        "leaves": [_leaf(actor, y, tree.left, query) for actor, y in zip(ordered, tree.leaves, strict=True)],
        "knots": [_knot(joint, ordered, found, request, filters) for joint in tree.joints],
        "map": points,
        "stress": drawn.map.stress,
        "explained": drawn.map.explained,
        "points": [
            _point(actor, numbers[actor.side_id], point, label, query)
            for actor, point, label in zip(found.actors, points.points, points.labels, strict=True)
        ],
        "unlabelled": points.labels.count(None),
        "sides": [(side, palette.get_side_mark(numbers[pk])) for pk, side in sides.items()],
    }


def _leaf(actor, y, left, query):
    href = actor.get_absolute_url() + query
    return DrawnMark(left - 8, y + 4, href, actor.short_name, actor.name)


def _knot(joint, ordered, found, request, filters):
    """A joint leads to the pair below it; above more actors, to the table of these."""
    below = ordered[joint.first : joint.last + 1]
    if len(below) == 2:
        one, other = sorted(below, key=found.actors.index)
        href = reverse("claims:pair", args=[one.slug, other.slug]) + filters.numbers_query
    elif len(below) > NAMED_IN_A_LINK:
        href = "#pairs"
    else:
        query = request.GET.copy()
        for name in ("page", "columns", "side"):
            query.pop(name, None)
        query.setlist("actor", [actor.slug for actor in below])
        href = f"{request.path}?{query.urlencode()}"
    names = ", ".join(actor.short_name for actor in below[:6]) + ("…" if len(below) > 6 else "")
    title = f"{len(below)} actors, joined at a mean distance of {joint.height:.2f}: {names}"
    return {"path": joint.path, **DrawnMark(joint.x, joint.y, href, "", title)._asdict()}


def _point(actor, number, point, label, query):
    href = actor.get_absolute_url() + query
    return DrawnMark(
        *point, href, actor.short_name, f"{actor.name}, {actor.side}", palette.get_side_mark(number), label
    )
