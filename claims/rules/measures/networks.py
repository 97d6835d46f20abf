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

*Two-mode* networks tie actors to concepts by the number of statements; divided by *activity* (all that the actor said)
or *prominence* (all that was said of the concept), rows or columns add up to 1. *Subtract* is what is for minus what is
against, each by its level. A network of a *window* counts the statements of its days alone.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple, TypeVar

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


class TwoModeDivisor(StrEnum):
    """By what a two-mode tie is divided."""

    NONE = "none"
    ACTIVITY = "activity"
    PROMINENCE = "prominence"


Square = NDArray[np.float64]
Name = TypeVar("Name")


class Activity(NamedTuple):
    """What divisors are made of: how much each actor said, and the union of each two (0 where nobody asks for it)."""

    spoken: Square
    union: Square


class TwoMode(NamedTuple):
    """Actors × concepts: how many statements, those above and below the middle of the scale, and the two sums that may
    be divided, of statements and of levels."""

    statements: Square
    positive: Square
    negative: Square
    weight: Square
    subtract: Square


class WindowUnit(StrEnum):
    """What lengths and steps of windows count; months and years are those of the calendar."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class Window(NamedTuple):
    """The first and the last day of a window of time."""

    start: date
    end: date


def compute_ties(
    counts: ArrayLike,
    aggregation: Aggregation = Aggregation.SUBTRACT,
    normalisation: Normalisation = Normalisation.NONE,
) -> Square:
    """Return the square array of the ties of all pairs of actors."""
    return divide_ties(sum_ties(counts, aggregation), count_activity(counts, normalisation), normalisation)


def sum_ties(counts: ArrayLike, aggregation: Aggregation) -> Square:
    """Return the ties of all pairs, undivided; those of some concepts and of the others add up."""
    ties = _sum_pairs(np.asarray(counts, dtype=float), aggregation)
    np.fill_diagonal(ties, 0)
    return ties


def count_activity(counts: ArrayLike, normalisation: Normalisation) -> Activity:
    """Return what a divisor is made of; that of some concepts and of the others add up."""
    numbers = np.asarray(counts, dtype=float)
    spoken: Square = numbers.sum(axis=(1, 2))
    if normalisation != Normalisation.JACCARD:
        return Activity(spoken, np.zeros((len(numbers), len(numbers))))
    flat = numbers.reshape(len(numbers), -1)
    alone = flat @ (flat == 0).T
    return Activity(spoken, alone + alone.T + flat @ flat.T)


def divide_ties(ties: Square, activity: Activity, normalisation: Normalisation) -> Square:
    divisor = _compute_divisor(activity, normalisation)
    divided: Square = np.divide(ties, divisor, where=divisor > 0, out=np.full(ties.shape, np.nan))
    return divided


def compute_two_mode(counts: ArrayLike, levels: Sequence[int], share: TwoModeDivisor = TwoModeDivisor.NONE) -> TwoMode:
    """Return the TwoMode of `counts`, whose levels are these numbers, 0 the middle; 0 where nothing was said."""
    numbers, steps = np.asarray(counts, dtype=float), np.asarray(levels, dtype=float)
    statements: Square = numbers.sum(axis=2)
    axis = {TwoModeDivisor.ACTIVITY: 1, TwoModeDivisor.PROMINENCE: 0}.get(share)
    divisor = np.ones_like(statements) if axis is None else statements.sum(axis=axis, keepdims=True)
    divisor = np.maximum(divisor, 1)
    positive, negative = numbers[:, :, steps > 0].sum(axis=2), numbers[:, :, steps < 0].sum(axis=2)
    return TwoMode(statements, positive, negative, statements / divisor, numbers @ steps / divisor)


def cut_windows(first: date, last: date, length: int, step: int, unit: WindowUnit = WindowUnit.DAY) -> list[Window]:
    """Return windows of `length` units, each `step` units after the one before, until one holds the last day. The first
    begins on the first day, or with the month or the year that has it."""
    begin = {
        WindowUnit.DAY: first,
        WindowUnit.MONTH: first.replace(day=1),
        WindowUnit.YEAR: first.replace(month=1, day=1),
    }[unit]
    windows: list[Window] = []
    start: date | None = begin
    while start and (not windows or windows[-1].end < last):
        windows.append(Window(start, _end_before(_go_on(start, length, unit))))
        start = _go_on(start, step, unit)
    return windows


def _go_on(day: date, number: int, unit: WindowUnit) -> date | None:
    """Return the day so many units later, None where no calendar goes as far; of months and years, the day is a first
    one."""
    if unit == WindowUnit.DAY:
        return day + timedelta(number) if number <= (date.max - day).days else None
    years, month = divmod(day.month - 1 + number * (1 if unit == WindowUnit.MONTH else 12), 12)
    return date(day.year + years, month + 1, 1) if day.year + years <= date.max.year else None


def _end_before(day: date | None) -> date:
    return day - timedelta(1) if day else date.max


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


def _compute_divisor(activity: Activity, normalisation: Normalisation) -> Square:
    if normalisation == Normalisation.AVERAGE_ACTIVITY:
        return (activity.spoken[:, None] + activity.spoken) / 2
    if normalisation == Normalisation.JACCARD:
        return activity.union
    if normalisation == Normalisation.DNA_COSINE:
        return np.outer(activity.spoken, activity.spoken)
    return np.ones_like(activity.union)
