"""The history page of a row: who changed what, when and why."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ..models import Part, Proposal
from ..models.history import Versioned
from ..queries.differences import ComparedField, Difference, compare_versions, list_differences
from ..rendering.word_runs import draw_side_by_side
from ..rules.folding import isolate
from ..wording.findings import join_names
from ..wording.packages import write_where
from .choosers import is_key
from .teams import find_path

VERSIONS_A_PAGE = 50
PLACES_SHOWN = 200
KINDS = {"+": "Added", "~": "Changed", "-": "Deleted"}


class Version(NamedTuple):
    """One version of a row, as the history page shows it; `whole` if nothing was written of it later, such as what it
    is linked with."""

    number: int
    when: datetime
    who: str
    act: str
    why: str
    changes: list[Difference]
    whole: bool


class DrawnField(NamedTuple):
    """A field of two versions, as their page shows it."""

    label: str
    before: SafeString
    after: SafeString


class VersionComparison(NamedTuple):
    """Two versions of a row, the older first: what differs and what does not, and in a sentence what that is."""

    older: Version
    newer: Version
    changed: list[DrawnField]
    same: list[DrawnField]
    finding: str


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
    later = type(row).history.filter(
        id=OuterRef("id"), version=OuterRef("version"), history_id__gt=OuterRef("history_id")
    )
    records = select_records(row, closed).annotate(has_later_links=Exists(later))
    page = Paginator(records, VERSIONS_A_PAGE).get_page(number)
    # With the one before the oldest of the page, so that its changes can be told too.
    versions = [*page.object_list, *records[page.end_index() : page.end_index() + 1]]
    pairs = list(zip(versions[1:], versions, strict=False))
    changes = [*list_differences(type(row), pairs), []]
    page.object_list = [_make_version(*one) for one in zip(page.object_list, changes, strict=False)]
    return page


def select_records(row: Versioned, closed: Collection[int] = ()) -> QuerySet[Any]:
    """Return the history of a row, newest first, without what it was while it was of a negotiation that is closed (ids)
    to whoever asks."""
    records = row.history.select_related("history_user").order_by("-history_id")
    path = find_path(type(row))
    return records.exclude(**{f"{path}__in": closed}) if closed and "negotiation" in path else records


def read_version(row: Versioned, number: int, closed: Collection[int] = ()) -> Any:
    """Return the history row of a version with all that was written of it; None where there is none, or it is not to be
    seen by those to whom these negotiations (ids) are closed (one query)."""
    return select_records(row, closed).filter(version=number).order_by("-history_id").first()


def find_beside(row: Versioned, number: int, closed: Collection[int] = ()) -> int:
    """Return the version with which one is compared where none is asked for: the newest, or of that the one before; the
    same where there is no other (one query)."""
    others = select_records(row, closed).exclude(version=number)
    if number == row.version:
        others = others.filter(version__lt=number)
    return others.order_by("-version").values_list("version", flat=True).first() or number


def compare(model: type[Versioned], one: Any, other: Any) -> VersionComparison:
    """Compare two history rows of a row (the queries of `compare_versions`)."""
    older, newer = sorted((one, other), key=lambda record: record.version)
    fields = compare_versions(model, older, newer)
    changed, same = ([field for field in fields if field.same == so] for so in (False, True))
    return VersionComparison(
        _make_version(older, []),
        _make_version(newer, []),
        [_draw_field(field) for field in changed],
        [_draw_field(field) for field in same],
        tell_difference([field.label for field in changed], len(same)),
    )


def tell_difference(changed: list[str], same: int) -> str:
    """Say which fields differ between two versions, and how many do not."""
    others = "1 field is" if same == 1 else f"{same} fields are"
    if not changed:
        return f"Nothing differs: {others} the same."
    names = join_names([changed[0], *map(_put_within, changed[1:])])
    return f"{names} {'differs' if len(changed) == 1 else 'differ'}; {others} the same."


def _put_within(label: str) -> str:
    """Return a field's label as it stands within a sentence; an abbreviation stays as it is."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def _draw_field(field: ComparedField) -> DrawnField:
    if field.same:
        return DrawnField(field.label, format_html("{}", field.before), format_html("{}", field.after))
    if field.is_text:
        return DrawnField(field.label, *draw_side_by_side(field.before, field.after))
    return DrawnField(
        field.label, format_html("<del>{}</del>", field.before), format_html("<ins>{}</ins>", field.after)
    )


def read_places_history(proposal: str) -> list[PlaceChange]:
    """Return when a proposal (by its key) was put into packages and taken out of them, and what into it, newest first
    (two queries)."""
    if not is_key(proposal):
        return []
    about = Q(part_id=proposal) | Q(package_id=proposal)
    records = Part.history.filter(about).select_related("history_user").order_by("-history_id")
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
        whole=not getattr(record, "has_later_links", False),
    )
