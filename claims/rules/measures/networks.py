"""Actors as a network, by the sums of the Discourse Network Analyzer, so that its users find their numbers again.

P. Leifeld, *Discourse Network Analysis* (Oxford Handbook of Political Networks, 2017) and the program's manual.
`counts[i, j, k]` says how many statements actor i made on concept j at level k of a scale of K ordered levels (two for
“disagrees, agrees”); here concepts are proposals and levels the values −2 to 2. Every pair of statements of two actors
on one concept counts, by their distance as a share of the scale, |k − k'|/(K − 1):

- *ignore*: each such pair once · *congruence*: 1 − distance · *conflict*: distance · *subtract*: congruence − conflict.

Since actors who say more have larger sums, they may be divided by

- *average activity*: half the number of both actors' statements,
- *Jaccard*: Σ x x' over concepts and levels, and what each said where the other said nothing,
- *DNA cosine*: the product of both actors' numbers of statements. It is not the cosine of the textbooks.

Ties are square arrays over the actors, in pairs of statements, without an upper end unless divided. The diagonal is 0:
an actor has no tie with itself. Where an actor has said nothing, sums are 0, and divided ones undefined (NaN) where the
divisor is 0.
"""

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray


class Aggregation(StrEnum):
    """How the pairs of statements of two actors are summed."""

    CONGRUENCE = "congruence"
    CONFLICT = "conflict"
    SUBTRACT = "subtract"
    IGNORE = "ignore"


class Normalisation(StrEnum):
    """By what a sum is divided."""

    NONE = "none"
    AVERAGE_ACTIVITY = "average activity"
    JACCARD = "jaccard"
    DNA_COSINE = "dna cosine"


Square = NDArray[np.float64]
Name = TypeVar("Name")


def compute_ties(
    counts: ArrayLike,
    aggregation: Aggregation = Aggregation.SUBTRACT,
    normalisation: Normalisation = Normalisation.NONE,
) -> Square:
    """Return the square array of the ties of all pairs of actors."""
    numbers = np.asarray(counts, dtype=float)
    ties = _sum_pairs(numbers, aggregation)
    np.fill_diagonal(ties, 0)
    divisor = _compute_divisor(numbers, normalisation)
    divided: Square = np.divide(ties, divisor, where=divisor > 0, out=np.full(ties.shape, np.nan))
    return divided


def count_statements(
    statements: Iterable[tuple[object, object, object]],
    actors: Sequence[object],
    concepts: Sequence[object],
    levels: Sequence[object],
) -> NDArray[np.int_]:
    """Return `counts` from (actor, concept, level) triples, one a statement.

    `actors`, `concepts` and `levels` list what may occur, in the order of the array; others raise KeyError.
    """
    places = [{name: place for place, name in enumerate(names)} for names in (actors, concepts, levels)]
    counts = np.zeros([len(names) for names in places], dtype=int)
    for statement in statements:
        counts[tuple(place[name] for place, name in zip(places, statement, strict=True))] += 1
    return counts


def list_edges(ties: Square, names: Sequence[Name]) -> Iterator[tuple[Name, Name, float]]:
    """Yield (name, name, weight) of each pair that has a tie, once, in the order of names; 0 and NaN are none."""
    for i in range(len(names)):
        row = ties[i].tolist()
        for j in range(i + 1, len(names)):
            if row[j] and row[j] == row[j]:
                yield names[i], names[j], row[j]


def _sum_pairs(counts: Square, aggregation: Aggregation) -> Square:
    levels = counts.shape[2]
    steps = np.abs(np.subtract.outer(np.arange(levels), np.arange(levels))) / max(levels - 1, 1)
    weights = {
        Aggregation.CONGRUENCE: 1 - steps,
        Aggregation.CONFLICT: steps,
        Aggregation.SUBTRACT: 1 - 2 * steps,
        Aggregation.IGNORE: np.ones_like(steps),
    }
    return np.tensordot(counts @ weights[aggregation], counts, axes=([1, 2], [1, 2]))


def _compute_divisor(counts: Square, normalisation: Normalisation) -> Square:
    spoken: Square = counts.sum(axis=(1, 2))
    if normalisation == Normalisation.AVERAGE_ACTIVITY:
        return (spoken[:, None] + spoken) / 2
    if normalisation == Normalisation.JACCARD:
        flat = counts.reshape(len(counts), -1)
        alone = flat @ (flat == 0).T
        either: Square = alone + alone.T + flat @ flat.T
        return either
    if normalisation == Normalisation.DNA_COSINE:
        return np.outer(spoken, spoken)
    return np.ones((len(counts), len(counts)))
