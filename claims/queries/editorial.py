"""What analysts have recorded beside claims, as far as it is published: searches and remarks.

No filter of claims touches them: they are no claims.
"""

from collections import defaultdict

from ..models import EditorialNote, SearchRecord


def read_searches(proposals=None, holders=None):
    """Return (proposal id, holder id) → [Search], newest first, of these ids or of all (one query)."""
    return _by_cell(_of(SearchRecord.objects.published(), proposals, holders))


def read_notes(proposal, holder=None):
    """Return the remarks on a proposal, or on the cell of a holder on it, newest first (one query)."""
    return list(EditorialNote.objects.published().filter(proposal=proposal, holder=holder))


def read_notes_by_cell(proposals=None, holders=None):
    """Return (proposal id, holder id or None) → [Remark], newest first (one query).

    Those on a proposal as a whole have no holder; `holders` chooses among those that have one.
    """
    return _by_cell(_of(EditorialNote.objects.published(), proposals, holders))


def select_searches(**chosen):
    """Return the searches that fit, with all that a table shows of them (a queryset)."""
    return SearchRecord.objects.published().filter(**chosen).for_table()


def select_notes(**chosen):
    """Return the remarks that fit, with all that a table shows of them (a queryset)."""
    return EditorialNote.objects.published().filter(**chosen).for_table()


def _of(rows, proposals, holders):
    if proposals is not None:
        rows = rows.filter(proposal__in=proposals)
    return rows if holders is None else rows.filter(holder__in=holders)


def _by_cell(rows):
    found = defaultdict(list)
    for row in rows:
        found[row.proposal_id, row.holder_id].append(row)
    return found
