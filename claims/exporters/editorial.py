"""What analysts record beside claims, and how much of the table is filled, as tables; slugs for names."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from ..models import Claim, EditorialNote, Outcome, SearchRecord, Wording
from ..queries import CoverageRow, RereadRow
from ..rules.exchange_columns import SOURCE_COLUMNS
from ..rules.outcome_columns import FOR_EDITORS, OUTCOME_FILE_COLUMNS
from ..rules.wording_columns import WORDING_FILE_COLUMNS
from .formats import Columns, ExportTable, get_slug, make_table
from .kinds import Kind, as_kind

SEARCH_COLUMNS: Columns[SearchRecord] = {
    "proposal": lambda record: record.proposal.slug,
    "holder": lambda record: record.holder.slug,
    "dimension": lambda record: record.dimension,
    "outcome": lambda record: record.outcome,
    "searched_on": lambda record: record.searched_on,
    "searched_in": lambda record: record.searched_in,
    "why": lambda record: record.why,
    "version": lambda record: record.version,
}
NOTE_COLUMNS: Columns[EditorialNote] = {
    "proposal": lambda note: note.proposal.slug,
    "holder": lambda note: get_slug(note.holder),
    "earlier_claim": lambda note: _get_id(note, note.earlier_claim),
    "later_claim": lambda note: _get_id(note, note.later_claim),
    "text": lambda note: note.text,
    "signed_by": lambda note: note.signed_by,
    "written_on": lambda note: note.written_on,
    "version": lambda note: note.version,
}
# After the column that names the row: how many cells, and how many of these hold what, or are blank for what reason.
CELL_COUNTS: Columns[CoverageRow] = {
    "cells": lambda row: row.cells,
    "stance": lambda row: row.stances,
    "forecast": lambda row: row.forecasts,
    "awaiting": lambda row: row.awaiting,
    "no_stance": lambda row: row.no_stance,
    "nothing_in_coded": lambda row: row.nothing,
    "not_yet_looked_for": lambda row: row.not_yet,
    "searched": lambda row: row.searched,
    "last_searched_on": lambda row: row.searched_on,
    "not_applicable": lambda row: row.not_applicable,
    "not_searched": lambda row: row.not_searched,
    "spoken_for": lambda row: row.spoken_for,
}
REREAD_COLUMNS: Columns[RereadRow] = {
    "source": lambda row: row.source.slug,
    "title": lambda row: row.source.title,
    "negotiation": lambda row: row.coding.negotiation.slug,
    "fully_coded_by": lambda row: row.coding.fully_coded_by,
    "fully_coded_on": lambda row: row.coding.fully_coded_on,
    "number": lambda row: row.number,
    "proposals": lambda row: " ".join(proposal.slug for proposal in row.proposals),
}

OUTCOME_KINDS: dict[str, Kind] = {
    **{name: column.kind for name, column in SOURCE_COLUMNS.items()},
    "day": date,
    "version": int,
}
OUTCOMES_FOR_READERS = tuple(name for name in OUTCOME_FILE_COLUMNS if name not in FOR_EDITORS)


def _get_id(note: EditorialNote, claim: Claim | None) -> str:
    """Return the id of a claim that a remark answers, where readers see it."""
    return claim.public_id if claim in note.answered_claims and claim else ""


def make_searches_table(records: Iterable[SearchRecord]) -> ExportTable:
    """Return the table of recorded searches; an empty dimension means all three."""
    return make_table("searches", SEARCH_COLUMNS, records)


def make_notes_table(notes: Iterable[EditorialNote]) -> ExportTable:
    """Return the table of the editors' remarks; those on a proposal as a whole have no holder."""
    return make_table("remarks", NOTE_COLUMNS, notes)


def make_outcomes_table(outcomes: Iterable[Outcome], editor: bool = False) -> ExportTable:
    """Return the table of what became of proposals, with the columns that the reader may see."""
    names = [name for name in OUTCOME_FILE_COLUMNS if editor or name not in FOR_EDITORS]
    return make_table("outcomes", list_outcome_columns(names), outcomes)


def list_outcome_columns(names: Iterable[str] = OUTCOMES_FOR_READERS) -> Columns[Outcome]:
    """Return the columns of outcomes of these names."""
    return {name: as_kind(OUTCOME_KINDS.get(name, str), _read_of_outcome(name)) for name in names}


def _read_of_outcome(name: str) -> Callable[[Outcome], Any]:
    """Return what reads a column from an outcome."""
    if name == "outcome":
        return lambda outcome: outcome.public_id
    return _read_of_cited(name)


def _read_of_cited(name: str) -> Callable[[Any], Any]:
    """Return what reads a column from a row of a proposal that is from a source."""
    if name == "proposal":
        return lambda row: row.proposal.slug
    if name == "negotiation":
        return lambda row: row.proposal.negotiation.slug
    if name == "wording":
        return lambda row: get_slug(row.wording)
    if name in SOURCE_COLUMNS:
        column = SOURCE_COLUMNS[name]
        write = column.write or (lambda value: value)
        return lambda row: write(getattr(row.source, column.field))
    return lambda row: getattr(row, name)


def make_wordings_table(wordings: Iterable[Wording]) -> ExportTable:
    """Return the table of the wordings of proposals."""
    return make_table("wordings", {name: _read_of_wording(name) for name in WORDING_FILE_COLUMNS}, wordings)


def _read_of_wording(name: str) -> Callable[[Wording], Any]:
    """Return what reads a column from a wording."""
    if name == "wording":
        return lambda wording: wording.slug
    if name == "authors":
        return lambda wording: " ".join(actor.slug for actor in wording.authors.all())
    return _read_of_cited(name)


def make_coverage_table(rows: Iterable[CoverageRow], by_actor: bool = False) -> ExportTable:
    """Return the table of the coverage of proposals, or of actors."""
    if by_actor:
        return make_table("coverage", {"actor": lambda row: row.subject.slug, **CELL_COUNTS}, rows)
    columns: Columns[CoverageRow] = {
        "proposal": lambda row: row.subject.slug,
        **CELL_COUNTS,
        "sources_to_reread": lambda row: row.to_reread,
    }
    return make_table("coverage", columns, rows)


def make_rereads_table(rows: Iterable[RereadRow]) -> ExportTable:
    """Return the table of the sources to read again, each with the negotiation for which it was coded and the slugs of
    the proposals that were added to that since."""
    return make_table("re-read", REREAD_COLUMNS, rows)
