"""How near two actors are to each other, with what the number rests on and how far the blanks could move it.

The agreement of two actors is 1 − mean(|a − b|)/4 over the proposals on which both have a value: 1 where they never
differ, 0 where they are as far apart as the scale allows. It is the city-block similarity of voting advice
applications, with no weights. It is always two numbers, one for each of `READINGS`: *as it
stands* leaves out stances that are conditional or on a part only, *if every condition were met* counts both at their
value. What a reading leaves out is a blank, as are *mixed*, *depends*, forecasts and whatever nobody has said. No blank
enters the mean.

A package and its parts are never both terms of one sum. For each pair: **the package stands for its parts until both
actors have a value on at least one part; from then on the parts stand for the package.**

The bounds are the lowest and the highest agreement that the blanks could make: of all ways to fill any of them with
values (and to leave the others blank), the one that drives the actors furthest apart and the one that brings them
closest; where filling a part would put the parts in the package's place, it does. So they contain the value, and one
blank more never brings them closer to each other. For filled blanks the bounds are those of the similarity with
missing data as usually given, lower = (Σ s + Σ s_min)/(n + blanks), save that a blank which would only soften a
disagreement is left out of the lower one.

The bounds are worst-case bounds for missing data (C. F. Manski, *Partial Identification of Probability Distributions*,
2003), found by fractional programming (W. Dinkelbach, Management Science 13, 1967).

Values are whole numbers from −2 to 2, one a proposal, None for a blank; distances run from 0 to 4, agreement, bounds
and coverage from 0 to 1. Undefined (None): value and bounds of a pair with fewer terms than the minimum, at least 1;
coverage without a unit.

`compare` and `list_terms` are the readable form, for one pair; `agreement_arrays` has the same for all pairs at once.
`fill_nearest` and `fill_farthest` write the bounds out, so that they can be redone by hand.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from ..scales import HIGHEST, LOWEST, State
from ..stances import Stance

FARTHEST = HIGHEST - LOWEST  # the largest distance of two values: 4
MINIMUM = 3  # no number on fewer terms

Values = Sequence[int | None]  # of one actor, a proposal a place; None for a blank
Packages = Mapping[int, int]  # a part's place → its package's


def read_as_it_stands(stance: Stance) -> int | None:
    """Return the value that a stance on the whole has without a condition, or None."""
    return stance.value if stance.state == State.STANCE and not stance.in_part else None


def read_if_met(stance: Stance) -> int | None:
    """Return the value that a stance has, be it on a condition or on a part, or None; branches beside a stance are not
    used."""
    return stance.value


READINGS: dict[str, Callable[[Stance], int | None]] = {
    "as it stands": read_as_it_stands,
    "if every condition were met": read_if_met,
}


class Term(NamedTuple):
    """One term of the sum: the proposal's place, both values, and their distance (0 to 4)."""

    place: int
    a: int
    b: int
    distance: int


class Reach(NamedTuple):
    """What one proposal puts into the lower bound: its place, its distance (0 to 4), and whether it is a term of the
    sum already, not a blank that is filled."""

    place: int
    distance: int
    is_term: bool


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
    def coverage(self) -> float | None:
        """Share of the units on which both have a value (0 to 1); None without a unit."""
        return self.n / self.units if self.units else None


def list_terms(a: Values, b: Values, packages: Packages | None = None) -> list[Term]:
    """Return the Terms of two actors, in order.

    `a` and `b` hold their values on the same proposals, None for a blank; `packages` maps a part's place in them to
    its package's.
    """
    return _list_terms_at(a, b, list_units(a, b, packages))


def list_units(a: Values, b: Values, packages: Packages | None = None) -> list[int]:
    """Return the places that are terms or would be if both actors had a value there: packages or their parts."""
    plain, groups = group_places(len(a), packages or {})
    standing = [*plain]
    for package, parts in groups.items():
        standing += parts if _list_terms_at(a, b, parts) else [package]
    return sorted(standing)


