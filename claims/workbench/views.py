"""The pages on which a document is coded: the documents of a negotiation, and one with its claims and a short form."""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from .. import queries
from ..admin.teams import leave_out_closed, narrow
from ..models import DataVersion, Source
from ..queries.batches import call_as_suggested
from ..queries.coding import (
    count_coded,
    order_by_claims,
    order_sources_to_code,
    select_drafts_of,
    select_editable_of,
    select_named_in,
)
from ..reader.shared.list_view import number_pages
from ..services import coding
from ..services.write_gate import Refused, Stale
from ..wording.coding import say_document_done, say_submitted, write_documents
from .access import for_coders
from .batches import count_awaiting_batches
from .desk import CodingDesk, open_desk, refuse_blind, tell_state
from .forms import describe
from .names import name_row
from .pages import answer, ask_whether_done, open_page, read_quote, refuse_edit, take_claim, take_read, tell_span
from .threads import list_what_awaits

SOURCES_A_PAGE = 100


def at_desk(*methods: str) -> Callable[[Callable[[CodingDesk], HttpResponse]], Callable[..., HttpResponse]]:
    """Wrap a view of a document that is coded for all to see, closed to whoever codes it blind in a batch; it answers
    these methods."""

    def wrap(view: Callable[[CodingDesk], HttpResponse]) -> Callable[..., HttpResponse]:
        @for_coders
        @require_http_methods(methods)
        @wraps(view)
        def show(request: Any, source: str) -> HttpResponse:
            desk = open_desk(request, source)
            return refuse_blind(desk) or view(desk)

        wrapped: Callable[..., HttpResponse] = show
        return wrapped

    return wrap


@for_coders
@require_safe
def source_list(request: Any) -> HttpResponse:
    """List the documents with how much of each is coded for the negotiation."""
    listed = order_sources_to_code(narrow(request.user, Source.objects.all()), request.negotiation)
    page = Paginator(listed, SOURCES_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "headline": write_documents(page.paginator.count, listed.filter(done_here=False).count()),
        "sources": count_coded(page, request.negotiation, request.user),
        "pages": number_pages(request, page, "page"),
        "awaits": list_what_awaits(request.user, request.negotiation),
        "batches": count_awaiting_batches(request.user, request.negotiation),
    }
    return render(request, "workbench/sources.html", context)


@at_desk("GET", "HEAD", "POST")
def code(desk: CodingDesk) -> HttpResponse:
    """Show a document with its claims and the form of the next, or of one of the coder's own; save what is sent."""
    if asked := desk.request.GET.get("edit"):
        edited = select_editable_of(desk.request.user, desk.source, desk.negotiation).filter(public_id=asked).first()
        if edited is None:
            return refuse_edit(desk)
        desk = replace(desk, edited=edited)
    if desk.request.method == "POST":
        return take_claim(desk)
    return open_page(desk)


@at_desk("POST")
def take_back(desk: CodingDesk) -> HttpResponse:
    """Take back the draft that the coder saved last; the form shows what it was."""
    request = desk.request
    claim = select_drafts_of(request.user, desk.source, desk.negotiation).first()
    if claim is None:
        messages.info(request, "There is no draft of yours to take back.")
        return answer(desk, desk.make_form({}))
    try:
        coding.take_back(claim, user=request.user, version=claim.version)
    except (Stale, Refused) as refusal:
        messages.error(request, str(refusal))
        return answer(desk, desk.make_form({}))
    messages.success(request, "Taken back: the form holds what it said.")
    return answer(desk.open_again(), desk.make_form(describe(claim)), touched=[tell_span(claim)])


@at_desk("POST")
def submit(desk: CodingDesk) -> HttpResponse:
    """Submit all drafts of the coder in this document."""
    request = desk.request
    drafts = list(select_drafts_of(request.user, desk.source, desk.negotiation))
    results = coding.submit_all(drafts, user=request.user)
    refused = [(str(one.row), str(one.refusal)) for one in results if one.refusal]
    level = messages.WARNING if refused else messages.SUCCESS
    messages.add_message(request, level, say_submitted(len(results) - len(refused), refused))
    return redirect(desk.address)


@at_desk("POST")
def finish(desk: CodingDesk) -> HttpResponse:
    """Say that the document is coded to its end, whoever has not read all of it being asked before."""
    request = desk.request
    if asked := ask_whether_done(desk):
        return asked
    try:
        change = coding.finish_document(desk.source, desk.negotiation, user=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, say_document_done(waits=change is not None))
    return redirect(desk.address)


@at_desk("POST")
def check(desk: CodingDesk) -> HttpResponse:
    """Say whether a quote that was typed stands in the text, and what is nearest if not."""
    request = desk.request
    return render(request, "workbench/state.html", {"state": tell_state(desk, *read_quote(request))})


@at_desk("POST")
def read(desk: CodingDesk) -> HttpResponse:
    """Note that the coder has read a paragraph."""
    return take_read(desk)


@for_coders
@require_safe
def names(request: Any) -> JsonResponse:
    """Send the names by which actors and proposals are chosen, with those first that occur most."""
    actors, proposals = select_named_in(request.negotiation, request.user)
    scope = queries.Scope(negotiations=(request.negotiation.pk,))
    snapshot = queries.get_snapshot(scope, DataVersion.read_all().of(request.negotiation.pk))
    listed = order_by_claims(leave_out_closed(request.user, actors), snapshot)
    offered = list(proposals.order_by("topic__order", "order", "title"))
    call_as_suggested(request.user, [*listed, *offered])
    return JsonResponse(
        {
            "actors": [name_row(actor) for actor in listed],
            "proposals": [name_row(proposal) for proposal in offered],
        }
    )
