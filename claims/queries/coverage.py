"""How much of the table is filled, and why the rest of it is blank, for pages and files alike."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from ..models import Actor, ActorKind, Proposal, SearchRecord, Side, Topic
from ..rules import blanks
from ..rules.scales import Blank, Dimension, State
from .counts import count_by_state, count_fully_coded_sources, tally_holders
from .editorial import read_searches
from .snapshot import Snapshot
from .stance_arrays import read_stance_arrays, select_filled_cells
from .stances import Cell
from .vocabulary import choose_dimension, read_vocabulary


class CoverageRow(NamedTuple):
    """A proposal, or an actor, with its cells counted by what they hold or why they are blank."""

    subject: Proposal | Actor
    cells: int
    counts: Counter[State | Blank]
    searched_on: date | None

    @property
    def name(self) -> str:
        return str(self.subject)

    @property
    def group(self) -> Topic | Side:
        """What heads the row while the table is in its own order."""
        return self.subject.topic if isinstance(self.subject, Proposal) else self.subject.side

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

    def add_search(self, pk: int, why: Blank, day: date | None) -> None:
        self.counts[pk][why] += 1
        if day:
            self.days[pk] = max(day, self.days.get(pk, day))


def list_holders(snapshot: Snapshot, everyone: bool = False) -> list[Actor]:
    """Return whose cells are looked for: principals, who is always shown, and who has a stance or a search anywhere;
    or everyone, spoken or silent."""
    vocab = snapshot.get(read_vocabulary)
    spoken = {holder for holder, tally in snapshot.get(tally_holders).items() if tally.stances}
    searched = {holder for _, holder in snapshot.get(read_searches)}
    named = spoken | searched | {actor.pk for actor in vocab.principals}
    return [
        actor
        for actor in vocab.actors.values()
        if actor.kind != ActorKind.OFFICIAL and (everyone or actor.always_show or actor.pk in named)
    ]


def count_coverage(
    snapshot: Snapshot,
    proposals: Sequence[Proposal],
    holders: Sequence[Actor],
    forced: Dimension | None = None,
    by_actor: bool = False,
) -> list[CoverageRow]:
    """Return a row for each proposal, or `by_actor` for each holder, that counts its cells with all the others.

    The cells are in each actor's own dimension, unless one is forced on all.
    """
    subjects, across = (holders, proposals) if by_actor else (proposals, holders)
    counted = _count_cells(snapshot, proposals, holders, forced)[by_actor]
    coded = snapshot.get(count_fully_coded_sources)
    return [_make_row(subject, len(across), counted, coded) for subject in subjects]


def _count_cells(
    snapshot: Snapshot, proposals: Sequence[Proposal], holders: Sequence[Actor], forced: Dimension | None
) -> tuple[CellCounts, CellCounts]:
    """Return the CellCounts of the proposals, and those of the holders, within both."""
    counted = CellCounts(), CellCounts()
    of_proposals = {proposal.pk for proposal in proposals}
    coded = snapshot.get(count_fully_coded_sources)
    for dimension in Dimension:
        seated = {actor.pk for actor in holders if choose_dimension(actor, forced) == dimension}
        by_axis = count_by_state(snapshot.get(read_stance_arrays, dimension), of_proposals, seated)
        for axis, by_id in zip(counted, by_axis, strict=True):
            for pk, states in by_id.items():
                axis.counts[pk] += states
        searches = {
            cell: recorded
            for cell, recorded in snapshot.get(read_searches).items()
            if cell[0] in of_proposals and cell[1] in seated
        }
        for cell in searches.keys() - select_filled_cells(snapshot, dimension, searches.keys()):
            _count_search(counted, cell, dimension, searches[cell], coded)
    return counted


def _count_search(
    counted: Iterable[CellCounts], cell: Cell, dimension: Dimension, recorded: Sequence[SearchRecord], coded: int
) -> None:
    """Count a blank cell in which something was recorded."""
    why = blanks.classify_blank(dimension, recorded, coded)
    if why in (Blank.SEARCHED, Blank.NOT_APPLICABLE):
        day = blanks.find_last_searched(dimension, recorded) if why == Blank.SEARCHED else None
        for axis, pk in zip(counted, cell, strict=True):
            axis.add_search(pk, why, day)


def _make_row(subject: Proposal | Actor, cells: int, counted: CellCounts, coded: int) -> CoverageRow:
    """Return a row; what is counted nowhere is blank for want of anything in the coded sources."""
    counts = Counter(counted.counts.get(subject.pk, {}))
    counts[blanks.classify_blank("", (), coded)] += cells - counts.total()
    return CoverageRow(subject, cells, counts, counted.days.get(subject.pk))
