"""What coders and reviewers say to each other of a claim, from beside the text; and all that awaits a user."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.contrib import messages
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from ..admin.reviewable import explain, read_version
from ..admin.teams import narrow
from ..admin.threads import pass_on_comment
from ..models import Claim, Negotiation
from ..queries.coding import select_in_review
from ..queries.threads import ThreadEntry, count_awaiting, read_threads, select_commented
from ..roles import is_reviewer
from ..rules.publishing import SUBMIT, Status
from ..rules.threads import LONGEST_COMMENT
from ..services import review
from ..services.write_gate import Refused, Stale
from ..wording.threads import ANSWERS_PILE, REMARKS_PILE, RETURNED_PILE, refuse_comment, write_awaiting
from .access import for_coders
from .desk import CodingDesk

MOST_LISTED = 100


class CommentedClaim(NamedTuple):
    """A claim of a coder that was returned, or on which a comment awaits them, with its thread."""

    claim: Claim
    thread: list[ThreadEntry]
    may_submit: bool


class AwaitedClaim(NamedTuple):
    """A claim that awaits a user, and the page on which they see to it."""

    claim: Claim
    address: str


class AwaitedPile(NamedTuple):
    """Claims that await a user for one reason: its name in the address of the page, heading, number, the first ones."""

    name: str
    heading: str
    number: int
    claims: list[AwaitedClaim]


class WhatAwaits(NamedTuple):
    """How many claims of a negotiation await a user, in words, each with where they are listed."""

    words: str
    address: str


@for_coders
@require_POST
def comment(request: Any, public_id: str) -> HttpResponse:
    """Write a comment on a claim, settle one, or submit the claim again with it as its remark."""
    claim = get_object_or_404(_select_seen(request), public_id=public_id)
    text = request.POST.get("reason", "")
    if "_submit" in request.POST:
        _submit(request, claim, text)
    else:
        pass_on_comment(request, claim, text)
    if request.POST.get("back") == "review":
        return redirect("workbench:review", request.negotiation.slug, claim.public_id)
    return redirect("workbench:code", request.negotiation.slug, claim.source.slug)


@for_coders
@require_safe
def awaiting(request: Any) -> HttpResponse:
    """List the claims that await the user in a negotiation: returned, remarked on, answered."""
    piles = [
        _make_pile(request, name, heading, claims)
        for name, heading, claims in _select_awaited(request.user, request.negotiation)
    ]
    return render(request, "workbench/awaiting.html", {"piles": [pile for pile in piles if pile.number]})


def list_what_awaits(user: User, negotiation: Negotiation) -> list[WhatAwaits]:
    """Return how many claims await a user for each reason, as far as any do (two queries, three for a reviewer)."""
    claims = Claim.objects.filter(proposal__negotiation=negotiation)
    commented, at = count_awaiting(user, claims), reverse("workbench:awaiting", args=[negotiation.slug])
    numbers = {
        "returned": claims.filter(coder=user, status=Status.RETURNED.value).count(),
        "remarks": commented.remarks,
        "answers": commented.answers,
    }
    listed = [WhatAwaits(write_awaiting(name, number), f"{at}#{name}") for name, number in numbers.items() if number]
    if is_reviewer(user):
        waiting = select_in_review(negotiation).filter(review.match_written_by_others(user))
        queue = narrow(user, waiting).count()
        if queue:
            at = reverse("workbench:review-next", args=[negotiation.slug])
            listed.append(WhatAwaits(write_awaiting("review", queue), at))
    return listed


def read_commented(desk: CodingDesk) -> list[CommentedClaim]:
    """Return the claims of a source that its coder is to see to, each with its thread (one query, four where there are
    any)."""
    user, own = desk.request.user, [claim for claim in desk.own_claims if isinstance(claim, Claim)]
    commented = set(
        select_commented(user, Claim.objects.filter(source=desk.source), own=True).values_list("pk", flat=True)
    )
    awaited = [claim for claim in own if claim.status == Status.RETURNED or claim.pk in commented]
    threads = read_threads(awaited) if awaited else {}
    return [CommentedClaim(claim, threads[claim.pk], claim.status == Status.RETURNED) for claim in awaited]


def _select_seen(request: Any) -> QuerySet[Claim]:
    claims = Claim.objects.filter(proposal__negotiation=request.negotiation)
    seen: QuerySet[Claim] = narrow(request.user, claims).select_related("source", "holder", "proposal")
    return seen


def _submit(request: Any, claim: Claim, text: str) -> None:
    remark = text.replace("\x00", "").strip()[:LONGEST_COMMENT]
    try:
        version = read_version(request.POST.get("version", ""))
        review.transition(claim, SUBMIT, user=request.user, version=version, reason=remark)
    except (Stale, Refused) as refusal:
        messages.error(request, refuse_comment(explain(refusal), text, "Not submitted."))
        return
    messages.success(request, "Submitted again: it waits for a reviewer.")


def _select_awaited(user: User, negotiation: Negotiation) -> Iterable[tuple[str, str, QuerySet[Claim]]]:
    """Yield each reason for which claims await a user: its name, its heading, the claims."""
    claims = Claim.objects.filter(proposal__negotiation=negotiation)
    yield "returned", RETURNED_PILE, claims.filter(coder=user, status=Status.RETURNED.value)
    yield "remarks", REMARKS_PILE, select_commented(user, claims, own=True)
    yield "answers", ANSWERS_PILE, select_commented(user, claims, own=False)


def _make_pile(request: Any, name: str, heading: str, claims: QuerySet[Claim]) -> AwaitedPile:
    listed = claims.select_related("holder", "proposal", "source").order_by("source", "pk")[:MOST_LISTED]
    rows = [AwaitedClaim(claim, _find_page(request, claim)) for claim in listed]
    return AwaitedPile(name, heading, claims.count(), rows)


def _find_page(request: Any, claim: Claim) -> str:
    """Return where a user sees to a claim: its coder beside the text, a reviewer in the queue or on its record."""
    if claim.coder_id == request.user.pk and claim.corrects_id is None:
        return reverse("workbench:code", args=[request.negotiation.slug, claim.source.slug])
    if claim.status == Status.IN_REVIEW and not review.wrote_last(claim, request.user):
        return reverse("workbench:review", args=[request.negotiation.slug, claim.public_id])
    return reverse("admin:claims_claim_change", args=[claim.pk])
