"""The negotiations that there are, which of them somebody may read, and how much there is in each."""

from datetime import date
from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Count, OuterRef, Subquery

from ..models import Actor, Negotiation, Participant, Release, VersionNumber
from ..roles import read_closed
from .cache import SHARED
from .scope import Scope


def read_negotiations(version: VersionNumber) -> dict[str, Negotiation]:
    """Return slug → negotiation in their order, at a data version, each with the number and the day of its newest
    release, None where there is none (one query, the first time)."""
    return SHARED.get(version, "negotiations", _read_negotiations)


def _read_negotiations() -> dict[str, Negotiation]:
    newest = Release.objects.filter(negotiation=OuterRef("pk")).order_by("-number")
    rows = Negotiation.objects.annotate(
        newest_release=Subquery(newest.values("number")[:1]),
        newest_release_on=Subquery(newest.values("day")[:1]),
    )
    return {one.slug: one for one in rows}


def read_newest_release(version: VersionNumber, slug: str) -> tuple[int, date] | None:
    """Return number and day of the newest release of the negotiation of a slug (the query of `read_negotiations`)."""
    negotiation: Any = read_negotiations(version).get(slug)
    if negotiation is None or negotiation.newest_release is None:
        return None
    return negotiation.newest_release, negotiation.newest_release_on


def read_visible(version: VersionNumber, user: User | AnonymousUser) -> dict[str, Negotiation]:
    """Return slug → negotiation, of those that a user may read: the public ones, and those in which they work (the
    queries of `read_closed` besides, where somebody is logged in and not all are public). Who may read a frozen
    database was asked before, where people are known."""
    negotiations = read_negotiations(version)
    if version.database or all(negotiation.public for negotiation in negotiations.values()):
        return negotiations
    closed = read_closed(user) if user.is_authenticated else {one.pk for one in negotiations.values()}
    return {slug: one for slug, one in negotiations.items() if one.public or one.pk not in closed}


def choose_visible(version: VersionNumber, user: User | AnonymousUser) -> tuple[int, ...] | None:
    """Return the ids of the negotiations that a user may read; None where these are all, as a Scope has it."""
    visible = read_visible(version, user)
    return None if visible == read_negotiations(version) else tuple(sorted(one.pk for one in visible.values()))


def count_claims_about(actor: Actor) -> dict[int, int]:
    """Return negotiation id → the number of claims of what an actor says or is said of it, where there are any (one
    query)."""
    claims = Scope().select_claims().among_its_own(holder=actor, speaker=actor).order_by()
    return dict(claims.values_list("proposal__negotiation").annotate(Count("pk")))


def find_where_it_takes_part(actor: Actor) -> set[int]:
    """Return the ids of the negotiations in which an actor, or the party for which it speaks, has a part on any day
    (one query)."""
    stretches = Participant.objects.filter(actor=actor.speaks_for_id or actor.pk)
    return set(stretches.values_list("side__negotiation", flat=True))
