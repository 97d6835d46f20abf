"""What the table rests on and what it lacks: blanks by reason, recorded searches, and the editors' remarks."""

from functools import partial

from django.views.decorators.vary import vary_on_headers

from ... import queries
from ...exporters import editorial
from ...models import SourceCoding
from ...wording.coverage_findings import tell_coverage, tell_records, tell_rereads
from ...wording.findings import Narrowing
from ...wording.numbers import write_shown
from ..coverage_tables import (
    ActorCoverageTable,
    CoverageTable,
    EditorialNoteTable,
    OutcomeTable,
    RereadTable,
    SearchRecordTable,
    WordingTable,
)
from ..filters import CoverageFilter
from ..rendering.main_finding import read_narrowing
from ..shared.list_view import show_list
from ..shared.negotiation import sees_as_editor
from ..shared.read_filters import read_filters


@vary_on_headers("HX-Request")
def coverage(request):
    """Show how much of the table is filled and why the rest is blank, or what analysts have recorded."""
    filters = read_filters(request, CoverageFilter)
    make_table, export = {
        "coverage": (_make_coverage_table, partial(editorial.make_coverage_table, by_actor=filters.by_actor)),
        "searches": (_make_searches_table, editorial.make_searches_table),
        "remarks": (_make_notes_table, editorial.make_notes_table),
        "outcomes": (_make_outcomes_table, partial(_export_outcomes, request)),
        "wordings": (_make_wordings_table, editorial.make_wordings_table),
        "re-read": (_make_rereads_table, editorial.make_rereads_table),
    }[filters.table_chosen]
    make = partial(make_table, filters, request.data_version)
    return show_list(request, "claims/coverage.html", filters, make, export)


def _make_searches_table(filters, version):
    rows = queries.select_searches(filters.record_conditions)
    return _tell(SearchRecordTable(rows), tell_records(queries.count_listed_searches(rows), _read_narrowing(filters)))


def _make_notes_table(filters, version):
    rows = queries.select_notes(filters.record_conditions)
    return _tell(EditorialNoteTable(rows), tell_records(queries.count_listed_notes(rows), _read_narrowing(filters)))


def _make_outcomes_table(filters, version):
    snapshot = queries.get_snapshot(filters.scope, version)
    proposals, listed = snapshot.get(queries.read_vocabulary).proposals, snapshot.get(queries.list_outcomes)
    wanted = [pk for pk, proposal in proposals.items() if pk in listed and filters.shows(proposal, None)]
    rows = [outcome for pk in wanted for outcome in listed[pk]]
    counted = queries.count_listed_outcomes([(outcome.kind, outcome.day) for outcome in rows])
    return _tell(OutcomeTable(rows), tell_records(counted, _read_narrowing(filters, by_day=True)))


def _export_outcomes(request, outcomes):
    return editorial.make_outcomes_table(outcomes, editor=sees_as_editor(request, "claims.change_outcome"))


def _make_wordings_table(filters, version):
    snapshot = queries.get_snapshot(filters.scope, version)
    rows = [row for row in queries.select_wordings(snapshot) if filters.shows(row.proposal, None)]
    finding = tell_records(queries.count_listed_wordings(rows), _read_narrowing(filters, by_day=True))
    return _tell(WordingTable(rows), finding)


def _make_rereads_table(filters, version):
    proposals = queries.get_snapshot(filters.scope, version).get(queries.read_vocabulary).proposals.values()
    codings = SourceCoding.objects.public(filters.negotiations)
    rows = queries.list_rereads([p for p in proposals if filters.shows(p, None)], codings)
    waiting = {proposal.pk for row in rows for proposal in row.proposals}
    return _tell(RereadTable(rows), tell_rereads(len(rows), len(waiting), _read_narrowing(filters)))


def _tell(table, finding):
    table.finding = finding
    return table


def _read_narrowing(filters, by_day=False):
    """Return what the reader chose of rows that are no claims: some of them, or what there was `by_day`."""
    return Narrowing(filters.scope.as_of if by_day else None, rows=0 if filters.display_words else None)


def _make_coverage_table(filters, version):
    snapshot = queries.get_snapshot(filters.scope, version)
    by_actor, proposals = filters.by_actor, snapshot.get(queries.list_put_forward).values()
    in_rows = queries.KeptRows(proposal for proposal in proposals if filters.shows(proposal, None))
    listed = queries.list_holders(snapshot, everyone=bool(filters.chosen.get("actor")))
    holders = queries.KeptRows(holder for holder in listed if filters.shows(None, holder))
    rows = list(snapshot.get(queries.count_coverage, in_rows, holders, filters.dimension_chosen, by_actor))
    days = snapshot.get(queries.read_coding_days).of(filters.negotiation.pk)
    later = sum(coded.not_yet > 0 for coded in queries.list_coded(snapshot, in_rows))
    table = (ActorCoverageTable if by_actor else CoverageTable)(
        filters.negotiation,
        rows,
        added_later=later > 0,
    )
    narrowing = read_narrowing(filters.scope, rows if filters.display_words else None)
    table.finding = tell_coverage(queries.count_listed_cells(rows, days.total, later), narrowing)
    table.later = snapshot.get(queries.count_put_forward_later)
    table.shown = write_shown((len(in_rows), len(proposals), "proposal"), (len(holders), len(listed), "actor"))
    return table
