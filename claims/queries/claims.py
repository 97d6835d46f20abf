"""Claims with what pages and files show of them: their quotes, sources and links."""

from collections import defaultdict
from datetime import date
from typing import NamedTuple

from django.db.models import F, Q

from ..models import Proposal, Source
from ..rules import conditions
from ..rules.measures.robustness import Provenance
from .plain_rows import fetch_plain_rows


class QuotedClaim(NamedTuple):
    """What proves a stance, in short: a claim with its quote, and whose words it is."""

    public_id: str
    value: int
    attribution: int
    said_on: date
    conditions: str
    quote: str
    locator: str
    speaker: str | None
    publisher: str


_CELL = ("dimension", "proposal_id", "holder_id")
# Where a claim keeps what a QuotedClaim holds.
_QUOTED = (*QuotedClaim._fields[:-2], "speaker__short_name", "source__publisher")


def read_cell_claims(scope, proposal, holder):
    """Return the claims that count of one holder on one proposal, in every dimension, strongest and newest first,
    as they are shown (one query), by dimension."""
    claims = scope.claims().filter(proposal=proposal, holder=holder).for_table()
    by_dimension = defaultdict(list)
    for claim in claims.order_by("attribution", "-said_on", "pk"):
        by_dimension[claim.dimension].append(claim)
    return by_dimension


def select_claims(scope, **chosen):
    """Return the claims that count and fit, newest first, with all that a table shows of them (a queryset)."""
    return scope.claims().filter(**chosen).for_table()


def select_claims_about(scope, actor):
    """Return the claims that count of what an actor says, and of what documents and others say of it (a queryset)."""
    return scope.claims().filter(Q(holder=actor) | Q(speaker=actor))


def read_public_ids(claims):
    """Return id → public id of claims (one query)."""
    return dict(claims.order_by().values_list("pk", "public_id"))


def read_provenance(claims):
    """Return id → Provenance of claims (one query)."""
    columns = ("id", "source__slug", "source__origin", "source__publisher")
    return {row[0]: Provenance(*row[1:]) for row in fetch_plain_rows(claims.order_by().values_list(*columns))}


def collect_provenance(claims):
    """Return id → Provenance of model instances, for pages that show them with their sources anyway."""
    return {claim.pk: make_provenance(claim.source) for claim in claims}


def make_provenance(source):
    """Return the Provenance of all claims of a source."""
    return Provenance(source.slug, source.origin, source.publisher)


def read_source_ids(claims):
    """Return id → id of its source of claims (one query)."""
    return dict(fetch_plain_rows(claims.order_by().values_list("id", "source_id")))


def read_sources_of(claims):
    """Return id → source, without its text, of the sources of claims (one query)."""
    cited = claims.order_by().values("source_id")
    return {source.pk: source for source in Source.objects.filter(pk__in=cited).defer("text")}


def read_quotes(scope, proposals, most):
    """Return (dimension, proposal id, holder id) → [QuotedClaim] of the claims on these proposals (ids), one query.

    Those that decide come first; of each cell at most `most` are kept.
    """
    found = defaultdict(list)
    rows = (
        scope.claims()
        .filter(proposal__in=proposals)
        .order_by("attribution", "doubtful", "-said_on", "conditional", "pk")
    )
    for row in rows.values_list(*_CELL, *_QUOTED).iterator():
        cell = found[row[:3]]
        if len(cell) < most:
            cell.append(QuotedClaim(*row[3:]))
    return found


def order_by_appearance(claims):
    """Order the claims of one source as they stand in its text; those not found there last, as they were coded."""
    return claims.order_by(F("quote_start").asc(nulls_last=True), "pk")


def read_linked_proposals(depends_on):
    """Return (proposal, granted) of what a condition depends on (one query, none where it names nothing)."""
    links = conditions.parse(depends_on)
    named = {p.slug: p for p in Proposal.objects.filter(slug__in=[slug for slug, _ in links])}
    return [(named[slug], granted) for slug, granted in links if slug in named]
