"""The agreement of many pairs of actors at once, where packages are in packages or share parts.

Such packages are few and small, so each proposal in them is a step, bottom-up, over all pairs at once. Which proposals
are terms and units, and how far blanks reach, is the rule of `agreement`, and a property test holds them equal.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..packages import list_packages
from ..stance_arrays import NO_VALUE
from .agreement import FARTHEST, Packages, plant

Array = NDArray[Any]


class SortedPlaces(NamedTuple):
    """The places that are neither package nor part; packages whose parts are all their own and have none, with these;
    and all other packages."""

    plain: list[int]
    groups: dict[int, list[int]]
    nested: dict[int, list[int]]


class NestedSums(NamedTuple):
    """Of all pairs, over what is in nested packages or is one: `n`, `distance` and `units` as `agreement.compare`
    counts them, and what `agreement.fill_nearest` sums and counts. Square arrays over the actors."""

    n: Array
    distance: Array
    units: Array
    nearest_distance: Array
    nearest_places: Array


class _Chosen(NamedTuple):
    """For each pair the sum of distances and the number of terms that were chosen among some proposals."""

    distance: Array
    terms: Array

    def measure(self, mean: Array) -> Array:
        """Return how far they lie above the mean, together."""
        excess: Array = self.distance - mean * self.terms
        return excess


def sort_places(size: int, packages: Packages) -> SortedPlaces:
    """Sort so many places by what packages make of them."""
    packages_of = list_packages(packages)
    flat = {
        package: sorted(parts)
        for package, parts in sorted(packages.items())
        if package not in packages_of and all(not packages.get(p) and len(packages_of[p]) == 1 for p in parts)
    }
    nested = {package: list(parts) for package, parts in packages.items() if package not in flat}
    return SortedPlaces([p for p in range(size) if p not in packages and p not in packages_of], flat, nested)


def sum_nested(table: NDArray[np.int8], packages: Packages) -> NestedSums:
    """Return the NestedSums of all pairs of rows over these packages and all that is in them."""
    square = (len(table), len(table))
    sums = NestedSums(*(np.zeros(square, kind) for kind in (float, float, int, float, int)))
    packages_of, forest = list_packages(packages), plant(0, packages)
    opened: dict[int, Array] = {}
    shared: dict[int, Array] = {}
    for place in forest.order:
        valued = table[:, place] != NO_VALUE
        shared[place] = valued[:, None] & valued
        opened[place] = _find_opened(packages, shared, opened, place, square)
        column = table[:, place].astype(np.int16)
        distances = np.abs(column[:, None] - column)
        term = shared[place] & ~opened[place]
        sums.n[:] += term
        sums.distance[:] += term * distances
        if not packages.get(place):
            sums.nearest_distance[:] += shared[place] * distances
            sums.nearest_places[:] += 1
        elif place not in forest.parts:
            sums.nearest_places[:] += ~opened[place]
    for place in forest.order:
        unit = ~opened[place]
        for package in packages_of.get(place, ()):
            unit &= opened[package]
        sums.units[:] += unit
    return sums


class NestedPairs:
    """Some pairs of actors and what nested packages hold for them; `choose` is a step of `agreement.fill_farthest`.

    `codes` holds how far the blank beside a value reaches, 0 beside none; `i` and `j` are the rows of the pairs.
    """

    def __init__(self, table: Array, codes: Array, packages: Packages, i: Array, j: Array) -> None:
        self.forest = plant(0, packages)
        self.shared: dict[int, Array] = {}
        self.opened: dict[int, Array] = {}
        self.distances: dict[int, Array] = {}
        for place in self.forest.order:
            reach = compute_reaches(codes[i, place], codes[j, place])
            apart = np.abs(table[i, place].astype(np.int16) - table[j, place])
            self.shared[place] = reach == 0
            self.distances[place] = np.where(reach == 0, apart, reach)
            self.opened[place] = _find_opened(packages, self.shared, self.opened, place, i.shape)

    def choose(self, mean: Array) -> tuple[Array, Array]:
        """Return the sum of distances and the number of terms that lie farthest above the mean, for each pair."""
        best: dict[int, _Chosen] = {}
        filled: dict[int, _Chosen] = {}
        nothing = _Chosen(np.zeros(mean.shape), np.zeros(mean.shape))
        for place in self.forest.order:
            below, some = nothing, nothing
            for part in self.forest.parts.get(place, ()):
                below = _Chosen(below.distance + best[part].distance, below.terms + best[part].terms)
                better = filled[part].measure(mean) > np.where(some.terms > 0, some.measure(mean), -np.inf)
                some = _pick(better & (filled[part].terms > 0), filled[part], some)
            some = _pick(below.terms > 0, below, some)
            opened, own = self.opened[place], _Chosen(self.distances[place], np.ones(mean.shape))
            stands = ~opened & ((some.terms == 0) | (own.measure(mean) >= some.measure(mean)))
            filled[place] = _pick(stands, own, some)
            wins = ~opened & (own.measure(mean) > 0) & (own.measure(mean) >= below.measure(mean))
            best[place] = _pick(wins, own, below)
            if place in self.forest.whole:
                best[place] = _pick(self.shared[place] & ~opened, filled[place], best[place])
        roots = [best[root] for root in self.forest.roots]
        return np.sum([one.distance for one in roots], axis=0), np.sum([one.terms for one in roots], axis=0)


def compute_reaches(one: Array, other: Array) -> Array:
    """Return how far each blank reaches, 0 where both actors have a value, from the reaches beside their values."""
    reaches: Array = np.maximum(one, other)
    reaches[reaches == 0] = FARTHEST
    reaches[(one > 0) & (other > 0)] = 0
    return reaches


def _find_opened(
    packages: Packages, shared: Mapping[int, Array], opened: Mapping[int, Array], place: int, shape: tuple[int, ...]
) -> Array:
    """Return for which pairs something within a place is shared."""
    any_shared = np.zeros(shape, bool)
    for part in packages.get(place, ()):
        any_shared |= shared[part] | opened[part]
    return any_shared


def _pick(which: Array, one: _Chosen, other: _Chosen) -> _Chosen:
    return _Chosen(np.where(which, one.distance, other.distance), np.where(which, one.terms, other.terms))
