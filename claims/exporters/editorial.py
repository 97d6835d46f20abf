"""What analysts record beside claims, and what the table lacks, as tables; slugs for names."""

from .formats import ExportTable
from .lists import get_slug

SEARCHES = ("proposal", "holder", "dimension", "outcome", "searched_on", "searched_in", "why", "version")
REMARKS = ("proposal", "holder", "text", "signed_by", "written_on", "version")
# After the column that names the row: how many cells, and of these how many are what.
COVERAGE = (
    "cells",
    "stance",
    "forecast",
    "awaiting",
    "nothing_in_coded",
    "searched",
    "last_searched_on",
    "not_applicable",
    "not_searched",
)


def make_searches_table(shown):
    """Return the Table of a table of recorded searches; an empty dimension means all three."""
    return ExportTable("searches", SEARCHES, (_search(row) for row in shown.data))


def make_notes_table(shown):
    """Return the Table of a table of remarks; those on a proposal as a whole have no holder."""
    return ExportTable("remarks", REMARKS, (_remark(row) for row in shown.data))


def make_coverage_table(shown):
    """Return the Table of a coverage table, its rows proposals or actors."""
    return ExportTable("coverage", (shown.kind, *COVERAGE), (_row(row) for row in shown.data))


def _search(row):
    return (
        row.proposal.slug,
        row.holder.slug,
        row.dimension,
        row.outcome,
        row.searched_on,
        row.searched_in,
        row.why,
        row.version,
    )


def _remark(row):
    return row.proposal.slug, get_slug(row.holder), row.text, row.signed_by, row.written_on, row.version


def _row(row):
    return (
        row.subject.slug,
        row.cells,
        row.stances,
        row.forecasts,
        row.awaiting,
        row.nothing,
        row.searched,
        row.searched_on,
        row.not_applicable,
        row.not_searched,
    )
