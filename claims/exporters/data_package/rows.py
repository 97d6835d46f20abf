"""The rows of each table of a data package: what is published of a negotiation, and the shared rows that it names.

Rows stand in the order in which they were entered, for where two are equal pages keep that.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, TextField, Value, When
from django.db.models.functions import Cast

from ...models import (
    Actor,
    Claim,
    EditorialNote,
    Event,
    Member,
    Negotiation,
    OldAddress,
    Outcome,
    Part,
    Participant,
    Proposal,
    SearchRecord,
    Side,
    Source,
    SourceCoding,
    Topic,
    Wording,
)
from ...models.suggestions import CONFIRMED
from ...queries.ids import list_ids
from ...queries.plain_rows import fetch_plain_rows
from ...rules.data_package import CellKind, PackageColumn, PackageTable
from ...rules.publishing import Status
from ..formats import Cell

ROWS_A_FETCH = 2000
PUBLISHED = Status.PUBLISHED.value


class PackageRows(NamedTuple):
    """The querysets of a negotiation's published rows, by the table that holds them, each in its order."""

    of_tables: dict[str, QuerySet[Any]]

    def count(self, table: PackageTable) -> int:
        return self.of_tables[table.name].count()

    def read(self, table: PackageTable) -> Iterator[list[Sequence[Cell]]]:
        """Yield the rows of a table, so many at once, as cells in the order of its columns.

        Cells are made column by column: a column of many rows holds few different values.
        """
        kept_in = KEPT_IN.get(table.name, {})
        paths = [kept_in.get(column.name, column.path) or "pk" for column in table.columns]
        writers = [_choose_writer(column) for column in table.columns]
        rows = _fetch(table, self.of_tables[table.name].values_list(*paths))
        number = 0
        while batch := list(islice(rows, ROWS_A_FETCH)):
            columns: list[Sequence[Cell]] = []
            for path, write, values in zip(paths, writers, zip(*batch, strict=True), strict=True):
                if path == "pk":
                    columns.append(range(number + 1, number + 1 + len(batch)))
                else:
                    columns.append(_write_column(values, write) if write else values)
            yield list(zip(*columns, strict=True))
            number += len(batch)


# Where cells stand in the place of what not all see, and moments; rows that have no name are numbered.
KEPT_IN = {
    "events": {"source": "seen_source", "locator": "seen_locator"},
    "claims": {"published_at": "seen_since"},
    "claim_versions": {"published_at": "history_date"},
}


def _fetch(table: PackageTable, rows: QuerySet[Any]) -> Iterator[tuple[Any, ...]]:
    if any(column.kind is CellKind.RECORD for column in table.columns):
        return iter(rows.iterator(chunk_size=ROWS_A_FETCH))
    return fetch_plain_rows(rows)


def _choose_writer(column: PackageColumn) -> Callable[[Any], Cell] | None:
    return write_moment if column.kind is CellKind.MOMENT else column.write


def _write_column(values: Sequence[Any], write: Callable[[Any], Cell]) -> list[Cell]:
    try:
        written = {value: write(value) for value in set(values)}
    except TypeError:  # records cannot be counted among themselves
        return [write(value) for value in values]
    return [written[value] for value in values]


def write_moment(moment: datetime | str | None) -> str:
    """Return a moment in UTC; SQLite gives it as a text, or without its time zone."""
    if not isinstance(moment, datetime):
        return f"{moment.replace(' ', 'T')}Z" if moment else ""
    return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC).isoformat().replace("+00:00", "Z")


def select_rows(negotiation: Negotiation) -> PackageRows:
    """Return what is published of a negotiation, and the shared rows that this names (some twenty queries)."""
    within = {"proposal__negotiation": negotiation}
    proposals = Proposal.objects.filter(negotiation=negotiation, **CONFIRMED)
    claims = _select_claims(negotiation)
    rows: dict[str, QuerySet[Any]] = {
        "negotiation": Negotiation.objects.filter(pk=negotiation.pk),
        "sides": Side.objects.filter(negotiation=negotiation),
        "topics": Topic.objects.filter(negotiation=negotiation),
        "participants": Participant.objects.filter(side__negotiation=negotiation),
        "proposals": proposals,
        "proposers": Proposal.proposers.through.objects.filter(proposal__in=proposals),
        "parts": Part.objects.filter(package__in=proposals),
        "wordings": Wording.objects.filter(proposal__in=proposals),
        "wording_authors": Wording.authors.through.objects.filter(wording__proposal__in=proposals),
        "events": _select_events(negotiation),
        "claim_versions": _select_versions(claims, negotiation),
        "claims": claims,
        "outcomes": Outcome.objects.published().filter(**within),
        "searches": SearchRecord.objects.published().filter(**within),
        "remarks": EditorialNote.objects.published().filter(**within),
        "old_addresses": OldAddress.objects.filter(negotiation=negotiation, proposal__in=proposals),
    }
    cited = _list_sources(rows)
    rows["sources"] = Source.objects.filter(pk__in=cited)
    rows["codings"] = SourceCoding.objects.public([negotiation.pk])
    actors, members = _list_actors(rows)
    rows["actors"] = Actor.objects.filter(pk__in=actors)
    rows["members"] = Member.objects.filter(pk__in=members)
    return PackageRows({name: _order(name, queryset) for name, queryset in rows.items()})


