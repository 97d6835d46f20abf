"""The lists of proposals, actors and sources as tables, with slugs for names, from the tables that their pages show."""

from ..wording.verdicts import write_reason
from .formats import ExportTable

PROPOSALS = (
    "proposal",
    "title",
    "definition",
    "topic",
    "proposers",
    "proposed_on",
    "part_of",
    "variant_of",
    "verdict",
    "reason",
    "gap",
    "agreement_a",
    "between_sides",
    "deviation",
    "claims",
    "actors",
    "newest",
)
ACTORS = ("actor", "name", "short_name", "kind", "role", "side", "speaks_for", "claims", "proposals", "newest")
SOURCES = (
    "source",
    "title",
    "type",
    "publisher",
    "origin",
    "authors",
    "published_on",
    "url",
    "language",
    "claims",
    "fully_coded_by",
    "fully_coded_on",
)
ROBUSTNESS = ("trial", "left_out", "proposal", "verdict", "reason", "would_be", "would_be_reason")


def make_proposals_table(shown):
    """Return the Table of the list as shown; where no side negotiates, verdicts are blank."""
    return ExportTable("proposals", PROPOSALS, (_proposal(row) for row in shown.data))


def make_actors_table(shown):
    return ExportTable("actors", ACTORS, (_actor(row) for row in shown.data))


def make_sources_table(shown):
    return ExportTable("sources", SOURCES, (_source(cited) for cited in shown.data))


def make_robustness_table(found):
    """Return the Table of the verdicts that would be others, of a Robustness."""
    rows = (
        (
            c.trial,
            c.key,
            c.proposal,
            c.before.kind.value,
            write_reason(c.before),
            c.after.kind.value,
            write_reason(c.after),
        )
        for c in found.changes
    )
    return ExportTable("robustness", ROBUSTNESS, rows)


def get_slug(row):
    """Return the slug of a row that may not be there."""
    return row.slug if row else ""


def round_measure(number):
    """Return a measure as files hold it: to four decimals, or None."""
    return None if number is None else round(number, 4)


def _proposal(row):
    proposal, tally = row.proposal, row.tally
    return (
        proposal.slug,
        proposal.title,
        proposal.definition,
        proposal.topic.slug,
        " ".join(actor.slug for actor in row.proposers),
        proposal.proposed_on,
        get_slug(proposal.part_of),
        get_slug(proposal.variant_of),
        row.verdict.kind.value if row.verdict else "",
        write_reason(row.verdict) if row.verdict else "",
        row.gap,
        *(round_measure(number) for number in (row.spread.agreement, row.spread.between, row.spread.deviation)),
        tally.claims,
        tally.stances,
        tally.newest,
    )


def _actor(row):
    actor, tally = row.actor, row.tally
    return (
        actor.slug,
        actor.name,
        actor.short_name,
        actor.kind,
        row.role,
        actor.side.slug,
        get_slug(actor.speaks_for),
        tally.claims,
        tally.stances,
        tally.newest,
    )


def _source(cited):
    of_record = {"source": cited.source.slug, "claims": cited.claims}
    return [of_record[name] if name in of_record else getattr(cited.source, name) for name in SOURCES]
