"""How the stances on one proposal are spread: from all alike to split down the middle.

A *distribution* holds how many stances stand at each value, in the order of the scale, lowest first; all measures but
the last take one, of two or more levels. `counts_by_value` makes it. Without any stance they are undefined (None).

- `van_der_eijk`: A of C. van der Eijk, *Measuring Agreement in Ordered Rating Scales* (Quality & Quantity 35, 2001).
  The distribution is peeled into layers of equal height, each in its own right all or nothing at every level; a layer
  counts as far as it has one peak, weighted by its share of the stances. 1 all at one value, 0 evenly
  over the scale, −1 half at each end. `polarisation` is (1 − A)/2, from 0 to 1.
- `consensus`: W. J. Tastle and M. J. Wierman (International Journal of Approximate Reasoning 45, 2007),
  1 + Σ p log₂(1 − |x − mean|/width): 1 all alike, 0 half at each end.
- `normalised_variance`: the variance as a share of the largest that the scale allows, from 0 to 1.
- `between_sides` (η²): the share of the variance that lies between the sides, from 0 to 1; to be read with `deviation`.
"""

from collections import Counter
from itertools import combinations
from math import log2, sqrt
from statistics import fmean, pvariance

from .scales import HIGHEST, LOWEST

MIN_A_SIDE = 3  # actors with a value: the share of variance says nothing of fewer


def counts_by_value(values):
    """Return how many of the values stand at −2, −1, 0, 1, 2; None counts nowhere."""
    counts = Counter(values)
    return tuple(counts[value] for value in range(LOWEST, HIGHEST + 1))


def deviation(values):
    """Return the standard deviation of the values (of all there are, not of a sample), or None without any."""
    return sqrt(pvariance(values)) if values else None


def van_der_eijk(counts):
    """Return van der Eijk's agreement A of a distribution, from −1 to 1, or None without stances."""
    total, left, agreement = sum(counts), list(counts), 0.0
    if not total:
        return None
    while any(left):
        height = min(count for count in left if count)
        layer = [count > 0 for count in left]
        left = [count - height if count else 0 for count in left]
        agreement += _layer_agreement(layer) * height * sum(layer) / total
    return agreement


def polarisation(counts):
    """Return (1 − A)/2: 0 all at one value, ½ evenly over the scale, 1 half at each end; or None."""
    agreement = van_der_eijk(counts)
    return None if agreement is None else (1 - agreement) / 2


def consensus(counts):
    """Return Tastle and Wierman's consensus of a distribution, from 0 to 1, or None without stances."""
    total = sum(counts)
    if not total:
        return None
    mean = _mean(counts)
    width = len(counts) - 1
    return 1 + sum(n / total * log2(1 - abs(level - mean) / width) for level, n in enumerate(counts) if n)


def normalised_variance(counts):
    """Return the variance of a distribution as a share of the largest possible, or None without stances."""
    total = sum(counts)
    if not total:
        return None
    mean = _mean(counts)
    return sum(n / total * (level - mean) ** 2 for level, n in enumerate(counts)) / ((len(counts) - 1) / 2) ** 2


def between_sides(groups, minimum=MIN_A_SIDE):
    """Return η², the share of the variance of all values that lies between the sides, from 0 to 1.

    `groups` holds the values of each side's actors; sides with none are left out. Undefined (None) with fewer than
    two sides, fewer than `minimum` values in any of them, or where all values are equal.
    """
    groups = [list(values) for values in groups if values]
    values = [value for group in groups for value in group]
    if len(groups) < 2 or min(map(len, groups)) < minimum or len(set(values)) == 1:
        return None
    mean = fmean(values)
    between = sum(len(group) * (fmean(group) - mean) ** 2 for group in groups)
    return min(1.0, between / sum((value - mean) ** 2 for value in values))


def _mean(counts):
    return sum(level * n for level, n in enumerate(counts)) / sum(counts)


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
