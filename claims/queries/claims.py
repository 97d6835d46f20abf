"""Claims with what pages and files show of them: their quotes, sources and links."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Case, F, QuerySet, When, prefetch_related_objects

from ..models import Actor, Claim, Proposal, Source, VersionNumber
from ..models.claims import NEWEST_FIRST, ClaimQuerySet
from ..rules import conditions
from ..rules.measures.robustness import Ground, Provenance, summarise_ground
from ..rules.scales import Attribution
from ..rules.stances import RuleClaim
from .cache import count_rows, key_whole
from .ids import list_ids
from .plain_rows import fetch_plain_rows
from .scope import Scope
from .snapshot import Snapshot
from .vocabulary import Vocabulary, read_vocabulary


class QuotedClaim(NamedTuple):
    """What proves a stance, in short: a claim of a cell with its quote, and whose words it is."""

    dimension: str
    proposal_id: int
    holder_id: int
    public_id: str
    value: int | None
    label: str
    attribution: int
    said_on: date
    conditions: str
    covers: str
    by_when: date | None
    probability: int | None
    argument: str
    quote: str
    translation: str
    locator: str
    speaker: str | None
    publisher: str
    origin: str
    title: str


# Where a claim keeps what a QuotedClaim holds, if not under the same name.
_QUOTED_FROM = {
    "speaker": "speaker__short_name",
    "publisher": "source__publisher",
    "origin": "source__origin",
    "title": "source__title",
}


# The columns of claims in the SQL of a list; and those by which claims are better counted in the index of cells.
_COLUMN = re.compile(r'"claims_claim"\."(\w+)"(?! AS)')
_OF_CELLS = frozenset(
    {"status", "dimension", "proposal_id", "holder_id", "attribution", "said_on", "value", "source_id"}
)
_OF_SOURCES = frozenset({"status", "proposal_id", "said_on", "source_id"})  # where little else is compared


def read_cell_claims(scope: Scope, proposal: Proposal, holder: Actor) -> dict[str, list[Claim]]:
    """Return the claims that count of one holder on one proposal, in every dimension, strongest and newest first,
    as they are shown (one query), by dimension."""
    claims = scope.select_claims().filter(proposal=proposal, holder=holder).for_table()
    claims = claims.mark_earlier_wordings(scope.day)
    by_dimension = defaultdict(list)
    for claim in claims.order_by("attribution", "-said_on", "pk"):
        by_dimension[claim.dimension].append(claim)
    return by_dimension


def select_claims(scope: Scope, **chosen: Any) -> QuerySet[Claim]:
    """Return the claims that count and fit, newest first, with all that a table shows of them (a queryset)."""
    return scope.select_claims().filter(**chosen).for_table()


def read_claims_by_id(scope: Scope, ids: Collection[int]) -> dict[int, Claim]:
    """Return id → claim with all that a page shows of it, of those that count (one query)."""
    return {claim.pk: claim for claim in select_claims(scope, pk__in=list_ids(ids))}


def read_conditions_by_id(scope: Scope, ids: Collection[int]) -> dict[int, Claim]:
    """Return id → claim of those that count, with its condition and what leads to it, and nothing else (one query)."""
    claims = scope.select_claims().filter(pk__in=list_ids(ids)).only("public_id", "conditions")
    return {claim.pk: claim for claim in claims}


def select_claims_about(scope: Scope, actor: Actor) -> QuerySet[Claim]:
    """Return the claims that count of what an actor says, and of what documents and others say of it (a queryset)."""
    return scope.select_claims().among_its_own(holder=actor, speaker=actor)


def count_chosen_claims(rows: ClaimQuerySet, scope: Scope, version: VersionNumber) -> int:
    """Return the number of claims of a list that count in a Scope (one query, the first time that it is asked at this
    data version).

    Where the index of cells holds nearly all by which they are chosen they are counted there, and where little but
    their sources is chosen among the claims of these: SQLite would else go through all of a status, newest first. Where
    days are chosen besides, it finds these in the index of days.
    """
    key = key_whole(rows)
    compared = _COLUMN.findall(key[0]) if key else []
    sources = scope.select_sources()
    if compared.count("said_on") != 1:
        return count_rows(rows, version)
    if sources is not None and _OF_SOURCES.issuperset(compared) and connection.vendor == "sqlite":
        rows = rows.filter(pk__in=Claim.objects.filter(source__in=sources.values("pk")).order_by().values("pk"))
    elif _OF_CELLS.issuperset(compared):
        rows = rows.of_cells()
    return count_rows(rows, version)


def read_listed_claims(rows: QuerySet[Claim], snapshot: Snapshot | None) -> list[Claim]:
    """Return the claims of one page of a list in its order, the newest first where it has none, with all that a table
    shows of them (one query). Sorted are their keys alone, and only these few are loaded.

    With the Snapshot of one negotiation, whom and what they name is taken from its vocabulary, which is kept: to join
    these takes as long as to read the claims. Of claims that are newer they are read (five queries).
    """
    chosen, order = rows.values("pk"), rows.query.order_by or NEWEST_FIRST
    if snapshot is None:
        return list(Claim.objects.for_table().filter(pk__in=chosen).order_by(*order))
    claims = list(Claim.objects.filter(pk__in=chosen).select_related("source").to_sort().order_by(*order))
    vocab = snapshot.get(read_vocabulary)
    newer = [claim for claim in claims if not _link(claim, vocab)]
    prefetch_related_objects(newer, "holder", "speaker", "proposal__topic", "proposal__negotiation")
    return claims


def _link(claim: Claim, vocab: Vocabulary) -> bool:
    """Give a claim its proposal, holder and speaker from a vocabulary; return whether all are there."""
    proposal, holder = vocab.proposals.get(claim.proposal_id), vocab.actors.get(claim.holder_id)
    speaker = vocab.actors.get(claim.speaker_id) if claim.speaker_id else None
    if proposal is None or holder is None or (claim.speaker_id and speaker is None):
        return False
    claim.proposal, claim.holder, claim.speaker = proposal, holder, speaker
    return True


def read_provenance(claims: QuerySet[Claim]) -> dict[int, Provenance]:
    """Return id → Provenance of claims (one query)."""
    columns = ("id", "source__slug", "source__origin", "source__publisher")
    return {pk: Provenance(*origin) for pk, *origin in fetch_plain_rows(claims.order_by().values_list(*columns))}


def collect_provenance(claims: Iterable[Claim]) -> dict[int, Provenance]:
    """Return id → Provenance of model instances, for pages that show them with their sources anyway."""
    return {claim.pk: make_provenance(claim.source) for claim in claims}


def make_provenance(source: Source) -> Provenance:
    """Return the Provenance of all claims of a source."""
    return Provenance(source.slug, source.origin, source.publisher)


def find_ground(claims: Iterable[RuleClaim], provenance: Mapping[int, Provenance]) -> Ground | None:
    """Return what claims of the rule rest on, or None without any; `provenance` lacks those withdrawn meanwhile."""
    published = [claim for claim in claims if claim.id in provenance]
    return summarise_ground(published, provenance) if published else None


def read_source_ids(claims: QuerySet[Claim]) -> dict[int, int]:
    """Return id → id of its source of claims (one query)."""
    return dict(fetch_plain_rows(claims.order_by().values_list("id", "source_id")))


def read_named_sources(ids: Collection[int]) -> dict[int, Source]:
    """Return id → source of these ids, with what names it and says whose text it is, and nothing else (one query)."""
    named = Source.objects.only("slug", "title", "origin", "publisher")
    return {source.pk: source for source in named.filter(pk__in=list_ids(ids))}


def read_quotes(scope: Scope, proposals: Collection[int], most: int) -> dict[tuple[str, int, int], list[QuotedClaim]]:
    """Return (dimension, proposal id, holder id) → its claims as QuotedClaims, of these proposals (ids), one query.

    Those that decide come first: what was said before forecasts, and of each the whole before a part. Of each cell at
    most `most` are kept.
    """
    claims = scope.select_claims().filter(proposal__in=proposals)
    columns = [_QUOTED_FROM.get(name, name) for name in QuotedClaim._fields]
    by_cell: defaultdict[tuple[str, int, int], list[QuotedClaim]] = defaultdict(list)
    forecast = Case(When(attribution=Attribution.PREDICTED.value, then=1), default=0)
    ordered = claims.order_by(forecast, "on_part", "attribution", "doubtful", "-said_on", "conditional", "pk")
    for quoted in map(QuotedClaim._make, ordered.values_list(*columns).iterator()):
        of_cell = by_cell[quoted.dimension, quoted.proposal_id, quoted.holder_id]
        if len(of_cell) < most:
            of_cell.append(quoted)
    return dict(by_cell)


def order_by_appearance(claims: QuerySet[Claim]) -> QuerySet[Claim]:
    """Order the claims of one source as they stand in its text; those not found there last, as they were coded."""
    return claims.order_by(F("quote_start").asc(nulls_last=True), "pk")


def read_linked_proposals(claim: Claim) -> list[tuple[Proposal, bool]]:
    """Return (proposal, granted) of what the condition of a claim depends on: proposals of its negotiation (one query,
    none where it names nothing)."""
    links = conditions.parse(claim.depends_on)
    among = Proposal.objects.of((claim.proposal.negotiation_id,)).select_related("negotiation")
    named = {p.slug: p for p in among.filter(slug__in=[slug for slug, _ in links])}
    return [(named[slug], granted) for slug, granted in links if slug in named]
