"""Drawings: every mark and word on the page, in its place, and none over another."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.rendering import charts
from claims.rules.measures import layouts


def test_a_tree_lies_on_its_side_with_its_root_at_the_left():
    laid_out = layouts.TreeLayout(
        [2, 0, 1], [[(0.0, 0.0), (0.0, 0.1), (1.0, 0.1), (1.0, 0.0)], [(0.5, 0.1), (0.5, 0.3), (2.0, 0.3), (2.0, 0.0)]],
        [(0, 1), (0, 2)],
    )  # fmt: skip
    drawn = charts.draw_tree(laid_out)
    first, second = drawn.joints  # of a scale that ends at 0.4
    assert drawn.height == 3 * charts.ROW
    assert first[:6] == (100, 100, 12, 36, 75, 24)
    assert second[:6] == (75, 100, 24, 60, 25, 42)
    assert [(joint.height, joint.first, joint.last) for joint in drawn.joints] == [(0.1, 0, 1), (0.3, 0, 2)]
    assert [(x, round(height, 3)) for x, height in drawn.ticks] == [(100, 0), (75, 0.1), (50, 0.2), (25, 0.3), (0, 0.4)]


def test_actors_who_never_differ_make_a_tree_too():
    assert {joint.x for joint in charts.draw_tree(layouts.cluster(np.ones((5, 5)))).joints} == {100}


POINTS = st.lists(st.tuples(st.floats(-1, 1), st.floats(-1, 1)), min_size=1, max_size=12)


@settings(deadline=None, max_examples=100, derandomize=True, database=None)
@given(POINTS)
def test_all_points_lie_on_the_map_and_no_name_covers_a_mark_or_another_name_at_any_width(points):
    names = [f"Actor {number}" for number in range(len(points))]
    drawn = charts.draw_map(points, names)
    assert all(0 <= x <= 100 and 0 <= y <= 100 for x, y in drawn.points)
    for width in (*charts.BESIDE, *charts.NARROW):
        places = [(x * width / 100, y * width / charts.ASPECT / 100) for x, y in drawn.points]
        labels = drawn.wide if width in charts.BESIDE else drawn.narrow
        named = zip(places, labels, names, strict=True)
        boxes = [find_box(place, label, name) for place, label, name in named if label]
        marks = [charts.Box(x - 5.8, y - 5.8, x + 5.8, y + 5.8) for x, y in places]
        assert not [pair for pair in combinations(boxes, 2) if pair[0].meets(pair[1])]
        assert not [mark for mark in marks for box in boxes if mark.meets(box)]


def find_box(place, label, name):
    """Return the room that a name takes, a hair less on each side."""
    width = len(name) * charts.LETTER
    left = place[0] + label.right - {"start": 0, "middle": 0.5, "end": 1}[label.anchor] * width
    base = place[1] + label.down
    return charts.Box(left + 0.1, base - 9.9, left + width - 0.1, base + 2.9)


def test_a_map_keeps_the_distances_alike_in_both_directions():
    drawn = charts.draw_map([(0, 0), (0.4, 0), (0, 0.1)], ["A", "B", "C"])
    (x, y), (right, _), (_, up) = drawn.points
    assert (right - x) == pytest.approx(4 * (y - up) / charts.ASPECT, abs=0.1)
    assert drawn.bar_width / drawn.bar == pytest.approx((right - x) / 0.4, rel=0.01)


def test_a_name_without_room_is_left_out_and_its_mark_stays():
    drawn = charts.draw_map([(0, 0)] * 6, ["Somebody"] * 6)
    assert len(drawn.points) == 6 and drawn.wide.count(None) == drawn.narrow.count(None) == 2


def test_a_phone_leaves_out_names_for_which_a_wide_page_has_room():
    drawn = charts.draw_map([(0, 0), (1, 0.25), (0, 0.5)], ["A name of some forty letters, as some have"] * 3)
    assert None not in drawn.wide and set(drawn.narrow) == {None}


def test_a_map_of_many_actors_is_larger_and_stands_below_their_tree():
    points = [(x / 4, y / 4) for x in range(5) for y in range(3)]
    names = [f"Actor of number {number}" for number in range(len(points))]
    few, many = charts.draw_map(points[:14], names[:14]), charts.draw_map(points, names)
    assert (few.beside, many.beside) == (True, False)
    assert few.wide.count(None) > many.wide.count(None)
