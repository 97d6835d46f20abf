"""The lists of proposals, actors and sources, and what verdicts depend on, as tables, with slugs for names."""

from collections.abc import Iterable
from functools import partial

from ..models import Negotiation
from ..queries import ActorRow, ProposalRow, SourceRow
from ..rules import vocabulary_columns
from ..rules.exchange_columns import ExchangeColumn
from ..rules.measures.robustness import Change
from ..rules.scales import LOWEST
from ..rules.source_columns import FULLY_CODED, SOURCE_FILE_COLUMNS, CodedFor, write_fully_coded
from ..rules.vocabulary_columns import MemberOf, VocabularyColumn, read_cell, write_member_of
from ..wording.verdicts import write_reason
from .formats import Cell, Columns, ExportTable, make_table
from .kinds import as_kind, day, number, whole
from .packages import write_places


def _read_proposal(column: VocabularyColumn, row: ProposalRow) -> Cell:
    cell: Cell = read_cell(column, row.proposal)
    return cell


def _write_memberships(row: ActorRow) -> Cell:
    memberships = (MemberOf(one.actor.slug, one.since, one.until) for one in row.memberships)
    return write_member_of(memberships)


def _read_actor(column: VocabularyColumn, row: ActorRow) -> Cell:
    cell: Cell = read_cell(column, row.actor)
    return cell


def _read_source(column: ExchangeColumn, row: SourceRow) -> Cell:
    cell: Cell = getattr(row.source, column.field)
    return column.write(cell) if column.write else cell


def _write_codings(row: SourceRow) -> Cell:
    return write_fully_coded(CodedFor(one.negotiation, one.fully_coded_on, one.fully_coded_by) for one in row.codings)


def _count_at(value: int, row: ProposalRow) -> Cell:
    """Return how many actors stand at a value."""
    return row.spread.counts[value - LOWEST]


OF_VERDICTS = ("verdict_until_then", "verdict", "reason", "gap")

PROPOSAL_COLUMNS: Columns[ProposalRow] = {
    **{
        column.name: as_kind(column.kind, partial(_read_proposal, column))
        for column in vocabulary_columns.PROPOSAL_COLUMNS
    },
    vocabulary_columns.PART_OF: lambda row: write_places(row.packages),
    vocabulary_columns.PROPOSERS: lambda row: " ".join(actor.slug for actor in row.proposers),
    "outcome": lambda row: row.outcome.outcome.kind if row.outcome else "",
    "outcome_on": day(lambda row: row.outcome.outcome.day if row.outcome else None),
    "verdict_until_then": lambda row: row.outcome.until if row.outcome else None,
    "verdict": lambda row: row.verdict.kind.value if row.verdict else "",
    "reason": lambda row: write_reason(row.verdict) if row.verdict else "",
    "gap": whole(lambda row: row.gap),
    "leaning": lambda row: row.leaning.value,
    "mean": number(lambda row: _round(row.mean)),
    **{name: whole(partial(_count_at, value)) for value, name in vocabulary_columns.ACTORS_AT.items()},
    "agreement_a": number(lambda row: _round(row.spread.agreement)),
    "between_sides": number(lambda row: _round(row.spread.between)),
    "deviation": number(lambda row: _round(row.spread.deviation)),
    "sides_left_out": lambda row: ", ".join(row.spread.left_out),
    "claims": whole(lambda row: row.tally.claims),
    "actors": whole(lambda row: row.tally.stances),
    "newest": day(lambda row: row.tally.newest),
}
VERDICT_COLUMNS: Columns[ProposalRow] = {
    **{name: PROPOSAL_COLUMNS[name] for name in ("proposal", "negotiation", "title", "topic", "verdict", "reason")},
    "in_part": lambda row: ", ".join(row.verdict.in_part) if row.verdict else "",
    **{name: PROPOSAL_COLUMNS[name] for name in ("gap", "outcome", "outcome_on", "verdict_until_then")},
}
ACTOR_COLUMNS: Columns[ActorRow] = {
    **{column.name: as_kind(column.kind, partial(_read_actor, column)) for column in vocabulary_columns.ACTOR_COLUMNS},
    vocabulary_columns.MEMBER_OF: _write_memberships,
    "role": lambda row: row.role,
    "claims": whole(lambda row: row.tally.claims),
    "proposals": whole(lambda row: row.tally.stances),
    "newest": day(lambda row: row.tally.newest),
}
SOURCE_COLUMNS: Columns[SourceRow] = {
    **{name: as_kind(column.kind, partial(_read_source, column)) for name, column in SOURCE_FILE_COLUMNS.items()},
    FULLY_CODED: _write_codings,
    "voice": lambda row: row.voice,
    "claims": whole(lambda row: row.claims),
}
NEGOTIATION_COLUMNS: Columns[Negotiation] = {
    "negotiation": lambda negotiation: negotiation.slug,
    "title": lambda negotiation: negotiation.title,
    "short_title": lambda negotiation: negotiation.short_title,
    "summary": lambda negotiation: negotiation.summary,
    "first_day": day(lambda negotiation: negotiation.first_day),
    "last_day": day(lambda negotiation: negotiation.last_day),
}
ROBUSTNESS_COLUMNS: Columns[Change] = {
    "trial": lambda change: change.trial,
    "left_out": lambda change: change.key,
    "proposal": lambda change: change.proposal,
    "verdict": lambda change: change.before.kind.value,
    "reason": lambda change: write_reason(change.before),
    "would_be": lambda change: change.kind_after.value,
    "would_be_reason": lambda change: write_reason(change.after),
}


def make_proposals_table(rows: Iterable[ProposalRow], has_verdicts: bool = True) -> ExportTable:
    """Return the table of the proposals, without what is about principals where no side negotiates, and where any does
    without what compares all actors."""
    without = vocabulary_columns.COMPUTED_OF_COMPARISONS if has_verdicts else OF_VERDICTS
    return make_table("proposals", {name: read for name, read in PROPOSAL_COLUMNS.items() if name not in without}, rows)


def make_actors_table(rows: Iterable[ActorRow]) -> ExportTable:
    return make_table("actors", ACTOR_COLUMNS, rows)


def make_sources_table(rows: Iterable[SourceRow]) -> ExportTable:
    return make_table("sources", SOURCE_COLUMNS, rows)


def make_robustness_table(changes: Iterable[Change]) -> ExportTable:
    """Return the table of the verdicts that would be others."""
    return make_table("robustness", ROBUSTNESS_COLUMNS, changes)


def _round(measure: float | None) -> float | None:
    """Return a measure as files hold it: to four decimals, or None."""
    return None if measure is None else round(measure, 4)
