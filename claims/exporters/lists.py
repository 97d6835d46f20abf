"""The lists of proposals, actors and sources, and what verdicts hang on, as tables, with slugs for names."""

from collections.abc import Iterable

from ..queries import ActorRow, ProposalRow, SourceRow
from ..rules.measures.robustness import Change
from ..wording.verdicts import write_reason
from .formats import Columns, ExportTable, get_slug, make_table

PROPOSAL_COLUMNS: Columns[ProposalRow] = {
    "proposal": lambda row: row.proposal.slug,
    "title": lambda row: row.proposal.title,
    "definition": lambda row: row.proposal.definition,
    "topic": lambda row: row.proposal.topic.slug,
    "proposers": lambda row: " ".join(actor.slug for actor in row.proposers),
    "proposed_on": lambda row: row.proposal.proposed_on,
    "part_of": lambda row: get_slug(row.proposal.part_of),
    "variant_of": lambda row: get_slug(row.proposal.variant_of),
    "verdict": lambda row: row.verdict.kind.value if row.verdict else "",
    "reason": lambda row: write_reason(row.verdict) if row.verdict else "",
    "gap": lambda row: row.gap,
    "agreement_a": lambda row: _round(row.spread.agreement),
    "between_sides": lambda row: _round(row.spread.between),
    "deviation": lambda row: _round(row.spread.deviation),
    "claims": lambda row: row.tally.claims,
    "actors": lambda row: row.tally.stances,
    "newest": lambda row: row.tally.newest,
}
ACTOR_COLUMNS: Columns[ActorRow] = {
    "actor": lambda row: row.actor.slug,
    "name": lambda row: row.actor.name,
    "short_name": lambda row: row.actor.short_name,
    "kind": lambda row: row.actor.kind,
    "role": lambda row: row.role,
    "side": lambda row: row.actor.side.slug,
    "speaks_for": lambda row: get_slug(row.actor.speaks_for),
    "claims": lambda row: row.tally.claims,
    "proposals": lambda row: row.tally.stances,
    "newest": lambda row: row.tally.newest,
}
SOURCE_COLUMNS: Columns[SourceRow] = {
    "source": lambda row: row.source.slug,
    "title": lambda row: row.source.title,
    "type": lambda row: row.source.type,
    "publisher": lambda row: row.source.publisher,
    "origin": lambda row: row.source.origin,
    "voice": lambda row: row.voice,
    "authors": lambda row: row.source.authors,
    "published_on": lambda row: row.source.published_on,
    "url": lambda row: row.source.url,
    "language": lambda row: row.source.language,
    "claims": lambda row: row.claims,
    "fully_coded_by": lambda row: row.source.fully_coded_by,
    "fully_coded_on": lambda row: row.source.fully_coded_on,
}
ROBUSTNESS_COLUMNS: Columns[Change] = {
    "trial": lambda change: change.trial,
    "left_out": lambda change: change.key,
    "proposal": lambda change: change.proposal,
    "verdict": lambda change: change.before.kind.value,
    "reason": lambda change: write_reason(change.before),
    "would_be": lambda change: change.after.kind.value,
    "would_be_reason": lambda change: write_reason(change.after),
}


def make_proposals_table(rows: Iterable[ProposalRow]) -> ExportTable:
    return make_table("proposals", PROPOSAL_COLUMNS, rows)


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
