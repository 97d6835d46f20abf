"""How the stances on one proposal are spread: from all alike to split down the middle.

A *distribution* holds how many stances stand at each value, in the order of the scale, lowest first; all measures but
the last take one, of two or more levels. `count_by_value` makes it. Without any stance they are undefined (None).
Deviations and means are in steps of the scale, all else are pure numbers.

- `compute_agreement`: A of C. van der Eijk, *Measuring Agreement in Ordered Rating Scales* (Quality & Quantity 35,
  2001). The distribution is peeled into layers of equal height, each in its own right all or nothing at every level;
  a layer counts as far as it has one peak, weighted by its share of the stances. 1 all at one value, 0 evenly over the
  scale, −1 half at each end. `compute_polarisation` is (1 − A)/2, from 0 to 1.
- `compute_consensus`: W. J. Tastle and M. J. Wierman (International Journal of Approximate Reasoning 45, 2007),
  1 + Σ p log₂(1 − |x − mean|/width): 1 all alike, 0 half at each end.
- `compute_normalised_variance`: the variance as a share of the largest that the scale allows, from 0 to 1.
- `compute_share_between_sides` (η²): K. Pearson's correlation ratio, squared (1905): the share of the variance that
  lies between the sides, from 0 to 1; to be read with `compute_deviation`. It takes the values themselves, side by
  side. Sides of fewer than three actors are left out; it is undefined (None) with fewer than two others, or where all
  their values are equal. `decompose_variance` lays out its terms, as `peel_layers` does those of A.

`measure_spread` puts together what a page tells of one proposal: A and the deviation of all actors, from three on,
whatever their sides, and η² of the sides that have three, with the names of the others.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import combinations
from math import log2, sqrt
from statistics import pvariance
from typing import NamedTuple

from ..scales import HIGHEST, LOWEST

MIN_ACTORS = 3  # with a value: neither A nor a side's mean says anything of fewer

Distribution = Sequence[int]  # how many stances stand at each level, lowest first


class Layer(NamedTuple):
    """One layer of a distribution: the levels that it fills, its height, its share of the stances, and its own A."""

    filled: tuple[bool, ...]
    height: int
    share: float
    agreement: float


class SidePart(NamedTuple):
    """What one side puts into η²: its values' number and mean, and number · (mean − mean of all)²."""

    number: int
    mean: float
    squares: float


class Variance(NamedTuple):
    """The terms of η²: the mean of all values, a SidePart for each side, and the sum of (value − mean of all)²."""

    mean: float
    parts: tuple[SidePart, ...]
    total: float

    @property
    def between(self) -> float:
        return sum(part.squares for part in self.parts)

    @property
    def share(self) -> float | None:
        """η² itself, or None where all values are equal."""
        return min(1.0, self.between / self.total) if self.total else None


class Spread(NamedTuple):
    """How all values on one proposal are spread: `sides` are (name, distribution) of the sides that have any.

    A and the standard deviation are None with fewer actors than `MIN_ACTORS`. η² is None with fewer than two sides of
    so many, and where all their values are equal; `left_out` names the sides that have fewer. `no_side` is the name in
    `sides` of the actors that are on none: they count in A, and are no side of η².
    """

    sides: tuple[tuple[str, tuple[int, ...]], ...]
    counts: tuple[int, ...]
    agreement: float | None = None
    between: float | None = None
    deviation: float | None = None
    left_out: tuple[str, ...] = ()
    no_side: str = ""

    @property
    def compared(self) -> tuple[tuple[str, tuple[int, ...]], ...]:
        """The sides between which the variance is shared out, as in `sides`; none where there are fewer than two."""
        large = tuple([side for side in self.sides if side[0] not in (*self.left_out, self.no_side)])
        return large if len(large) > 1 else ()


def count_by_value(values: Iterable[int | None]) -> tuple[int, ...]:
    """Return how many of the values stand at −2, −1, 0, 1, 2; None counts nowhere."""
    counts = Counter(values)
    return tuple(counts[value] for value in range(LOWEST, HIGHEST + 1))


def compute_mean(counts: Distribution) -> float | None:
    """Return the mean of the values, which begin with the lowest of the scale, or None without any."""
    return _compute_mean(counts) + LOWEST if sum(counts) else None


def compute_deviation(values: Sequence[int]) -> float | None:
    """Return the standard deviation of the values (of all there are, not of a sample), or None without any."""
    return sqrt(pvariance(values)) if values else None


