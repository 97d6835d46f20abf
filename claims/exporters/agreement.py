"""Agreement as tables: one row a pair, one row a term of a pair, and the network of what all of them say."""

from itertools import combinations

from ..rules.measures import networks
from ..rules.measures.agreement import READINGS
from .formats import ExportTable

OF_READING = ("", "_n", "_units", "_coverage", "_lower", "_upper")  # after a reading's name
SHORT = dict(zip(READINGS, ("as_it_stands", "if_met"), strict=True))
PAIRS = ("actor_a", "actor_b", "dimension", *(f"{short}{end}" for short in SHORT.values() for end in OF_READING))
NETWORK = ("actor_a", "actor_b", "dimension", *networks.AGGREGATIONS)
TERMS = (
    "proposal",
    "title",
    "part_of",
    "group",
    "state_a",
    "value_a",
    "state_b",
    "value_b",
    *(f"{short}_distance" for short in SHORT.values()),
    *(f"{short}_package" for short in SHORT.values()),
)
DIGITS = 6


def make_pairs_table(found, lower, order):
    """Return the Table of Pairs; `lower` are their bounds by reading, `order` the places of the actors."""
    return ExportTable("agreement", PAIRS, _pair_rows(found, lower, order))


def make_network_table(actors, dimension, ties):
    """Return the Table of the pairs that have a tie; `ties` are square arrays by the name of their sum."""
    sums = [ties[name] for name in NETWORK[3:]]
    rows = (
        (actors[a].slug, actors[b].slug, dimension, *(_rounded(float(array[a, b])) for array in sums))
        for a, b, _ in networks.list_edges(ties["ignore"], range(len(actors)))
    )
    return ExportTable("network", NETWORK, rows)


def make_terms_table(table):
    """Return the Table of a pair's proposals: `table` yields (proposal, part_of, group, (state, value) of both actors,
    and for each reading (distance or None, words of the rule of packages))."""
    return ExportTable("terms", TERMS, (_term(row) for row in table))


def _pair_rows(found, lower, order):
    numbers = {
        name: [array.tolist() for array in (all_.value, all_.n, all_.units, all_.upper)]
        for name, all_ in found.agreements.items()
    }
    for a, b in combinations(order, 2):
        row = [found.actors[a].slug, found.actors[b].slug, found.asked.dimension]
        for name, arrays in numbers.items():
            value, n, units, upper = (array[a][b] for array in arrays)
            coverage = _rounded(n / units) if units else None
            row += [_rounded(value), n, units, coverage, _rounded(lower[name][a][b]), _rounded(upper)]
        yield row


def _term(row):
    proposal, part_of, group, a, b, by_reading = row
    return (
        proposal.slug,
        proposal.title,
        part_of,
        group,
        *a,
        *b,
        *(distance for distance, _ in by_reading),
        *(words for _, words in by_reading),
    )


def _rounded(number):
    """Return a number as files hold it, a whole one without a point; None for NaN."""
    if number != number:
        return None
    return int(number) if number == int(number) else round(number, DIGITS)
