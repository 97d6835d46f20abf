"""The negotiations that there are, and how much there is in each."""

from django.db.models import Count, Q

from ..models import Actor, Negotiation, VersionNumber
from .cache import SHARED
from .scope import Scope


def read_negotiations(version: VersionNumber) -> dict[str, Negotiation]:
    """Return slug → negotiation in their order, at a data version (one query, the first time)."""
    return SHARED.get(version, "negotiations", lambda: {one.slug: one for one in Negotiation.objects.all()})


def count_claims_about(actor: Actor) -> dict[int, int]:
    """Return negotiation id → the number of claims of what an actor says or is said of it, where there are any (one
    query)."""
    claims = Scope().select_claims().filter(Q(holder=actor) | Q(speaker=actor)).order_by()
    return dict(claims.values_list("proposal__negotiation").annotate(Count("pk")))
