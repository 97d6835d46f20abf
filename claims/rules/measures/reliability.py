"""How far two codings of the same documents agree.

Krippendorff's alpha (K. Krippendorff, *Computing Krippendorff's Alpha-Reliability*, 2011) is 1 where coders agree
wherever they could disagree, 0 where they agree as chance would have it. It is undefined, and said to be, where no
unit has two values or where all values are equal: then nothing could have been disagreed on.
"""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from ..stances import fold_values


class Alpha(NamedTuple):
    """Alpha (None where it is undefined), over so many units with two values or more, and so many pairs of values."""

    value: float | None
    units: int
    pairs: int


class Comparison(NamedTuple):
    """Two codings side by side: cells found by both and by one, and the value agreement on the cells of both.

    `split` are cells in which a coder's values lie on both sides of zero: they have no value to compare.
    """

    both: list
    first_only: list
    second_only: list
    equal: int
    split: int
    alpha: Alpha


def compute_alpha(units, distance):
    """Return the Alpha of `units`: for each unit the values that coders gave it; missing values are left out.

    `distance(c, k, counts)` is the squared difference of two values, `counts` how often each value occurs in units
    with two values or more.
    """
    paired = [list(unit) for unit in units if len(unit) >= 2]
    pairs = sum(len(unit) * (len(unit) - 1) // 2 for unit in paired)
    counts = Counter(value for unit in paired for value in unit)
    total = sum(counts.values())
    expected = sum(n * m * distance(c, k, counts) for c, n in counts.items() for k, m in counts.items())
    if not expected:
        return Alpha(None, len(paired), pairs)
    observed = sum(
        distance(c, k, counts) / (len(unit) - 1)
        for unit in paired
        for i, c in enumerate(unit)
        for j, k in enumerate(unit)
        if i != j
    )
    return Alpha(1 - (total - 1) * observed / expected, len(paired), pairs)


def measure_nominal(c, k, counts):
    """Squared difference of names: 0 or 1."""
    return float(c != k)


def measure_interval(c, k, counts):
    """Squared difference of numbers with equal steps."""
    return float((c - k) ** 2)


def measure_ratio(c, k, counts):
    """Squared difference of numbers with a true zero, as a share of their sum."""
    return ((c - k) / (c + k)) ** 2 if c != k else 0.0


def measure_ordinal(c, k, counts):
    """Squared difference of ranks: how many values lie from one to the other, each end counted half."""
    low, high = min(c, k), max(c, k)
    between = sum(n for value, n in counts.items() if low <= value <= high)
    return (between - (counts[c] + counts[k]) / 2) ** 2 if c != k else 0.0


def compare(first: Iterable, second: Iterable):
    """Compare two codings, each a list of (cell, value); a cell may hold several values, which are folded.

    Cells are any hashable keys. Alpha is ordinal, over the cells that both found.
    """
    one, two = _by_cell(first), _by_cell(second)
    both = sorted(one.keys() & two.keys())
    folded = [(fold_values(one[cell]), fold_values(two[cell])) for cell in both]
    valued = [pair for pair in folded if None not in pair]
    return Comparison(
        both=both,
        first_only=sorted(one.keys() - two.keys()),
        second_only=sorted(two.keys() - one.keys()),
        equal=sum(a == b for a, b in valued),
        split=len(folded) - len(valued),
        alpha=compute_alpha(valued, measure_ordinal),
    )


def _by_cell(coding):
    cells = {}
    for cell, value in coding:
        cells.setdefault(cell, []).append(value)
    return cells
