"""What awaits somebody in the admin: theirs to finish, returned to them, to review."""

from typing import NamedTuple
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Count, Q
from django.urls import reverse

from ..models import Claim, EditorialNote, SearchRecord
from ..rules.publishing import ANALYST, REVIEWER, Status

SHOWN = 8


class Pile(NamedTuple):
    """Claims that wait for one thing: heading, what there is to do, count, the first of them, link to all.

    `others` tells that they may be other people's.
    """

    heading: str
    hint: str
    count: int
    claims: list
    url: str
    empty: str
    others: bool


def piles(user, roles):
    """Return the piles of a user: none for whoever is neither analyst nor reviewer (at most four queries)."""
    if ANALYST not in roles:
        return []
    mine = Q(coder=user)
    wanted = {
        "returned": mine & Q(status=Status.RETURNED),
        "drafts": mine & Q(status=Status.DRAFT),
    }
    if REVIEWER in roles:
        wanted["review"] = Q(status=Status.IN_REVIEW) & (~Q(written_by=user) if settings.FOUR_EYES else Q())
    waiting = mine & Q(status=Status.IN_REVIEW)
    counted = {name: Count("pk", filter=condition) for name, condition in wanted.items()}
    counts = Claim.objects.aggregate(**counted, waiting=Count("pk", filter=waiting))
    return [_pile(name, condition, counts) for name, condition in wanted.items()]


def work_to_publish(user, roles):
    """Return (count, what, url of the list) of the searches and remarks that wait for this reviewer (two queries)."""
    if REVIEWER not in roles:
        return []
    found = []
    for model in (SearchRecord, EditorialNote):
        rows = model.objects.filter(published=False)
        count = (rows.exclude(written_by=user) if settings.FOUR_EYES else rows).count()
        names = model._meta.verbose_name if count == 1 else model._meta.verbose_name_plural
        url = f"{reverse(f'admin:claims_{model._meta.model_name}_changelist')}?published__exact=0"
        found += [(count, names, url)] if count else []
    return found


def _pile(name, condition, counts):
    heading, hint, empty, filters = WORDS[name]
    hint = hint.format(**counts)
    rows = Claim.objects.filter(condition).select_related("holder", "proposal", "source", "coder")
    first = list(rows.defer("source__text").order_by("pk")[:SHOWN]) if counts[name] else []
    return Pile(heading, hint, counts[name], first, _list_url(**filters), empty.format(**counts), name == "review")


def _list_url(**filters):
    return f"{reverse('admin:claims_claim_changelist')}?{urlencode(filters)}"


WORDS = {
    "returned": (
        "Returned to me",
        "A reviewer has a remark: mend it and submit it again.",
        "Nothing was returned to you.",
        {"status__exact": Status.RETURNED.value, "coder": "me"},
    ),
    "drafts": (
        "Mine to finish",
        "Besides these, {waiting} wait for a reviewer.",
        "You have no drafts. Waiting for a reviewer: {waiting}.",
        {"status__exact": Status.DRAFT.value, "coder": "me"},
    ),
    "review": (
        "To review",
        "Somebody else wrote them last.",
        "Nothing waits for review.",
        {"status__exact": Status.IN_REVIEW.value},
    ),
}
