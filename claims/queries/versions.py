"""What readers may know of a claim's past: its earlier published versions, its corrections, its withdrawal.

Nothing that was not published, and of the reasons only that of a withdrawal: the others are said among editors.
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import prefetch_related_objects

from ..models import Claim
from ..models.claims import CLAIM_CONTENT, PUBLIC_CONTENT
from ..rules.publishing import WITHDRAW, Status
from .differences import Difference, list_differences, read_gone


class ClaimCorrection(NamedTuple):
    """A change of a published claim that readers see: since when, the versions before and after it, what differs."""

    corrected_at: datetime
    before: int
    version: int
    changes: list[Difference]


class PublishedPast(NamedTuple):
    """Since when readers see a claim, as which version first, and its corrections, newest first."""

    first_version: int
    first_published_at: datetime
    corrections: list[ClaimCorrection]


class PublishedVersion(NamedTuple):
    """A claim as it was published from one moment to another, and the published versions next to it: None before the
    first."""

    claim: Claim
    since: datetime
    until: datetime
    previous: int | None
    following: int


class Withdrawal(NamedTuple):
    """When a claim was first published and when it was withdrawn, and the reason that was given, if any."""

    first_published_at: datetime
    withdrawn_at: datetime
    reason: str


def read_published_past(claim: Claim, negotiations: Collection[int] | None) -> PublishedPast | None:
    """Return since when readers see a published claim, and its corrections (one query; with corrections, one more for
    each relation of a claim), as far as it was in these negotiations (ids; None: all); None where it never was."""
    records = _read_published(claim, negotiations)
    if not records:
        return None
    pairs = list(zip(records, records[1:], strict=False))
    pairs = [pair for pair in pairs if _differ(*pair)]
    differences = list_differences(Claim, pairs, PUBLIC_CONTENT)
    corrections = [
        ClaimCorrection(after.history_date, before.version, after.version, changes)
        for (before, after), changes in zip(reversed(pairs), reversed(differences), strict=True)
    ]
    return PublishedPast(records[0].version, records[0].history_date, corrections)


def read_earlier_version(claim: Claim, version: int, negotiations: Collection[int] | None) -> PublishedVersion | None:
    """Return a published claim as it was at an earlier version with all that a page shows of it; None where it was not
    published then in one of these negotiations (ids; None: all), or where what it named is gone (one query, and one for
    each relation of a claim)."""
    records = _read_published(claim, negotiations)
    for previous, record, following in zip([None, *records], records, records[1:], strict=False):
        if record.version == version:
            earlier = _make_claim(record)
            beside = previous and previous.version, following.version
            return PublishedVersion(earlier, record.history_date, following.history_date, *beside) if earlier else None
    return None


def read_withdrawal(public_id: str, negotiations: Collection[int] | None) -> Withdrawal | None:
    """Return how a claim of these negotiations (ids; None: all) that readers once saw was withdrawn; None for any other
    (two queries)."""
    claims = Claim.objects.filter(public_id=public_id, status=Status.WITHDRAWN.value)
    claim = _select_within(claims, negotiations).only("pk").first()
    if claim is None:
        return None
    published_at = None
    records = claim.history.order_by("history_id")
    for status, at, why in records.values_list("status", "history_date", "history_change_reason"):
        if published_at and status == Status.WITHDRAWN:
            name, _, reason = why.partition(": ")
            return Withdrawal(published_at, at, reason if name == WITHDRAW else "")
        if published_at is None and status == Status.PUBLISHED:
            published_at = at
    return None


def _read_published(claim: Claim, negotiations: Collection[int] | None) -> list[Any]:
    """Return the history of a claim as long as it was published in these negotiations, oldest first."""
    published = claim.history.filter(status=Status.PUBLISHED.value)
    return list(_select_within(published, negotiations).order_by("history_id"))


def _select_within(rows: Any, negotiations: Collection[int] | None) -> Any:
    """Return the claims, or versions of one, that are on proposals of these negotiations (ids; None: all)."""
    return rows if negotiations is None else rows.filter(proposal__negotiation__in=negotiations)


def _differ(before: Any, after: Any) -> bool:
    return any(getattr(before, column) != getattr(after, column) for column in _list_columns(PUBLIC_CONTENT))


def _list_columns(names: Iterable[str]) -> list[str]:
    """Return the columns that hold these fields of a claim."""
    return [field.attname for field in Claim._meta.concrete_fields if field.name in set(names)]


def _make_claim(record: Any) -> Claim | None:
    """Return a claim as a history row has it, with what it names."""
    content = {column: getattr(record, column) for column in _list_columns(CLAIM_CONTENT)}
    claim = Claim(pk=record.id, public_id=record.public_id, version=record.version, status=record.status, **content)
    relations = ("holder", "proposal", "source", "speaker", "wording")
    named = [name for name in relations if getattr(claim, f"{name}_id") is not None]
    prefetch_related_objects([claim], *named)
    for name in named:
        if claim._state.fields_cache.get(name) is None:  # merged into another row since: as it was called then
            model, key = Claim._meta.get_field(name).related_model, getattr(claim, f"{name}_id")
            if was := read_gone(model, [key]).get(key):
                setattr(claim, name, was)
    prefetch_related_objects([claim], "proposal__topic", "proposal__negotiation")
    return claim if all(claim._state.fields_cache.get(name) for name in named) else None
