"""What analysts have recorded beside claims, as far as it is published: searches and remarks.

No filter of claims touches them: they are no claims.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any, TypeVar

from django.db.models import Q, QuerySet

from ..models import Actor, EditorialNote, Proposal, SearchRecord
from .snapshot import same_in_all_scopes, without_claims

Record = TypeVar("Record", SearchRecord, EditorialNote)


@without_claims
@same_in_all_scopes
def read_searches(
    negotiations: tuple[int, ...] | None,
    proposals: Collection[int] | None = None,
    holders: Collection[int] | None = None,
) -> dict[tuple[int, int], list[SearchRecord]]:
    """Return (proposal id, holder id) → its searches, newest first, of these ids or of all (one query)."""
    searches = SearchRecord.objects.published()
    if negotiations is not None:
        searches = searches.filter(proposal__negotiation__in=negotiations)
    return _group_by_cell(_select(searches, proposals, holders))


def read_notes(proposal: Proposal, holder: Actor | None = None) -> list[EditorialNote]:
    """Return the remarks on a proposal, or on the cell of a holder on it, newest first, with the claims that they
    answer (one query)."""
    return list(EditorialNote.objects.published().filter(proposal=proposal, holder=holder).with_answered())


def read_notes_by_cell(
    proposals: Collection[int] | None = None, holders: Collection[int] | None = None
) -> dict[tuple[int, int | None], list[EditorialNote]]:
    """Return (proposal id, holder id or None) → its remarks, newest first (one query).

    Those on a proposal as a whole have no holder; `holders` chooses among those that have one.
    """
    return _group_by_cell(_select(EditorialNote.objects.published(), proposals, holders))


def select_searches(chosen: Q) -> QuerySet[SearchRecord]:
    """Return the searches that fit, with all that a table shows of them (a queryset)."""
    return SearchRecord.objects.published().filter(chosen).for_table()


def select_notes(chosen: Q) -> QuerySet[EditorialNote]:
    """Return the remarks that fit, with all that a table shows of them and the claims that they answer (a queryset)."""
    return EditorialNote.objects.published().filter(chosen).for_table().with_answered()


def _select(
    rows: QuerySet[Record], proposals: Collection[int] | None, holders: Collection[int] | None
) -> QuerySet[Record]:
    if proposals is not None:
        rows = rows.filter(proposal__in=proposals)
    return rows if holders is None else rows.filter(holder__in=holders)


def _group_by_cell(rows: Iterable[Record]) -> dict[Any, list[Record]]:
    by_cell = defaultdict(list)
    for row in rows:
        by_cell[row.proposal_id, row.holder_id].append(row)
    return dict(by_cell)
