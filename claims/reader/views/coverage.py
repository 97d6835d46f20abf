"""What the table rests on and what it lacks: blanks by reason, recorded searches, and the editors' remarks."""

from collections import Counter, defaultdict
from datetime import date
from typing import NamedTuple

from django.views.decorators.vary import vary_on_headers

from ... import queries
from ...exporters import editorial
from ...models import Actor, ActorKind, Claim, Proposal
from ...rules import blanks
from ...rules.scales import Blank, Dimension, State
from ..filters import CoverageFilter
from ..shared.list_view import show_list
from ..tables import ActorCoverageTable, CoverageTable, EditorialNoteTable, SearchRecordTable


class CoverageRow(NamedTuple):
    """A proposal, or an actor, with its cells counted by what they hold or why they are blank."""

    subject: Proposal | Actor
    cells: int
    counts: Counter
    searched_on: date | None

    @property
    def name(self):
        return str(self.subject)

    @property
    def group(self):
        return self.subject.topic if isinstance(self.subject, Proposal) else self.subject.side

    @property
    def kind(self):
        """The name under which query strings choose the row."""
        return "proposal" if isinstance(self.subject, Proposal) else "actor"

    @property
    def stances(self):
        return self.counts[State.STANCE]

    @property
    def forecasts(self):
        return self.counts[State.FORECAST]

    @property
    def awaiting(self):
        return self.counts[State.AWAITING]

    @property
    def nothing(self):
        return self.counts[Blank.NOTHING_CODED]

    @property
    def searched(self):
        return self.counts[Blank.SEARCHED]

    @property
    def not_applicable(self):
        return self.counts[Blank.NOT_APPLICABLE]

    @property
    def not_searched(self):
        return self.counts[Blank.NOT_SEARCHED]


@vary_on_headers("HX-Request")
def coverage(request):
    """Show how much of the table is filled and why the rest is blank, or what analysts have recorded."""
    filters = CoverageFilter(request.GET, queryset=Claim.objects.published())
    table, sheet = {
        "coverage": (_coverage, editorial.coverage),
        "searches": (_searches, editorial.searches),
        "remarks": (_remarks, editorial.remarks),
    }[filters.table_chosen()]
    return show_list(request, "claims/coverage.html", filters, lambda: table(filters, request.data_version), sheet)


def _searches(filters, version):
    return SearchRecordTable(queries.select_searches(**filters.of_work()))


def _remarks(filters, version):
    return EditorialNoteTable(queries.select_notes(**filters.of_work()))


def _coverage(filters, version):
    snapshot = queries.get_snapshot(filters.scope(), version)
    searches = snapshot.searches
    holders = _holders(filters, snapshot, searches)
    proposals = [p for p in snapshot.vocab.proposals.values() if filters.shows(p, None)]
    found = _counted(filters.dimension_chosen(), snapshot, searches, (proposals, holders))
    table, subjects, across = CoverageTable, proposals, holders
    if filters.by_actor():
        table, subjects, across = ActorCoverageTable, holders, proposals
    rows = [_row(subject, len(across), found, snapshot.sources) for subject in subjects]
    return table(rows, coded=snapshot.sources, note=_note(rows, snapshot.sources))


def _note(rows, coded):
    """Say how much of what is shown is filled, and what its blanks rest on."""
    stances, cells = sum(row.stances for row in rows), sum(row.cells for row in rows)
    sources = f"{coded} source{'' if coded == 1 else 's'} {'is' if coded == 1 else 'are'} fully coded"
    return f"{stances} of {cells} cells have a stance; {sources}."


def _holders(filters, snapshot, searches):
    """Return whose cells are counted: principals, who is always shown, and who has a stance or a search anywhere."""
    spoken = {holder for holder, tally in snapshot.by_holder.items() if tally.stances}
    known = spoken | {holder for _, holder in searches} | {actor.pk for actor in snapshot.vocab.principals}
    asked = bool(filters.chosen.get("actor"))
    return [
        actor
        for actor in snapshot.vocab.actors.values()
        if actor.kind != ActorKind.OFFICIAL
        and (asked or actor.always_show or actor.pk in known)
        and filters.shows(None, actor)
    ]


def dimension_of(actor, forced):
    """Return the dimension in which an actor's cells are counted: as in the matrix, experts' are prospects."""
    return forced or (Dimension.PROSPECTS if actor.kind == ActorKind.EXPERT else Dimension.POSITION)


class CellCounts(NamedTuple):
    """What is known of the cells: counts by row and kind, and the newest day of a search by row."""

    counts: dict
    days: dict


def _counted(forced, snapshot, searches, shown):
    """Count the cells of the rows and columns shown by what they hold or record, for their proposals and actors."""
    proposals, holders = ({row.pk for row in rows} for rows in shown)
    dimensions = {actor.pk: dimension_of(actor, forced) for actor in shown[1]}
    found = CellCounts(defaultdict(Counter), {})
    for dimension in Dimension:
        seated = [pk for pk, of_actor in dimensions.items() if of_actor == dimension]
        counts = queries.count_by_state(snapshot.grid(dimension), list(proposals), seated)
        for model, by_id in zip((Proposal, Actor), counts, strict=True):
            for pk, states in by_id.items():
                found.counts[model, pk] += states
        recorded = {cell: searches[cell] for cell in searches if cell[0] in proposals and cell[1] in seated}
        for cell in recorded.keys() - snapshot.holding(dimension, recorded.keys()):
            _count_search(found, cell, dimension, recorded[cell], snapshot.sources)
    return found


def _count_search(found, cell, dimension, recorded, coded):
    """Count a blank cell in which something was recorded."""
    why = blanks.classify_blank(dimension, recorded, coded)
    if why not in (Blank.SEARCHED, Blank.NOT_APPLICABLE):
        return
    for key in zip((Proposal, Actor), cell, strict=True):
        found.counts[key][why] += 1
    if why == Blank.SEARCHED:
        _note_day(found.days, cell, blanks.find_last_searched(dimension, recorded))


def _note_day(days, cell, day):
    for key in zip((Proposal, Actor), cell, strict=True):
        days[key] = max(day, days.get(key, day))


def _row(subject, cells, found, coded):
    """Return a Row; what is counted nowhere is blank for want of anything in the coded sources."""
    key = type(subject), subject.pk
    counts = Counter(found.counts.get(key, {}))
    counts[blanks.classify_blank("", (), coded)] += cells - counts.total()
    return CoverageRow(subject, cells, counts, found.days.get(key))
