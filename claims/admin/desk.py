"""What awaits somebody in the admin: theirs to finish, returned to them, to review."""

from typing import NamedTuple
from urllib.parse import urlencode

from django.contrib.auth.models import User
from django.db.models import Count, Model, Q
from django.urls import reverse

from ..models import Claim, EditorialNote, SearchRecord
from ..roles import is_analyst, is_reviewer
from ..rules.publishing import Status
from ..services import review
from .reviewable import OF_NOBODY
from .words import count_rows

LENGTH_OF_A_PILE = 8


class Pile(NamedTuple):
    """Claims that wait for one thing: heading, what there is to do, count, the first of them, link to all.

    `others` tells that they may be other people's.
    """

    heading: str
    hint: str
    number: int
    claims: list[Claim]
    url: str
    empty: str
    others: bool


class UnpublishedRecords(NamedTuple):
    """How many recorded searches or remarks wait for a reviewer, in words, with a link to their list."""

    words: str
    url: str


def read_piles(user: User) -> list[Pile]:
    """Return the piles of a user: none for whoever is neither analyst nor reviewer (at most six queries)."""
    if not is_analyst(user):
        return []
    mine = Q(coder=user)
    wanted = {
        "returned": mine & Q(status=Status.RETURNED),
        "drafts": mine & Q(status=Status.DRAFT),
    }
    if is_reviewer(user):
        wanted["review"] = Q(status=Status.IN_REVIEW) & review.match_written_by_others(user)
        wanted["unclaimed"] = Q(status=Status.DRAFT) & OF_NOBODY
    waiting = mine & Q(status=Status.IN_REVIEW)
    counted = {name: Count("pk", filter=condition) for name, condition in wanted.items()}
    counts = Claim.objects.aggregate(**counted, waiting=Count("pk", filter=waiting))
    names = (name for name in wanted if name != "unclaimed" or counts[name])
    return [_read_pile(name, wanted[name], counts) for name in names]


def list_unpublished(user: User) -> list[UnpublishedRecords]:
    """Return the kinds of records of which some wait for this reviewer (two queries)."""
    if not is_reviewer(user):
        return []
    waiting = review.match_written_by_others(user) & Q(published=False)
    counts = {model: model.objects.filter(waiting).count() for model in (SearchRecord, EditorialNote)}
    return [
        UnpublishedRecords(count_rows(model, count), _list_url(model, published__exact=0))
        for model, count in counts.items()
        if count
    ]


def _read_pile(name: str, condition: Q, counts: dict[str, int]) -> Pile:
    words = WORDS[name]
    rows = Claim.objects.filter(condition).select_related("holder", "proposal", "source", "coder")
    return Pile(
        heading=words.heading,
        hint=words.hint.format(**counts),
        number=counts[name],
        claims=list(rows.order_by("pk")[:LENGTH_OF_A_PILE]) if counts[name] else [],
        url=_list_url(Claim, **words.filters),
        empty=words.empty.format(**counts),
        others=name in ("review", "unclaimed"),
    )


def _list_url(model: type[Model], **filters: object) -> str:
    return f"{reverse(f'admin:claims_{model._meta.model_name}_changelist')}?{urlencode(filters)}"


class PileWords(NamedTuple):
    """What is said above a pile, with and without claims in it, and the filters of the list that shows all of it."""

    heading: str
    hint: str
    empty: str
    filters: dict[str, str]


WORDS = {
    "returned": PileWords(
        "Returned to me",
        hint="A reviewer has a remark: mend it and submit it again.",
        empty="Nothing was returned to you.",
        filters={"status__exact": Status.RETURNED.value, "coder": "me"},
    ),
    "drafts": PileWords(
        "Mine to finish",
        hint="Besides these, {waiting} wait for a reviewer.",
        empty="You have no drafts. Waiting for a reviewer: {waiting}.",
        filters={"status__exact": Status.DRAFT.value, "coder": "me"},
    ),
    "review": PileWords(
        "To review",
        hint="Somebody else wrote them last.",
        empty="Nothing waits for review.",
        filters={"status__exact": Status.IN_REVIEW.value},
    ),
    "unclaimed": PileWords(
        "Nobody's drafts",
        hint="They were imported in nobody's name, or their coder is here no more: submit or withdraw them.",
        empty="No draft is nobody's.",
        filters={"status__exact": Status.DRAFT.value, "coder": "nobody"},
    ),
}
