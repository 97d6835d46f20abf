"""Coordinates of drawings: what a rule laid out in its own units → places on a page, in pixels, with room for words.

Nothing here knows of actors or addresses: marks and labels are numbered as they were given. Templates draw them as SVG
with presentation attributes and classes only, so that they stand under a strict content security policy.
"""

from collections.abc import Sequence
from typing import NamedTuple

from ..rules.measures.layouts import TreeLayout

LETTER = 6.6  # the width of one, on average, at the size of the labels
LINE = 14  # the height of a label
ROW = 20  # the height of a leaf
WIDTH, HEIGHT = 720, 480  # of the map
BRANCHES = 560  # the width of the tree without its labels
RADIUS = 6  # of a mark
MOST = 1e9  # pixels for a distance of 1; points that need more are one point


class Box(NamedTuple):
    """A rectangle on the page."""

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
    """A place on the page."""

    x: float
    y: float


class Label(NamedTuple):
    """Where a word stands: the point of its start, middle or end on its base line."""

    x: float
    y: float
    anchor: str


class Joint(NamedTuple):
    """A joint of a tree: the path of its line, its knot, the height that it stands for, and its first and last leaf."""

    path: str
    x: float
    y: float
    height: float
    first: int
    last: int


class Tick(NamedTuple):
    """A line of the scale of a tree, and the height that it stands for."""

    x: float
    height: float


class TreeDrawing(NamedTuple):
    """A tree that lies on its side: leaves at the left, one below the other, the root at the right.

    `leaves` are the y of each, in their order; `left` is where the lines begin, after the names.
    """

    width: float
    height: float
    left: float
    leaves: list[float]
    joints: list[Joint]
    ticks: list[Tick]


class MapDrawing(NamedTuple):
    """Points on a plane, the Label of each or None where it has no room, and a bar as long as `bar` in the units of
    distance."""

    width: float
    height: float
    points: list[Point]
    labels: list[Label | None]
    bar: float
    bar_width: float


def draw_tree(layout: TreeLayout, names: Sequence[str]) -> TreeDrawing:
    """Draw a tree; `names` are those of its leaves, in the order of the leaves."""
    left = round(max(map(len, names)) * LETTER + 12)
    top = max(joint[1][1] for joint in layout.joints)
    end = next((step for step in (0.2, 0.4, 0.6, 0.8) if top <= step), 1)

    def across(height: float) -> float:
        return round(left + height / end * BRANCHES, 1)

    def down(place: float) -> float:
        return round(ROW * (place + 0.5), 1)

    joints = [
        Joint(
            f"M{across(y0)} {down(x0)}H{across(high)}V{down(x1)}H{across(y1)}",
            across(high),
            down((x0 + x1) / 2),
            high,
            *span,
        )
        for ((x0, y0), (_, high), _, (x1, y1)), span in zip(layout.joints, layout.spans, strict=True)
    ]
    leaves = [down(place) for place in range(len(names))]
    ticks = [Tick(across(part * end / 4), part * end / 4) for part in range(5)]
    return TreeDrawing(left + BRANCHES + 40, ROW * len(names) + 28, left, leaves, joints, ticks)


def draw_map(points: Sequence[tuple[float, float]], names: Sequence[str]) -> MapDrawing:
    """Draw points in units of distance, both axes alike; `names` are those of the points, in order."""
    room = round(max(map(len, names)) * LETTER + 2 * RADIUS)
    span_x, span_y = (max(axis) - min(axis) for axis in zip(*points, strict=True))
    scale = min((WIDTH - 2 * room) / span_x if span_x else MOST, (HEIGHT - 4 * LINE) / span_y if span_y else MOST)
    scale = scale if scale < MOST else 1
    middle_x, middle_y = ((max(axis) + min(axis)) / 2 for axis in zip(*points, strict=True))
    placed = [
        Point(round(WIDTH / 2 + (x - middle_x) * scale, 1), round(HEIGHT / 2 - (y - middle_y) * scale, 1))
        for x, y in points
    ]
    bar = next((step for step in (0.5, 0.25, 0.1, 0.05) if step * scale <= WIDTH / 3), 0.01)
    return MapDrawing(WIDTH, HEIGHT, placed, place_labels(placed, names), bar, round(bar * scale, 1))


def place_labels(points: Sequence[Point], names: Sequence[str]) -> list[Label | None]:
    """Return a Label for each point that covers no mark and no other label, or None where there is no room for it."""
    taken = [Box(x - RADIUS, y - RADIUS, x + RADIUS, y + RADIUS) for x, y in points]
    labels: list[Label | None] = []
    for point, name in zip(points, names, strict=True):
        free = (spot for spot in _list_spots(point, name) if not any(spot.box.meets(other) for other in taken))
        spot = next(free, None)
        labels.append(spot and spot.label)
        if spot:
            taken.append(spot.box)
    return labels


class _Spot(NamedTuple):
    """A place that a label could take, and the room that it would need there."""

    label: Label
    box: Box


def _list_spots(point: Point, name: str) -> list[_Spot]:
    """Return where a name could stand on the page: to the right of its point, to the left, above, below."""
    (x, y), width, gap = point, len(name) * LETTER, RADIUS + 3
    spots = [
        _Spot(Label(round(x, 1), round(y, 1), anchor), Box(left, y - LINE + 4, left + width, y + 3))
        for x, y, anchor, left in (
            (x + gap, y + 4, "start", x + gap),
            (x - gap, y + 4, "end", x - gap - width),
            (x, y - gap, "middle", x - width / 2),
            (x, y + gap + 9, "middle", x - width / 2),
        )
    ]
    return [spot for spot in spots if spot.box.is_inside(_PAGE)]


_PAGE = Box(0, 0, WIDTH, HEIGHT)
