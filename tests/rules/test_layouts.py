"""Tree and map of actors: known shapes, and the same picture for the same data."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.rules.measures.layouts import Obstacle, ObstacleKind, cluster, find_obstacle, scale

# Two camps of three and two: near inside, far across.
CAMPS = np.array(
    [
        [1.0, 0.9, 0.9, 0.1, 0.1],
        [0.9, 1.0, 0.8, 0.1, 0.1],
        [0.9, 0.8, 1.0, 0.1, 0.1],
        [0.1, 0.1, 0.1, 1.0, 0.7],
        [0.1, 0.1, 0.1, 0.7, 1.0],
    ]
)


def agreements_of(points):
    """Return agreements that are true distances between points on a plane, none farther than 1."""
    points = np.asarray(points, float)
    return 1 - np.sqrt(((points[:, None] - points[None]) ** 2).sum(axis=2))


def test_five_actors_all_of_whose_pairs_have_a_number_are_enough():
    assert find_obstacle(CAMPS) is None


@pytest.mark.parametrize("actors", [0, 1, 4])
def test_fewer_actors_are_not_enough(actors):
    assert find_obstacle(CAMPS[:actors, :actors]) == Obstacle(ObstacleKind.TOO_FEW_ACTORS, actors, 5)


def test_pairs_without_a_number_are_counted():
    lacking = CAMPS.copy()
    lacking[0, 1] = lacking[1, 0] = np.nan
    np.fill_diagonal(lacking, np.nan)  # nobody asks about an actor and itself
    assert find_obstacle(lacking) == Obstacle(ObstacleKind.PAIRS_WITHOUT_NUMBER, 9, 10)
    lacking[3, 1] = lacking[1, 3] = np.nan
    assert find_obstacle(lacking) == Obstacle(ObstacleKind.PAIRS_WITHOUT_NUMBER, 8, 10)


def test_the_tree_joins_each_camp_before_both():
    tree = cluster(CAMPS)
    assert tree.order in ([1, 0, 2, 3, 4], [1, 0, 2, 4, 3], [2, 0, 1, 3, 4], [2, 0, 1, 4, 3])
    heights = sorted(joint[1][1] for joint in tree.joints)
    assert heights == pytest.approx([0.1, 0.15, 0.3, 0.9])
    leaves = sorted(x for joint in tree.joints for x, y in joint if y == 0)
    assert leaves == [0, 1, 2, 3, 4]


def test_a_joint_stands_over_the_middle_of_the_two_that_it_joins():
    pairs = 1 - np.array([[0, 0.2, 0.8, 0.8], [0.2, 0, 0.9, 0.8], [0.8, 0.9, 0, 0.4], [0.8, 0.8, 0.4, 0]])
    tree = cluster(pairs)
    low, high, top = tree.joints
    assert np.array(low) == pytest.approx(np.array([(0, 0), (0, 0.2), (1, 0.2), (1, 0)]))
    assert np.array(high) == pytest.approx(np.array([(2, 0), (2, 0.4), (3, 0.4), (3, 0)]))
    assert np.array(top) == pytest.approx(np.array([(0.5, 0.2), (0.5, 0.825), (2.5, 0.825), (2.5, 0.4)]))
    assert tree.spans == [(0, 1), (2, 3), (0, 3)]


def test_neighbours_in_the_tree_are_as_near_as_its_branches_allow():
    points = [(0.5, 0.3), (0, 0.6), (0.3, 0.3), (0.6, 0), (0.1, 0.3)]
    assert cluster(agreements_of(points)).order == [1, 4, 2, 0, 3]


@pytest.mark.parametrize("seed", range(8))
def test_of_the_actors_at_the_two_ends_of_the_tree_the_earlier_comes_first(seed):
    order = cluster(agreements_of(np.random.default_rng(seed).random((6, 2)) / 2)).order
    assert order[0] < order[-1]


def test_the_tree_is_mirrored_as_a_whole():
    turned = cluster(CAMPS[::-1, ::-1])
    assert turned.order[0] < turned.order[-1]
    assert all(left[0] <= right[0] for left, *_, right in turned.joints)
    top = max(turned.joints, key=lambda joint: joint[1][1])
    assert top[0][0] == pytest.approx(0.5)  # the camp of two now comes first
    assert sorted(turned.order[:2]) == [0, 1]


def test_the_map_of_points_on_a_plane_is_true():
    points = [(0, 0), (0.6, 0), (0.6, 0.3), (0, 0.3), (0.2, 0.1)]
    found = scale(agreements_of(points))
    assert found.stress == pytest.approx(0, abs=1e-9)
    assert found.explained == pytest.approx(1)
    assert agreements_of(found.points) == pytest.approx(agreements_of(points))


def test_the_map_of_a_camp_that_no_plane_holds_says_how_far_it_is_off():
    found = scale(CAMPS)
    assert 0 < found.stress < 0.2 and 0.7 < found.explained < 1
    assert len({x > 0 for x, _ in found.points[:3]} | {x < 0 for x, _ in found.points[3:]}) == 1


def test_stress_and_explained_share_as_computed_by_hand():
    """Four actors, each as far from every other: three equal directions, of which the map shows two."""
    found = scale(np.full((4, 4), 0.0) + np.eye(4))
    assert found.explained == pytest.approx(2 / 3)
    apart = 1 - agreements_of(found.points)[np.triu_indices(4, 1)]
    assert found.stress == pytest.approx(np.sqrt(((1 - apart) ** 2).sum() / (apart**2).sum()))


def test_actors_who_never_differ_lie_on_one_point_and_nothing_is_explained():
    found = scale(np.ones((5, 5)))
    assert found.points == [(0, 0)] * 5
    assert (found.stress, found.explained) == (None, None)


def test_a_square_is_turned_so_that_its_first_corner_lies_to_the_right():
    found = scale(agreements_of([(0, 0), (0.5, 0), (0.5, 0.5), (0, 0.5)]))
    assert found.points[0] == pytest.approx((0.5 * 2**0.5 / 2 * 1, 0), abs=1e-9)
    assert found.points[1] == pytest.approx((0, 0.5 * 2**0.5 / 2), abs=1e-9)


def test_a_regular_pentagon_keeps_its_distances_when_it_is_turned():
    angles = 2 + np.arange(5) * 2 * np.pi / 5
    corners = 0.4 * np.stack([np.cos(angles), np.sin(angles)], axis=1)
    points = np.concatenate([[(0, 0)], corners])  # an actor in the middle is near to all
    found = scale(agreements_of(points))
    assert found.points[1] == pytest.approx((0.4, 0), abs=1e-9)
    assert agreements_of(found.points) == pytest.approx(agreements_of(points))


def test_where_one_direction_matters_more_it_is_x_whoever_lies_farthest_from_the_centre():
    found = scale(agreements_of([(0, 0), (0.8, 0), (0.8, 0.2), (0, 0.2)]))
    expected = [(0.4, 0.1), (-0.4, 0.1), (-0.4, -0.1), (0.4, -0.1)]
    assert found.points == [pytest.approx(point) for point in expected]


@pytest.mark.parametrize("actors", [3, 6])
@pytest.mark.parametrize("step", [0.05, 0.07, 0.08, 0.1, 0.13, 0.2])
def test_actors_who_differ_in_one_way_only_lie_on_a_line(actors, step):
    found = scale(agreements_of([(place * step, 0) for place in range(actors)]))
    assert [y for _, y in found.points] == pytest.approx([0] * actors, abs=1e-6)
    middle = (actors - 1) / 2
    assert [x for x, _ in found.points] == pytest.approx([(middle - place) * step for place in range(actors)])


CORNERS = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=5, max_size=8, unique=True)


@settings(deadline=None)
@given(CORNERS, st.randoms(use_true_random=False))
def test_reordering_the_actors_moves_no_distance_of_the_map_and_no_height_of_the_tree(corners, seed):
    agreements = agreements_of(np.array(corners) / 10)
    order = list(range(len(corners)))
    seed.shuffle(order)
    moved = agreements[order][:, order]
    found, again = scale(agreements), scale(moved)
    assert (again.stress, again.explained) == (
        pytest.approx(found.stress, abs=1e-6),
        pytest.approx(found.explained, abs=1e-6),
    )
    assert agreements_of(again.points) == pytest.approx(agreements_of(found.points)[order][:, order], abs=1e-6)
    assert sorted(cluster(moved).order) == sorted(order)
    for axis in zip(*found.points, strict=True):
        assert max(axis) >= -min(axis) - 1e-6


def test_each_joint_knows_the_leaves_below_it():
    tree = cluster(CAMPS)
    assert [last - first + 1 for first, last in tree.spans] == [2, 3, 2, 5]
    for (left, _, _, right), (first, last) in zip(tree.joints, tree.spans, strict=True):
        assert first <= left[0] < right[0] <= last
