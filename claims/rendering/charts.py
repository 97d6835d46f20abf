"""Coordinates of drawings: what a rule laid out in its own units → places on a page, across in percent of the width.

Nothing here knows of actors or addresses: marks and labels are numbered as they were given. Templates draw them as SVG
with presentation attributes and classes only, so that they stand under a strict content security policy, and without a
viewBox, so that words never scale. Rows of a tree are pixels down; a map is as tall as its width says, and down in
percent too, or distances would be longer one way than the other.
"""

from collections.abc import Sequence
from typing import NamedTuple

from ..rules.measures.layouts import TreeLayout

LETTER = 6.6  # pixels, the width of one, on average, at the size of the labels
LINE = 14  # the height of a label
ROW = 24  # the height of a leaf
ASPECT = 1.5  # the width of a map by its height, which the stylesheet gives it
EDGE = 6  # percent of the width of a map that its points leave free at each side
RADIUS = 6  # of a mark
MOST_BESIDE = 14  # actors whose map has room for their names beside their tree; that of more stands below it, large
BESIDE, BELOW = (444, 588, 720), (592, 720, 960)  # widths that a map may have, in pixels, at the tree's side and below
NARROW = (288, 358, 592)  # on a phone
MOST = 1e9  # percent for a distance of 1; points that need more are one point


class Box(NamedTuple):
    """A rectangle on the page, in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def is_inside(self, other: "Box") -> bool:
        return (
            self.left >= other.left
            and self.top >= other.top
            and self.right <= other.right
            and self.bottom <= other.bottom
        )


class Point(NamedTuple):
    """A place on a map, in percent of its width and of its height."""

    x: float
    y: float


class Label(NamedTuple):
    """Where a word stands: how far from its point, in pixels, the start, middle or end of its base line is."""

    right: float
    down: float
    anchor: str


class Joint(NamedTuple):
    """A joint of a tree, across in percent and down in pixels: where its two branches begin and at which rows, where
    they meet, and there its knot; the height that it stands for, and its first and last leaf."""

    upper: float
    lower: float
    top: float
    bottom: float
    x: float
    y: float
    height: float
    first: int
    last: int


class Tick(NamedTuple):
    """A line of the scale of a tree, in percent, and the height that it stands for."""

    x: float
    height: float


class TreeDrawing(NamedTuple):
    """A tree that lies on its side: its leaves at the right, one below the other, the root at the left; so tall, in
    pixels, without the scale below it."""

    height: int
    joints: list[Joint]
    ticks: list[Tick]


class MapDrawing(NamedTuple):
    """Points on a plane, for each its Label where there is room for a wide map and for a narrow one, else None, and a
    bar of so many percent of the width for `bar` in the units of distance. `beside`: it stands beside the tree."""

    points: list[Point]
    wide: list[Label | None]
    narrow: list[Label | None]
    bar: float
    bar_width: float
    beside: bool = True


def draw_tree(layout: TreeLayout) -> TreeDrawing:
    """Draw a tree."""
    top = max(joint[1][1] for joint in layout.joints)
    end = next((step for step in (0.2, 0.4, 0.6, 0.8) if top <= step), 1)

    def across(height: float) -> float:
        return round(100 - 100 * height / end, 2)

    def down(place: float) -> float:
        return round(ROW * (place + 0.5), 1)

    joints = [
        Joint(across(y0), across(y1), down(x0), down(x1), across(high), down((x0 + x1) / 2), high, *span)
        for ((x0, y0), (_, high), _, (x1, y1)), span in zip(layout.joints, layout.spans, strict=True)
    ]
    ticks = [Tick(across(part * end / 4), part * end / 4) for part in range(5)]
    return TreeDrawing(ROW * len(layout.order), joints, ticks)


def draw_map(points: Sequence[tuple[float, float]], names: Sequence[str]) -> MapDrawing:
    """Draw points in units of distance, both axes alike; `names` are those of the points, in order."""
    span_x, span_y = (max(axis) - min(axis) for axis in zip(*points, strict=True))
    room = 100 - 2 * EDGE
    scale = min(room / span_x if span_x else MOST, room / ASPECT / span_y if span_y else MOST)
    scale = scale if scale < MOST else 1
    middle_x, middle_y = ((max(axis) + min(axis)) / 2 for axis in zip(*points, strict=True))
    placed = [
        Point(round(50 + (x - middle_x) * scale, 2), round(50 - (y - middle_y) * scale * ASPECT, 2)) for x, y in points
    ]
    bar = next((step for step in (0.5, 0.25, 0.1, 0.05) if step * scale <= 100 / 3), 0.01)
    beside = len(points) <= MOST_BESIDE
    wide, narrow = place_labels(placed, names, BESIDE if beside else BELOW), place_labels(placed, names, NARROW)
    return MapDrawing(placed, wide, narrow, bar, round(bar * scale, 2), beside)


def place_labels(points: Sequence[Point], names: Sequence[str], widths: Sequence[int]) -> list[Label | None]:
    """Return a Label for each point that covers no mark and no other label on a map of any of these widths, or None
    where there is no room for it."""
    places = [[(x * width / 100, y * width / ASPECT / 100) for x, y in points] for width in widths]
    pages = [Box(0, 0, width, width / ASPECT) for width in widths]
    taken = [[Box(x - RADIUS, y - RADIUS, x + RADIUS, y + RADIUS) for x, y in at_width] for at_width in places]

    def is_free(boxes: Sequence[Box]) -> bool:
        return all(
            box.is_inside(page) and not any(box.meets(other) for other in others)
            for box, page, others in zip(boxes, pages, taken, strict=True)
        )

    labels: list[Label | None] = []
    for number, name in enumerate(names):
        spots = ((label, [_find_box(label, name, *at_width[number]) for at_width in places]) for label in _list_spots())
        label, boxes = next((spot for spot in spots if is_free(spot[1])), (None, []))
        labels.append(label)
        for box, others in zip(boxes, taken, strict=False):
            others.append(box)
    return labels


def _list_spots() -> list[Label]:
    """Return where a name could stand: to the right of its point, to the left, above, below."""
    gap = RADIUS + 3
    return [Label(gap, 4, "start"), Label(-gap, 4, "end"), Label(0, -gap, "middle"), Label(0, gap + 9, "middle")]


def _find_box(label: Label, name: str, x: float, y: float) -> Box:
    width = len(name) * LETTER
    left = x + label.right - {"start": 0, "middle": width / 2, "end": width}[label.anchor]
    return Box(left, y + label.down - LINE + 4, left + width, y + label.down + 3)
