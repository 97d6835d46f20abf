"""The lower bounds of many pairs of actors at once: `agreement.fill_farthest` over arrays.

Where there are packages, pairs are worked through slice by slice. In a slice each pair and package whose parts are all
its own and have none is a handful of small numbers: how far the package's own values lie apart or its blank reaches,
and how many of its parts are blanks that reach 4, 3 or 2 steps. All other packages are walked bottom-up
(`agreement_nested`). Shapes: one row per pair, one column a package. What comes out are mean distances (0 to 4),
undefined (NaN) where the pair has no agreement.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..stance_arrays import NO_VALUE
from .agreement import Packages
from .agreement_nested import NestedPairs, compute_reaches

REACHES = (4, 3, 2)  # of a blank, from the farthest
PAIRS_A_SLICE = 512  # so that the arrays of a slice stay in the processor's cache

Array = NDArray[Any]
ByReach = Mapping[int, Array]
Groups = Mapping[int, Sequence[int]]  # package → its parts, by column


class PairSums(NamedTuple):
    """Of each pair over some proposals: number and distances of the terms, and how many blanks reach how far."""

    n: Array
    distance: Array
    blanks: ByReach


class _Packages(NamedTuple):
    """Of some pairs: `blanks` counts the blank parts by reach, `open` says that no part is shared, so that the package
    may stand; `distance` is that of the package's own values, or its blank's reach, `shared` tells which."""

    blanks: ByReach
    open: Array
    distance: Array
    shared: Array


def compute_farthest_means(
    table: NDArray[np.int8], groups: Groups, nested: Packages, sums: PairSums, mean: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the largest mean distance that filled blanks could make, actors × actors; NaN where `mean` is.

    `sums` are those of the proposals outside packages and of the shared parts: number, distance, and the blanks
    outside packages by reach. `mean` is the mean as it is.
    """
    if not groups and not nested:
        return _fill_blanks(sums, mean)
    farthest = np.full(mean.shape, np.nan)
    one, other = np.nonzero(np.triu(~np.isnan(mean)))
    codes = np.where(table == NO_VALUE, 0, np.abs(table) + 2).astype(np.uint8)  # a value's reach, 0 for none
    for start in range(0, len(one), PAIRS_A_SLICE):
        i, j = one[start : start + PAIRS_A_SLICE], other[start : start + PAIRS_A_SLICE]
        packages = _count_blanks(table, codes, groups, i, j) if groups else None
        within = NestedPairs(table, codes, nested, i, j) if nested else None
        blanks = {reach: count[i, j] for reach, count in sums.blanks.items()}
        if packages:
            for reach, count in packages.blanks.items():
                blanks[reach] = blanks[reach] + (count * ~packages.open).sum(axis=1)
        of_slice = PairSums(sums.n[i, j], sums.distance[i, j], blanks)
        farthest[i, j] = farthest[j, i] = _raise_means(of_slice, packages, within, mean[i, j])
    return farthest


def _fill_blanks(sums: PairSums, mean: Array) -> Array:
    """Return the largest mean when blanks are filled, those first that reach farthest; NaN stays NaN."""
    distance, number, widest = sums.distance, sums.n, mean
    for reach, count in sorted(sums.blanks.items(), reverse=True):
        distance, number = distance + reach * count, number + count
        widest = np.maximum(widest, distance / np.maximum(number, 1))
    return widest


def _count_blanks(table: Array, codes: Array, groups: Groups, i: Array, j: Array) -> _Packages:
    parts = np.array([part for of_package in groups.values() for part in of_package])
    sizes = np.array([len(of_package) for of_package in groups.values()])
    starts = np.cumsum(sizes) - sizes
    reaches = compute_reaches(codes[np.ix_(i, parts)], codes[np.ix_(j, parts)])
    blanks = {r: np.add.reduceat(reaches == r, starts, axis=1, dtype=np.int16) for r in REACHES}
    columns = np.array(list(groups))
    reach = compute_reaches(codes[np.ix_(i, columns)], codes[np.ix_(j, columns)])
    shared = reach == 0
    apart = np.abs(table[np.ix_(i, columns)].astype(np.int16) - table[np.ix_(j, columns)])
    none_shared = np.sum(list(blanks.values()), axis=0) == sizes
    return _Packages(blanks, none_shared, np.where(shared, apart, reach), shared)


def _raise_means(sums: PairSums, packages: _Packages | None, within: NestedPairs | None, mean: Array) -> Array:
    """Repeat filling what reaches farther than the mean, until no mean rises (Dinkelbach 1967)."""
    while True:
        distance, terms = sums.distance, sums.n
        for reach, count in sums.blanks.items():
            filled = count * (reach > mean)
            distance, terms = distance + reach * filled, terms + filled
        chosen = [_choose(packages, mean[:, None])] if packages else []
        chosen += [within.choose(mean)] if within else []
        for more, added in chosen:
            distance, terms = distance + more, terms + added
        wider = distance / np.maximum(terms, 1)  # 0 where nothing lies above the mean
        if not (wider > mean).any():
            return mean
        mean = np.maximum(wider, mean)


def _choose(packages: _Packages, mean: Array) -> tuple[Array, Array]:
    """Return the sum of distances and the number of terms of the open packages: of each the package or its parts,
    whichever lies farther above the mean; of the parts at least one."""
    number: Array = np.zeros(packages.open.shape, np.int16)
    distance: Array = np.zeros(packages.open.shape, np.int16)
    for reach, count in packages.blanks.items():
        filled = count * (reach > mean)
        number, distance = number + filled, distance + np.int16(reach) * filled
    none = number == 0
    if none.any():
        farthest = np.max([reach * (count > 0) for reach, count in packages.blanks.items()], axis=0)
        number, distance = np.where(none, 1, number), np.where(none, farthest, distance)
    alone = packages.shared | (packages.distance > mean)
    reached = packages.distance * alone
    parts_win = distance - mean * number > reached - mean * alone
    return (
        (np.where(parts_win, distance, reached) * packages.open).sum(axis=1),
        (np.where(parts_win, number, alone) * packages.open).sum(axis=1),
    )
