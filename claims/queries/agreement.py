"""Stances as arrays of actors and proposals, and what follows for all pairs of actors at once."""

from typing import NamedTuple

import numpy as np
from django.db.models import Count

from ..rules import stance_arrays
from ..rules.measures import agreement_arrays, layouts, networks
from ..rules.measures.agreement import READINGS
from ..rules.scales import HIGHEST, LOWEST, Attribution
from ..rules.stance_arrays import NO_VALUE
from .plain_rows import fetch_plain_rows

MOST_ACTORS = 400  # compared at once: every array over their pairs has 160,000 numbers
PROPOSALS_A_SLICE = 500  # whose statements are counted at once


class ActorValues(NamedTuple):
    """Stances of some actors (rows) on some proposals (columns) in one dimension.

    `states` are places in `grids.STATES`, NO_VALUE where nothing is known; `read` holds for each of READINGS the values
    as int8, NO_VALUE for a blank; `packages` maps the column of a part to that of its package.
    """

    actors: list
    proposals: list
    states: np.ndarray
    read: dict
    packages: dict


class PairsRequest(NamedTuple):
    """Whose agreement is asked for, over which proposals, in which dimension, and the fewest terms for a number."""

    dimension: str
    actors: tuple
    proposals: tuple
    minimum: int


class Pairs(NamedTuple):
    """The actors that have a number with someone, and for each of READINGS the Agreements of all their pairs.

    Lower bounds are left out: `lower_bounds` works them out for those that are shown. `apart` are the actors without a
    number, `beyond` those that were not compared, since MOST_ACTORS have spoken on more.
    """

    asked: PairsRequest
    actors: list
    agreements: dict
    apart: list
    beyond: list


class Layouts(NamedTuple):
    """Tree and map of the actors of Pairs under one reading, or what is in their way."""

    obstacle: layouts.Obstacle | None
    tree: layouts.TreeLayout | None = None
    map: layouts.MapLayout | None = None


def read_values(snapshot, dimension, actors, proposals):
    """Return the Values of these actors on these proposals, in their order, as they are kept."""
    asked = "values", dimension, tuple(_ids(actors)), tuple(_ids(proposals))
    return snapshot.cached_recent(asked, lambda: _values(snapshot, dimension, actors, proposals))


def _values(snapshot, dimension, actors, proposals):
    holders = np.array([actor.pk for actor in actors], np.int64)
    columns = np.array([proposal.pk for proposal in proposals], np.int64)
    grid = snapshot.grid(dimension)
    theirs = np.isin(grid.holders, holders)
    grid = stance_arrays.StanceArrays(*(numbers[theirs] for numbers in grid))
    return ActorValues(
        actors,
        proposals,
        stance_arrays.arrange_as_table(grid, grid.states, columns, holders),
        {
            name: stance_arrays.arrange_as_table(grid, stance_arrays.read_values(grid, reading), columns, holders)
            for name, reading in READINGS.items()
        },
        _packages(proposals),
    )


def compare_pairs(snapshot, asked):
    """Return the Pairs that are Asked for, as they are kept."""
    return snapshot.cached_recent(asked, lambda: _pairs(snapshot, asked))


def compute_lower_bounds(snapshot, found, places):
    """Return for each of READINGS the lower bounds of all pairs of the actors at `places`, as square lists over all
    actors of the Pairs, NaN elsewhere."""
    return snapshot.cached_recent((found.asked, "lower", tuple(places)), lambda: _lower_bounds(snapshot, found, places))


def lay_out(snapshot, found, reading):
    """Return the Layouts of Pairs under one of READINGS."""
    return snapshot.cached_recent((found.asked, "drawn", reading), lambda: _layouts(found, reading))


