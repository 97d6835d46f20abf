"""How much of the table is filled, and why the rest of it is blank, for pages and files alike."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from ..models import Actor, ActorKind, Proposal, SearchRecord, Side, Topic
from ..rules import blanks
from ..rules.blanks import CodedSources
from ..rules.scales import Blank, Dimension, State
from .coded_sources import list_coded
from .counts import count_by_state, list_present, tally_holders
from .editorial import read_searches
from .kept_rows import KeptRows
from .members import map_spoken_for
from .snapshot import Snapshot, kept_for_a_few
from .stance_arrays import read_stance_arrays, select_filled_cells
from .stances import Cell
from .vocabulary import choose_dimension, read_vocabulary


class CoverageRow(NamedTuple):
    """A proposal, or an actor, with its cells counted by what they hold or why they are blank; `to_reread` is how many
    fully coded sources are to be read again for a proposal, `spoken_for` how many of the blanks a coalition speaks
    for, whatever their reason."""

    subject: Proposal | Actor
    cells: int
    counts: Counter[State | Blank]
    searched_on: date | None
    to_reread: int = 0
    spoken_for: int = 0

    @property
    def name(self) -> str:
        return str(self.subject)

    @property
    def group(self) -> Topic | Side:
        """What heads the row while the table is in its own order."""
        return self.subject.topic if isinstance(self.subject, Proposal) else self.subject.part.side

    @property
    def kind(self) -> str:
        """The name under which query strings choose the row."""
        return "proposal" if isinstance(self.subject, Proposal) else "actor"

    @property
    def stances(self) -> int:
        return self.counts[State.STANCE]

    @property
    def forecasts(self) -> int:
        return self.counts[State.FORECAST]

    @property
    def awaiting(self) -> int:
        return self.counts[State.AWAITING]

    @property
    def no_stance(self) -> int:
        return self.counts[State.NO_STANCE]

    @property
    def nothing(self) -> int:
        return self.counts[Blank.NOTHING_CODED]

    @property
    def not_yet(self) -> int:
        return self.counts[Blank.NOT_YET]

    @property
    def searched(self) -> int:
        return self.counts[Blank.SEARCHED]

    @property
    def not_applicable(self) -> int:
        return self.counts[Blank.NOT_APPLICABLE]

    @property
    def not_searched(self) -> int:
        return self.counts[Blank.NOT_SEARCHED]


class CellCounts:
    """The cells of each row, by the id of its proposal or actor: counted by kind, with the newest day of a search."""

    def __init__(self) -> None:
        self.counts: defaultdict[int, Counter[State | Blank]] = defaultdict(Counter)
        self.days: dict[int, date] = {}
        self.spoken_for: Counter[int] = Counter()

    def add_search(self, pk: int, why: Blank, day: date | None) -> None:
        self.counts[pk][why] += 1
        if day:
            self.days[pk] = max(day, self.days.get(pk, day))

    def add_rest(self, subjects: Iterable[Proposal | Actor], cells: int, why: Blank) -> None:
        """Count as blank for one reason what is counted nowhere yet of the cells that each of the rows has."""
        for subject in subjects:
            self.counts[subject.pk][why] += cells - self.counts[subject.pk].total()

    def add(self, other: "CellCounts") -> None:
        for pk, counts in other.counts.items():
            self.counts[pk].update(counts)  # `+=` looks at all that is counted for what is below one
        for pk, day in other.days.items():
            self.days[pk] = max(day, self.days.get(pk, day))
        self.spoken_for.update(other.spoken_for)


def list_holders(snapshot: Snapshot, everyone: bool = False) -> list[Actor]:
    """Return whose cells are looked for: principals, who is always shown, and who has a stance or a search anywhere;
    or everyone that has a part or a claim, spoken or silent."""
    if everyone:
        return snapshot.get(list_present)
    vocab = snapshot.get(read_vocabulary)
    spoken = {holder for holder, tally in snapshot.get(tally_holders).items() if tally.stances}
    searched = {holder for _, holder in snapshot.get(read_searches)}
    named = spoken | searched | {actor.pk for actor in vocab.principals}
    return [
        actor
        for actor in vocab.actors.values()
        if actor.kind != ActorKind.OFFICIAL and (actor.part.always_shown or actor.pk in named)
    ]


@kept_for_a_few
def count_coverage(
    snapshot: Snapshot,
    proposals: KeptRows[Proposal],
    holders: KeptRows[Actor],
    forced: Dimension | None = None,
    by_actor: bool = False,
) -> tuple[CoverageRow, ...]:
    """Return a row for each proposal, or `by_actor` for each holder, that counts its cells with all the others.

    The cells are in each actor's own dimension, unless one is forced on all.
    """
    coded = dict(zip((proposal.pk for proposal in proposals), list_coded(snapshot, proposals), strict=True))
    counted = CellCounts(), CellCounts()
    for kind in {of_proposal.kind for of_proposal in coded.values()}:
        alike = [proposal for proposal in proposals if coded[proposal.pk].kind == kind]
        of_kind = _count_cells(snapshot, alike, holders, forced, coded)
        of_kind[0].add_rest(alike, len(holders), kind)
        of_kind[1].add_rest(holders, len(alike), kind)
        for axis, added in zip(counted, of_kind, strict=True):
            axis.add(added)
    if by_actor:
        return tuple(_make_row(holder, len(proposals), counted[1], None) for holder in holders)
    return tuple(_make_row(proposal, len(holders), counted[0], coded[proposal.pk]) for proposal in proposals)


def _count_cells(
    snapshot: Snapshot,
    proposals: Sequence[Proposal],
    holders: Sequence[Actor],
    forced: Dimension | None,
    coded: Mapping[int, CodedSources],
) -> tuple[CellCounts, CellCounts]:
    """Return the CellCounts of the proposals, and those of the holders, within both: of the cells that hold anything,
    or of which anything was recorded."""
    counted = CellCounts(), CellCounts()
    of_proposals = {proposal.pk for proposal in proposals}
    for dimension in Dimension:
        seated = {actor.pk for actor in holders if choose_dimension(actor, forced) == dimension}
        by_axis = count_by_state(snapshot.get(read_stance_arrays, dimension), of_proposals, seated)
        for axis, by_id in zip(counted, by_axis, strict=True):
            for pk, states in by_id.items():
                axis.counts[pk].update(states)
        searches = {
            cell: recorded
            for cell, recorded in snapshot.get(read_searches).items()
            if cell[0] in of_proposals and cell[1] in seated
        }
        for cell in snapshot.get(map_spoken_for, dimension):
            if cell[0] in of_proposals and cell[1] in seated:
                counted[0].spoken_for[cell[0]] += 1
                counted[1].spoken_for[cell[1]] += 1
        for cell in searches.keys() - select_filled_cells(snapshot, dimension, searches.keys()):
            _count_search(counted, cell, dimension, searches[cell], coded[cell[0]])
    return counted


def _count_search(
    counted: Iterable[CellCounts],
    cell: Cell,
    dimension: Dimension,
    recorded: Sequence[SearchRecord],
    coded: CodedSources,
) -> None:
    """Count a blank cell in which something was recorded."""
    why = blanks.classify_blank(dimension, recorded, coded)
    if why in (Blank.SEARCHED, Blank.NOT_APPLICABLE):
        day = blanks.find_last_searched(dimension, recorded) if why == Blank.SEARCHED else None
        for axis, pk in zip(counted, cell, strict=True):
            axis.add_search(pk, why, day)


def _make_row(subject: Proposal | Actor, cells: int, counted: CellCounts, coded: CodedSources | None) -> CoverageRow:
    """Return a row; `coded` are the sources of a proposal."""
    to_reread = coded.not_yet if coded else 0
    day, spoken_for = counted.days.get(subject.pk), counted.spoken_for[subject.pk]
    return CoverageRow(subject, cells, counted.counts[subject.pk], day, to_reread, spoken_for)
