"""What awaits somebody in the admin: theirs to finish, returned to them, to review."""

from collections import Counter
from typing import NamedTuple
from urllib.parse import urlencode

from django.contrib.auth.models import User
from django.db.models import Count, Model, Q, QuerySet
from django.urls import reverse

from ..models import (
    Actor,
    Claim,
    DataVersion,
    EditorialNote,
    Negotiation,
    Outcome,
    PendingChange,
    Proposal,
    SearchRecord,
    Source,
    SourceCoding,
)
from ..models.suggestions import CONFIRMED, WAITING
from ..queries import Scope, count_rereads, count_unanswered, get_snapshot, read_visible
from ..queries.batches import select_to_code, select_to_settle
from ..queries.threads import count_awaiting
from ..roles import is_analyst, is_reviewer, read_closed
from ..rules.folding import isolate
from ..rules.publishing import Status
from ..services import review
from .reviewable import OF_NOBODY
from .teams import narrow
from .threads import OTHERS, OWN
from .words import count_rows

LENGTH_OF_A_PILE = 8
# The claims of piles: of a large table they are few, and found by the index that begins with the status.
IN_HAND = (Status.DRAFT, Status.IN_REVIEW, Status.RETURNED)
BATCHES_TO_CODE, BATCHES_TO_SETTLE = "Batches to code blind", "Batches to compare and settle"


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


class WaitingRows(NamedTuple):
    """How many rows of a kind wait for somebody, in words, with a link to their list."""

    words: str
    url: str


def read_piles(user: User) -> list[Pile]:
    """Return the piles of a user: none for whoever is neither analyst nor reviewer (at most seven queries)."""
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
    claims = narrow(user, Claim.objects.filter(status__in=IN_HAND))
    counts = claims.aggregate(**counted, waiting=Count("pk", filter=waiting))
    names = (name for name in wanted if name != "unclaimed" or counts[name])
    return [_read_pile(name, claims.filter(wanted[name]), counts) for name in names]


def list_unpublished(user: User) -> list[WaitingRows]:
    """Return the kinds of rows besides claims of which some wait for this reviewer (four queries)."""
    if not is_reviewer(user):
        return []
    others = review.match_written_by_others(user)
    waiting: dict[type[Model], tuple[Q, dict[str, object]]] = {
        Outcome: (Q(status=Status.IN_REVIEW), {"status__exact": Status.IN_REVIEW.value}),
        SearchRecord: (Q(published=False), {"published__exact": 0}),
        EditorialNote: (Q(published=False), {"published__exact": 0}),
        PendingChange: (Q(status=Status.IN_REVIEW), {"status__exact": Status.IN_REVIEW.value}),
    }
    counts = {
        model: narrow(user, model._base_manager.filter(others & rows)).count() for model, (rows, _) in waiting.items()
    }
    return [
        WaitingRows(count_rows(model, count), _list_url(model, **waiting[model][1]))
        for model, count in counts.items()
        if count
    ]


def list_suggestions(user: User) -> list[WaitingRows]:
    """Return the kinds of rows of which suggestions wait for this reviewer (two queries)."""
    if not is_reviewer(user):
        return []
    kinds: tuple[type[Model], ...] = (Actor, Proposal)
    counts = {model: narrow(user, model._base_manager.filter(suggestion=WAITING)).count() for model in kinds}
    return [
        WaitingRows(count_rows(model, count), _list_url(model, suggestion__exact=WAITING))
        for model, count in counts.items()
        if count
    ]


def list_returned(user: User) -> list[WaitingRows]:
    """Return the kinds of rows besides claims of which some were returned to the user (two queries)."""
    if not is_analyst(user):
        return []
    kinds: tuple[type[Model], ...] = (Outcome, PendingChange)
    returned = {model: model._base_manager.filter(coder=user, status=Status.RETURNED) for model in kinds}
    counts = {model: narrow(user, rows).count() for model, rows in returned.items()}
    return [
        WaitingRows(count_rows(model, count), _list_url(model, status__exact=Status.RETURNED.value, coder="me"))
        for model, count in counts.items()
        if count
    ]


