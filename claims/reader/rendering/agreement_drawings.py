"""What the templates draw of the tree and of the map of actors: marks with their addresses and names."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.http import QueryDict

from ... import queries
from ...models import Actor, Negotiation
from ...rendering import charts, palette
from ...rules.folding import isolate

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


class DrawnKnot(NamedTuple):
    """A joint of the tree: the lines that meet in it, and its mark with its address."""

    path: str
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
    tree = charts.draw_tree(layouts.tree, [actor.short_name for actor in ordered])
    sides = {actor.part.side.pk: actor.part.side for actor in actors}
    numbers = {pk: number for number, pk in enumerate(sides)}
    points = charts.draw_map(layouts.map.points, [actor.short_name for actor in actors])
    return {
        "tree": tree,
        "leaves": [_draw_leaf(actor, y, tree.left, query) for actor, y in zip(ordered, tree.leaves, strict=True)],
        "knots": [_draw_knot(negotiation, joint, ordered, actors, pair_query, parameters) for joint in tree.joints],
        "map": points,
        "stress": layouts.map.stress,
        "explained": layouts.map.explained,
        "points": [
            _draw_point(actor, numbers[actor.part.side.pk], point, label, query)
            for actor, point, label in zip(actors, points.points, points.labels, strict=True)
        ],
        "unlabelled": points.labels.count(None),
        "sides": [(side, palette.get_side_mark(numbers[pk])) for pk, side in sides.items()],
    }


def _draw_leaf(actor: Actor, y: float, left: float, query: str) -> DrawnMark:
    href = actor.get_absolute_url() + query
    return DrawnMark(left - 8, y + 4, href, actor.short_name, actor.name)


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
    return DrawnKnot(joint.path, joint.x, joint.y, href, title)


def _draw_point(actor: Actor, number: int, point: charts.Point, label: charts.Label | None, query: str) -> DrawnMark:
    href = actor.get_absolute_url() + query
    return DrawnMark(
        *point,
        href,
        actor.short_name,
        f"{isolate(actor.name)}, {isolate(str(actor.part.side))}",
        palette.get_side_mark(number),
        label,
    )
