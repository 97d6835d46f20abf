"""How far two codings of the same documents agree.

Krippendorff's alpha (K. Krippendorff, *Computing Krippendorff's Alpha-Reliability*, 2011) is 1 where coders agree
wherever they could disagree, 0 where they agree as chance would have it, and less than 0 where they agree less. It is
undefined (None), and said to be, where no unit has two values or where all values are equal: then nothing could have
been disagreed on. A unit is a cell, with the values that coders gave it; alpha is a pure number.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from math import comb
from typing import Any, NamedTuple

from ..stances import fold_values

Counts = Mapping[Any, int]  # how often each value occurs in units with two values or more
Cell = Any  # whatever can be a key and be sorted
Coding = Iterable[tuple[Cell, int]]
Difference = Callable[[Any, Any, Counts], float]  # the squared difference of two values


class CodedCell(NamedTuple):
    """What a coding says something of: a cell in a document, each by its name or key."""

    document: Any
    holder: Any
    proposal: Any
    dimension: str
    attribution: Any


class Alpha(NamedTuple):
    """Alpha (None where it is undefined), over so many units with two values or more, and so many pairs of values."""

    value: float | None
    units: int
    pairs: int


class Comparison(NamedTuple):
    """Two codings side by side: cells found by both and by one, and the value agreement on the cells of both.

    `split` are cells in which a coder's values lie on both sides of zero: they have no value to compare.
    """

    both: list[Cell]
    first_only: list[Cell]
    second_only: list[Cell]
    equal: int
    split: int
    alpha: Alpha


def compute_alpha(units: Iterable[Sequence[Any]], difference: Difference) -> Alpha:
    """Return the Alpha of `units`: for each unit the values that coders gave it; missing values are left out.

    `difference(c, k, counts)` is the squared difference of two values: one of those below.
    """
    paired = [list(unit) for unit in units if len(unit) >= 2]
    pairs = sum(comb(len(unit), 2) for unit in paired)
    counts = Counter(value for unit in paired for value in unit)
    total = sum(counts.values())
    expected = sum(n * m * difference(c, k, counts) for c, n in counts.items() for k, m in counts.items())
    if not expected:
        return Alpha(None, len(paired), pairs)
    observed = sum(
        difference(c, k, counts) / (len(unit) - 1)
        for unit in paired
        for i, c in enumerate(unit)
        for j, k in enumerate(unit)
        if i != j
    )
    return Alpha(1 - (total - 1) * observed / expected, len(paired), pairs)


def measure_nominal(c: Any, k: Any, counts: Counts) -> float:
    """Squared difference of names: 0 or 1."""
    return float(c != k)


def measure_interval(c: Any, k: Any, counts: Counts) -> float:
    """Squared difference of numbers with equal steps."""
    return float((c - k) ** 2)


def measure_ratio(c: Any, k: Any, counts: Counts) -> float:
    """Squared difference of numbers with a true zero, as a share of their sum."""
    return float(((c - k) / (c + k)) ** 2) if c != k else 0.0


def measure_ordinal(c: Any, k: Any, counts: Counts) -> float:
    """Squared difference of ranks: how many values lie from one to the other, each end counted half."""
    low, high = min(c, k), max(c, k)
    between = sum(n for value, n in counts.items() if low <= value <= high)
    return float((between - (counts[c] + counts[k]) / 2) ** 2)


def compare(first: Coding, second: Coding) -> Comparison:
    """Compare two codings, each a list of (cell, value); a cell may hold several values, which are folded.

    Alpha is ordinal, over the cells that both found.
    """
    one, two = fold_cells(first), fold_cells(second)
    both = sorted(one.keys() & two.keys())
    folded = [(one[cell], two[cell]) for cell in both]
    valued = [pair for pair in folded if None not in pair]
    return Comparison(
        both=both,
        first_only=sorted(one.keys() - two.keys()),
        second_only=sorted(two.keys() - one.keys()),
        equal=sum(a == b for a, b in valued),
        split=len(folded) - len(valued),
        alpha=compute_alpha(valued, measure_ordinal),
    )


def fold_cells(coding: Coding) -> dict[Cell, int | None]:
    """Return the value of each cell of a coding; None where its values lie on both sides of zero."""
    cells: dict[Cell, list[int]] = {}
    for cell, value in coding:
        cells.setdefault(cell, []).append(value)
    return {cell: fold_values(values) for cell, values in cells.items()}