def list_commented(user: User) -> list[WaitingRows]:
    """Return on how many claims comments await the user: on their own, and on those of others (one query)."""
    if not is_analyst(user):
        return []
    numbers = count_awaiting(user, narrow(user, Claim.objects.all()))
    piles = ((numbers.remarks, "of yours", OWN), (numbers.answers, "on which your remark was answered", OTHERS))
    return [
        WaitingRows(f"{count_rows(Claim, number)} {which}", _list_url(Claim, comments=name))
        for number, which, name in piles
        if number
    ]


def list_rereads(user: User) -> list[WaitingRows]:
    """Return how many sources await being read again for proposals that were added since, if any (four queries)."""
    if not is_analyst(user):
        return []
    proposals = narrow(user, Proposal.objects.filter(**CONFIRMED))
    waiting = count_rereads(narrow(user, SourceCoding.objects.all()), proposals)
    if not waiting.sources:
        return []
    words = f"{count_rows(Source, waiting.sources)} for {count_rows(Proposal, waiting.proposals)}"
    return [
        WaitingRows(words, _list_url(Source, reread="yes")),
        WaitingRows("all of them as CSV", reverse("admin:claims_source_rereads")),
    ]


def list_contradictions(user: User) -> list[WaitingRows]:
    """Return how many contradictions no remark answers, of each negotiation in which an analyst works and there are any
    (the queries of `count_unanswered` for each, unless they are kept: a write to one negotiation leaves the others)."""
    if not is_analyst(user):
        return []
    versions, closed = DataVersion.read_all(), read_closed(user)
    negotiations = [one for one in read_visible(versions.of_all(), user).values() if one.pk not in closed]
    counted = [
        (one, count_unanswered(get_snapshot(Scope(negotiations=(one.pk,)), versions.of(one.pk))))
        for one in negotiations
    ]
    return [
        WaitingRows(
            f"{number} contradiction{'' if number == 1 else 's'} in {isolate(negotiation.short_title)}",
            f"{negotiation.get_address('contradictions')}?answered=no",
        )
        for negotiation, number in counted
        if number
    ]


def list_batches(user: User) -> list[WaitingRows]:
    """Return how many batches the user is to code blind, and of a reviewer how many are to be compared and settled, of
    each negotiation (a query each)."""
    if not is_analyst(user):
        return []
    to_code = select_to_code(user).values_list("batch__negotiation__slug", "batch__negotiation__short_title")
    waiting = [(BATCHES_TO_CODE, Counter(to_code.exclude(batch__negotiation__in=read_closed(user))))]
    if is_reviewer(user):
        to_settle = narrow(user, select_to_settle()).values_list("negotiation__slug", "negotiation__short_title")
        waiting.append((BATCHES_TO_SETTLE, Counter(to_settle)))
    return [
        WaitingRows(f"{words}: {number} in {isolate(title)}", reverse("workbench:batches", args=[slug]))
        for words, counted in waiting
        for (slug, title), number in counted.items()
    ]


def _read_pile(name: str, claims: QuerySet[Claim], counts: dict[str, int]) -> Pile:
    words = WORDS[name]
    rows = claims.select_related("holder", "proposal", "source", "coder")
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
        hint="A reviewer has a remark: correct it and submit it again.",
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
        "Drafts without a coder",
        hint="They were imported in nobody's name, or their coder has left: submit or withdraw them.",
        empty="Every draft has a coder.",
        filters={"status__exact": Status.DRAFT.value, "coder": "nobody"},
    ),
}


def list_negotiations(user: User) -> list[Negotiation]:
    """Return the negotiations in which a user codes, with whose documents they begin (one query)."""
    return list(narrow(user, Negotiation.objects.all())) if is_analyst(user) else []
