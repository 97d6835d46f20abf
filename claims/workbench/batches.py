"""The batches of a negotiation: which there are, opening one, and how far its coders have come."""

from typing import Any, NamedTuple

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ..models import Batch, BatchCoder, Negotiation
from ..queries.batches import (
    list_coder_progress,
    list_place_progress,
    select_batches,
    select_to_code,
    select_to_settle,
)
from ..roles import is_reviewer
from ..services.batches import Coders, finish, open_batch, reopen
from ..services.write_gate import Refused, Stale
from ..wording.batches import (
    ALL_ARE_DONE,
    CLOSED_FOR_THEM,
    OPENED_AGAIN,
    YOU_ARE_DONE,
    ask_done,
    say_opened,
    write_awaiting_batches,
    write_batches,
    write_opened,
    write_sample,
    write_standing,
)
from .access import for_coders
from .batch_form import BatchForm
from .blind import find_coder
from .pages import ALL_THE_SAME


class BatchRow(NamedTuple):
    """A batch in the list: how far it has come, for what it awaits the user, and whether they may open its page."""

    batch: Batch
    standing: str
    awaits: str
    opens: bool


@for_coders
@require_safe
def batch_list(request: Any) -> HttpResponse:
    """List the batches of a negotiation, those first that are not settled, with what awaits the user."""
    batches = list(select_batches(request.negotiation))
    mine = set(select_to_code(request.user).filter(batch__in=batches).values_list("batch", flat=True))
    coded = set(BatchCoder.objects.filter(user=request.user, batch__in=batches).values_list("batch", flat=True))
    rows = [_make_row(batch, batch.pk in mine, batch.pk in coded, is_reviewer(request.user)) for batch in batches]
    context = {
        "headline": write_batches(len(rows), sum(bool(row.awaits) for row in rows)),
        "rows": rows,
        "opens": is_reviewer(request.user),
    }
    return render(request, "workbench/batches.html", context)


@for_coders
@require_http_methods(["GET", "HEAD", "POST"])
def open_new(request: Any) -> HttpResponse:
    """Ask a reviewer what is to be coded twice and by whom, and open the batch."""
    if not is_reviewer(request.user):
        raise PermissionDenied
    form = BatchForm(request.POST or None, user=request.user, negotiation=request.negotiation)
    if request.method == "POST" and form.is_valid():
        coders = Coders(form.cleaned_data["coders"], form.cleaned_data["machines"])
        try:
            batch = open_batch(form.instance, list(form.cleaned_data["sources"]), coders, user=request.user)
        except (Refused, ValidationError) as error:
            form.add_error(None, ValidationError(error.reasons if isinstance(error, Refused) else error.messages))
        else:
            messages.success(request, say_opened(batch.title, batch.sources.count()))
            return redirect("workbench:batch", request.negotiation.slug, batch.public_id)
    return render(request, "workbench/open_batch.html", {"form": form}, status=400 if form.errors else 200)


@for_coders
@require_safe
def one_batch(request: Any, batch: str) -> HttpResponse:
    """Show a batch: to a coder their documents and how far they have come, to reviewers how far each coder has."""
    return _show(request, _find(request, batch))


@for_coders
@require_POST
def be_done(request: Any, batch: str) -> HttpResponse:
    """Say that the user is done with a batch; who has not read all is asked before."""
    coder = find_coder(request, batch)
    unread = sum(each.place.number - each.read for each in list_place_progress(coder))
    if unread and coder.done_at is None and ALL_THE_SAME not in request.POST:
        return _show(request, coder.batch, asked=ask_done(unread))
    return _finish(request, coder, "")


@for_coders
@require_POST
def end_for(request: Any, batch: str, coder: int) -> HttpResponse:
    """Say for a coder that they are done, or let them go on, with a reason."""
    row = _find(request, batch).coders.filter(pk=coder).first()
    if row is None:
        raise Http404("This batch has no such coder.")
    reason = request.POST.get("reason", "").replace("\x00", "").strip()[:300]
    if "_reopen" not in request.POST:
        return _finish(request, row, reason)
    try:
        reopen(row, user=request.user, reason=reason)
    except (Refused, Stale) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, OPENED_AGAIN)
    return redirect("workbench:batch", request.negotiation.slug, batch)


def count_awaiting_batches(user: User, negotiation: Negotiation) -> str:
    """Say how many batches of a negotiation await a user: to be coded, and of a reviewer to be settled (a query
    each)."""
    to_code = select_to_code(user).filter(batch__negotiation=negotiation).count()
    to_settle = select_to_settle().filter(negotiation=negotiation).count() if is_reviewer(user) else 0
    return write_awaiting_batches(to_code, to_settle)


def _make_row(batch: Any, to_code: bool, coded: bool, reviews: bool) -> BatchRow:
    done, coders, settled = batch.coders_done, batch.coders_in_all, batch.settled_on is not None
    awaits = "code" if to_code else "settle" if reviews and not batch.blind and not settled else ""
    return BatchRow(batch, write_standing(batch.blind, done, coders, settled), awaits, coded or reviews)


def _finish(request: Any, coder: BatchCoder, reason: str) -> HttpResponse:
    own = coder.user_id == request.user.pk
    try:
        batch = finish(coder, user=request.user, reason=reason)
    except (Refused, Stale) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, ALL_ARE_DONE if not batch.blind else YOU_ARE_DONE if own else CLOSED_FOR_THEM)
    return redirect("workbench:batch", request.negotiation.slug, coder.batch.public_id)


def _find(request: Any, public_id: str) -> Batch:
    """Return a batch that the user may see: its coders and the reviewers of its negotiation may."""
    batch = Batch.objects.filter(negotiation=request.negotiation, public_id=public_id).first()
    if batch is None:
        raise Http404(f"There is no batch “{public_id}”.")
    if not is_reviewer(request.user) and not batch.coders.filter(user=request.user).exists():
        raise PermissionDenied
    return batch


def _show(request: Any, batch: Batch, *, asked: str = "") -> HttpResponse:
    mine = batch.coders.filter(user=request.user).select_related("batch").first()
    done = batch.coders.exclude(done_at=None).count()
    context = {
        "batch": batch,
        "mine": mine,
        "places": list_place_progress(mine) if mine else [],
        "coders": list_coder_progress(batch) if _sees_all(request.user, batch, mine) else [],
        "places_alone": [] if mine else list(batch.sources.select_related("source")),
        "standing": write_standing(batch.blind, done, batch.coders.count(), bool(batch.settled_on)),
        "opened": write_opened(batch.opened_on, BatchCoder.name_user(batch.opened_by), batch.settled_on),
        "sample": write_sample(batch.stratum, batch.share),
        "reviews": is_reviewer(request.user),
        "asked": asked,
    }
    return render(request, "workbench/batch.html", context)


def _sees_all(user: User, batch: Batch, mine: BatchCoder | None) -> bool:
    """Whether a user sees how far each coder has come: while a batch is blind, reviewers who do not code in it."""
    return not batch.blind or (mine is None and is_reviewer(user))
