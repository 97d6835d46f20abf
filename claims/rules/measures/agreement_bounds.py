"""The lower bounds of many pairs of actors at once: `agreement.fill_farthest` over arrays, where there are packages.

Pairs are worked through slice by slice. In a slice each pair and package is a handful of small numbers: how far the
package's own values lie apart or its blank reaches, and how many of its parts are blanks that reach 4, 3 or 2 steps.
Shapes: one row a pair, one column a package.
"""

from typing import NamedTuple

import numpy as np

from .agreement import FARTHEST, NO_VALUE

REACHES = (4, 3, 2)  # of a blank, from the farthest
PAIRS_A_SLICE = 512  # so that the arrays of a slice stay in the processor's cache


class _Packages(NamedTuple):
    """Of some pairs: `blanks` counts the blank parts by reach, `open` says that no part is shared, so that the package
    may stand; `distance` is that of the package's own values, or its blank's reach, `known` tells which."""

    blanks: dict
    open: np.ndarray
    distance: np.ndarray
    known: np.ndarray


def compute_farthest_means(table, groups, sums, mean):
    """Return the largest mean distance that filled blanks could make, actors × actors; NaN where `mean` is.

    `groups` is package → its parts, by column; `sums` are those of the proposals outside packages and of the shared
    parts: number, distance, and the blanks outside packages by reach. `mean` is the mean as it is.
    """
    found = np.full(mean.shape, np.nan)
    one, other = np.nonzero(np.triu(~np.isnan(mean)))
    codes = np.where(table == NO_VALUE, 0, np.abs(table) + 2).astype(np.uint8)  # a value's reach, 0 for none
    for start in range(0, len(one), PAIRS_A_SLICE):
        i, j = one[start : start + PAIRS_A_SLICE], other[start : start + PAIRS_A_SLICE]
        packages = _packages(table, codes, groups, i, j)
        number, distance = sums.n[i, j], sums.distance[i, j]
        blanks = {reach: count[i, j] for reach, count in sums.blanks.items()}
        for reach, count in packages.blanks.items():
            blanks[reach] = blanks[reach] + (count * ~packages.open).sum(axis=1)
        found[i, j] = found[j, i] = _risen(number, distance, blanks, packages, mean[i, j])
    return found


def _packages(table, codes, groups, i, j):
    parts = [part for of_package in groups.values() for part in of_package]
    sizes = np.array([len(of_package) for of_package in groups.values()])
    starts = np.cumsum(sizes) - sizes
    reaches = _reaches(codes[np.ix_(i, parts)], codes[np.ix_(j, parts)])
    blanks = {r: np.add.reduceat(reaches == r, starts, axis=1, dtype=np.int16) for r in REACHES}
    snapshot = list(groups)
    reach = _reaches(codes[np.ix_(i, snapshot)], codes[np.ix_(j, snapshot)])
    known = reach == 0
    apart = np.abs(table[np.ix_(i, snapshot)].astype(np.int16) - table[np.ix_(j, snapshot)])
    return _Packages(blanks, sum(blanks.values()) == sizes, np.where(known, apart, reach), known)


def _reaches(one, other):
    """Return how far each blank reaches, 0 where both actors have a value."""
    reaches = np.maximum(one, other)
    reaches[reaches == 0] = FARTHEST
    reaches[(one > 0) & (other > 0)] = 0
    return reaches


def _risen(number, distance, blanks, packages, mean):
    """Repeat filling what reaches farther than the mean, until no mean rises (Dinkelbach 1967)."""
    while True:
        sums, terms = distance.astype(float), number.astype(float)
        for reach, count in blanks.items():
            filled = count * (reach > mean)
            sums, terms = sums + reach * filled, terms + filled
        more, added = _chosen(packages, mean[:, None])
        sums, terms = sums + more, terms + added
        wider = np.divide(sums, terms, where=terms > 0, out=mean.copy())
        if not (wider > mean).any():
            return mean
        mean = np.maximum(wider, mean)


def _chosen(packages, mean):
    """Return the sum of distances and the number of terms of the open packages: of each the package or its parts,
    whichever lies farther above the mean; of the parts at least one."""
    number, distance = np.zeros(packages.open.shape, np.int16), np.zeros(packages.open.shape, np.int16)
    for reach, count in packages.blanks.items():
        filled = count * (reach > mean)
        number, distance = number + filled, distance + np.int16(reach) * filled
    none = number == 0
    if none.any():
        farthest = np.max([reach * (count > 0) for reach, count in packages.blanks.items()], axis=0)
        number, distance = np.where(none, 1, number), np.where(none, farthest, distance)
    alone = packages.known | (packages.distance > mean)
    reached = packages.distance * alone
    parts_win = distance - mean * number > reached - mean * alone
    return (
        (np.where(parts_win, distance, reached) * packages.open).sum(axis=1),
        (np.where(parts_win, number, alone) * packages.open).sum(axis=1),
    )
