"""One pair of actors, proposal by proposal: how their stances compare, and what the rule of packages makes of each.

`contrast` sorts by values as if every condition were met, those on a part included: both at the same value, apart but
not on both sides of zero, on both sides of zero; then those where only one of the two has a stance, those where both
have but at least one is *mixed* or *depends*, and those on which neither has spoken. A stance without a value is one,
so where it stands alone only one has spoken. Forecasts and awaited answers are no stances.

`find_extremes` says on which they agree and on which they are farthest apart, with every condition met.

`apply_package_rule` says which packages and parts are terms of the pair's sum, as `agreement.list_units` does.

Neither is a number, and neither is ever undefined: a proposal without a stance is `NEITHER`.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple, Protocol

from ..packages import list_bottom_up
from ..scales import State
from ..stances import SPOKEN
from .agreement import Packages, Values, find_opened, list_units


class Contrast(StrEnum):
    """How two stances on one proposal compare, in the order in which a page lists them."""

    AGREE = "agree"
    DIFFER = "differ"
    OPPOSED = "opposed"
    ONE = "one"
    NO_VALUE = "no-value"
    NEITHER = "neither"


class PackageRule(StrEnum):
    """What the rule of packages makes of a package or of a part: which of them is a term of the sum for which."""

    FOR_PARTS = "for-parts"
    BY_PARTS = "by-parts"
    FOR_PACKAGE = "for-package"
    BY_PACKAGE = "by-package"


class HasValue(Protocol):
    """What is read of a stance."""

    @property
    def state(self) -> State: ...

    @property
    def value(self) -> int | None: ...


def contrast(a: HasValue, b: HasValue) -> Contrast:
    """Return the Contrast of two stances; of each `state` and `value` are read."""
    if a.value is not None and b.value is not None:
        if a.value == b.value:
            return Contrast.AGREE
        return Contrast.OPPOSED if a.value * b.value < 0 else Contrast.DIFFER
    spoken = (a.state in SPOKEN) + (b.state in SPOKEN)
    return (Contrast.NEITHER, Contrast.ONE, Contrast.NO_VALUE)[spoken]


class PairExtremes(NamedTuple):
    """Of all proposals, by their places: on how many both have a value (`valued`), on which they agree, on how many
    they differ, on which they are farthest apart, by how many steps; and whether any of these values is on a
    condition."""

    valued: int
    agreed: list[int]
    differing: int
    farthest: list[int]
    distance: int
    conditional: bool


def find_extremes(stances: Iterable[tuple[HasValue, HasValue]]) -> PairExtremes:
    """Return the PairExtremes of the stances of two on each proposal, in order."""
    distances, conditional = {}, False
    for place, (a, b) in enumerate(stances):
        if a.value is not None and b.value is not None:
            distances[place] = abs(a.value - b.value)
            conditional = conditional or State.CONDITIONAL in (a.state, b.state)
    agreed = [place for place, distance in distances.items() if distance == 0]
    most = max(distances.values(), default=0)
    farthest = [place for place, distance in distances.items() if distance == most > 0]
    return PairExtremes(len(distances), agreed, len(distances) - len(agreed), farthest, most, conditional)


def apply_package_rule(a: Values, b: Values, packages: Packages) -> dict[int, PackageRule]:
    """Return place → PackageRule of each package and part; `a`, `b` and `packages` as for `agreement.list_terms`.

    What is both is told as a package where it stands or its parts stand for it, as a part where a package of it does.
    """
    standing, opened = set(list_units(a, b, packages)), find_opened(a, b, packages)

    def classify(place: int) -> PackageRule:
        if place in standing:
            return PackageRule.FOR_PARTS if packages.get(place) else PackageRule.FOR_PACKAGE
        return PackageRule.BY_PARTS if place in opened else PackageRule.BY_PACKAGE

    return {place: classify(place) for place in list_bottom_up(packages)}
