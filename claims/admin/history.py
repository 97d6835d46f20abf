"""The history page of a row: who changed what, when and why."""

from typing import NamedTuple

from django.core.paginator import Paginator

from .words import differences

VERSIONS_A_PAGE = 50
KINDS = {"+": "Added", "~": "Changed", "-": "Deleted"}


class Version(NamedTuple):
    """One version of a row, as the history page shows it."""

    number: int
    when: object
    who: str
    what: str
    why: str
    changes: list


def page_of_versions(row, number):
    """Return a page of the row's versions, newest first, `object_list` holding Versions."""
    records = row.history.select_related("history_user").order_by("-history_date", "-history_id")
    page = Paginator(records, VERSIONS_A_PAGE).get_page(number)
    found = list(page.object_list)
    # The one before the oldest shown, so that its changes can be told too.
    found += records[page.end_index() : page.end_index() + 1]
    pairs = list(zip(found[1:], found, strict=False))
    changes = [*differences(type(row), pairs), []]
    shown = zip(page.object_list, changes, strict=False)
    page.object_list = [_version(record, changed) for record, changed in shown]
    return page


def _version(record, changes):
    return Version(
        number=record.version,
        when=record.history_date,
        who=record.history_user.get_username() if record.history_user else "nobody named",
        what=KINDS[record.history_type],
        why=record.history_change_reason or "",
        changes=changes,
    )
