"""How near two actors are to each other, with what the number rests on and how far the blanks could move it.

The agreement of two actors is 1 − mean(|a − b|)/4 over the proposals on which both have a value: 1 where they never
differ, 0 where they are as far apart as the scale allows. It is the city-block similarity of voting advice
applications, with no weights. It is always two numbers, one for each of `READINGS`: *as it
stands* leaves out stances that are conditional or on a part only, *if every condition were met* counts both at their
value. What a reading leaves out is a blank, as are *mixed*, *depends*, forecasts and whatever nobody has said. No blank
enters the mean.

A package and what is within it, at any depth, are never both terms of one sum. For each pair: **the package stands for
its parts until both actors have a value on at least one proposal within it; from then on its parts stand for it**, each
by the same rule. So the terms are those proposals on which both have a value, and within which there is none on which
both have one. *Units* are the terms, and what would be one if both had a value there: all within which both have a
value on nothing, and whose packages, if it is part of any, all have something within them on which both have. A part of
several packages is one term and one unit.

The bounds are the lowest and the highest agreement that the blanks could make: of all ways to fill any of them with
values (and to leave the others blank), the one that drives the actors furthest apart and the one that brings them
closest; where filling a part would put the parts in the package's place, it does. So they contain the value, and one
blank more never brings them closer to each other. For filled blanks the bounds are those of the similarity with
missing data as usually given, lower = (Σ s + Σ s_min)/(n + blanks), save that a blank which would only soften a
disagreement is left out of the lower one. Where a proposal is part of several packages they may be wider, never
narrower: which blanks to fill is then a hitting-set problem, for which no quick answer is known. So each such part is
filled or not by itself, as if it were in no package, and a package that lacks parts by that may be left out.

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

from ..packages import list_bottom_up, list_packages
from ..scales import HIGHEST, LOWEST, State
from ..stances import Stance

FARTHEST = HIGHEST - LOWEST  # the largest distance of two values: 4
MINIMUM = 3  # no number on fewer terms

Values = Sequence[int | None]  # of one actor, a proposal a place; None for a blank
Packages = Mapping[int, Sequence[int]]  # a package's place → those of its parts, as `packages.narrow` returns them


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


class Sums(NamedTuple):
    """What the Agreement of two actors is made of: its Terms and the number of units; the Terms that make the upper
    bound, over so many `places`; the Reaches that make the lower."""

    terms: list[Term]
    units: int
    nearest: list[Term]
    places: int
    farthest: list[Reach]


class Forest(NamedTuple):
    """Packages without the parts that are of several: `order` names all places bottom-up, `parts` those of each package
    that are its own, `roots` what is in no package here. `whole` are the places that have here all that is within them.
    """

    order: list[int]
    parts: dict[int, list[int]]
    roots: list[int]
    whole: set[int]


def list_terms(a: Values, b: Values, packages: Packages | None = None) -> list[Term]:
    """Return the Terms of two actors, in order.

    `a` and `b` hold their values on the same proposals, None for a blank; `packages` maps a package's place in them to
    those of its parts.
    """
    return _list_terms_at(a, b, list_units(a, b, packages))


def list_units(a: Values, b: Values, packages: Packages | None = None) -> list[int]:
    """Return the places that are terms or would be if both actors had a value there: packages or their parts."""
    return _list_units(len(a), packages or {}, find_opened(a, b, packages or {}))


def find_opened(a: Values, b: Values, packages: Packages) -> set[int]:
    """Return the packages for which their parts stand: both actors have a value on something within them."""
    opened: set[int] = set()
    for place in list_bottom_up(packages):
        if any(part in opened or _are_both_valued(a, b, part) for part in packages.get(place, ())):
            opened.add(place)
    return opened


def compare(a: Values, b: Values, packages: Packages | None = None, minimum: int = MINIMUM) -> Agreement:
    """Return the Agreement of two actors; `a`, `b` and `packages` as for `list_terms`."""
    return compute_agreement(collect_sums(a, b, packages), minimum)


def collect_sums(a: Values, b: Values, packages: Packages | None = None) -> Sums:
    """Return the Sums of two actors; `a`, `b` and `packages` as for `list_terms`."""
    within = packages or {}
    opened, forest = find_opened(a, b, within), plant(len(a), within)
    units = _list_units(len(a), within, opened)
    terms = _list_terms_at(a, b, units)
    nearest, places = fill_nearest(a, b, within, opened, forest)
    return Sums(terms, len(units), nearest, places, fill_farthest(a, b, terms, opened, forest))


def compute_agreement(sums: Sums, minimum: int = MINIMUM) -> Agreement:
    """Return the Agreement that Sums make; without a number where there are fewer terms than the minimum."""
    n = len(sums.terms)
    if n < max(minimum, 1):
        return Agreement(None, n, sums.units, None, None)
    return Agreement(
        value=_compute_similarity(_compute_mean(sums.terms)),
        n=n,
        units=sums.units,
        lower=_compute_similarity(_compute_mean(sums.farthest)),
        upper=_compute_similarity(sum(term.distance for term in sums.nearest) / sums.places),
    )


def fill_nearest(a: Values, b: Values, packages: Packages, opened: set[int], forest: Forest) -> tuple[list[Term], int]:
    """Return (terms, number of proposals) whose mean distance is the smallest that filled blanks could make.

    Every blank is filled alike. What has no parts then stands for each package: what blanks there bring is at least
    one term without distance, which is never more than the package's own term. A package without a part of its own
    counts as one more such blank, until its parts stand for it.
    """
    places = [place for place in range(len(a)) if not packages.get(place)]
    emptied = packages.keys() - forest.parts.keys() - opened
    return _list_terms_at(a, b, places), len(places) + len(emptied)


def fill_farthest(a: Values, b: Values, terms: Sequence[Term], opened: set[int], forest: Forest) -> list[Reach]:
    """Return the Reaches whose mean distance is the largest that filled blanks could make; none without a term.

    A blank is worth filling when it reaches farther than the mean; the mean that results may make others worth it,
    or a package's parts worth more than the package, so this is repeated until nothing rises.
    """
    chosen = [Reach(term.place, term.distance, True) for term in terms]
    reaches = [_reach(a, b, place) for place in range(len(a))]
    while chosen:
        wider = _widen(reaches, opened, forest, _compute_mean(chosen))
        if not wider or _compute_mean(wider) <= _compute_mean(chosen):
            break
        chosen = wider
    return sorted(chosen)


def compute_reach(a: int | None, b: int | None) -> int:
    """Return the largest distance that two values could have, of which at least one is a blank."""
    value = a if a is not None else b
    return FARTHEST if value is None else max(HIGHEST - value, value - LOWEST)


def plant(size: int, packages: Packages) -> Forest:
    """Return the Forest of so many places."""
    order = list_bottom_up(packages)
    only = {part: of[0] for part, of in list_packages(packages).items() if len(of) == 1}
    parts: dict[int, list[int]] = {}
    for part, package in sorted(only.items()):
        parts.setdefault(package, []).append(part)
    whole: set[int] = set()
    for place in order:
        if all(only.get(part) == place and part in whole for part in packages.get(place, ())):
            whole.add(place)
    apart = sorted(set(range(size)) - set(order))
    order = [*apart, *order]
    return Forest(order, parts, [place for place in order if place not in only], whole.union(apart))


def _compute_similarity(mean_distance: float) -> float:
    return 1 - mean_distance / FARTHEST


def _list_units(size: int, packages: Packages, opened: set[int]) -> list[int]:
    packages_of = list_packages(packages)
    return [
        place
        for place in range(size)
        if place not in opened
        and (place not in packages_of or all(package in opened for package in packages_of[place]))
    ]


def _list_terms_at(a: Values, b: Values, places: Iterable[int]) -> list[Term]:
    """Return a Term for each of the places at which both have a value."""
    valued = [(place, a[place], b[place]) for place in places]
    return [Term(place, x, y, abs(x - y)) for place, x, y in valued if x is not None and y is not None]


def _compute_mean(summed: Sequence[Term | Reach]) -> float:
    return sum(one.distance for one in summed) / len(summed)


def _widen(reaches: Sequence[Reach], opened: set[int], forest: Forest, mean: float) -> list[Reach]:
    """Return those of the Reaches of all places that lie farthest above `mean` when blanks are filled."""

    def measure(some: Sequence[Reach]) -> float:
        return sum([reach.distance - mean for reach in some])

    best: dict[int, list[Reach]] = {}  # of each place and all within it
    filled: dict[int, list[Reach]] = {}  # likewise, with one Reach at least
    for place in forest.order:
        parts = forest.parts.get(place, [])
        if not parts and place not in opened:  # most places
            reach = reaches[place]
            filled[place] = alone = [reach]
            must = reach.is_term and place in forest.whole
            best[place] = alone if must or reach.distance >= mean else []
            continue
        below = [reach for part in parts for reach in best[part]]
        some = below or max((filled[part] for part in parts if filled[part]), key=measure, default=[])
        if place in opened:  # what is within it stands for it
            best[place], filled[place] = below, some
            continue
        own = [reaches[place]]
        filled[place] = max([one for one in (own, some) if one], key=measure)
        must = own[0].is_term and place in forest.whole
        best[place] = filled[place] if must else max(own, below, key=measure)
    return [reach for root in forest.roots for reach in best[root]]


def _reach(a: Values, b: Values, place: int) -> Reach:
    """Return what a place puts into the lower bound if it is filled, or as it is."""
    x, y = a[place], b[place]
    if x is not None and y is not None:
        return Reach(place, abs(x - y), True)
    return Reach(place, compute_reach(x, y), False)


def _are_both_valued(a: Values, b: Values, place: int) -> bool:
    return a[place] is not None and b[place] is not None