def count_ties(snapshot, dimension, actors, proposals):
    """Return for each of `networks.Aggregation` the ties of all pairs of actors (one query).

    Statements are the claims that count, save forecasts and awaited answers.
    """
    claims = snapshot.scope.claims().filter(
        dimension=str(dimension), pending=False, attribution__lt=Attribution.PREDICTED
    )
    counted = claims.order_by().values_list("holder_id", "proposal_id", "value").annotate(Count("pk"))
    rows = np.array(list(fetch_plain_rows(counted)), np.int64).reshape(-1, 4).T
    holders, on = stance_arrays.find_places(_ids(actors), rows[0]), stance_arrays.find_places(_ids(proposals), rows[1])
    sums = {name: np.zeros((len(actors), len(actors))) for name in networks.Aggregation}
    for start in range(0, len(proposals), PROPOSALS_A_SLICE):
        inside = (holders >= 0) & (start <= on) & (on < start + PROPOSALS_A_SLICE)
        counts = np.zeros((len(actors), min(PROPOSALS_A_SLICE, len(proposals) - start), HIGHEST - LOWEST + 1))
        counts[holders[inside], on[inside] - start, rows[2, inside] - LOWEST] = rows[3, inside]
        for name, tie in sums.items():
            tie += networks.compute_ties(counts, name)
    return sums


def _pairs(snapshot, asked):
    compared, beyond = _worth_comparing(snapshot, asked)
    table = read_values(snapshot, asked.dimension, compared, asked.proposals)
    found = {
        name: agreement_arrays.compare_all(read, table.packages, asked.minimum, lower=False)
        for name, read in table.read.items()
    }
    numbered = np.zeros(len(compared), bool)
    for agreements in found.values():
        others = ~np.isnan(agreements.value)
        np.fill_diagonal(others, False)
        numbered |= others.any(axis=1)
    kept = np.flatnonzero(numbered)
    shown = [compared[place] for place in kept]
    known = {*_ids(shown), *_ids(beyond)}
    return Pairs(
        asked,
        shown,
        {name: agreement_arrays.Agreements(*(n[np.ix_(kept, kept)] for n in all_)) for name, all_ in found.items()},
        [actor for actor in asked.actors if actor.pk not in known],
        beyond,
    )


def _lower_bounds(snapshot, found, places):
    asked = found.asked
    table = read_values(snapshot, asked.dimension, [found.actors[place] for place in places], asked.proposals)
    bounds = {}
    for name, read in table.read.items():
        lower = np.full(found.agreements[name].value.shape, np.nan)
        lower[np.ix_(places, places)] = agreement_arrays.compare_all(read, table.packages, asked.minimum).lower
        bounds[name] = lower.tolist()
    return bounds


def _worth_comparing(snapshot, asked):
    """Return (actors to compare, actors beyond them): who has fewer values than a number needs, has none at all."""
    grid = snapshot.grid(asked.dimension)
    counting = (grid.values != NO_VALUE) & np.isin(grid.proposals, np.array(_ids(asked.proposals), np.int64))
    counts = stance_arrays.sum_by_id(grid.holders[counting], np.ones(int(counting.sum())))
    speaking = [actor for actor in asked.actors if counts.get(actor.pk, 0) >= asked.minimum]
    most = {actor.pk for actor in sorted(speaking, key=lambda actor: -counts[actor.pk])[:MOST_ACTORS]}
    return [a for a in speaking if a.pk in most], [a for a in speaking if a.pk not in most]


def _layouts(found, reading):
    agreements = found.agreements[reading].value
    obstacle = layouts.find_obstacle(agreements)
    if obstacle:
        return Layouts(obstacle)
    return Layouts(None, layouts.cluster(agreements), layouts.scale(agreements))


def _packages(proposals):
    """Return part's place → package's place; what lies deeper than that is a proposal of its own."""
    places = {proposal.pk: place for place, proposal in enumerate(proposals)}
    return {
        place: places[proposal.part_of_id]
        for place, proposal in enumerate(proposals)
        if proposal.part_of_id in places and not proposals[places[proposal.part_of_id]].part_of_id
    }


def _ids(rows):
    return tuple(row.pk for row in rows)
