"""The cells that a timeline shows, a lane each, and what was said in them."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import NamedTuple

import numpy as np

from ..models import NO_SIDE, Actor, ActorKind, Claim, Proposal
from ..rules.lanes import Lane, lay_lane
from ..rules.scales import Dimension
from ..rules.stance_arrays import find_places
from .scope import Scope
from .snapshot import Snapshot, kept_for_a_few
from .stance_arrays import read_stance_arrays
from .stances import Cell, make_rule_claims
from .vocabulary import Vocabulary, read_vocabulary


class LaneCell(NamedTuple):
    """A cell that holds something in the dimension that is shown of its holder."""

    proposal: Proposal
    actor: Actor


class LaneCells(NamedTuple):
    """The cells of a timeline as ids, two arrays of one length: by proposal, then holder, both in the order in which
    they are shown, experts after parties; and the number of those that are left out since nothing was said."""

    proposals: np.ndarray
    holders: np.ndarray
    empty: int

    def __len__(self) -> int:
        return len(self.proposals)

    def select(self, vocab: Vocabulary, first: int, last: int) -> list[LaneCell]:
        """Return the cells from one place to before another."""
        ids = zip(self.proposals[first:last].tolist(), self.holders[first:last].tolist(), strict=True)
        return [LaneCell(vocab.proposals[proposal], vocab.actors[holder]) for proposal, holder in ids]


class LaneOfCell(NamedTuple):
    """The lane of a cell with the claims on it, by day."""

    cell: LaneCell
    lane: Lane
    claims: list[Claim]


def find_shown_dimension(actor: Actor) -> Dimension:
    """Return what a timeline shows of an actor, as the matrix does: what an expert expects, of others where they
    stand."""
    return Dimension.PROSPECTS if actor.kind == ActorKind.EXPERT else Dimension.POSITION


@kept_for_a_few
def list_lane_cells(snapshot: Snapshot, proposals: frozenset[int], holders: frozenset[int]) -> LaneCells:
    """Return those cells of some proposals and holders (ids) that hold anything, from what is kept of all cells."""
    vocab = snapshot.get(read_vocabulary)
    of_parties_first = sorted(vocab.actors, key=lambda pk: vocab.actors[pk].kind == ActorKind.EXPERT)
    rows, columns = [pk for pk in vocab.proposals if pk in proposals], [pk for pk in of_parties_first if pk in holders]
    parts = [
        _select_filled(snapshot, dimension, rows, [pk for pk in columns if _shows(vocab, pk, dimension)])
        for dimension in (Dimension.POSITION, Dimension.PROSPECTS)
    ]
    filled = np.concatenate(parts, axis=1)
    places = [find_places(order, ids) for ids, order in zip(filled, (rows, columns), strict=True)]
    in_order = filled[:, np.lexsort((places[1], places[0]))]
    return LaneCells(in_order[0], in_order[1], len(rows) * len(columns) - in_order.shape[1])


def list_participants(vocab: Vocabulary) -> list[int]:
    """Return the ids of the actors that have a part in the negotiation and may hold a stance."""
    holders = (actor for actor in vocab.actors.values() if actor.kind != ActorKind.OFFICIAL)
    return [actor.pk for actor in holders if actor.part.side.slug != NO_SIDE]


def read_lanes(scope: Scope, vocab: Vocabulary, cells: Sequence[LaneCell]) -> list[LaneOfCell]:
    """Return the lanes of cells, in their order (one query)."""
    claims = scope.select_claims({cell.proposal.pk for cell in cells}).of_cells().for_table()
    claims = claims.mark_earlier_wordings(scope.day)
    by_cell: defaultdict[tuple[str, Cell], list[Claim]] = defaultdict(list)
    for claim in claims.filter(holder__in={cell.actor.pk for cell in cells}).order_by("said_on", "attribution", "pk"):
        by_cell[claim.dimension, (claim.proposal_id, claim.holder_id)].append(claim)
    lanes = []
    for cell in cells:
        at = cell.proposal.pk, cell.actor.pk
        of_cell = by_cell[find_shown_dimension(cell.actor), at]
        salience = make_rule_claims(by_cell[Dimension.SALIENCE, at], vocab)
        lanes.append(LaneOfCell(cell, lay_lane(make_rule_claims(of_cell, vocab), salience), of_cell))
    return lanes


def _shows(vocab: Vocabulary, holder: int, dimension: Dimension) -> bool:
    return find_shown_dimension(vocab.actors[holder]) == dimension


def _select_filled(
    snapshot: Snapshot, dimension: Dimension, proposals: Collection[int], holders: Collection[int]
) -> np.ndarray:
    """Return the ids of proposals and of holders of the filled cells among these, as two rows."""
    arrays = snapshot.get(read_stance_arrays, dimension)
    inside = np.isin(arrays.holders, list(holders)) & np.isin(arrays.proposals, list(proposals))
    return np.stack((arrays.proposals[inside], arrays.holders[inside])).astype(np.int64)
