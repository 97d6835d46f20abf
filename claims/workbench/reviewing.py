"""Reviewing beside the text: the claims that wait, one after the other, each with its passage in its place."""

from typing import Any, NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from ..admin.reviewable import LONGEST_REMARK, explain, read_version
from ..admin.teams import narrow
from ..models import Claim
from ..models.claims import CLAIM_CONTENT
from ..queries.coding import read_returned, select_in_review
from ..queries.differences import Difference, list_differences
from ..queries.threads import read_thread
from ..reader.rendering.claim_sentence import tell_claim
from ..roles import is_reviewer
from ..rules.publishing import PUBLISH, RETURN, Status
from ..services import review
from ..services.write_gate import Refused, Stale
from ..wording.coding import say_passed, write_queue
from .access import for_coders
from .desk import open_desk, tell_state
from .pages import tell_span


class Queue(NamedTuple):
    """Where a claim stands among those that wait: its place, how many there are, and the ids of its neighbours."""

    place: int
    number: int
    before: str
    after: str


@for_coders
@require_safe
def review_next(request: Any) -> HttpResponse:
    """Go to the first claim that waits for this reviewer, or say that none does."""
    ids = _list_waiting(request)
    if ids:
        return redirect("workbench:review", request.negotiation.slug, ids[0])
    return render(request, "workbench/nothing_to_review.html")


@for_coders
@require_http_methods(["GET", "HEAD", "POST"])
def review_claim(request: Any, public_id: str) -> HttpResponse:
    """Show a claim that waits, with its passage in the text; publish or return it, and go on with the next."""
    ids = _list_waiting(request)
    claim = narrow(request.user, select_in_review(request.negotiation).for_table()).filter(public_id=public_id).first()
    if claim is None or public_id not in ids:
        if request.method == "POST" or ids:
            messages.info(request, "That claim does not wait for you any more.")
            return redirect("workbench:review-next", request.negotiation.slug)
        raise Http404(f"No claim “{public_id}” waits for a reviewer.")
    at = ids.index(public_id)
    queue = Queue(at + 1, len(ids), ids[at - 1] if at else "", ids[at + 1] if at + 1 < len(ids) else "")
    if request.method == "POST":
        return _pass_on(request, claim, queue)
    return _show(request, claim, queue)


def _list_waiting(request: Any) -> list[str]:
    """Return the ids of the claims that wait for this reviewer: those that others wrote last (one query)."""
    if not is_reviewer(request.user):
        raise PermissionDenied
    waiting = select_in_review(request.negotiation).filter(review.match_written_by_others(request.user))
    return list(narrow(request.user, waiting).values_list("public_id", flat=True))


def _pass_on(request: Any, claim: Claim, queue: Queue) -> HttpResponse:
    """Publish or return a claim at the version that was shown, and go to the next; else say why not."""
    name = RETURN if "_return" in request.POST else PUBLISH
    reason = request.POST.get("reason", "").replace("\x00", "").strip()[:LONGEST_REMARK]
    version = read_version(request.POST.get("version", ""))
    try:
        review.transition(claim, name, user=request.user, version=version, reason=reason)
    except (Stale, Refused) as refusal:
        messages.error(request, f"Not {name}ed. {explain(refusal)}")
        return _show(request, claim, queue, reason=reason, status=409)
    messages.success(request, say_passed(name, claim.holder.short_name, str(claim.proposal)))
    onwards = queue.after or queue.before
    if onwards:
        return redirect("workbench:review", request.negotiation.slug, onwards)
    return redirect("workbench:review-next", request.negotiation.slug)


def _show(request: Any, claim: Claim, queue: Queue, *, reason: str = "", status: int = 200) -> HttpResponse:
    desk = open_desk(request, claim.source.slug, claim.pk)
    touched = desk.reading.list_touched([tell_span(claim)])
    returned, thread = read_returned(claim), read_thread(claim)
    submitted = [place for place, entry in enumerate(thread) if entry.step == Status.IN_REVIEW]
    context = {
        "desk": desk,
        "reading": desk.reading,
        "reviewed": claim,
        "now": touched[0].number if touched else 0,
        "state": tell_state(desk, claim.quote, claim.prefix, claim.suffix),
        "sentence": tell_claim(claim),
        "queue": queue,
        "queued": write_queue(queue.place, queue.number),
        "thread": thread,
        "changed_at": submitted[-1] if returned and submitted else None,
        "comment_at": reverse("workbench:comment", args=[desk.negotiation.slug, claim.public_id]),
        "since_returned": _compare(returned, claim),
        "corrected": _compare(claim.corrects, claim),
        "blockers": review.blockers(claim, PUBLISH, request.user),
        "reason": reason,
        "edit_at": reverse("admin:claims_claim_change", args=[claim.pk]),
    }
    return render(request, "workbench/review.html", context, status=status)


def _compare(before: Any, claim: Claim) -> list[Difference]:
    """Return what of a claim is otherwise than it was before."""
    return list_differences(Claim, [(before, claim)], CLAIM_CONTENT)[0] if before else []
