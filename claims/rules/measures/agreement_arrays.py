"""The agreement of all pairs of actors at once: `agreement.compare` over arrays, and a property test holds them equal.

Formulas and their sources are those of `agreement`. A table of values is int8, one row per actor, one column a
proposal, NO_VALUE for a blank; results are square arrays over its actors, in the units of `compare`. Undefined (NaN)
is what `compare` gives as None.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..scales import HIGHEST, LOWEST
from ..stance_arrays import NO_VALUE
from .agreement import FARTHEST, MINIMUM, Packages
from .agreement_bounds import PairSums, compute_farthest_means
from .agreement_nested import sort_places, sum_nested

SLICE = 1500  # so many proposals at a time: what is written for the products stays in the processor's cache

Table = NDArray[np.int8]
Square = NDArray[np.float64]


class Agreements(NamedTuple):
    """What `Agreement` holds, as square arrays over the actors: `n` and `units` whole numbers, the rest with NaN for
    undefined. The diagonal compares each actor with itself."""

    value: Square
    n: NDArray[np.int_]
    units: NDArray[np.int_]
    lower: Square
    upper: Square


def compare_all(
    table: Table, packages: Packages | None = None, minimum: int = MINIMUM, lower: bool = True
) -> Agreements:
    """Return the Agreements of all pairs of rows of a table.

    `packages` maps a package's column to those of its parts. Where there are packages the lower bounds take longer than
    all else: with `lower` False they are left out (NaN).
    """
    plain, groups, nested = sort_places(table.shape[1], packages or {})
    firm = _sum_terms(table[:, plain] if groups or nested else table)
    split = _sum_terms(table[:, [part for parts in groups.values() for part in parts]])
    within = sum_nested(table, nested)
    shared = PairSums(firm.n + split.n, firm.distance + split.distance, firm.blanks)
    n, distance = shared.n + within.n, shared.distance + within.distance
    units = within.units + len(plain) + len(groups)
    places = within.nearest_places + len(plain) + sum(map(len, groups.values()))
    for package, parts in groups.items():
        standing = _find_shared(table[:, parts])
        alone = _find_shared(table[:, [package]]) & ~standing
        column = table[:, package].astype(np.int16)
        n += alone
        distance += alone * np.abs(column[:, None] - column)
        units += standing * (len(parts) - 1)
    enough = n >= max(minimum, 1)
    mean = np.divide(distance, n, where=enough, out=np.full(n.shape, np.nan))
    nearest = np.where(enough, (shared.distance + within.nearest_distance) / np.maximum(places, 1), np.nan)
    farthest = compute_farthest_means(table, groups, nested, shared, mean) if lower else np.full(n.shape, np.nan)
    return Agreements(
        _compute_similarities(mean),
        n.astype(int),
        units,
        _compute_similarities(farthest),
        _compute_similarities(nearest),
    )


def _compute_similarities(mean_distances: Square) -> Square:
    return 1 - mean_distances / FARTHEST


def _find_shared(table: Table) -> NDArray[np.bool_]:
    """Return which pairs of rows have a value in one and the same column."""
    valued = (table != NO_VALUE).astype(np.float32)
    shared: NDArray[np.bool_] = valued @ valued.T > 0
    return shared


def _sum_terms(table: Table) -> PairSums:
    """Return the PairSums of all pairs of rows, by two matrix products in single precision (exact to 16 million).

    A value is written as four signs, whether it reaches each of the steps −1, 0, 1, 2 (0 for a blank): two values of
    distance d differ in d of them, so that their product is 4 − 2d.
    """
    actors, proposals = table.shape
    counts, products = np.zeros((3 * actors, actors), np.float32), np.zeros((actors, actors), np.float32)
    width = min(proposals, SLICE)
    masks, signs = np.empty((3, actors, width), np.float32), np.empty((actors, FARTHEST, width), np.float32)
    for start in range(0, proposals, SLICE):
        part = table[:, start : start + SLICE]
        if part.shape[1] < width:
            masks, signs = masks[:, :, : part.shape[1]].copy(), signs[:, :, : part.shape[1]].copy()
        _write(part, masks, signs)
        counts += masks.reshape(3 * actors, masks.shape[2]) @ masks[0].T
        flat = signs.reshape(actors, FARTHEST * signs.shape[2])
        products += flat @ flat.T
    both, neutral, mild = counts.reshape(3, actors, actors).astype(float)
    spoken, at_zero, at_one = both.diagonal(), neutral.diagonal(), mild.diagonal()
    at_two = spoken - at_zero - at_one
    one_blank = {4: at_two[:, None] - (both - neutral - mild), 3: at_one[:, None] - mild, 2: at_zero[:, None] - neutral}
    blanks = {reach: of_one + of_one.T for reach, of_one in one_blank.items()}
    blanks[FARTHEST] += proposals - spoken[:, None] - spoken + both  # nobody has spoken
    return PairSums(both, 2 * both - products / 2, blanks)


def _write(table: Table, masks: NDArray[Any], signs: NDArray[Any]) -> None:
    """Write who has a value, who the value 0, who ±1; and the four signs of each value."""
    valued = table != NO_VALUE
    masks[0], masks[1], masks[2] = valued, table == 0, abs(table) == 1  # abs(-128) stays -128
    for place, step in enumerate(range(LOWEST + 1, HIGHEST + 1)):
        signs[:, place] = 2 * (table >= step).view("int8") - valued.view("int8")
