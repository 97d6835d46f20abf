"""How near two actors are to each other, with what the number rests on and how far the blanks could move it.

The agreement of two actors is 1 − mean(|a − b|)/4 over the proposals on which both have a value: 1 where they never
differ, 0 where they are as far apart as the scale allows. It is always two numbers, one for each of `READINGS`: *as it
stands* leaves conditional stances out, *if every condition were met* counts them at their value. What a reading
leaves out is a blank, as are *mixed*, *depends*, forecasts and whatever nobody has said. No blank enters the mean.

A package and its parts are never both terms of one sum. For each pair: **the package stands for its parts until both
actors have a value on at least one part; from then on the parts stand for the package.**

The bounds are the lowest and the highest agreement that the blanks could make: of all ways to fill any of them with
values (and to leave the others blank), the one that drives the actors furthest apart and the one that brings them
closest; where filling a part would put the parts in the package's place, it does. So they contain the value, and one
blank more never brings them closer to each other. For filled blanks the bounds are those of the similarity with
missing data as usually given, lower = (Σ s + Σ s_min)/(n + blanks), save that a blank which would only soften a
disagreement is left out of the lower one.

Undefined (None; in arrays NaN): every number of a pair with fewer terms than the minimum, at least 1.

`compare` and `list_terms` are the readable form for one pair, `compare_all` the same for all pairs at once;
`fill_nearest` and `fill_farthest` write the bounds out, so that they can be redone by hand.
"""

from typing import NamedTuple

from ..scales import HIGHEST, LOWEST, State

FARTHEST = HIGHEST - LOWEST  # the largest distance of two values: 4
MINIMUM = 3  # no number on fewer terms
NO_VALUE = -128  # a blank in an array of small integers
SLICE = 1500  # so many proposals at a time: what is written for the products stays in the processor's cache


def read_as_it_stands(stance):
    """Return the value that a stance has without a condition, or None."""
    return stance.value if stance.state == State.STANCE else None


def read_if_met(stance):
    """Return the value that a stance has, be it on a condition, or None; branches beside a stance are not used."""
    return stance.value


READINGS = {"as it stands": read_as_it_stands, "if every condition were met": read_if_met}


class Term(NamedTuple):
    """One term of the sum: the proposal's place, both values, and their distance (0 to 4)."""

    place: int
    a: int
    b: int
    distance: int


class Reach(NamedTuple):
    """One term of the lower bound: the proposal's place, its distance (0 to 4), and whether that is known, not what a
    blank could make it."""

    place: int
    distance: int
    known: bool


class Agreement(NamedTuple):
    """Agreement of a pair (0 to 1) on `n` terms out of `units` that could be terms, and its bounds.

    `units` counts a package or its parts, whichever stands. Without enough terms value and bounds are None.
    """

    value: float | None
    n: int
    units: int
    lower: float | None
    upper: float | None

    @property
    def coverage(self):
        """Share of the units on which both have a value (0 to 1); None without a unit."""
        return self.n / self.units if self.units else None


def list_terms(a, b, packages=None):
    """Return the Terms of two actors, in order.

    `a` and `b` hold their values on the same proposals, None for a blank; `packages` maps a part's place in them to
    its package's.
    """
    return [
        Term(place, a[place], b[place], abs(a[place] - b[place]))
        for place in list_units(a, b, packages)
        if _shared(a, b, place)
    ]


def list_units(a, b, packages=None):
    """Return the places that are terms or would be if both actors had a value there: packages or their parts."""
    plain, groups = _grouped(len(a), packages or {})
    standing = [*plain]
    for package, parts in groups.items():
        standing += parts if _any_shared(a, b, parts) else [package]
    return sorted(standing)


def compare(a, b, packages=None, minimum=MINIMUM):
    """Return the Agreement of two actors; `a`, `b` and `packages` as for `list_terms`."""
    summed, standing = list_terms(a, b, packages), list_units(a, b, packages)
    if len(summed) < max(minimum, 1):
        return Agreement(None, len(summed), len(standing), None, None)
    distance = sum(term.distance for term in summed)
    near, places = fill_nearest(a, b, packages)
    return Agreement(
        value=_similar(distance / len(summed)),
        n=len(summed),
        units=len(standing),
        lower=_similar(_mean(fill_farthest(a, b, packages))),
        upper=_similar(sum(term.distance for term in near) / places),
    )


def fill_nearest(a, b, packages=None):
    """Return (terms, number of proposals) whose mean distance is the smallest that filled blanks could make.

    Every blank is filled alike. The parts then stand for each package: what their blanks bring is at least one term
    without distance, which is never more than the package's own term.
    """
    standing_in = set((packages or {}).values())
    places = [place for place in range(len(a)) if place not in standing_in]
    shared = [place for place in places if _shared(a, b, place)]
    return [Term(place, a[place], b[place], abs(a[place] - b[place])) for place in shared], len(places)


def fill_farthest(a, b, packages=None):
    """Return the Reaches whose mean distance is the largest that filled blanks could make; none without a term.

    A blank is worth filling when it reaches farther than the mean; the mean that results may make others worth it,
    or a package's parts worth more than the package, so this is repeated until nothing rises (Dinkelbach 1967).
    """
    chosen = [Reach(term.place, term.distance, True) for term in list_terms(a, b, packages)]
    while chosen:
        wider = _widened(a, b, packages or {}, _mean(chosen))
        if _mean(wider) <= _mean(chosen):
            break
        chosen = wider
    return sorted(chosen)


def compute_reach(a, b):
    """Return the largest distance that two values could have, of which at least one is a blank."""
    known = a if a is not None else b
    return FARTHEST if known is None else max(HIGHEST - known, known - LOWEST)


