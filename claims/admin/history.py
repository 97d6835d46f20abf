"""The history page of a row: who changed what, when and why."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

from django.core.paginator import Page, Paginator
from django.db.models import Q

from ..models import Part, Proposal
from ..models.history import Versioned
from ..queries.differences import Difference, list_differences
from ..rules.folding import isolate
from ..wording.packages import write_where
from .choosers import is_key
from .teams import find_path

VERSIONS_A_PAGE = 50
PLACES_SHOWN = 200
KINDS = {"+": "Added", "~": "Changed", "-": "Deleted"}


class Version(NamedTuple):
    """One version of a row, as the history page shows it."""

    number: int
    when: datetime
    who: str
    act: str
    why: str
    changes: list[Difference]


class PlaceChange(NamedTuple):
    """A change of what is part of what, as the history page of a proposal shows it."""

    when: datetime
    who: str
    act: str
    why: str
    place: str


def read_versions(row: Versioned, number: str | None, closed: Collection[int] = ()) -> Page:
    """Return a page of the row's versions, newest first, `object_list` holding Versions; without those from when it was
    of a negotiation that is closed (ids) to whoever asks."""
    records = row.history.select_related("history_user").order_by("-history_date", "-history_id")
    path = find_path(type(row))
    if closed and "negotiation" in path:
        records = records.exclude(**{f"{path}__in": closed})
    page = Paginator(records, VERSIONS_A_PAGE).get_page(number)
    # With the one before the oldest of the page, so that its changes can be told too.
    versions = [*page.object_list, *records[page.end_index() : page.end_index() + 1]]
    pairs = list(zip(versions[1:], versions, strict=False))
    changes = [*list_differences(type(row), pairs), []]
    page.object_list = [_make_version(*one) for one in zip(page.object_list, changes, strict=False)]
    return page


def read_places_history(proposal: str) -> list[PlaceChange]:
    """Return when a proposal (by its key) was put into packages and taken out of them, and what into it, newest first
    (two queries)."""
    if not is_key(proposal):
        return []
    about = Q(part_id=proposal) | Q(package_id=proposal)
    records = Part.history.filter(about).select_related("history_user").order_by("-history_date", "-history_id")
    listed = list(records[:PLACES_SHOWN])
    keys = {key for record in listed for key in (record.part_id, record.package_id)}
    titles = dict(Proposal.objects.filter(pk__in=keys).values_list("pk", "title"))

    def name(key: int) -> str:
        return isolate(titles.get(key, "(deleted)"))

    return [
        PlaceChange(
            record.history_date,
            _get_author(record),
            KINDS[record.history_type],
            record.history_change_reason or "",
            f"{name(record.part_id)} in {name(record.package_id)}{write_where(record.where)}",
        )
        for record in listed
    ]


def _get_author(record: Any) -> str:
    return record.history_user.get_username() if record.history_user else "nobody named"


def _make_version(record: Any, changes: list[Difference]) -> Version:
    return Version(
        number=record.version,
        when=record.history_date,
        who=_get_author(record),
        act=KINDS[record.history_type],
        why=record.history_change_reason or "",
        changes=changes,
    )
