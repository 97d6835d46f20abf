"""How the stances on one proposal are spread: from all alike to split down the middle.

A *distribution* holds how many stances stand at each value, in the order of the scale, lowest first; all measures but
the last take one, of two or more levels. `count_by_value` makes it. Without any stance they are undefined (None).

- `compute_agreement`: A of C. van der Eijk, *Measuring Agreement in Ordered Rating Scales* (Quality & Quantity 35,
  2001). The distribution is peeled into layers of equal height, each in its own right all or nothing at every level;
  a layer counts as far as it has one peak, weighted by its share of the stances. 1 all at one value, 0 evenly over the
  scale, −1 half at each end. `compute_polarisation` is (1 − A)/2, from 0 to 1.
- `compute_consensus`: W. J. Tastle and M. J. Wierman (International Journal of Approximate Reasoning 45, 2007),
  1 + Σ p log₂(1 − |x − mean|/width): 1 all alike, 0 half at each end.
- `compute_normalised_variance`: the variance as a share of the largest that the scale allows, from 0 to 1.
- `compute_share_between_sides` (η²): the share of the variance that lies between the sides, from 0 to 1; to be
  read with `compute_deviation`.
  `decompose_variance` lays out its terms, as `peel_layers` does those of A.

`spread` puts what is shown of one proposal together.
"""

from collections import Counter
from functools import cache
from itertools import combinations
from math import log2, sqrt
from statistics import pvariance
from typing import NamedTuple

from ..scales import HIGHEST, LOWEST

MIN_A_SIDE = 3  # actors with a value: the share of variance says nothing of fewer


class Layer(NamedTuple):
    """One layer of a distribution: the levels that it fills, its height, its share of the stances, and its own A."""

    filled: tuple
    height: int
    share: float
    agreement: float


class Part(NamedTuple):
    """What one side puts into η²: its values' number and mean, and number · (mean − mean of all)²."""

    number: int
    mean: float
    squares: float


class Variance(NamedTuple):
    """The terms of η²: the mean of all values, a Part for each side, and the sum of (value − mean of all)²."""

    mean: float
    parts: tuple
    total: float

    @property
    def between(self):
        return sum(part.squares for part in self.parts)

    @property
    def share(self):
        """η² itself, or None where all values are equal."""
        return min(1.0, self.between / self.total) if self.total else None


class Spread(NamedTuple):
    """How all values on one proposal are spread: `sides` are (name, distribution) of the sides that have any.

    A, η² and the standard deviation are None where `lacking` says what is missing; η² also where all values are equal.
    """

    sides: tuple
    counts: tuple
    agreement: float | None = None
    between: float | None = None
    deviation: float | None = None
    lacking: str = ""


def count_by_value(values):
    """Return how many of the values stand at −2, −1, 0, 1, 2; None counts nowhere."""
    counts = Counter(values)
    return tuple(counts[value] for value in range(LOWEST, HIGHEST + 1))


def compute_deviation(values):
    """Return the standard deviation of the values (of all there are, not of a sample), or None without any."""
    return sqrt(pvariance(values)) if values else None


def measure_spread(sides, minimum=MIN_A_SIDE):
    """Return the Spread of a proposal from (name, distribution) of each side; sides without a value are left out."""
    sides = tuple((name, tuple(counts)) for name, counts in sides if any(counts))
    counts = tuple(map(sum, zip(*(counts for _, counts in sides), strict=True))) or count_by_value(())
    lacking = _lacking(sides, minimum)
    if lacking:
        return Spread(sides, counts, lacking=lacking)
    share = decompose_variance([counts for _, counts in sides]).share
    return Spread(sides, counts, compute_agreement(counts), share, sqrt(_variance(counts)))


def compute_agreement(counts):
    """Return van der Eijk's agreement A of a distribution, from −1 to 1, or None without stances."""
    return sum(layer.share * layer.agreement for layer in peel_layers(counts)) if sum(counts) else None


def peel_layers(counts):
    """Peel a distribution into Layers: A is the sum of share · agreement over them."""
    total, left, found = sum(counts), list(counts), []
    while any(left):
        height = min(count for count in left if count)
        filled = tuple(count > 0 for count in left)
        left = [count - height if count else 0 for count in left]
        found.append(Layer(filled, height, height * sum(filled) / total, _layer_agreement(filled)))
    return found


def compute_polarisation(counts):
    """Return (1 − A)/2: 0 all at one value, ½ evenly over the scale, 1 half at each end; or None."""
    agreement = compute_agreement(counts)
    return None if agreement is None else (1 - agreement) / 2


def compute_consensus(counts):
    """Return Tastle and Wierman's consensus of a distribution, from 0 to 1, or None without stances."""
    total = sum(counts)
    if not total:
        return None
    mean = _mean(counts)
    width = len(counts) - 1
    return 1 + sum(n / total * log2(1 - abs(level - mean) / width) for level, n in enumerate(counts) if n)


def compute_normalised_variance(counts):
    """Return the variance of a distribution as a share of the largest possible, or None without stances."""
    return _variance(counts) / ((len(counts) - 1) / 2) ** 2 if sum(counts) else None


def compute_share_between_sides(groups, minimum=MIN_A_SIDE):
    """Return η², the share of the variance of all values that lies between the sides, from 0 to 1.

    `groups` holds the values of each side's actors; sides with none are left out. Undefined (None) with fewer than
    two sides, fewer than `minimum` values in any of them, or where all values are equal.
    """
    groups = [count_by_value(values) for values in groups if values]
    return None if _lacking(enumerate(groups), minimum) else decompose_variance(groups).share


def decompose_variance(distributions):
    """Lay out the terms of η² of each side's distribution, as a Variance; each holds at least one value."""
    counts = [sum(at_level) for at_level in zip(*distributions, strict=True)]
    mean = _mean(counts)
    numbers, means = [sum(side) for side in distributions], [_mean(side) for side in distributions]
    parts = tuple(Part(n, m + LOWEST, n * (m - mean) ** 2) for n, m in zip(numbers, means, strict=True))
    return Variance(mean + LOWEST, parts, sum(n * (level - mean) ** 2 for level, n in enumerate(counts)))


def _lacking(sides, minimum):
    """Say what A and η² lack, of (name, distribution) of the sides that have any value; nothing where they exist."""
    sides = list(sides)
    if len(sides) < 2:
        return "fewer than two sides have a value"
    few = [str(name) for name, counts in sides if sum(counts) < minimum]
    return f"fewer than {minimum} actors have a value: {', '.join(few)}" if few else ""


def _variance(counts):
    total, mean = sum(counts), _mean(counts)
    return sum(n / total * (level - mean) ** 2 for level, n in enumerate(counts))


def _mean(counts):
    return sum(level * n for level, n in enumerate(counts)) / sum(counts)


@cache
def _layer_agreement(layer):
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
