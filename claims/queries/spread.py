"""How the positions on a proposal are spread: of all proposals from the grid of positions, of one from its table.

All actors count that have a value, parties and experts, by side; conditional values included.
"""

from collections import defaultdict
from itertools import groupby

import numpy as np

from ..rules import stance_arrays
from ..rules.measures.spread import count_by_value, measure_spread
from ..rules.scales import LOWEST, VALUES, Dimension

NO_SPREAD = measure_spread(())
_LEVELS = len(VALUES)


def compute_spreads(grid, vocab):
    """Return proposal id → Spread of its positions; proposals without a value are left out."""
    holders, sides = list(vocab.actors), _sides(vocab)
    if not sides:
        return {}
    place = {side.pk: number for number, side in enumerate(sides)}
    side_of = np.array([place[actor.side_id] for actor in vocab.actors.values()], np.int64)
    places = stance_arrays.find_places(holders, grid.holders)
    valued = (grid.values != stance_arrays.NO_VALUE) & (places >= 0)  # an actor may be newer than the vocabulary
    side = side_of[places[valued]]
    found, at = np.unique(grid.proposals[valued] * len(sides) + side, return_inverse=True)
    level = grid.values[valued].astype(np.int64) - LOWEST
    counts = np.bincount(at * _LEVELS + level, minlength=len(found) * _LEVELS).reshape(-1, _LEVELS)
    rows = zip((found // len(sides)).tolist(), (found % len(sides)).tolist(), counts.tolist(), strict=True)
    return {
        proposal: measure_spread([(sides[side].name, counts) for _, side, counts in of_proposal])
        for proposal, of_proposal in groupby(rows, key=lambda row: row[0])
    }


def compute_spread(table, vocab, proposal):
    """Return the Spread of one proposal from the Table that holds its positions."""
    values = defaultdict(list)
    for (on, holder), stance in table.stances[Dimension.POSITION].items():
        if on == proposal.pk and holder in vocab.actors:
            values[vocab.actors[holder].side_id].append(stance.value)
    return measure_spread([(side.name, count_by_value(values[side.pk])) for side in _sides(vocab)])


def _sides(vocab):
    """Return the sides of all actors, in the order of sides."""
    return sorted({actor.side for actor in vocab.actors.values()}, key=lambda side: (side.order, side.name))
