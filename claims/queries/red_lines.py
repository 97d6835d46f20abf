"""Of how many negotiating sides a proposal is a red line, and which are those of one actor."""

from collections import defaultdict

import numpy as np

from ..models import Actor
from ..rules.scales import HIGHEST, Dimension
from .snapshot import Snapshot
from .stance_arrays import read_stance_arrays
from .vocabulary import read_vocabulary


def count_red_lines(snapshot: Snapshot) -> dict[int, int]:
    """Return proposal id → for how many negotiating sides it is a red line, of those for which it is for any: a
    principal of the side holds the whole of it to be essential."""
    sides = {actor.pk: actor.part.side.pk for actor in snapshot.get(read_vocabulary).principals}
    arrays = snapshot.get(read_stance_arrays, Dimension.SALIENCE)
    red = (arrays.values == HIGHEST) & ~arrays.parts.astype(bool) & np.isin(arrays.holders, list(sides))
    of_proposal = defaultdict(set)
    for proposal, holder in zip(arrays.proposals[red].tolist(), arrays.holders[red].tolist(), strict=True):
        of_proposal[proposal].add(sides[holder])
    return {proposal: len(held_by) for proposal, held_by in of_proposal.items()}


def map_red_lines(snapshot: Snapshot, actor: Actor) -> dict[int, bool]:
    """Return proposal id → whether it is on a part only, of the proposals that an actor holds to be essential."""
    arrays = snapshot.get(read_stance_arrays, Dimension.SALIENCE)
    red = (arrays.holders == actor.pk) & (arrays.values == HIGHEST)
    return dict(zip(arrays.proposals[red].tolist(), arrays.parts[red].astype(bool).tolist(), strict=True))
