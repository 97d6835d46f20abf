"""What changed since a day: a Snapshot beside that of the day before, under the same filters."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np

from ..models import Actor, ActorKind, Claim, Proposal
from ..rules import stance_arrays, stances
from ..rules.measures.changes import CellChange, TurnedVerdict, compare_cell, compare_verdicts
from ..rules.measures.robustness import collect_behind
from ..rules.scales import HIGHEST, Dimension
from ..rules.stances import Novelty, Stance
from .claims import read_claims_by_id
from .scope import Scope
from .snapshot import Snapshot, get_snapshot, kept_for_a_few
from .stance_arrays import read_stance_arrays, select_filled_cells
from .stances import StanceTable, read_stances
from .verdicts import decide_verdicts
from .vocabulary import list_put_forward, read_vocabulary


class ChangedCells(NamedTuple):
    """The ids of the proposals and of the holders of the cells that changed or filled, two arrays of one length."""

    proposals: np.ndarray
    holders: np.ndarray


class ChangedCell(NamedTuple):
    """A cell that changed or is new (ids of its proposal and holder)."""

    novelty: Novelty
    proposal: int
    holder: int
    dimension: Dimension


class ChangeRow(NamedTuple):
    """A cell that changed as a page shows it, with the claims that prove the stance before and the one after, as tables
    show them."""

    actor: Actor
    proposal: Proposal
    dimension: Dimension
    change: CellChange
    old: list[Claim]
    new: list[Claim]


class VerdictChanges(NamedTuple):
    """The verdicts that are others, in the order of proposals, and those of proposals that were put forward since."""

    changed: list[TurnedVerdict]
    of_new: list[TurnedVerdict]


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


@kept_for_a_few
def find_verdict_changes(snapshot: Snapshot, earlier: Scope) -> VerdictChanges:
    """Return the verdicts that are others than under an earlier Scope (two queries, where neither is kept); none where
    no side negotiates."""
    before = get_snapshot(earlier, snapshot.version)
    if not snapshot.get(read_vocabulary).has_verdicts:
        return VerdictChanges([], [])
    kinds = [
        {
            proposal.slug: of.get(decide_verdicts).verdicts[proposal.slug].kind
            for proposal in of.get(list_put_forward).values()
        }
        for of in (before, snapshot)
    ]
    return VerdictChanges(*compare_verdicts(*kinds))


@kept_for_a_few
def list_changed_cells(snapshot: Snapshot, earlier: Scope) -> list[ChangedCell]:
    """Return the cells that changed or filled since an earlier Scope: positions of parties, prospects of experts; those
    that changed before those that are new, each in the order of proposals, then of actors.

    A position is also changed where it has become a red line.
    """
    vocab, proposals = snapshot.get(read_vocabulary), snapshot.get(list_put_forward)
    before = get_snapshot(earlier, snapshot.version)
    places = {pk: place for place, pk in enumerate(proposals)}, {pk: place for place, pk in enumerate(vocab.actors)}
    changed = []
    for dimension in (Dimension.POSITION, Dimension.PROSPECTS):
        cells = snapshot.get(find_changed_cells, earlier, dimension)
        pairs = set(zip(cells.proposals.tolist(), cells.holders.tolist(), strict=True))
        if dimension == Dimension.POSITION:
            pairs |= find_red_cells(snapshot) - find_red_cells(before)
        filled = select_filled_cells(before, dimension, pairs)
        for pair in pairs:
            proposal, holder = pair
            actor = vocab.actors.get(holder)
            if (
                proposal in proposals
                and actor
                and (actor.kind == ActorKind.EXPERT) == (dimension != Dimension.POSITION)
            ):
                novelty = Novelty.CHANGED if pair in filled else Novelty.NEW
                changed.append(ChangedCell(novelty, proposal, holder, dimension))
    return sorted(changed, key=lambda one: (one.novelty, places[0][one.proposal], places[1][one.holder]))


def find_red_cells(snapshot: Snapshot) -> set[tuple[int, int]]:
    """Return the (proposal id, holder id) where the whole of it is a red line to the holder."""
    arrays = snapshot.get(read_stance_arrays, Dimension.SALIENCE)
    red = (arrays.values == HIGHEST) & ~arrays.parts.astype(bool)
    return set(zip(arrays.proposals[red].tolist(), arrays.holders[red].tolist(), strict=True))


def read_changes(snapshot: Snapshot, earlier: Scope, cells: Sequence[ChangedCell]) -> list[ChangeRow]:
    """Return the rows of some changed cells, in their order (three queries; none without a cell). What was withdrawn
    meanwhile has no row."""
    if not cells:
        return []
    before, vocab = get_snapshot(earlier, snapshot.version), snapshot.get(read_vocabulary)
    proposals, holders = {cell.proposal for cell in cells}, {cell.holder for cell in cells}
    tables = [
        read_stances(of.scope, of.get(read_vocabulary), proposals=proposals, holders=holders)
        for of in (before, snapshot)
    ]
    changes = [(cell, _compare(cell, *tables)) for cell in cells]
    behind = {
        claim.id
        for _, change in changes
        if change
        for stance in (change.before, change.after)
        for claim in _list_behind(stance)
    }
    claims = read_claims_by_id(snapshot.scope, behind)

    def prove(stance: Stance) -> list[Claim]:
        return [claims[claim.id] for claim in _list_behind(stance) if claim.id in claims]

    return [
        ChangeRow(
            vocab.actors[cell.holder],
            vocab.proposals[cell.proposal],
            cell.dimension,
            change,
            prove(change.before),
            prove(change.after),
        )
        for cell, change in changes
        if change
    ]


def _compare(cell: ChangedCell, before: StanceTable, after: StanceTable) -> CellChange | None:
    place = cell.proposal, cell.holder
    old, new = (table.get_stance(cell.dimension, *place) for table in (before, after))
    red = [_is_red(table.get_stance(Dimension.SALIENCE, *place)) for table in (before, after)]
    is_position = cell.dimension == Dimension.POSITION
    return compare_cell(place, old, new, is_new_red_line=is_position and new.spoken and red == [False, True])


def _is_red(salience: Stance) -> bool:
    return salience.value == HIGHEST and not salience.in_part


def _list_behind(stance: Stance) -> Sequence[stances.RuleClaim]:
    """Return the claims that prove a stance, or what others forecast where there is none."""
    if stance.spoken or stance.forecast is None:
        return collect_behind(stance)
    return stance.forecast.claims
