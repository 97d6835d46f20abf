"""Which rows somebody sees in the admin: those of the negotiations in which they work, and of what all share what does
not occur only in others; nor what coders of a batch must not see of each other.

A model says itself of which negotiation its rows are (`Versioned.TO_NEGOTIATION`), so that nothing here knows which
there are: every list, form, chooser and count of the admin passes through `narrow`.
"""

from collections.abc import Collection
from typing import Any

from django.contrib.admin import RelatedFieldListFilter
from django.contrib.auth.models import User
from django.db.models import ForeignKey, Model, Q, QuerySet

from ..models import Negotiation
from ..models.history import Versioned
from ..models.mentions import MENTIONS, match_hidden_from_editors
from ..models.negotiations import InNegotiation
from ..queries.batches import is_blind, leave_out_blind
from ..roles import read_closed


def narrow(user: User, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Return those of the rows that a user may see here (the queries of `read_closed`)."""
    return leave_out_blind(user, leave_out_closed(user, rows))


def leave_out_closed(user: User, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Leave out of rows those of negotiations in which a user does not work (the queries of `read_closed`)."""
    closed = read_closed(user) if issubclass(rows.model, Versioned) else ()
    return rows.exclude(match_closed(rows.model, closed)) if closed else rows


def sees(user: User, row: Model) -> bool:
    """Whether a user may see a row here (those queries, one where any negotiation is closed to them, and one for what
    may be coded blind)."""
    return is_open(row, read_closed(user)) and not is_blind(user, row)


def is_open(row: Model, closed: Collection[int]) -> bool:
    """Whether a row may be seen by those to whom these negotiations (ids) are closed (one query, where there are
    any)."""
    rows = type(row)._base_manager.filter(pk=row.pk)
    return not closed or rows.exclude(match_closed(type(row), closed)).exists()


def match_closed(model: type[Any], closed: Collection[int]) -> Q:
    """Match the rows of a model that are not to be seen by those to whom these negotiations (ids) are closed. A row
    that is of none and hangs on others, such as a change of what is published, goes with these."""
    if path := find_path(model):
        return Q(**{f"{path}__in": closed})
    if model in MENTIONS:
        return match_hidden_from_editors(model, closed)
    hidden = Q(pk__in=())
    for link in list_links(model):
        unseen = link.related_model._base_manager.filter(match_closed(link.related_model, closed))
        hidden |= Q(**{f"{link.name}__in": unseen})
    return hidden


def find_path(model: type[Any]) -> str:
    """Return the way from a row of a model to its negotiation; empty where it is of none."""
    if model is Negotiation:
        return "pk"
    return "negotiation" if issubclass(model, InNegotiation) else str(model.TO_NEGOTIATION)


def list_links(model: type[Any]) -> list[Any]:
    """Return the fields in which rows of a model name tracked rows."""
    fields = [field for field in model._meta.concrete_fields if isinstance(field, ForeignKey)]
    return [field for field in fields if issubclass(field.related_model, Versioned)]


class SeenRowsFilter(RelatedFieldListFilter):
    """Filters a list by a row of another table, of those that may be seen."""

    def field_choices(self, field: Any, request: Any, model_admin: Any) -> Any:
        closed = read_closed(request.user)
        among = ~match_closed(field.related_model, closed) if closed else Q()
        ordering = self.field_admin_ordering(field, request, model_admin)
        return field.get_choices(include_blank=False, ordering=ordering, limit_choices_to=among)
