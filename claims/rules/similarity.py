"""Two more readings of the same pair, for those who know them from the study of foreign policy.

`signorino_ritter` is the S of C. S. Signorino and J. M. Ritter, *Tau-b or Not Tau-b* (International Studies Quarterly
43, 1999): agreement on a scale from −1 to 1. `scott_pi` and `weighted_kappa` correct it for chance, as F. M. Häge
advises (*Choice or Circumstance?*, Political Analysis 19, 2011): 1 − D_o/D_e, the observed distance over the distance
that chance would give, from what both said together (Scott's π) or each by itself (Cohen's κ).

All take two sequences of values on the same proposals, None for a blank, and use those on which both have a value.
Undefined (None): where there are none; for the corrected ones also where chance would give no distance, since both
always say the same one thing.
"""

from itertools import product

from .agreement import FARTHEST


def linear(a, b):
    """Distance of two values as a share of the farthest (0 to 1)."""
    return abs(a - b) / FARTHEST


def quadratic(a, b):
    """Squared distance of two values as a share of the farthest (0 to 1): large differences weigh more."""
    return linear(a, b) ** 2


def signorino_ritter(a, b):
    """Return S, from −1 (as far apart as can be) to 1 (alike), or None."""
    shared = _shared(a, b)
    return 1 - 2 * _mean(linear(x, y) for x, y in shared) if shared else None


def scott_pi(a, b, distance=linear):
    """Return π: 1 alike, 0 as chance would have it; both actors' values are one pool. None where undefined."""
    shared = _shared(a, b)
    pool = [value for pair in shared for value in pair]
    return _corrected(shared, product(pool, pool), distance)


def weighted_kappa(a, b, distance=linear):
    """Return κ: 1 alike, 0 as chance would have it, given how each actor uses the scale. None where undefined."""
    shared = _shared(a, b)
    return _corrected(shared, product((x for x, _ in shared), (y for _, y in shared)), distance)


def _corrected(shared, by_chance, distance):
    expected = _mean(distance(x, y) for x, y in by_chance) if shared else 0
    return 1 - _mean(distance(x, y) for x, y in shared) / expected if expected else None


def _shared(a, b):
    return [(x, y) for x, y in zip(a, b, strict=True) if x is not None and y is not None]


def _mean(numbers):
    numbers = list(numbers)
    return sum(numbers) / len(numbers)
