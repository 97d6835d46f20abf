"""How much there is: numbers of claims, documents and stances."""

from datetime import date
from typing import NamedTuple

from django.db.models import Count, Max, Min, Q

from ..models import Claim, Source
from ..rules.scales import Attribution


class Tally(NamedTuple):
    """How much there is of an actor or proposal: claims, cells' other ends with a stance, newest day."""

    claims: int = 0
    stances: int = 0
    newest: date | None = None


def coverage(scope):
    """Return what the table rests on: claims, documents, origins, oldest and newest day (one query)."""
    return scope.counted().aggregate(
        claims=Count("pk"),
        documents=Count("source", distinct=True),
        origins=Count("source__origin", distinct=True),
        oldest=Min("said_on"),
        newest=Max("said_on"),
    )


def claim_counts(scope):
    """Return proposal id → (number of claims that count, newest day) (one query)."""
    counted = scope.counted().order_by().values_list("proposal_id").annotate(Count("pk"), Max("said_on"))
    return {proposal: (count, newest) for proposal, count, newest in counted}


def tallies(scope, of, across):
    """Return id → Tally for each `of` (a link of claims); its `stances` count the `across` (one query).

    A cell holds a stance as soon as one of its claims is neither forecast nor pending, so nothing need be folded.
    """
    spoken = Q(attribution__lt=Attribution.PREDICTED, pending=False)
    counts = {"claims": Count("pk"), "stances": Count(across, distinct=True, filter=spoken), "newest": Max("said_on")}
    rows = scope.claims().order_by().values_list(of).annotate(**counts)
    return {key: Tally(*counted) for key, *counted in rows}


def fully_coded_sources():
    """Return how many sources are fully coded: what a blank rests on (one query)."""
    return Source.objects.public().exclude(fully_coded_by="").count()


def days_of_publication(most=6):
    """Return the newest days on which sources with published claims came out, oldest first (one query)."""
    days = Claim.objects.published().order_by("-source__published_on").values_list("source__published_on", flat=True)
    return sorted(days.exclude(source__published_on=None).distinct()[:most])