def measure_spread(sides: Iterable[tuple[str, Distribution]], no_side: str = "") -> Spread:
    """Return the Spread of a proposal from (name, distribution) of each side; sides without a value are left out.

    `no_side` is the name under which those stand that are on no side.
    """
    valued = tuple((name, tuple(counts)) for name, counts in sides if any(counts))
    counts = tuple(map(sum, zip(*(counts for _, counts in valued), strict=True))) or count_by_value(())
    few = tuple([name for name, of_side in valued if sum(of_side) < MIN_ACTORS and name != no_side])
    strays = no_side if no_side in dict(valued) else ""
    spread = Spread(valued, counts, left_out=few, no_side=strays)
    if spread.compared:
        spread = spread._replace(between=decompose_variance([of_side for _, of_side in spread.compared]).share)
    if sum(counts) < MIN_ACTORS:
        return spread
    return spread._replace(agreement=compute_agreement(counts), deviation=sqrt(_compute_variance(counts)))


def compute_agreement(counts: Distribution) -> float | None:
    """Return van der Eijk's agreement A of a distribution, from −1 to 1, or None without stances."""
    return sum(layer.share * layer.agreement for layer in peel_layers(counts)) if sum(counts) else None


def peel_layers(counts: Distribution) -> list[Layer]:
    """Peel a distribution into Layers: A is the sum of share · agreement over them."""
    total, left, layers = sum(counts), list(counts), []
    while any(left):
        height = min(count for count in left if count)
        filled = tuple(count > 0 for count in left)
        left = [count - height if count else 0 for count in left]
        layers.append(Layer(filled, height, height * sum(filled) / total, _compute_layer_agreement(filled)))
    return layers


def compute_polarisation(counts: Distribution) -> float | None:
    """Return (1 − A)/2: 0 all at one value, ½ evenly over the scale, 1 half at each end; or None."""
    agreement = compute_agreement(counts)
    return None if agreement is None else (1 - agreement) / 2


def compute_consensus(counts: Distribution) -> float | None:
    """Return Tastle and Wierman's consensus of a distribution, from 0 to 1, or None without stances."""
    total = sum(counts)
    if not total:
        return None
    mean = _compute_mean(counts)
    width = len(counts) - 1
    return 1 + sum(n / total * log2(1 - abs(level - mean) / width) for level, n in enumerate(counts) if n)


def compute_normalised_variance(counts: Distribution) -> float | None:
    """Return the variance of a distribution as a share of the largest possible, or None without stances."""
    return _compute_variance(counts) / ((len(counts) - 1) / 2) ** 2 if sum(counts) else None


def compute_share_between_sides(groups: Iterable[Sequence[int]], minimum: int = MIN_ACTORS) -> float | None:
    """Return η², the share of the variance of all values that lies between the sides, from 0 to 1.

    `groups` holds the values of each side's actors; sides with fewer than `minimum` are left out. Undefined (None)
    with fewer than two others, or where all their values are equal.
    """
    distributions = [count_by_value(values) for values in groups if len(values) >= max(minimum, 1)]
    return decompose_variance(distributions).share if len(distributions) > 1 else None


def decompose_variance(distributions: Sequence[Distribution]) -> Variance:
    """Lay out the terms of η² of each side's distribution, as a Variance; each holds at least one value."""
    counts = [sum(at_level) for at_level in zip(*distributions, strict=True)]
    mean = _compute_mean(counts)
    numbers, means = [sum(side) for side in distributions], [_compute_mean(side) for side in distributions]
    parts = tuple(SidePart(n, m + LOWEST, n * (m - mean) ** 2) for n, m in zip(numbers, means, strict=True))
    return Variance(mean + LOWEST, parts, sum(n * (level - mean) ** 2 for level, n in enumerate(counts)))


def _compute_variance(counts: Distribution) -> float:
    total, mean = sum(counts), _compute_mean(counts)
    return sum(n / total * (level - mean) ** 2 for level, n in enumerate(counts))


def _compute_mean(counts: Distribution) -> float:
    return sum(level * n for level, n in enumerate(counts)) / sum(counts)


@cache
def _compute_layer_agreement(layer: tuple[bool, ...]) -> float:
    """Return A of a layer, which has the same height wherever it has any: U·(1 − (S − 1)/(K − 1)).

    S of its K levels are not empty. U is 1 for one peak and falls as triples of levels show a dent (101) rather than
    a slope (110, 011).
    """
    levels, filled = len(layer), sum(layer)
    if filled in (1, levels):
        return float(filled == 1)
    triples = Counter(combinations(layer, 3))
    sloping = triples[True, True, False] + triples[False, True, True]
    dented = triples[True, False, True]
    unimodality = ((levels - 2) * sloping - (levels - 1) * dented) / ((levels - 2) * (sloping + dented))
    return unimodality * (1 - (filled - 1) / (levels - 1))
