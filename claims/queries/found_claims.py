"""What a search found among claims, summed up: how many there are where, and which are the newest."""

from collections import defaultdict
from typing import NamedTuple

from django.db.models import Count, F, Q

from ..models import Claim, VersionNumber
from ..models.claims import ClaimQuerySet
from .cache import FOUND, key_whole
from .plain_rows import fetch_plain_rows

MOST_NEWEST = 20  # of each negotiation


class FoundNumber(NamedTuple):
    """How many claims of one holder were found in one negotiation and one dimension; the first two are ids."""

    negotiation: int
    holder: int
    dimension: str
    number: int


class FoundClaims(NamedTuple):
    """The numbers of claims that were found, and negotiation id → ids of the newest of them, the newest first."""

    numbers: list[FoundNumber]
    newest: dict[int, list[int]]


def sum_up_found(claims: ClaimQuerySet, version: VersionNumber) -> FoundClaims:
    """Return the FoundClaims of what a search chose (two queries, the first time that it is asked at this data
    version): for a frequent word the database goes through nearly all claims."""
    key = key_whole(claims)
    return FOUND.get(version, key, lambda: _sum_up(claims)) if key else FoundClaims([], {})


def _sum_up(claims: ClaimQuerySet) -> FoundClaims:
    grouped = claims.order_by().values_list("proposal__negotiation", "holder", "dimension").annotate(number=Count("pk"))
    numbers = [FoundNumber(*row) for row in fetch_plain_rows(grouped)]
    newest = Q(pk=None)
    for negotiation in {row.negotiation for row in numbers}:
        newest |= Q(pk__in=claims.filter(proposal__negotiation=negotiation).values("pk")[:MOST_NEWEST])
    ids = defaultdict(list)
    for pk, negotiation in fetch_plain_rows(Claim.objects.filter(newest).values_list("pk", F("proposal__negotiation"))):
        ids[negotiation].append(pk)
    return FoundClaims(numbers, dict(ids))
