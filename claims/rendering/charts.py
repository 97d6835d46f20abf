"""Coordinates of drawings: what a rule laid out in its own units → places on a page, in pixels, with room for words.

Nothing here knows of actors or addresses: marks and labels are numbered as they were given. Templates draw them as SVG
with presentation attributes and classes only, so that they stand under a strict content security policy.
"""

from typing import NamedTuple

LETTER = 6.6  # the width of one, on average, at the size of the labels
LINE = 14  # the height of a label
ROW = 20  # the height of a leaf
WIDTH, HEIGHT = 720, 480  # of the map
BRANCHES = 560  # the width of the tree without its labels
RADIUS = 6  # of a mark


class Box(NamedTuple):
    """A rectangle on the page."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other):
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


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


class TreeDrawing(NamedTuple):
    """A tree that lies on its side: leaves at the left, one below the other, the root at the right.

    `leaves` are the y of each, in their order; `ticks` are (x, height) of the scale.
    """

    width: float
    height: float
    left: float
    leaves: list
    joints: list
    ticks: list


class MapDrawing(NamedTuple):
    """Points on a plane: (x, y) of each, its Label or None where it has no room, and a bar as long as `bar`."""

    width: float
    height: float
    points: list
    labels: list
    bar: float
    bar_width: float


def draw_tree(laid_out, names):
    """Return the Tree of a `layouts.Tree`; `names` are those of its leaves, in the order of the leaves."""
    left = round(max(map(len, names)) * LETTER + 12)
    top = max(joint[1][1] for joint in laid_out.joints)
    end = next((step for step in (0.2, 0.4, 0.6, 0.8) if top <= step), 1)

    def across(height):
        return round(left + height / end * BRANCHES, 1)

    def down(place):
        return round(ROW * (place + 0.5), 1)

    joints = [
        Joint(
            f"M{across(y0)} {down(x0)}H{across(high)}V{down(x1)}H{across(y1)}",
            across(high),
            down((x0 + x1) / 2),
            high,
            *span,
        )
        for ((x0, y0), (_, high), _, (x1, y1)), span in zip(laid_out.joints, laid_out.spans, strict=True)
    ]
    leaves = [down(place) for place in range(len(names))]
    ticks = [(across(part * end / 4), part * end / 4) for part in range(5)]
    return TreeDrawing(left + BRANCHES + 40, ROW * len(names) + 28, left, leaves, joints, ticks)


def draw_map(points, names):
    """Return the Map of points in units of distance, both axes alike; `names` are those of the points, in order."""
    room = round(max(map(len, names)) * LETTER + 2 * RADIUS)
    span_x, span_y = (max(axis) - min(axis) for axis in zip(*points, strict=True))
    scale = min((WIDTH - 2 * room) / span_x if span_x else 1e9, (HEIGHT - 4 * LINE) / span_y if span_y else 1e9)
    scale = scale if scale < 1e9 else 1
    middle_x, middle_y = ((max(axis) + min(axis)) / 2 for axis in zip(*points, strict=True))
    placed = [
        (round(WIDTH / 2 + (x - middle_x) * scale, 1), round(HEIGHT / 2 - (y - middle_y) * scale, 1)) for x, y in points
    ]
    bar = next((step for step in (0.5, 0.25, 0.1, 0.05) if step * scale <= WIDTH / 3), 0.01)
    return MapDrawing(WIDTH, HEIGHT, placed, place_labels(placed, names), bar, round(bar * scale, 1))


def place_labels(points, names):
    """Return a Label for each point that covers no mark and no other label, or None where there is no room for it.

    The first of four places that is free is taken: to the right, to the left, above, below.
    """
    taken = [Box(x - RADIUS, y - RADIUS, x + RADIUS, y + RADIUS) for x, y in points]
    frame = Box(0, 0, WIDTH, HEIGHT)
    found = []
    for (x, y), name in zip(points, names, strict=True):
        width, gap = len(name) * LETTER, RADIUS + 3
        tries = (
            (Label(x + gap, y + 4, "start"), x + gap),
            (Label(x - gap, y + 4, "end"), x - gap - width),
            (Label(x, y - gap, "middle"), x - width / 2),
            (Label(x, y + gap + 9, "middle"), x - width / 2),
        )
        chosen = None
        for label, left in tries:
            box = Box(left, label.y - LINE + 4, left + width, label.y + 3)
            if _inside(box, frame) and not any(box.meets(other) for other in taken):
                chosen = label._replace(x=round(label.x, 1), y=round(label.y, 1))
                taken.append(box)
                break
        found.append(chosen)
    return found


def _inside(box, frame):
    return box.left >= frame.left and box.top >= frame.top and box.right <= frame.right and box.bottom <= frame.bottom
