"""Where no side negotiates there are no verdicts, and actors are compared: what the values of all of them on a proposal
come to, and in which order proposals stand.

A *leaning* is told by shares of the actors that have a value: who stands at +1 or more is for the proposal, who stands
at −1 or less against it. The first that fits:

- *no position*: nobody has a value
- *divided*: at least a third is for it, and at least a third against it
- *supported*: more than half is for it · *opposed*: more than half is against it
- *mixed*: anything else

In the order of what divides most, van der Eijk's A counts; of what too few have a value on for that, the distance
between the highest and the lowest value, and these come after all that have an A.
"""

from collections.abc import Mapping
from enum import StrEnum
from math import inf
from typing import NamedTuple

from .measures.spread import Distribution, Spread, compute_mean
from .scales import LOWEST, SCALES, VALUES, Dimension, Leaning

A_CAMP = 3  # one of so many is a camp
_VALUE_OF: Mapping[str | None, int] = {SCALES[Dimension.POSITION][value].word: value for value in VALUES}


class ComparedBy(StrEnum):
    """In which order proposals are compared; beside these stands the word of each value: by its share."""

    DIVIDED = "divided"
    MEAN = "mean"
    LOWEST_MEAN = "lowest-mean"
    LISTED = "listed"


class Camps(NamedTuple):
    """How many actors are for a proposal and against it, of all that have a value."""

    number_for: int
    number_against: int
    of_all: int


def count_camps(counts: Distribution) -> Camps:
    """Return the Camps of a distribution, which holds how many stand at each value, lowest first."""
    return Camps(sum(counts[1 - LOWEST :]), sum(counts[:-LOWEST]), sum(counts))


def find_leaning(counts: Distribution) -> Leaning:
    """Return the leaning of a distribution."""
    number_for, number_against, of_all = count_camps(counts)
    if not of_all:
        return Leaning.NO_POSITION
    if A_CAMP * min(number_for, number_against) >= of_all:
        return Leaning.DIVIDED
    if 2 * number_for > of_all:
        return Leaning.SUPPORTED
    return Leaning.OPPOSED if 2 * number_against > of_all else Leaning.MIXED


def find_value(order: str | None) -> int | None:
    """Return the value by the share of which proposals stand in an order; None where it is another order."""
    return _VALUE_OF.get(order)


def place_in_order(spread: Spread, order: str) -> tuple[float, ...]:
    """Return where a proposal stands in an order, by the Spread of its values: what has no number stands last, and in
    the order of the list all stand alike."""
    value, mean = find_value(order), compute_mean(spread.counts)
    if value is not None:
        of_all = sum(spread.counts)
        return (-spread.counts[value - LOWEST] / of_all if of_all else inf,)
    if order == ComparedBy.LISTED:
        return ()
    if order == ComparedBy.DIVIDED:
        return _place_division(spread)
    return (inf if mean is None else mean if order == ComparedBy.LOWEST_MEAN else -mean,)


def measure_distance(counts: Distribution) -> int | None:
    """Return how many steps lie between the highest and the lowest value; None with fewer than two actors."""
    held = [value for value, number in enumerate(counts) if number]
    return held[-1] - held[0] if sum(counts) > 1 else None


def _place_division(spread: Spread) -> tuple[float, ...]:
    if spread.agreement is not None:
        return 0, spread.agreement
    distance = measure_distance(spread.counts)
    if distance is not None:
        return 1, -distance
    return (2,) if any(spread.counts) else (3,)
