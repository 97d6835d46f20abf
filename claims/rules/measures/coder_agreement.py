"""How far two or more coders of the same documents agree: what each found, and which values they gave.

A cell (`CodedCell`) is what a coding says something of, as `reliability.compare` has it, and with two coders the
numbers are the same. Shares count pairs: of each two coders, in each cell. A share of nothing is undefined (None), and
alpha where nothing could have been disagreed on.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import combinations
from typing import Any, NamedTuple

from .reliability import Alpha, CodedCell, Comparison, compare, compute_alpha, fold_cells, measure_ordinal

Coder = Any  # whatever can be a key and be sorted
Cells = Mapping[CodedCell, int | None]


class Share(NamedTuple):
    """So many of so many pairs; undefined where there are none."""

    part: int
    of: int

    @property
    def percent(self) -> float | None:
        return 100 * self.part / self.of if self.of else None


class Confusion(NamedTuple):
    """How often two coders gave these values to the same cell of a dimension: {(first, second): number}."""

    dimension: str
    counts: Mapping[tuple[int, int], int]

    @property
    def equal(self) -> int:
        return sum(number for (first, second), number in self.counts.items() if first == second)

    @property
    def total(self) -> int:
        return sum(self.counts.values())


class CoderPair(NamedTuple):
    """Two coders side by side, with a table of values for each dimension in which both gave one to a cell."""

    first: Coder
    second: Coder
    compared: Comparison
    confusions: list[Confusion]


class OfDimension(NamedTuple):
    """How far all coders agree in one dimension: on the values of their cells."""

    dimension: str
    values: Share
    alpha: Alpha


class CoderNumbers(NamedTuple):
    """One coder beside all others: the claims with a value, the cells that these are of, those that nobody else found,
    and those that others found and they did not; the pairs with another's value that are equal; and how often theirs
    was the higher, and the lower."""

    coder: Coder
    claims: int
    cells: int
    alone: int
    missed: int
    values: Share
    higher: int
    lower: int


class CodersCompared(NamedTuple):
    """All coders side by side: the cells that any found, how far they found the same (pairs of which both found a
    cell, of those of which one did), gave the same values, and alpha over all."""

    cells: int
    finding: Share
    values: Share
    split: int
    alpha: Alpha
    dimensions: list[OfDimension]
    pairs: list[CoderPair]
    coders: list[CoderNumbers]


def compare_coders(codings: Mapping[Coder, Iterable[tuple[CodedCell, int]]]) -> CodersCompared:
    """Compare codings of the same documents, each a list of (cell, value); a cell may hold several values, which are
    folded. `split` counts the cells in which that leaves a coder's without one."""
    listed = {coder: list(codings[coder]) for coder in sorted(codings)}
    folded = {coder: fold_cells(coding) for coder, coding in listed.items()}
    cells = sorted({cell for each in folded.values() for cell in each})
    units = {cell: _list_values(folded, cell) for cell in cells}
    return CodersCompared(
        cells=len(cells),
        finding=_share_findings(folded, cells),
        values=_share_values(units.values()),
        split=sum(None in [each.get(cell, 0) for each in folded.values()] for cell in cells),
        alpha=compute_alpha(units.values(), measure_ordinal),
        dimensions=[_compare_in(dimension, units) for dimension in _list_dimensions(cells)],
        pairs=[_compare_pair(listed, folded, *two) for two in combinations(listed, 2)],
        coders=[_count(coder, len(coding), folded) for coder, coding in listed.items()],
    )


def _list_values(folded: Mapping[Coder, Cells], cell: CodedCell) -> list[int]:
    values = (each.get(cell) for each in folded.values())
    return [value for value in values if value is not None]


def _share_findings(folded: Mapping[Coder, Cells], cells: Iterable[CodedCell]) -> Share:
    finders = [sum(cell in each for each in folded.values()) for cell in cells]
    all_pairs = len(folded) * (len(folded) - 1) // 2
    both = sum(number * (number - 1) // 2 for number in finders)
    neither = sum((len(folded) - number) * (len(folded) - number - 1) // 2 for number in finders)
    return Share(both, all_pairs * len(finders) - neither)


def _share_values(units: Iterable[list[int]]) -> Share:
    pairs = [pair for unit in units for pair in combinations(unit, 2)]
    return Share(sum(one == other for one, other in pairs), len(pairs))


def _list_dimensions(cells: Iterable[CodedCell]) -> list[str]:
    return sorted({cell.dimension for cell in cells})


def _compare_in(dimension: str, units: Mapping[CodedCell, list[int]]) -> OfDimension:
    values = [unit for cell, unit in units.items() if cell.dimension == dimension]
    return OfDimension(dimension, _share_values(values), compute_alpha(values, measure_ordinal))


def _compare_pair(
    listed: Mapping[Coder, list[tuple[CodedCell, int]]], folded: Mapping[Coder, Cells], first: Coder, second: Coder
) -> CoderPair:
    compared = compare(listed[first], listed[second])
    confusions = []
    for dimension in _list_dimensions(compared.both):
        cells = [cell for cell in compared.both if cell.dimension == dimension]
        values = [(folded[first][cell], folded[second][cell]) for cell in cells]
        counts = Counter((one, other) for one, other in values if one is not None and other is not None)
        confusions.append(Confusion(dimension, counts))
    return CoderPair(first, second, compared, [each for each in confusions if each.total])


def _count(coder: Coder, claims: int, folded: Mapping[Coder, Cells]) -> CoderNumbers:
    own = folded[coder]
    others = [each for other, each in folded.items() if other != coder]
    theirs = {cell for each in others for cell in each}
    pairs = [(own[cell], each[cell]) for each in others for cell in own.keys() & each.keys()]
    valued = [(one, other) for one, other in pairs if one is not None and other is not None]
    return CoderNumbers(
        coder=coder,
        claims=claims,
        cells=len(own),
        alone=len(own.keys() - theirs),
        missed=len(theirs - own.keys()),
        values=Share(sum(one == other for one, other in valued), len(valued)),
        higher=sum(one > other for one, other in valued),
        lower=sum(one < other for one, other in valued),
    )
