"""What changed since a day: a Snapshot beside that of the day before, under the same filters."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np

from ..rules import stance_arrays, stances
from ..rules.scales import Dimension
from .scope import Scope
from .snapshot import Snapshot, get_snapshot, kept_for_a_few
from .stance_arrays import read_stance_arrays
from .stances import read_stances
from .vocabulary import read_vocabulary


class ChangedCells(NamedTuple):
    """The ids of the proposals and of the holders of the cells that changed or filled, two arrays of one length."""

    proposals: np.ndarray
    holders: np.ndarray


def get_snapshot_before(snapshot: Snapshot, since: date | None) -> Snapshot | None:
    """Return the Snapshot of the day before `since`, or None without one."""
    if not since or since == date.min:
        return None
    eve, as_of = since - timedelta(days=1), snapshot.scope.as_of
    return get_snapshot(snapshot.scope._replace(as_of=min(eve, as_of) if as_of else eve), snapshot.version)


@kept_for_a_few
def find_changed_cells(snapshot: Snapshot, earlier: Scope, dimension: str) -> ChangedCells:
    """Return the cells that changed or filled since an earlier Scope.

    The arrays tell all but the words of conditions: where they see no change and something newer was said on a
    condition, the readable rule decides (two queries, if there is such a cell).
    """
    before = get_snapshot(earlier, snapshot.version)
    old, new = (each.get(read_stance_arrays, dimension) for each in (before, snapshot))
    differs = stance_arrays.find_changed(old, new)
    eve = (earlier.as_of or date.max).toordinal()
    uncertain = np.flatnonzero(~differs & new.branching & (new.newest > eve))
    cells = list(zip(new.proposals[uncertain].tolist(), new.holders[uncertain].tolist(), strict=True))
    if cells:
        proposals = {proposal for proposal, _ in cells}
        tables = [
            read_stances(each.scope, each.get(read_vocabulary), dimensions=[dimension], proposals=proposals)
            for each in (before, snapshot)
        ]
        differs[uncertain] = [stances.has_changed(*(t.get_stance(dimension, *cell) for t in tables)) for cell in cells]
    return ChangedCells(new.proposals[differs], new.holders[differs])


def count_changed_cells(
    snapshot: Snapshot, earlier: Scope, proposals: Collection[int], holders: Mapping[Dimension, Collection[int]]
) -> int:
    """Count the cells of these proposals and, by dimension, these holders (ids) that changed since an earlier Scope."""
    count = 0
    for dimension, of_dimension in holders.items():
        changed = snapshot.get(find_changed_cells, earlier, dimension)
        inside = np.isin(changed.proposals, list(proposals)) & np.isin(changed.holders, list(of_dimension))
        count += int(inside.sum())
    return count
