"""Actors as a tree and as a map: who is near whom, drawn from their agreements.

Both take the square array of agreements (0 to 1, NaN where a pair has no number) and read 1 − agreement as a distance.
They are undefined, and not drawn, where `find_obstacle` names one: neither method knows what to do with a missing pair.

`cluster` is average linkage (UPGMA; R. R. Sokal and C. D. Michener, 1958) with its leaves ordered so that neighbours
are near (Z. Bar-Joseph, D. K. Gifford and T. S. Jaakkola, 2001). `scale` is classical scaling (W. S. Torgerson, 1952):
the two directions in which the actors differ most. A map in two dimensions bends the distances; it says by how much,
by stress-1 (J. B. Kruskal, 1964). Heights, points and distances are all in units of 1 − agreement.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

FEWEST = 5  # actors: a map of fewer shows less than their table
ALIKE = 1e-9  # what differs by less is the same: floating point


Point = tuple[float, float]
Joint = tuple[Point, Point, Point, Point]
Span = tuple[int, int]
Square = NDArray[np.float64]


class ObstacleKind(StrEnum):
    """Why tree and map cannot be drawn."""

    TOO_FEW_ACTORS = "too-few-actors"
    PAIRS_WITHOUT_NUMBER = "pairs-without-number"


class Obstacle(NamedTuple):
    """Why tree and map cannot be drawn: so many are `there` of those `needed`, actors or pairs with a number."""

    kind: ObstacleKind
    there: int
    needed: int


class TreeLayout(NamedTuple):
    """The actors' places in the order of the leaves, and the joints of the dendrogram, the lowest first.

    A joint is four points (x, y) of a line that goes up, across and down: x counts leaves from 0, y is the mean
    distance (0 to 1) at which the two branches join. `spans` are the first and the last leaf below each joint.
    """

    order: list[int]
    joints: list[Joint]
    spans: list[Span]


class MapLayout(NamedTuple):
    """A point (x, y) for each actor, in units of distance, and how true the map is.

    `stress` is Kruskal's stress-1: the misfit of the map's distances, 0 for none. `explained` is the share of the
    eigenvalues' absolute sum in the two that are drawn. Both are None where all actors lie on one point.
    """

    points: list[Point]
    stress: float | None
    explained: float | None


def find_obstacle(agreements: Square, fewest: int = FEWEST) -> Obstacle | None:
    """Return None where tree and map can be drawn, else what is in the way."""
    actors = len(agreements)
    if actors < fewest:
        return Obstacle(ObstacleKind.TOO_FEW_ACTORS, actors, fewest)
    is_without = np.isnan(agreements)[np.triu_indices(actors, 1)]
    pairs, without = len(is_without), int(is_without.sum())
    return Obstacle(ObstacleKind.PAIRS_WITHOUT_NUMBER, pairs - without, pairs) if without else None


def cluster(agreements: Square) -> TreeLayout:
    """Return the TreeLayout of two or more actors all of whose pairs have a number.

    Either end may come first: the one that does stands earlier among the actors.
    """
    # Only here, since a command that draws no tree need not load scipy: a third of a second and some forty megabytes.
    # A server loads it as it starts.
    from scipy.cluster.hierarchy import leaves_list, linkage
    from scipy.spatial.distance import squareform

    links = linkage(squareform(_compute_distances(agreements)), "average", optimal_ordering=True)
    order = leaves_list(links).tolist()
    if order[0] > order[-1]:
        order = order[::-1]
    return TreeLayout(order, *_join(links.tolist(), order))


def scale(agreements: Square) -> MapLayout:
    """Return the MapLayout of actors all of whose pairs have a number; at least two.

    How a map is turned says nothing, so it is settled: on each axis the actor farthest out (the first of several)
    lies on the positive side, and where two directions matter alike, the actor farthest from the centre lies on x.
    """
    distances = _compute_distances(agreements)
    actors = len(distances)
    centring = np.eye(actors) - 1 / actors
    weights, directions = np.linalg.eigh(-centring @ distances**2 @ centring / 2)
    two = weights[:-3:-1].clip(min=0)
    points = _settle(directions[:, :-3:-1] * np.sqrt(two), two)
    apart = np.sqrt(((points[:, None] - points[None]) ** 2).sum(axis=2))
    if apart.max() < ALIKE:
        return MapLayout([(0.0, 0.0)] * actors, None, None)
    stress = float(np.sqrt(((distances - apart) ** 2).sum() / (apart**2).sum()))
    return MapLayout([(float(x), float(y)) for x, y in points], stress, float(two.sum() / np.abs(weights).sum()))


class _Branch(NamedTuple):
    """A part of the tree: where its joint stands (x in leaves), how high, and its first and last leaf."""

    x: float
    height: float
    first: int
    last: int

    @property
    def top(self) -> Point:
        return self.x, self.height


def _join(links: Sequence[tuple[int, int, float, int]], order: Sequence[int]) -> tuple[list[Joint], list[Span]]:
    """Return joints and spans of scipy's links: a branch stands over the middle of the two that it joins."""
    branches = {actor: _Branch(float(x), 0.0, x, x) for x, actor in enumerate(order)}
    joints: list[Joint] = []
    spans: list[Span] = []
    for number, (one, other, height, _) in enumerate(links, start=len(order)):
        left, right = sorted((branches[one], branches[other]))
        joints.append((left.top, (left.x, height), (right.x, height), right.top))
        spans.append((left.first, right.last))
        branches[number] = _Branch((left.x + right.x) / 2, height, left.first, right.last)
    return joints, spans


def _compute_distances(agreements: Square) -> Square:
    """Return 1 − agreement, without distance of an actor from itself."""
    distances: Square = 1 - agreements
    np.fill_diagonal(distances, 0)
    return distances


def _settle(points: NDArray[Any], weights: NDArray[Any]) -> NDArray[Any]:
    """Turn and mirror points so that equal data give equal pictures."""
    if weights[1] > ALIKE and weights[0] - weights[1] < ALIKE * weights[0]:
        x, y = points[_find_farthest_out(np.hypot(*points.T))]
        points = points @ np.array([[x, -y], [y, x]]) / np.hypot(x, y)
    for axis in points.T:
        if axis[_find_farthest_out(np.abs(axis))] < 0:
            axis *= -1
    return points


def _find_farthest_out(sizes: NDArray[Any]) -> int:
    """Return the place of the largest; of several alike, the first."""
    return int((sizes >= sizes.max() - ALIKE).argmax())
