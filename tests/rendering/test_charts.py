"""Drawings: every mark and word on the page, in its place, and none over another."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.rendering import charts
from claims.rules.measures import layouts


def test_a_tree_lies_on_its_side_with_room_for_its_names():
    laid_out = layouts.TreeLayout(
        [2, 0, 1], [[(0.0, 0.0), (0.0, 0.1), (1.0, 0.1), (1.0, 0.0)], [(0.5, 0.1), (0.5, 0.3), (2.0, 0.3), (2.0, 0.0)]],
        [(0, 1), (0, 2)],
    )  # fmt: skip
    drawn = charts.draw_tree(laid_out, ["Ruritania", "B", "C"])
    assert drawn.left > len("Ruritania") * charts.LETTER
    assert drawn.leaves == [10, 30, 50] and drawn.height > 60
    first, second = drawn.joints
    quarter = charts.BRANCHES / 4  # of a scale that ends at 0.4
    assert first.path == f"M{drawn.left}.0 10.0H{drawn.left + quarter}V30.0H{drawn.left}.0"
    assert (second.x, second.y) == (drawn.left + 3 * quarter, 35.0)
    assert [(joint.first, joint.last) for joint in drawn.joints] == [(0, 1), (0, 2)]
    assert [round(height, 3) for _, height in drawn.ticks] == [0, 0.1, 0.2, 0.3, 0.4]


def test_actors_who_never_differ_make_a_tree_too():
    laid_out = layouts.cluster(np.ones((5, 5)))
    assert {joint.x for joint in charts.draw_tree(laid_out, list("ABCDE")).joints} == {
        charts.draw_tree(laid_out, list("ABCDE")).left
    }


POINTS = st.lists(st.tuples(st.floats(-1, 1), st.floats(-1, 1)), min_size=1, max_size=12)


@settings(deadline=None, max_examples=100, derandomize=True, database=None)
@given(POINTS)
def test_all_points_lie_on_the_map_and_no_name_covers_a_mark_or_another_name(points):
    names = [f"Actor {number}" for number in range(len(points))]
    drawn = charts.draw_map(points, names)
    assert all(0 <= x <= drawn.width and 0 <= y <= drawn.height for x, y in drawn.points)
    starts = {"start": 0, "middle": 0.5, "end": 1}
    boxes = []
    for label, name in zip(drawn.labels, names, strict=True):
        if label:
            width = len(name) * charts.LETTER
            left = label.x - starts[label.anchor] * width
            boxes.append(charts.Box(left + 0.1, label.y - 9.9, left + width - 0.1, label.y + 2.9))
    marks = [charts.Box(x - 5.8, y - 5.8, x + 5.8, y + 5.8) for x, y in drawn.points]
    assert not [pair for pair in combinations(boxes, 2) if pair[0].meets(pair[1])]
    assert not [mark for mark in marks for box in boxes if mark.meets(box)]


def test_a_map_keeps_the_distances_alike_in_both_directions():
    drawn = charts.draw_map([(0, 0), (0.4, 0), (0, 0.1)], ["A", "B", "C"])
    (x, y), (right, _), (_, up) = drawn.points
    assert (right - x) == pytest.approx(4 * (y - up), abs=0.5)
    assert drawn.bar_width / drawn.bar == pytest.approx((right - x) / 0.4, rel=0.01)


def test_a_name_without_room_is_left_out_and_its_mark_stays():
    drawn = charts.draw_map([(0, 0)] * 6, ["Somebody"] * 6)
    assert len(drawn.points) == 6 and drawn.labels.count(None) == 2