def compare(a: Values, b: Values, packages: Packages | None = None, minimum: int = MINIMUM) -> Agreement:
    """Return the Agreement of two actors; `a`, `b` and `packages` as for `list_terms`."""
    summed, standing = list_terms(a, b, packages), list_units(a, b, packages)
    if len(summed) < max(minimum, 1):
        return Agreement(None, len(summed), len(standing), None, None)
    near, places = fill_nearest(a, b, packages)
    return Agreement(
        value=_compute_similarity(_compute_mean(summed)),
        n=len(summed),
        units=len(standing),
        lower=_compute_similarity(_compute_mean(fill_farthest(a, b, packages))),
        upper=_compute_similarity(sum(term.distance for term in near) / places),
    )


def fill_nearest(a: Values, b: Values, packages: Packages | None = None) -> tuple[list[Term], int]:
    """Return (terms, number of proposals) whose mean distance is the smallest that filled blanks could make.

    Every blank is filled alike. The parts then stand for each package: what their blanks bring is at least one term
    without distance, which is never more than the package's own term.
    """
    standing_in = set((packages or {}).values())
    places = [place for place in range(len(a)) if place not in standing_in]
    return _list_terms_at(a, b, places), len(places)


def fill_farthest(a: Values, b: Values, packages: Packages | None = None) -> list[Reach]:
    """Return the Reaches whose mean distance is the largest that filled blanks could make; none without a term.

    A blank is worth filling when it reaches farther than the mean; the mean that results may make others worth it,
    or a package's parts worth more than the package, so this is repeated until nothing rises.
    """
    chosen = [Reach(term.place, term.distance, True) for term in list_terms(a, b, packages)]
    while chosen:
        wider = _widen(a, b, packages or {}, _compute_mean(chosen))
        if _compute_mean(wider) <= _compute_mean(chosen):
            break
        chosen = wider
    return sorted(chosen)


def compute_reach(a: int | None, b: int | None) -> int:
    """Return the largest distance that two values could have, of which at least one is a blank."""
    value = a if a is not None else b
    return FARTHEST if value is None else max(HIGHEST - value, value - LOWEST)


def group_places(size: int, packages: Packages) -> tuple[list[int], dict[int, list[int]]]:
    """Return the places that are neither package nor part, and package → its parts."""
    groups: dict[int, list[int]] = {}
    for part, package in sorted(packages.items()):
        groups.setdefault(package, []).append(part)
    return [place for place in range(size) if place not in packages and place not in groups], groups


def _compute_similarity(mean_distance: float) -> float:
    return 1 - mean_distance / FARTHEST


def _list_terms_at(a: Values, b: Values, places: Iterable[int]) -> list[Term]:
    """Return a Term for each of the places at which both have a value."""
    valued = [(place, a[place], b[place]) for place in places]
    return [Term(place, x, y, abs(x - y)) for place, x, y in valued if x is not None and y is not None]


def _compute_mean(summed: Sequence[Term | Reach]) -> float:
    return sum(one.distance for one in summed) / len(summed)


def _widen(a: Values, b: Values, packages: Packages, mean: float) -> list[Reach]:
    """Return the Reaches that lie farthest above `mean` when blanks are filled."""
    plain, groups = group_places(len(a), packages)
    chosen = _fill(a, b, plain, mean)
    for package, parts in groups.items():
        by_parts = _fill(a, b, parts, mean)
        if _list_terms_at(a, b, parts):
            chosen += by_parts
            continue
        by_parts = by_parts or [max(_list_blanks(a, b, parts), key=lambda blank: blank.distance)]
        by_package = _fill(a, b, [package], mean)
        chosen += max(by_package, by_parts, key=lambda reaches: sum(r.distance - mean for r in reaches))
    return chosen


def _fill(a: Values, b: Values, places: Sequence[int], mean: float) -> list[Reach]:
    """Return the Reaches of the terms at these places, and of those blanks that reach farther than `mean`."""
    terms = [Reach(term.place, term.distance, True) for term in _list_terms_at(a, b, places)]
    return terms + [blank for blank in _list_blanks(a, b, places) if blank.distance > mean]


def _list_blanks(a: Values, b: Values, places: Sequence[int]) -> list[Reach]:
    return [
        Reach(place, compute_reach(a[place], b[place]), False)
        for place in places
        if a[place] is None or b[place] is None
    ]
