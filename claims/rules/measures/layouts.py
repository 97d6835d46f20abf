"""Actors as a tree and as a map: who is near whom, drawn from their agreements.

Both take the square array of agreements (0 to 1, NaN where a pair has no number) and read 1 − agreement as a distance.
They are drawn only where `find_obstacle` sees none, since neither method knows what to do with a missing pair.

`cluster` is average linkage (UPGMA; R. R. Sokal and C. D. Michener, 1958) with its leaves ordered so that neighbours
are near (Z. Bar-Joseph, D. K. Gifford and T. S. Jaakkola, 2001). `scale` is classical scaling (W. S. Torgerson, 1952):
the two directions in which the actors differ most. A map in two dimensions bends the distances; it says by how much.
"""

from typing import NamedTuple

FEWEST = 5  # actors: a map of fewer shows less than their table
ALIKE = 1e-9  # what differs by less is the same: floating point


class TreeLayout(NamedTuple):
    """The actors' places in the order of the leaves, and the joints of the dendrogram, the lowest first.

    A joint is four points (x, y) of a line that goes up, across and down: x counts leaves from 0, y is the mean
    distance (0 to 1) at which the two branches join. `spans` are the first and the last leaf below each joint.
    """

    order: list
    joints: list
    spans: list


class MapLayout(NamedTuple):
    """A point (x, y) for each actor, in units of distance, and how true the map is.

    `stress` is Kruskal's stress-1: the misfit of the map's distances, 0 for none. `explained` is the share of the
    eigenvalues' absolute sum in the two that are drawn. Both are None where all actors lie on one point.
    """

    points: list
    stress: float | None
    explained: float | None


def find_obstacle(agreements, fewest=FEWEST):
    """Return None where tree and map can be drawn, else the sentence that says why not."""
    import numpy as np

    actors = len(agreements)
    if actors < fewest:
        return f"Drawn for {fewest} or more actors; there {'is' if actors == 1 else 'are'} {actors or 'none'}."
    missing = int(np.isnan(agreements)[np.triu_indices(actors, 1)].sum())
    if missing:
        pairs = actors * (actors - 1) // 2
        have = "has" if missing == 1 else "have"
        return f"Drawn where every pair of actors has a number; {missing} of {pairs} pairs {have} none."
    return None


def cluster(agreements):
    """Return the Tree of two or more actors all of whose pairs have a number.

    Either end may come first: the one that does stands earlier among the actors.
    """
    from scipy.cluster.hierarchy import leaves_list, linkage
    from scipy.spatial.distance import squareform

    links = linkage(squareform(_distances(agreements)), "average", optimal_ordering=True)
    order = leaves_list(links).tolist()
    if order[0] > order[-1]:
        order = order[::-1]
    return TreeLayout(order, *_joints(links.tolist(), order))


def scale(agreements):
    """Return the Map of actors all of whose pairs have a number; at least two.

    How a map is turned says nothing, so it is settled: on each axis the actor farthest out (the first of several)
    lies on the positive side, and where two directions matter alike, the actor farthest from the centre lies on x.
    """
    import numpy as np

    distances = _distances(agreements)
    actors = len(distances)
    centring = np.eye(actors) - 1 / actors
    weights, directions = np.linalg.eigh(-centring @ distances**2 @ centring / 2)
    two = weights[:-3:-1].clip(min=0)
    points = _settled(directions[:, :-3:-1] * np.sqrt(two), two)
    apart = np.sqrt(((points[:, None] - points[None]) ** 2).sum(axis=2))
    if apart.max() < ALIKE:
        return MapLayout([(0.0, 0.0)] * actors, None, None)
    stress = float(np.sqrt(((distances - apart) ** 2).sum() / (apart**2).sum()))
    return MapLayout([(float(x), float(y)) for x, y in points], stress, float(two.sum() / np.abs(weights).sum()))


def _joints(links, order):
    """Return joints and spans of scipy's links: a branch stands over the middle of the two that it joins."""
    branches = {actor: (float(x), 0.0, x, x) for x, actor in enumerate(order)}
    joints, spans = [], []
    for number, (one, other, height, _) in enumerate(links, start=len(order)):
        left, right = sorted((branches[one], branches[other]))
        joints.append([left[:2], (left[0], height), (right[0], height), right[:2]])
        spans.append((left[2], right[3]))
        branches[number] = ((left[0] + right[0]) / 2, height, left[2], right[3])
    return joints, spans


def _distances(agreements):
    """Return 1 − agreement, without distance of an actor from itself."""
    import numpy as np

    distances = 1 - np.asarray(agreements, dtype=float)
    np.fill_diagonal(distances, 0)
    return distances.clip(min=0)


def _settled(points, weights):
    """Turn and mirror points so that equal data give equal pictures."""
    import numpy as np

    if weights[1] > ALIKE and weights[0] - weights[1] < ALIKE * weights[0]:
        x, y = points[_farthest_out(np.hypot(*points.T))]
        points = points @ np.array([[x, -y], [y, x]]) / np.hypot(x, y)
    for axis in points.T:
        if axis[_farthest_out(np.abs(axis))] < 0:
            axis *= -1
    return points


def _farthest_out(sizes):
    """Return the place of the largest; of several alike, the first."""
    return int((sizes >= sizes.max() - ALIKE).argmax())
