"""What moved: the log of all moves from the arrays that are kept, and rows of it with the quotes of both sides."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

import numpy as np
from django.db.models import Min, QuerySet
from django.utils.timezone import localdate

from ..models import Actor, ActorKind, Claim, Proposal
from ..rules.measures.moves import MOVES, StanceStep, StepKind, list_steps
from ..rules.publishing import Status
from ..rules.scales import Dimension
from ..rules.stances import RuleClaim, Stance
from .claims import read_claims_by_id
from .snapshot import Snapshot, kept_for_a_few
from .stance_arrays import read_move_arrays
from .stances import read_claims_of_cells
from .vocabulary import list_put_forward, read_vocabulary

MOST_FOUND = 300  # of what was published last, that a feed looks through

_DIMENSIONS = tuple(Dimension)
_POSITION, _PROSPECTS = _DIMENSIONS.index(Dimension.POSITION), _DIMENSIONS.index(Dimension.PROSPECTS)


class MoveChoice(NamedTuple):
    """Which moves a reader has chosen: in one dimension (None: positions of parties, prospects of experts), of these
    proposals and holders (ids; None: all), of these kinds (none: all), on and after a day."""

    dimension: Dimension | None = None
    proposals: frozenset[int] | None = None
    holders: frozenset[int] | None = None
    kinds: frozenset[StepKind] = frozenset()
    since: date | None = None


class MovedCell(NamedTuple):
    """One move of the log: where (ids), when and of which kind."""

    dimension: Dimension
    proposal: int
    holder: int
    day: date
    kind: StepKind


class MoveLog(NamedTuple):
    """The moves that were chosen, the newest first, of one day in the order of proposals and actors: arrays with one
    entry a move. `by_kind` counts the moves of each kind that there would be if no kind were chosen."""

    dimensions: np.ndarray
    proposals: np.ndarray
    holders: np.ndarray
    days: np.ndarray
    kinds: np.ndarray
    by_kind: dict[StepKind, int]

    @property
    def number(self) -> int:
        return len(self.days)

    def list_cells(self, start: int, stop: int) -> list[MovedCell]:
        """Return the moves from one place in the log to another."""
        columns = (self.dimensions, self.proposals, self.holders, self.days, self.kinds)
        return [
            MovedCell(_DIMENSIONS[dimension], proposal, holder, date.fromordinal(day), MOVES[kind])
            for dimension, proposal, holder, day, kind in zip(
                *(column[start:stop].tolist() for column in columns), strict=True
            )
        ]


class MoveRow(NamedTuple):
    """A move as a page shows it: the step with its stances, and the claims that prove the one before and the one after
    it, as tables show them."""

    actor: Actor
    proposal: Proposal
    dimension: Dimension
    step: StanceStep
    old: list[Claim]
    new: list[Claim]

    @property
    def key(self) -> str:
        """What names the move for good: one cell makes one step a day."""
        return f"{self.proposal.slug}/{self.actor.slug}/{self.dimension}/{self.step.day}"


@kept_for_a_few
def choose_moves(snapshot: Snapshot, choice: MoveChoice) -> MoveLog:
    """Return the MoveLog of a choice (no query, once the moves of its dimensions are kept: else one for each)."""
    vocab, proposals = snapshot.get(read_vocabulary), snapshot.get(list_put_forward)
    experts = [pk for pk, actor in vocab.actors.items() if actor.kind == ActorKind.EXPERT]
    parts = []
    for code in [_POSITION, _PROSPECTS] if choice.dimension is None else [_DIMENSIONS.index(choice.dimension)]:
        moves = snapshot.get(read_move_arrays, _DIMENSIONS[code])
        fits = np.isin(moves.proposals, list(proposals)) & np.isin(moves.holders, list(vocab.actors))
        if choice.dimension is None:
            fits &= np.isin(moves.holders, experts) == (code == _PROSPECTS)
        for column, chosen in ((moves.proposals, choice.proposals), (moves.holders, choice.holders)):
            if chosen is not None:
                fits &= np.isin(column, list(chosen))
        if choice.since:
            fits &= moves.days >= choice.since.toordinal()
        parts.append([np.full(int(fits.sum()), code), *(column[fits] for column in moves)])
    columns = [np.concatenate(columns) for columns in zip(*parts, strict=True)]
    numbers = np.bincount(columns[-1], minlength=len(MOVES)).tolist()
    by_kind = {kind: number for kind, number in zip(MOVES, numbers, strict=True) if number}
    if choice.kinds:
        wanted = np.isin(columns[-1], [MOVES.index(kind) for kind in choice.kinds])
        columns = [column[wanted] for column in columns]
    dimensions, of_proposals, holders, days, kinds = columns
    order = np.lexsort((dimensions, _place(holders, vocab.actors), _place(of_proposals, proposals), -days))
    return MoveLog(dimensions[order], of_proposals[order], holders[order], days[order], kinds[order], by_kind)


def read_moves(snapshot: Snapshot, cells: Sequence[MovedCell]) -> list[MoveRow]:
    """Return the rows of some moves, in their order (three queries; none without a move). What was withdrawn meanwhile
    has no row."""
    if not cells:
        return []
    steps = {
        _place_of(step): step for step in _read_steps(snapshot, {(c.dimension, c.proposal, c.holder) for c in cells})
    }
    wanted = [steps[cell[:4]] for cell in cells if cell[:4] in steps]
    return _make_rows(snapshot, wanted)


@kept_for_a_few
def read_latest_moves(snapshot: Snapshot, choice: MoveChoice, most: int) -> list[MoveRow]:
    """Return the moves that readers could know of last, the newest first: for a feed (four queries, one where nothing
    is published).

    What is found later stands where it was found, however long ago it was said. Only what was published among the last
    few hundred writes is looked through.
    """
    moves = [one for one in _read_latest_steps(snapshot, choice) if one.step.is_move]
    return _make_rows(snapshot, moves[:most])


@kept_for_a_few
def read_latest_steps(snapshot: Snapshot, choice: MoveChoice, most: int) -> list[MoveRow]:
    """Return the same of all steps of cells, whether they are moves or not."""
    return _make_rows(snapshot, _read_latest_steps(snapshot, choice)[:most])


def select_latest_published(snapshot: Snapshot, **chosen: Any) -> QuerySet[Any]:
    """Return the last few hundred versions of claims that count and fit which were published, the newest first (a
    queryset)."""
    history: Any = Claim.history
    counting = history.filter(status=Status.PUBLISHED.value, id__in=snapshot.scope.select_claims().values("pk"))
    return counting.filter(**chosen).order_by("-history_id")[:MOST_FOUND]


class _CellStep(NamedTuple):
    """A step and its cell."""

    dimension: Dimension
    proposal: int
    holder: int
    step: StanceStep


def _place_of(one: _CellStep) -> tuple[Dimension, int, int, date]:
    return one.dimension, one.proposal, one.holder, one.step.day


def _read_latest_steps(snapshot: Snapshot, choice: MoveChoice) -> list[_CellStep]:
    """Return the steps that are chosen of the cells in which something was published last (three queries)."""
    latest = select_latest_published(snapshot).values_list("dimension", "proposal_id", "holder_id")
    cells = {(Dimension(dimension), proposal, holder) for dimension, proposal, holder in latest}
    steps = [step for step in _read_steps(snapshot, cells) if _is_chosen(snapshot, step, choice)]
    return sorted(
        steps,
        key=lambda one: (one.step.found_on or date.min, one.step.day, one.proposal, one.holder),
        reverse=True,
    )


def _read_steps(snapshot: Snapshot, cells: Collection[tuple[Dimension, int, int]]) -> list[_CellStep]:
    """Return all steps of some cells (two queries; none without a cell)."""
    if not cells:
        return []
    dimensions, proposals, holders = (set(column) for column in zip(*cells, strict=True))
    read = read_claims_of_cells(snapshot.scope, snapshot.get(read_vocabulary), dimensions, proposals, holders)
    of_cells: dict[tuple[Dimension, int, int], list[RuleClaim]] = {cell: read.get(cell, []) for cell in cells}
    found_on = read_days_of_publication([claim.id for claims in of_cells.values() for claim in claims])
    return [_CellStep(*cell, step) for cell, claims in of_cells.items() for step in list_steps(claims, found_on)]


def read_days_of_publication(claims: Collection[int]) -> dict[int, date]:
    """Return claim id → the day on which readers could first read it here (one query, none without a claim)."""
    if not claims:
        return {}
    history: Any = Claim.history
    published = history.filter(id__in=claims, status=Status.PUBLISHED.value).order_by()
    moments: Iterable[tuple[int, datetime]] = published.values_list("id").annotate(Min("history_date"))
    return {claim: localdate(moment) for claim, moment in moments}


def _is_chosen(snapshot: Snapshot, one: _CellStep, choice: MoveChoice) -> bool:
    actor = snapshot.get(read_vocabulary).actors.get(one.holder)
    if actor is None or one.proposal not in snapshot.get(list_put_forward):
        return False
    of_expert = actor.kind == ActorKind.EXPERT
    own = Dimension.PROSPECTS if of_expert else Dimension.POSITION
    return (
        one.dimension == (choice.dimension or own)
        and (choice.proposals is None or one.proposal in choice.proposals)
        and (choice.holders is None or one.holder in choice.holders)
        and (not choice.kinds or one.step.kind in choice.kinds)
        and (choice.since is None or one.step.day >= choice.since)
    )


def _make_rows(snapshot: Snapshot, steps: Sequence[_CellStep]) -> list[MoveRow]:
    """Return rows with the claims of both sides (one query, none without a step)."""
    vocab = snapshot.get(read_vocabulary)
    ids = {pk for one in steps for stance in (one.step.before, one.step.after) for pk in _list_behind(stance)}
    claims = read_claims_by_id(snapshot.scope, ids) if ids else {}
    return [
        MoveRow(
            vocab.actors[one.holder],
            vocab.proposals[one.proposal],
            one.dimension,
            one.step,
            *(
                [claims[pk] for pk in _list_behind(stance) if pk in claims]
                for stance in (one.step.before, one.step.after)
            ),
        )
        for one in steps
    ]


def _list_behind(stance: Stance) -> list[int]:
    """Return the ids of the claims that prove a stance: those that decide it, then its branches."""
    return list(dict.fromkeys(claim.id for claim in (*stance.deciding, *stance.branches)))


def _place(ids: np.ndarray, listed: Iterable[int]) -> np.ndarray:
    """Return the place of each id in a list, whose order is that of pages."""
    places: defaultdict[int, int] = defaultdict(int, {pk: place for place, pk in enumerate(listed)})
    unique, at = np.unique(ids, return_inverse=True)
    return np.array([places[pk] for pk in unique.tolist()], np.int64)[at]