def _order(name: str, rows: QuerySet[Any]) -> QuerySet[Any]:
    by: dict[str, list[Any]] = {
        "members": ["coalition__slug", "member__slug", F("since").asc(nulls_first=True)],
        "proposers": ["proposal_id", "actor__slug"],
        "wording_authors": ["wording_id", "actor__slug"],
        "claim_versions": ["id", "history_id"],
        "old_addresses": ["slug"],
    }
    return rows.order_by(*by.get(name, ["pk"]))


def _select_claims(negotiation: Negotiation) -> QuerySet[Any]:
    """Return the published claims, with since when readers see them as they are (`seen_since`)."""
    records = Claim.history.filter(id=OuterRef("pk"), status=PUBLISHED).order_by("-history_id")
    since: Subquery | Cast = Subquery(records.values("history_date")[:1])
    if connection.vendor == "sqlite":
        since = Cast(since, TextField())  # as it is kept: else each is read as a moment and written again
    return Claim.objects.published().filter(proposal__negotiation=negotiation).annotate(seen_since=since)


def _select_versions(claims: QuerySet[Any], negotiation: Negotiation) -> QuerySet[Any]:
    """Return the history of published claims, but for how they are now; what names a row that is gone is left out.

    Which rows these are is asked once (a query): it passes through the history of all claims that were changed.
    """
    changed = claims.filter(version__gt=1).order_by().values("pk")
    later = Claim.history.filter(id=OuterRef("id"), status=PUBLISHED, history_id__gt=OuterRef("history_id"))
    records = Claim.history.filter(Exists(later), id__in=changed, status=PUBLISHED)
    there = records.filter(proposal__negotiation=negotiation, holder__slug__gt="", source__slug__gt="")
    whole = there.filter(
        Q(speaker_id=None) | Q(speaker__slug__gt=""), Q(wording_id=None) | Q(wording__proposal=F("proposal"))
    )
    return Claim.history.filter(pk__in=list_ids(list(whole.order_by().values_list("pk", flat=True))))


def _select_events(negotiation: Negotiation) -> QuerySet[Any]:
    """Readers see of an event no source that nothing published cites."""
    seen = Q(source__in=Source.objects.public([negotiation.pk]))
    return Event.objects.filter(negotiation=negotiation).annotate(
        seen_source=Case(When(seen, then=F("source__slug")), default=Value("")),
        seen_locator=Case(When(seen, then=F("locator")), default=Value("")),
    )


def _list_sources(rows: dict[str, QuerySet[Any]]) -> set[int]:
    named = ("wordings", "claims", "outcomes", "claim_versions")
    return {key for name in named for key in rows[name].order_by().values_list("source_id", flat=True).distinct()}


def _list_actors(rows: dict[str, QuerySet[Any]]) -> tuple[set[int], set[int]]:
    """Return the keys of the actors that rows name, with those for whom they speak and the members of coalitions among
    them, and of these memberships."""
    named = defaultdict(
        lambda: ["holder_id"],
        claims=["holder_id", "speaker_id"],
        claim_versions=["holder_id", "speaker_id"],
        **dict.fromkeys(("participants", "proposers", "wording_authors"), ["actor_id"]),
    )
    tables = ("participants", "proposers", "wording_authors", "claims", "claim_versions", "searches", "remarks")
    keys = {key for name in tables for row in rows[name].order_by().values_list(*named[name]).distinct() for key in row}
    keys |= set(Actor.objects.filter(pk__in=keys).values_list("speaks_for_id", flat=True))
    keys -= {None}
    memberships = list(Member.objects.filter(coalition__in=keys).values_list("pk", "member_id"))
    return keys | {member for _, member in memberships}, {pk for pk, _ in memberships}
