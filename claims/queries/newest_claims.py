"""The claims that readers saw last for the first time, for a feed."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from django.db.models import Min, QuerySet

from ..models import Claim
from ..rules.publishing import Status

MOST_LOOKED_AT = 500  # of the last changes of published claims, corrections among them


class FirstSeenClaim(NamedTuple):
    """A claim, and the moment from which on readers saw it."""

    claim: Claim
    published_at: datetime


def read_newest_claims(claims: QuerySet[Claim], negotiation: int, most: int) -> list[FirstSeenClaim]:
    """Return those of some published claims of a negotiation that were published last, the newest first (three
    queries, however many there are)."""
    published = Claim.history.filter(status=Status.PUBLISHED.value, proposal__negotiation=negotiation)
    changed: Collection[int] = set(published.order_by("-history_id").values_list("id", flat=True)[:MOST_LOOKED_AT])
    moments = published.filter(id__in=changed).order_by().values_list("id").annotate(Min("history_date"))
    first = dict(sorted(moments, key=lambda moment: (moment[1], moment[0]), reverse=True))
    rows = {claim.pk: claim for claim in claims.filter(pk__in=changed)}
    return [FirstSeenClaim(rows[key], first[key]) for key in first if key in rows][:most]
