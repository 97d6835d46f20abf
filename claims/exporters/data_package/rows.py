"""The rows of each table of a data package: what is published of a negotiation, and the shared rows that it names.

Rows stand in the order in which they were entered, for where two are equal pages keep that.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import Any, NamedTuple

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Value, When

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
from ...rules.data_package import PackageTable
from ...rules.publishing import Status
from ..formats import Cell

ROWS_A_FETCH = 2000
PUBLISHED = Status.PUBLISHED.value


class PackageRows(NamedTuple):
    """The querysets of a negotiation's published rows, by the table that holds them, each in its order."""

    of_tables: dict[str, QuerySet[Any]]

    def count(self, table: PackageTable) -> int:
        return self.of_tables[table.name].count()

    def read(self, table: PackageTable) -> Iterator[list[Cell]]:
        """Yield the rows of a table, as cells in the order of its columns."""
        seen = SEEN_OF.get(table.name, {})
        paths = [seen.get(column.name, column.path) for column in table.columns if column.path]
        rows = self.of_tables[table.name].values_list("pk", *paths).iterator(chunk_size=ROWS_A_FETCH)
        fill = FILLED_IN.get(table.name)
        writers = [column.write for column in table.columns if column.path]
        number = 0
        for batch in iter(lambda: list(islice(rows, ROWS_A_FETCH)), []):
            added = fill([row[0] for row in batch], number) if fill else {}
            for pk, *values in batch:
                cells = [write(value) if write else value for write, value in zip(writers, values, strict=True)]
                for place, cell in added.get(pk, ()):
                    cells.insert(place if place >= 0 else len(cells), cell)
                yield cells
            number += len(batch)


SEEN_OF = {"events": {"source": "seen_source", "locator": "seen_locator"}}  # in the place of what not all see
Added = dict[int, list[tuple[int, Cell]]]  # by key: at which place (−1: the end) stands which cell


def _number(keys: Sequence[int], number: int) -> Added:
    """Number rows that have no name."""
    return {key: [(0, number + place)] for place, key in enumerate(keys, start=1)}


def _date_claims(keys: Sequence[int], number: int) -> Added:
    """Say since when readers see claims as they are (one query)."""
    records = Claim.history.filter(id__in=list_ids(keys), status=PUBLISHED).order_by("history_id")
    dates = dict(records.values_list("id", "history_date"))  # of several the last
    return {key: [(-1, write_moment(dates[key]) if key in dates else "")] for key in keys}


def _date_versions(keys: Sequence[int], number: int) -> Added:
    records = Claim.history.filter(history_id__in=list_ids(keys)).values_list("history_id", "history_date")
    return {key: [(-1, write_moment(at))] for key, at in records}


FILLED_IN: dict[str, Callable[[Sequence[int], int], Added]] = {
    "searches": _number,
    "remarks": _number,
    "claims": _date_claims,
    "claim_versions": _date_versions,
}


def write_moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def select_rows(negotiation: Negotiation) -> PackageRows:
    """Return what is published of a negotiation, and the shared rows that this names (a dozen queries)."""
    within = {"proposal__negotiation": negotiation}
    proposals = Proposal.objects.filter(negotiation=negotiation, **CONFIRMED)
    claims = Claim.objects.published().filter(**within)
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


def _select_versions(claims: QuerySet[Any], negotiation: Negotiation) -> QuerySet[Any]:
    """Return the history of published claims, but for how they are now; what names a row that is gone is left out."""
    later = Claim.history.filter(id=OuterRef("id"), status=PUBLISHED, history_id__gt=OuterRef("history_id"))
    records = Claim.history.filter(Exists(later), id__in=claims.values("pk"), status=PUBLISHED)
    there = records.filter(proposal__negotiation=negotiation, holder__slug__gt="", source__slug__gt="")
    return there.filter(
        Q(speaker_id=None) | Q(speaker__slug__gt=""), Q(wording_id=None) | Q(wording__proposal=F("proposal"))
    )


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
    keys = {
        key
        for name in tables
        for column in named[name]
        for key in rows[name].order_by().values_list(column, flat=True).distinct()
    }
    keys |= set(Actor.objects.filter(pk__in=keys).values_list("speaks_for_id", flat=True))
    keys -= {None}
    memberships = list(Member.objects.filter(coalition__in=keys).values_list("pk", "member_id"))
    return keys | {member for _, member in memberships}, {pk for pk, _ in memberships}
