"""The history page of a row: who changed what, when and why."""

from datetime import datetime
from typing import Any, NamedTuple

from django.core.paginator import Page, Paginator

from ..models.history import Versioned
from ..queries.differences import Difference, list_differences

VERSIONS_A_PAGE = 50
KINDS = {"+": "Added", "~": "Changed", "-": "Deleted"}


class Version(NamedTuple):
    """One version of a row, as the history page shows it."""

    number: int
    when: datetime
    who: str
    act: str
    why: str
    changes: list[Difference]


def read_versions(row: Versioned, number: str | None) -> Page:
    """Return a page of the row's versions, newest first, `object_list` holding Versions."""
    records = row.history.select_related("history_user").order_by("-history_date", "-history_id")
    page = Paginator(records, VERSIONS_A_PAGE).get_page(number)
    # With the one before the oldest of the page, so that its changes can be told too.
    versions = [*page.object_list, *records[page.end_index() : page.end_index() + 1]]
    pairs = list(zip(versions[1:], versions, strict=False))
    changes = [*list_differences(type(row), pairs), []]
    page.object_list = [_make_version(*one) for one in zip(page.object_list, changes, strict=False)]
    return page


def _make_version(record: Any, changes: list[Difference]) -> Version:
    return Version(
        number=record.version,
        when=record.history_date,
        who=record.history_user.get_username() if record.history_user else "nobody named",
        act=KINDS[record.history_type],
        why=record.history_change_reason or "",
        changes=changes,
    )
