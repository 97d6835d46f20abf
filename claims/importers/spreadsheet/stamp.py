"""What tells whether rows changed since a file was compared with them."""

from typing import Any

from django.db.models import Count, Max, Sum

from ...models import (
    Actor,
    Claim,
    Member,
    Negotiation,
    Part,
    Participant,
    Proposal,
    Side,
    Source,
    SourceCoding,
    Topic,
    Wording,
)

_REFERRED = (Negotiation, Side, Topic, Actor, Member, Participant, Proposal, Part, Wording, Source, SourceCoding)


def read_stamp(*more: Any) -> list[dict[str, Any]]:
    """Return what changes whenever a row that claims refer to is written, or one of `more` models (a query a model)."""
    counts = {"rows": Count("pk"), "last": Max("pk"), "writes": Sum("version")}
    return [model.objects.aggregate(**counts) for model in (*_REFERRED, *more)]


def read_stamp_with_claims() -> list[dict[str, Any]]:
    return read_stamp(Claim)
