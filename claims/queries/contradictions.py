"""Contradictions inside actors, with the remarks that answer them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from django.db.models import Q, QuerySet
from numpy.typing import NDArray

from ..models import Actor, Claim, EditorialNote, Proposal, Touched
from ..models.claims import ClaimQuerySet
from ..models.editorial import EditorialQuerySet
from ..rules.measures.contradiction_arrays import find_near_opposites
from ..rules.measures.contradictions import (
    WITHIN_DAYS,
    Contradiction,
    ContradictionKind,
    Pair,
    SaidClaim,
    list_contradictions,
)
from ..rules.scales import Attribution, Dimension
from .claims import read_claims_by_id
from .ids import list_ids
from .plain_rows import fetch_plain_rows
from .scope import Scope
from .snapshot import Snapshot, following, kept_for_a_few, same_in_all_scopes
from .stance_arrays import read_keys_with_ids
from .vocabulary import list_put_forward, read_vocabulary

_HELD_AGAINST = (Attribution.OWN.value, Attribution.ATTRIBUTED.value)
_COLUMNS = (
    "id",
    "holder_id",
    "proposal_id",
    "dimension",
    "value",
    "attribution",
    "speaker_id",
    "said_on",
    "conditions",
    "depends_on",
    "covers",
)
_KINDS, _DIMENSIONS = tuple(ContradictionKind), tuple(Dimension)
_ID_BITS = 31

MOST_FOLLOWED = 100  # cells that were touched; of more, all are held against each other anew

Answers = Mapping[Pair, Sequence[EditorialNote]]
_Cell = tuple[str, int, int]  # a dimension, and the ids of a proposal and of a holder


class ContradictionPlace(NamedTuple):
    """One contradiction of a list: inside whom and on what (ids), and its two claims (ids), so many days apart."""

    kind: ContradictionKind
    dimension: Dimension
    holder: int
    proposal: int
    earlier: int
    later: int
    days: int

    @property
    def pair(self) -> Pair:
        """By which a remark knows it."""
        return frozenset({self.earlier, self.later})


class ContradictionList(NamedTuple):
    """Contradictions, the latest first: arrays with one entry each, as ContradictionPlace names them; `kinds` and
    `dimensions` are places in the enums of these, `said` the days of the later claims as ordinals. There may be tens of
    thousands, which are kept."""

    kinds: np.ndarray
    dimensions: np.ndarray
    holders: np.ndarray
    proposals: np.ndarray
    earlier: np.ndarray
    later: np.ndarray
    days: np.ndarray
    said: np.ndarray

    @property
    def number(self) -> int:
        return len(self.kinds)

    def list_places(self, start: int = 0, stop: int | None = None) -> list[ContradictionPlace]:
        """Return the contradictions from one place in the list to another."""
        columns = (column[start:stop].tolist() for column in self)
        return [
            ContradictionPlace(_KINDS[kind], _DIMENSIONS[dimension], *others)
            for kind, dimension, *others, _ in zip(*columns, strict=True)
        ]

    def choose(
        self,
        answers: Answers,
        kinds: Collection[ContradictionKind] = (),
        proposals: Collection[int] | None = None,
        answered: bool | None = None,
    ) -> "ContradictionList":
        """Return those of these kinds (none: all), on these proposals (ids; None: all), that a remark answers or that
        none does (None: either)."""
        fits = np.ones(self.number, bool)
        if kinds:
            fits &= np.isin(self.kinds, [_KINDS.index(kind) for kind in kinds])
        if proposals is not None:
            fits &= np.isin(self.proposals, list(proposals))
        if answered is not None:
            fits &= self.find_answered(answers) == answered
        return self._select(fits)

    def find_answered(self, answers: Answers) -> NDArray[np.bool_]:
        """Return which of them a remark answers."""
        pairs = np.minimum(self.earlier, self.later) << _ID_BITS | np.maximum(self.earlier, self.later)
        answered: NDArray[np.bool_] = np.isin(pairs, [min(pair) << _ID_BITS | max(pair) for pair in answers])
        return answered

    def splice(self, cells: Collection[_Cell], now: "ContradictionList") -> "ContradictionList":
        """Return the contradictions of all cells, where those of these cells are `now` these."""
        dimensions, proposals, holders = np.array([(_DIMENSIONS.index(d), *ids) for d, *ids in cells], np.int64).T
        touched = np.zeros(self.number, bool)
        for cell in zip(dimensions, proposals, holders, strict=True):
            touched |= (self.dimensions == cell[0]) & (self.proposals == cell[1]) & (self.holders == cell[2])
        stay = self._select(~touched)
        joined = ContradictionList(*map(np.concatenate, zip(stay, now, strict=True)))
        keys = joined.earlier, joined.later, joined.holders, joined.proposals, joined.kinds, -joined.said
        return joined._select(np.lexsort(keys))

    def _select(self, places: np.ndarray) -> "ContradictionList":
        return ContradictionList(*(column[places] for column in self))


class ContradictionRow(NamedTuple):
    """A contradiction as a page shows it, with both claims as tables show them and the remarks that answer it."""

    actor: Actor
    proposal: Proposal
    place: ContradictionPlace
    earlier: Claim
    later: Claim
    remarks: Sequence[EditorialNote] = ()


def find_contradictions(
    snapshot: Snapshot, holders: frozenset[int] | None = None, within: int = WITHIN_DAYS
) -> ContradictionList:
    """Return the contradictions inside these holders (ids; None: all), the latest first, on proposals that are put
    forward (one query, unless they are kept; of all holders one a dimension to leave out those that stand alone, and
    one for the others, if there are any)."""
    if holders is None and within == WITHIN_DAYS:
        return snapshot.get(find_all_contradictions)
    return snapshot.get(_find_chosen, holders, within)


@kept_for_a_few
def _find_chosen(snapshot: Snapshot, holders: frozenset[int] | None, within: int) -> ContradictionList:
    claims = _select_held_against(snapshot.scope)
    near = _select_near_opposites(claims, within) if holders is None else claims.filter(holder__in=holders)
    return _list_contradictions(snapshot, near, within)


def _follow_contradictions(snapshot: Snapshot, before: ContradictionList, touched: Touched) -> ContradictionList | None:
    """Hold the claims of the cells that were touched against each other, and leave the others as they were (one
    query): none contradicts one of another cell."""
    cells = {(cell.dimension, cell.proposal, cell.holder) for cell in touched.cells}
    if not touched.alone or len(cells) > MOST_FOLLOWED:
        return None
    if not cells:
        return before
    _, proposals, holders = map(set, zip(*cells, strict=True))
    claims = _select_held_against(snapshot.scope).filter(proposal__in=proposals, holder__in=holders)
    return before.splice(cells, _list_contradictions(snapshot, claims.of_cells(), WITHIN_DAYS, cells))


@following(_follow_contradictions)
def find_all_contradictions(snapshot: Snapshot) -> ContradictionList:
    """Return the contradictions of `find_contradictions` inside all holders, within the usual days."""
    return _find_chosen(snapshot, None, WITHIN_DAYS)


def count_unanswered(snapshot: Snapshot) -> int:
    """Return the number of contradictions that no remark answers (the queries of all holders, and one of the
    remarks)."""
    answers, listed = snapshot.get(read_answers), find_contradictions(snapshot)
    return listed.number - int(listed.find_answered(answers).sum())


def read_contradictions(snapshot: Snapshot, listed: Iterable[ContradictionPlace]) -> list[ContradictionRow]:
    """Return the rows of some contradictions, in their order (one query, and one of the remarks the first time; none
    without a contradiction). What was withdrawn meanwhile has no row."""
    listed = list(listed)
    if not listed:
        return []
    claims = read_claims_by_id(snapshot.scope, {pk for one in listed for pk in one.pair})
    vocab, answers = snapshot.get(read_vocabulary), snapshot.get(read_answers)
    return [
        ContradictionRow(
            vocab.actors[one.holder],
            vocab.proposals[one.proposal],
            one,
            claims[one.earlier],
            claims[one.later],
            answers.get(one.pair, ()),
        )
        for one in listed
        if one.pair <= claims.keys()
    ]


@same_in_all_scopes
def read_answers(negotiations: tuple[int, ...] | None) -> dict[Pair, list[EditorialNote]]:
    """Return the ids of two claims → the published remarks that answer their contradiction, the newest first (one
    query)."""
    return _group_by_pair(_select_answers(negotiations).published())


def read_waiting_answers(negotiation: int, listed: Iterable[ContradictionPlace]) -> dict[Pair, list[EditorialNote]]:
    """Return likewise the remarks on these contradictions that wait for a reviewer, for editors alone (one query, none
    without a contradiction)."""
    claims = {one.earlier for one in listed}
    if not claims:
        return {}
    answers = _select_answers((negotiation,)).filter(published=False)
    return _group_by_pair(answers.filter(Q(earlier_claim__in=claims) | Q(later_claim__in=claims)))


def read_said(claim: Claim) -> SaidClaim | None:
    """Return what the rule reads of a claim; None of one that contradicts nothing, whatever it stands beside."""
    if claim.value is None or claim.pending or claim.attribution not in _HELD_AGAINST:
        return None
    columns = (getattr(claim, name) for name in _COLUMNS)
    return _make_said(tuple(columns))


def _select_held_against(scope: Scope) -> ClaimQuerySet:
    """Return the claims that may be held against others."""
    claims = scope.select_claims().filter(attribution__in=_HELD_AGAINST, pending=False).exclude(value=None)
    return claims.exclude(value=0).order_by()


def _list_contradictions(
    snapshot: Snapshot, claims: QuerySet[Claim], within: int, cells: Collection[_Cell] | None = None
) -> ContradictionList:
    """Return the contradictions among claims (one query), of some of their cells or of all, as far as their actors and
    proposals are there."""
    said = _read_said(claims)
    if cells is not None:
        said = (one for one in said if (one.dimension, one.proposal, one.holder) in cells)
    listed = _pack(list_contradictions(said, within))
    actors, proposals = snapshot.get(read_vocabulary).actors, snapshot.get(list_put_forward)
    return listed._select(np.isin(listed.holders, list(actors)) & np.isin(listed.proposals, list(proposals)))


def _pack(listed: Sequence[Contradiction]) -> ContradictionList:
    rows = [
        (
            _KINDS.index(one.kind),
            _DIMENSIONS.index(one.later.dimension),
            one.later.holder,
            one.later.proposal,
            *(claim.id for claim in (one.earlier, one.later)),
            one.days,
            one.later.said_on.toordinal(),
        )
        for one in listed
    ]
    packed = np.array(rows, np.int64).reshape(-1, len(ContradictionList._fields))
    return ContradictionList(*np.ascontiguousarray(packed.T))


def _select_near_opposites(claims: QuerySet[Claim], within: int) -> QuerySet[Claim]:
    """Return those of the claims that may contradict another (one query a dimension); all, where ids or days fit no
    packed key."""
    near: list[int] = []
    for dimension in Dimension:
        read = read_keys_with_ids(claims.filter(dimension=dimension.value))
        if read is None:
            return claims
        near += find_near_opposites(*read, within).tolist()
    return Claim.objects.filter(pk__in=list_ids(near)).order_by()  # by their ids alone: these counted


def _read_said(claims: QuerySet[Claim]) -> Iterator[SaidClaim]:
    """Yield claims as the rule reads them (one query)."""
    yield from map(_make_said, fetch_plain_rows(claims.values_list(*_COLUMNS)))


def _make_said(row: Sequence) -> SaidClaim:
    pk, holder, proposal, dimension, value, attribution, *rest = row
    return SaidClaim(pk, holder, proposal, Dimension(dimension), value, Attribution(attribution), *rest)


def _select_answers(negotiations: tuple[int, ...] | None) -> EditorialQuerySet:
    """Return the remarks of these negotiations that answer a contradiction."""
    notes: EditorialQuerySet = EditorialNote.objects.exclude(earlier_claim=None)
    return notes if negotiations is None else notes.filter(proposal__negotiation__in=negotiations)


def _group_by_pair(notes: Iterable[EditorialNote]) -> dict[Pair, list[EditorialNote]]:
    by_pair: defaultdict[Pair, list[EditorialNote]] = defaultdict(list)
    for note in notes:
        by_pair[frozenset(pk for pk in (note.earlier_claim_id, note.later_claim_id) if pk)].append(note)
    return dict(by_pair)
