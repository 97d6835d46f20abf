"""The wordings of proposals, and which of them is the newest as of a day."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from django.db.models import QuerySet

from ..models import Proposal, Wording
from ..models.frozen import get_today
from .scope import Scope
from .snapshot import Snapshot


class DatedWordings(NamedTuple):
    """The wordings of a proposal that there were by the day of a Scope, newest first, and how many came later."""

    wordings: list[Wording]
    later: int


def get_day(scope: Scope) -> date:
    """Return the day of a Scope: today, unless it is earlier."""
    today = get_today()
    return min(scope.as_of or today, today)


def read_wordings(proposal: Proposal) -> list[Wording]:
    """Return the wordings of a proposal with their sources and authors, newest first (one query; two where it has
    any)."""
    rows = proposal.wordings.select_related("source").prefetch_related("authors")
    wordings = list(rows)
    for wording in wordings:
        wording.proposal = proposal
    return wordings


def date_wordings(wordings: Collection[Wording], scope: Scope) -> DatedWordings:
    """Return those of one proposal's wordings that there were by the day of a Scope."""
    until = [wording for wording in wordings if wording.day <= get_day(scope)]
    return DatedWordings(until, len(wordings) - len(until))


def select_wordings(snapshot: Snapshot) -> QuerySet[Wording]:
    """Return all wordings that there were by the day of the Scope, by proposal and newest first (a queryset)."""
    scope = snapshot.scope
    rows = Wording.objects.filter(day__lte=get_day(scope), proposal__in=Proposal.objects.of(scope.negotiations))
    rows = rows.select_related("proposal__topic", "proposal__negotiation", "source").prefetch_related("authors")
    return rows.order_by(
        "proposal__topic__order", "proposal__topic__name", "proposal__order", "proposal__title", "-day", "-pk"
    )