def _similar(mean_distance):
    return 1 - mean_distance / FARTHEST


def _shared(a, b, place):
    return a[place] is not None and b[place] is not None


def _any_shared(a, b, places):
    return any(_shared(a, b, place) for place in places)


def _grouped(size, packages):
    """Return the places that are neither package nor part, and package → its parts."""
    groups = {}
    for part, package in sorted(packages.items()):
        groups.setdefault(package, []).append(part)
    return [place for place in range(size) if place not in packages and place not in groups], groups


def _mean(reaches):
    return sum(reached.distance for reached in reaches) / len(reaches)


def _widened(a, b, packages, mean):
    """Return the Reaches that lie farthest above `mean` when blanks are filled."""
    plain, groups = _grouped(len(a), packages)
    chosen = _filled(a, b, plain, mean)
    for package, parts in groups.items():
        by_parts = _filled(a, b, parts, mean)
        if _any_shared(a, b, parts):
            chosen += by_parts
            continue
        by_parts = by_parts or [max(_blanks(a, b, parts), key=lambda blank: blank.distance)]
        by_package = _filled(a, b, [package], mean)
        chosen += max(by_package, by_parts, key=lambda reaches: sum(r.distance - mean for r in reaches))
    return chosen


def _filled(a, b, places, mean):
    """Return the Reaches of the shared places, and of those blanks that reach farther than `mean`."""
    known = [Reach(place, abs(a[place] - b[place]), True) for place in places if _shared(a, b, place)]
    return known + [blank for blank in _blanks(a, b, places) if blank.distance > mean]


def _blanks(a, b, places):
    return [Reach(place, compute_reach(a[place], b[place]), False) for place in places if not _shared(a, b, place)]


# The same for all pairs at once


class Agreements(NamedTuple):
    """What `Agreement` holds, as square arrays over the actors: `n` and `units` whole numbers, the rest with NaN for
    undefined. The diagonal compares each actor with itself."""

    value: object
    n: object
    units: object
    lower: object
    upper: object


class _Sums(NamedTuple):
    """Of each pair over some proposals: number and distances of the terms, and how many blanks reach how far."""

    n: object
    distance: object
    blanks: dict


def compare_all(table, packages=None, minimum=MINIMUM, lower=True):
    """Return the Agreements of all pairs of rows of `table`: int8, actors × proposals, NO_VALUE for a blank.

    Equal to `compare` on every pair. `packages` maps a part's column to its package's. Where there are packages the
    lower bounds take longer than all else: with `lower` False they are left out (NaN).
    """
    import numpy as np

    plain, groups = _grouped(table.shape[1], packages or {})
    firm = _sums(table[:, plain] if groups else table)
    split = _sums(table[:, [part for parts in groups.values() for part in parts]])
    shared = _Sums(firm.n + split.n, firm.distance + split.distance, firm.blanks)
    n, distance, units = shared.n.copy(), shared.distance.copy(), np.full(firm.n.shape, len(plain) + len(groups))
    for package, parts in groups.items():
        standing = _both_known(table[:, parts])
        alone = _both_known(table[:, [package]]) & ~standing
        column = table[:, package].astype(np.int16)
        n += alone
        distance += alone * np.abs(column[:, None] - column)
        units += standing * (len(parts) - 1)
    enough = n >= max(minimum, 1)
    mean = np.divide(distance, n, where=enough, out=np.full(n.shape, np.nan))
    nearest = np.where(enough, shared.distance / max(len(plain) + len(packages or {}), 1), np.nan)
    farthest = _farthest_means(table, groups, shared, mean) if lower else np.full(n.shape, np.nan)
    return Agreements(_similar(mean), n.astype(int), units, _similar(farthest), _similar(nearest))


def _farthest_means(table, groups, sums, mean):
    """Return the mean of `fill_farthest` for all pairs; NaN stays NaN."""
    if groups:
        from . import agreement_bounds

        return agreement_bounds.compute_farthest_means(table, groups, sums, mean)
    return _blanks_filled(sums.distance, sums.n, sums.blanks, mean)


def _both_known(table):
    """Return which pairs of rows have a value in one and the same column."""
    known = (table != NO_VALUE).astype("float32")
    return known @ known.T > 0


def _sums(table):
    """Return the _Sums of all pairs of rows, by two matrix products in single precision (exact to 16 million).

    A value is written as four signs, whether it reaches each of the steps −1, 0, 1, 2 (0 for a blank): two values of
    distance d differ in d of them, so that their product is 4 − 2d.
    """
    import numpy as np

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
    blanks = {4: at_two[:, None] - (both - neutral - mild), 3: at_one[:, None] - mild, 2: at_zero[:, None] - neutral}
    blanks = {reach_: only_one + only_one.T for reach_, only_one in blanks.items()}
    blanks[FARTHEST] += proposals - spoken[:, None] - spoken + both  # nobody has spoken
    return _Sums(both, 2 * both - products / 2, blanks)


def _write(table, masks, signs):
    """Write who has a value, who the value 0, who ±1; and the four signs of each value."""
    known = table != NO_VALUE
    masks[0], masks[1], masks[2] = known, table == 0, abs(table) == 1  # abs(-128) stays -128
    for place, step in enumerate(range(LOWEST + 1, HIGHEST + 1)):
        signs[:, place] = 2 * (table >= step).view("int8") - known.view("int8")


def _blanks_filled(distance, number, blanks, mean):
    """Return the largest mean when blanks are filled, those first that reach farthest; NaN stays NaN."""
    import numpy as np

    widest = mean
    for reach_, count in sorted(blanks.items(), reverse=True):
        distance, number = distance + reach_ * count, number + count
        widest = np.maximum(widest, distance / np.maximum(number, 1))
    return widest
