"""Agreement as tables: one row per pair, one row per proposal of a pair, and the network of what all of them say."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, combinations
from typing import NamedTuple

import numpy as np

from ..models import Actor
from ..queries.agreement import Pairs
from ..queries.pair import ComparedProposal
from ..rules.measures import networks
from ..rules.measures.agreement import READINGS
from ..wording.pairs import write_package_rule
from .formats import Cell, Columns, ExportTable, make_table
from .kinds import Kind
from .packages import write_places

SHORT = dict(zip(READINGS, ("as_it_stands", "if_met"), strict=True))  # names of the readings in columns
DIGITS = 6


class PairNumbers(NamedTuple):
    """The agreement of a pair under one reading; the names of the fields end those of the columns."""

    value: Cell
    n: int
    units: int
    coverage: Cell
    lower: Cell
    upper: Cell


PAIR_KINDS: dict[str, Kind] = {
    **dict.fromkeys(("actor_a", "actor_b", "dimension"), str),
    **{
        short if field == "value" else f"{short}_{field}": int if field in ("n", "units") else float
        for short in SHORT.values()
        for field in PairNumbers._fields
    },
}
NETWORK_COLUMNS = ("actor_a", "actor_b", "dimension", *networks.Aggregation)


def _get_distance(reading: str) -> Callable[[ComparedProposal], Cell]:
    return lambda row: row.terms[reading].distance


def _get_package_rule(reading: str) -> Callable[[ComparedProposal], Cell]:
    return lambda row: write_package_rule(row.terms[reading].package_rule)


TERM_COLUMNS: Columns[ComparedProposal] = {
    "proposal": lambda row: row.proposal.slug,
    "title": lambda row: row.proposal.title,
    "part_of": lambda row: write_places(row.packages),
    "group": lambda row: row.contrast.value,
    "state_a": lambda row: row.a.state.value,
    "value_a": lambda row: row.a.value,
    "in_part_a": lambda row: row.a.in_part,
    "state_b": lambda row: row.b.state.value,
    "value_b": lambda row: row.b.value,
    "in_part_b": lambda row: row.b.in_part,
    **{f"{short}_distance": _get_distance(reading) for reading, short in SHORT.items()},
    **{f"{short}_package": _get_package_rule(reading) for reading, short in SHORT.items()},
}


def make_pairs_table(pairs: Pairs, lower: Mapping[str, Sequence[Sequence[float]]], order: Iterable[int]) -> ExportTable:
    """Return the table of Pairs; `lower` are their lower bounds by reading, `order` the places of the actors."""
    return ExportTable("agreement", tuple(PAIR_KINDS), make_pair_rows(pairs, lower, combinations(order, 2)))


def make_network_table(actors: Sequence[Actor], dimension: str, ties: Mapping[str, np.ndarray]) -> ExportTable:
    """Return the table of the pairs that have a tie; `ties` are square arrays by the name of their sum."""
    sums = [ties[name] for name in networks.Aggregation]
    rows = (
        (actors[a].slug, actors[b].slug, dimension, *(_round(float(array[a, b])) for array in sums))
        for a, b, _ in networks.list_edges(ties["ignore"], range(len(actors)))
    )
    return ExportTable("network", NETWORK_COLUMNS, rows)


def make_terms_table(compared: Iterable[ComparedProposal]) -> ExportTable:
    """Return the table of a pair's proposals."""
    return make_table("terms", TERM_COLUMNS, compared)


def make_pair_rows(
    pairs: Pairs, lower: Mapping[str, Sequence[Sequence[float]]], couples: Iterable[tuple[int, int]]
) -> Iterator[tuple[Cell, ...]]:
    """Yield the rows of some couples, each the places of two actors."""
    slugs, dimension = [actor.slug for actor in pairs.actors], pairs.asked.dimension
    numbers_of = [_read_numbers(pairs, reading, lower[reading]) for reading in READINGS]
    for a, b in couples:
        yield slugs[a], slugs[b], dimension, *chain.from_iterable(read(a, b) for read in numbers_of)


def _read_numbers(pairs: Pairs, reading: str, lower: Sequence[Sequence[float]]) -> Callable[[int, int], PairNumbers]:
    """Return a function from the places of two actors to their PairNumbers under a reading."""
    agreements = pairs.agreements[reading]
    value, n, units, upper = (
        array.tolist() for array in (agreements.value, agreements.n, agreements.units, agreements.upper)
    )

    def read(a: int, b: int) -> PairNumbers:
        return PairNumbers(
            value=_round(value[a][b]),
            n=n[a][b],
            units=units[a][b],
            coverage=_round(n[a][b] / units[a][b]) if units[a][b] else None,
            lower=_round(lower[a][b]),
            upper=_round(upper[a][b]),
        )

    return read


def _round(number: float) -> Cell:
    """Return a number as files hold it, a whole one without a point; None for NaN."""
    if number != number:
        return None
    return int(number) if number == int(number) else round(number, DIGITS)
