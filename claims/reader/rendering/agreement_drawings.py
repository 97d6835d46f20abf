"""What the templates draw of the tree and of the map of actors: marks with their addresses and names."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.http import QueryDict

from ... import queries
from ...models import Actor, Negotiation
from ...rendering import charts, palette
from ...rules.folding import isolate

NAMED_IN_A_LINK = 40  # actors below a joint of the tree whose own table it links to


class DrawnLeaf(NamedTuple):
    """An actor at the end of the tree: its address, its name, and in full."""

    href: str
    name: str
    title: str


class DrawnPoint(NamedTuple):
    """An actor on the map, with the mark of its side. `labels` are where its name is written, each with the class of
    the widths of the page for which it is."""

    x: float
    y: float
    href: str
    name: str
    title: str
    mark: palette.SideMark
    labels: list[tuple[charts.Label, str]]


class DrawnKnot(NamedTuple):
    """The mark of a joint of the tree, with its address."""

    x: float
    y: float
    href: str
    title: str


def draw_layouts(
    negotiation: Negotiation,
    actors: Sequence[Actor],
    layouts: queries.Layouts,
    query: str,
    pair_query: str,
    parameters: QueryDict,
) -> dict[str, Any]:
    """Return what the templates draw of the Layouts of these actors; empty where there are none.

    `query` is what links to actors keep, `pair_query` what those to pairs keep; `parameters` are those of the page.
    """
    if layouts.tree is None or layouts.map is None:
        return {}
    ordered = [actors[place] for place in layouts.tree.order]
    tree = charts.draw_tree(layouts.tree)
    sides = {actor.part.side.pk: actor.part.side for actor in actors}
    numbers = {pk: number for number, pk in enumerate(sides)}
    points = charts.draw_map(layouts.map.points, [actor.short_name for actor in actors])
    return {
        "tree": tree,
        "leaves": [DrawnLeaf(actor.get_absolute_url() + query, actor.short_name, actor.name) for actor in ordered],
        "joints": tree.joints,
        "knots": [_draw_knot(negotiation, joint, ordered, actors, pair_query, parameters) for joint in tree.joints],
        "map": points,
        "stress": layouts.map.stress,
        "explained": layouts.map.explained,
        "points": [
            _draw_point(actor, numbers[actor.part.side.pk], point, _choose_labels(wide, narrow), query)
            for actor, point, wide, narrow in zip(actors, points.points, points.wide, points.narrow, strict=True)
        ],
        "unlabelled": points.wide.count(None),
        "sides": [(side, palette.get_side_mark(numbers[pk])) for pk, side in sides.items()],
    }


def _draw_knot(
    negotiation: Negotiation,
    joint: charts.Joint,
    ordered: Sequence[Actor],
    actors: Sequence[Actor],
    pair_query: str,
    parameters: QueryDict,
) -> DrawnKnot:
    """A joint leads to the pair below it; above more actors, to the table of these."""
    below = ordered[joint.first : joint.last + 1]
    if len(below) == 2:
        one, other = sorted(below, key=actors.index)
        href = negotiation.get_address("pair", one.slug, other.slug) + pair_query
    elif len(below) > NAMED_IN_A_LINK:
        href = "#pairs"
    else:
        query = parameters.copy()
        for name in ("page", "columns", "side"):
            query.pop(name, None)
        query.setlist("actor", [actor.slug for actor in below])
        href = f"{negotiation.get_address('agreement')}?{query.urlencode()}"
    names = ", ".join(isolate(actor.short_name) for actor in below[:6]) + ("…" if len(below) > 6 else "")
    title = f"{len(below)} actors, joined at a mean distance of {joint.height:.2f}: {names}"
    return DrawnKnot(joint.x, joint.y, href, title)


def _draw_point(
    actor: Actor, number: int, point: charts.Point, labels: list[tuple[charts.Label, str]], query: str
) -> DrawnPoint:
    href, title = actor.get_absolute_url() + query, f"{isolate(actor.name)}, {isolate(str(actor.part.side))}"
    return DrawnPoint(*point, href, actor.short_name, title, palette.get_side_mark(number), labels)


def _choose_labels(wide: charts.Label | None, narrow: charts.Label | None) -> list[tuple[charts.Label, str]]:
    """Return one label where it is the same on all pages, else each with the class of the pages for which it is."""
    labels = [(wide, "")] if wide == narrow else [(wide, "wide"), (narrow, "narrow")]
    return [(label, css) for label, css in labels if label]
