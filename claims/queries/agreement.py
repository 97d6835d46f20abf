"""Stances as arrays of actors and proposals, and what follows for all pairs of actors at once."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from ..models import Actor, Proposal
from ..rules import stance_arrays
from ..rules.measures import agreement_arrays, layouts
from ..rules.measures.agreement import READINGS
from ..rules.measures.closeness import Closeness, find_closeness
from ..rules.stance_arrays import NO_VALUE
from .kept_rows import KeptRows
from .packages import read_packages
from .snapshot import Snapshot, kept_for_a_few
from .stance_arrays import read_stance_arrays

MOST_ACTORS = 400  # compared at once: every array over their pairs has 160,000 numbers


class ActorValues(NamedTuple):
    """Stances of some actors (rows) on some proposals (columns) in one dimension.

    `states` are codes of `stance_arrays.STATE_OF_CODE`, NO_VALUE for cells without claims; `parts` is 1 where a stance
    is on a part only; `read` holds for each of READINGS the values as int8, NO_VALUE for a blank; `packages` maps the
    column of a package to those of the nearest parts within it.
    """

    actors: Sequence[Actor]
    proposals: Sequence[Proposal]
    states: np.ndarray
    parts: np.ndarray
    read: dict[str, np.ndarray]
    packages: dict[int, list[int]]


class PairsRequest(NamedTuple):
    """Whose agreement is asked for, over which proposals, in which dimension, and the fewest terms for a number."""

    dimension: str
    actors: KeptRows[Actor]
    proposals: KeptRows[Proposal]
    minimum: int


class Pairs(NamedTuple):
    """The actors that have a number with someone, and for each of READINGS the Agreements of all their pairs.

    Lower bounds are left out: `compute_lower_bounds` works them out for those that are shown. `apart` are the actors
    without a number. Where too many could be compared, `chosen` says how some of them were.
    """

    asked: PairsRequest
    actors: list[Actor]
    agreements: dict[str, agreement_arrays.Agreements]
    apart: list[Actor]
    chosen: "ChosenActors | None"

    def count_with_number(self, reading: str) -> int:
        """Return how many pairs have a number under a reading."""
        value = self.agreements[reading].value
        return int((~np.isnan(value)[np.triu_indices(len(value), 1)]).sum())


class ChosenActors(NamedTuple):
    """Of actors too many to be compared at once: how many are compared, those that are not, and on how many proposals
    (`fewest`) each of the compared has a value, at least; nobody who is left out has one on more."""

    compared: int
    beyond: list[Actor]
    fewest: int


class Layouts(NamedTuple):
    """Tree and map of the actors of Pairs under one reading, or what is in their way."""

    obstacle: layouts.Obstacle | None
    tree: layouts.TreeLayout | None = None
    map: layouts.MapLayout | None = None


def arrange_values(
    snapshot: Snapshot, dimension: str, actors: KeptRows[Actor], proposals: KeptRows[Proposal]
) -> ActorValues:
    """Return the ActorValues of these actors on these proposals, in their order."""
    holders, columns = list(actors.ids), list(proposals.ids)
    arrays = snapshot.get(read_stance_arrays, dimension)
    theirs = np.isin(arrays.holders, holders)
    arrays = stance_arrays.StanceArrays(*(numbers[theirs] for numbers in arrays))
    return ActorValues(
        actors,
        proposals,
        stance_arrays.arrange_as_table(arrays, arrays.states, columns, holders),
        stance_arrays.arrange_as_table(arrays, arrays.parts & arrays.spoken, columns, holders),
        {
            name: stance_arrays.arrange_as_table(arrays, stance_arrays.read_values(arrays, reading), columns, holders)
            for name, reading in READINGS.items()
        },
        _narrow_packages(snapshot, columns),
    )


@kept_for_a_few
def compare_pairs(snapshot: Snapshot, asked: PairsRequest) -> Pairs:
    """Compare all pairs of the actors asked for."""
    compared, chosen = _choose_compared(snapshot, asked)
    values = arrange_values(snapshot, asked.dimension, KeptRows(compared), asked.proposals)
    agreements = {
        name: agreement_arrays.compare_all(read, values.packages, asked.minimum, lower=False)
        for name, read in values.read.items()
    }
    numbered = np.zeros(len(compared), bool)
    for of_reading in agreements.values():
        others = ~np.isnan(of_reading.value)
        np.fill_diagonal(others, False)
        numbered |= others.any(axis=1)
    places = np.flatnonzero(numbered)
    with_number = [compared[place] for place in places]
    named = {actor.pk for actor in (*with_number, *(chosen.beyond if chosen else ()))}
    return Pairs(
        asked,
        with_number,
        {name: _select_pairs(of_reading, places) for name, of_reading in agreements.items()},
        [actor for actor in asked.actors if actor.pk not in named],
        chosen,
    )


@kept_for_a_few
def compute_lower_bounds(
    snapshot: Snapshot, asked: PairsRequest, places: tuple[int, ...]
) -> dict[str, list[list[float]]]:
    """Return for each of READINGS the lower bounds of all pairs of the actors at `places`, as square lists over all
    actors of the Pairs, NaN elsewhere."""
    pairs = snapshot.get(compare_pairs, asked)
    actors = KeptRows(pairs.actors[place] for place in places)
    values = arrange_values(snapshot, asked.dimension, actors, asked.proposals)
    bounds = {}
    for name, read in values.read.items():
        lower = np.full(pairs.agreements[name].value.shape, np.nan)
        lower[np.ix_(places, places)] = agreement_arrays.compare_all(read, values.packages, asked.minimum).lower
        bounds[name] = lower.tolist()
    return bounds


@kept_for_a_few
def rank_closeness(snapshot: Snapshot, asked: PairsRequest) -> Closeness:
    """Return the Closeness of the Pairs asked for, by their places."""
    agreements = snapshot.get(compare_pairs, asked).agreements
    return find_closeness(
        {name: of_reading.value for name, of_reading in agreements.items()},
        {name: of_reading.n for name, of_reading in agreements.items()},
    )


@kept_for_a_few
def lay_out(snapshot: Snapshot, asked: PairsRequest, reading: str) -> Layouts:
    """Return the Layouts of the Pairs asked for, under one of READINGS."""
    agreements = snapshot.get(compare_pairs, asked).agreements[reading].value
    obstacle = layouts.find_obstacle(agreements)
    if obstacle:
        return Layouts(obstacle)
    return Layouts(None, layouts.cluster(agreements), layouts.scale(agreements))


def _choose_compared(snapshot: Snapshot, asked: PairsRequest) -> tuple[list[Actor], ChosenActors | None]:
    """Return the actors to compare, and how they were chosen where there are too many: who has fewer values than a
    number needs, has none at all."""
    arrays = snapshot.get(read_stance_arrays, asked.dimension)
    counting = (arrays.values != NO_VALUE) & np.isin(arrays.proposals, asked.proposals.ids)
    counts = stance_arrays.sum_by_id(arrays.holders[counting], np.ones(int(counting.sum())))
    speaking = [actor for actor in asked.actors if counts.get(actor.pk, 0) >= asked.minimum]
    if len(speaking) <= MOST_ACTORS:
        return speaking, None
    most = {actor.pk for actor in sorted(speaking, key=lambda actor: -counts[actor.pk])[:MOST_ACTORS]}
    compared, beyond = ([a for a in speaking if (a.pk in most) is within] for within in (True, False))
    return compared, ChosenActors(len(compared), beyond, int(min(counts[pk] for pk in most)))


def _narrow_packages(snapshot: Snapshot, proposals: Sequence[int]) -> dict[int, list[int]]:
    """Return package's place → those of the nearest parts within it, among these proposals."""
    places = {proposal: place for place, proposal in enumerate(proposals)}
    packages = snapshot.get(read_packages).narrow(proposals)
    return {places[package]: [places[part] for part in parts] for package, parts in packages.items()}


def _select_pairs(agreements: agreement_arrays.Agreements, places: np.ndarray) -> agreement_arrays.Agreements:
    """Return the Agreements of the actors at these places among themselves."""
    square = np.ix_(places, places)
    return agreement_arrays.Agreements(
        agreements.value[square],
        agreements.n[square],
        agreements.units[square],
        agreements.lower[square],
        agreements.upper[square],
    )
