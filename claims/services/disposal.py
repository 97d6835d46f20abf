"""What may be deleted: a row that nothing published has ever cited, with the withdrawn trials that name it."""

from typing import Any

from django.db.models import Model, Q, QuerySet

from ..models import Actor, Claim, Proposal, Source
from ..rules import conditions
from ..rules.publishing import Status

NAMED_BY: dict[type[Model], tuple[str, ...]] = {
    Source: ("source",),
    Proposal: ("proposal",),
    Actor: ("holder", "speaker"),
}


def list_trials(row: Model) -> list[Claim]:
    """Return the claims that name a row and are mere trials: withdrawn, and never published (two queries)."""
    if type(row) not in NAMED_BY:
        return []
    withdrawn: list[Claim] = _list_naming(row, Claim._base_manager.filter(status=Status.WITHDRAWN.value))
    keys = [claim.pk for claim in withdrawn]
    published = set(Claim.history.filter(id__in=keys, status=Status.PUBLISHED.value).values_list("id", flat=True))
    return [claim for claim in withdrawn if claim.pk not in published]


def was_cited(row: Model) -> bool:
    """Whether a published claim cites the row, or an earlier version of one did (one query)."""
    if type(row) not in NAMED_BY:
        return False
    published = Claim.history.filter(status=Status.PUBLISHED.value)
    return bool(_list_naming(row, published))


def delete(row: Model, trials: list[Claim]) -> None:
    """Delete a row and the trials that name it, inside an open gate; the history keeps all of them."""
    for claim in trials:
        claim.delete()
    row.delete()


def _list_naming(row: Model, claims: QuerySet[Any]) -> list[Any]:
    """Return those of the claims, or of their versions, that name the row, in their fields or in their conditions."""
    named = Q()
    for name in NAMED_BY[type(row)]:
        named |= Q(**{f"{name}_id": row.pk})
    if isinstance(row, Proposal):
        named |= Q(depends_on__contains=row.slug)
    return [
        claim
        for claim in claims.filter(named).order_by("pk")
        if not isinstance(row, Proposal)
        or claim.proposal_id == row.pk
        or row.slug in conditions.list_slugs(claim.depends_on)
    ]
