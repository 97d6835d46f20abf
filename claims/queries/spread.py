"""How the positions on a proposal are spread: of all proposals from arrays of positions, of one from its table.

All actors count that have a value, parties and experts, by side; conditional values included.
"""

from collections import defaultdict
from itertools import groupby
from typing import NamedTuple

import numpy as np

from ..models import NO_SIDE, Proposal, Side
from ..rules import stance_arrays
from ..rules.measures.spread import Spread, count_by_value, measure_spread
from ..rules.scales import LOWEST, VALUES, Dimension
from .snapshot import Snapshot
from .stance_arrays import read_stance_arrays
from .stances import StanceTable
from .vocabulary import Vocabulary, read_vocabulary

NO_SPREAD = measure_spread(())
_LEVELS = len(VALUES)


class _SideCounts(NamedTuple):
    """How many actors of a side (its place) stand at each value on a proposal, lowest first."""

    proposal: int
    side: int
    counts: list[int]


def compute_spreads(snapshot: Snapshot) -> dict[int, Spread]:
    """Return proposal id → Spread of its positions; proposals without a value are left out."""
    vocab, arrays = snapshot.get(read_vocabulary), snapshot.get(read_stance_arrays, Dimension.POSITION)
    holders, sides = list(vocab.actors), _list_sides(vocab)
    if not sides:
        return {}
    place = {side.pk: number for number, side in enumerate(sides)}
    side_of = np.array([place[actor.part.side.pk] for actor in vocab.actors.values()], np.int64)
    places = stance_arrays.find_places(holders, arrays.holders)
    valued = (arrays.values != stance_arrays.NO_VALUE) & (places >= 0)  # an actor may be newer than the vocabulary
    side = side_of[places[valued]]
    keys, at = np.unique(arrays.proposals[valued] * len(sides) + side, return_inverse=True)
    level = arrays.values[valued].astype(np.int64) - LOWEST
    counts = np.bincount(at * _LEVELS + level, minlength=len(keys) * _LEVELS).reshape(-1, _LEVELS)
    columns = ((keys // len(sides)).tolist(), (keys % len(sides)).tolist(), counts.tolist())
    rows = map(_SideCounts._make, zip(*columns, strict=True))
    return {
        proposal: measure_spread([(sides[row.side].name, row.counts) for row in of_proposal], NO_SIDE.name)
        for proposal, of_proposal in groupby(rows, key=lambda row: row.proposal)
    }


def compute_spread(table: StanceTable, vocab: Vocabulary, proposal: Proposal) -> Spread:
    """Return the Spread of one proposal from the StanceTable that holds its positions."""
    values = defaultdict(list)
    for (on, holder), stance in table.stances[Dimension.POSITION].items():
        if on == proposal.pk and holder in vocab.actors:
            values[vocab.actors[holder].part.side.pk].append(stance.value)
    counts = [(side.name, count_by_value(values[side.pk])) for side in _list_sides(vocab)]
    return measure_spread(counts, NO_SIDE.name)


def _list_sides(vocab: Vocabulary) -> list[Side]:
    """Return the sides of all actors, in the order of sides."""
    return sorted({actor.part.side for actor in vocab.actors.values()}, key=lambda side: (side.order, side.name))
