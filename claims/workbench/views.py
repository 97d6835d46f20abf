"""The pages on which a document is coded: the documents of a negotiation, and one with its claims and a short form."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from .. import queries
from ..admin.teams import narrow
from ..models import DataVersion, Source
from ..queries.coding import (
    count_coded,
    order_by_claims,
    order_sources_to_code,
    select_drafts_of,
    select_named_in,
)
from ..reader.shared.list_view import number_pages
from ..services import coding
from ..services.write_gate import Refused, Stale
from ..wording.coding import say_document_done, say_submitted, write_documents
from .access import for_coders
from .desk import open_desk, tell_state
from .forms import describe
from .names import name_row
from .pages import answer, ask_whether_done, open_page, read_quote, take_claim, take_read
from .threads import list_what_awaits

SOURCES_A_PAGE = 100


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
    }
    return render(request, "workbench/sources.html", context)


@for_coders
def code(request: Any, source: str) -> HttpResponse:
    """Show a document with its claims and the form of the next; save what is sent."""
    desk = open_desk(request, source)
    if request.method == "POST":
        return take_claim(desk)
    return open_page(desk)


@for_coders
@require_POST
def take_back(request: Any, source: str) -> HttpResponse:
    """Take back the draft that the coder saved last; the form shows what it was."""
    desk = open_desk(request, source)
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
    return answer(open_desk(request, source), desk.make_form(describe(claim)), touched=claim)


@for_coders
@require_POST
def submit(request: Any, source: str) -> HttpResponse:
    """Submit all drafts of the coder in this document."""
    desk = open_desk(request, source)
    drafts = list(select_drafts_of(request.user, desk.source, desk.negotiation))
    results = coding.submit_all(drafts, user=request.user)
    refused = [(str(one.row), str(one.refusal)) for one in results if one.refusal]
    level = messages.WARNING if refused else messages.SUCCESS
    messages.add_message(request, level, say_submitted(len(results) - len(refused), refused))
    return redirect(desk.address)


@for_coders
@require_POST
def finish(request: Any, source: str) -> HttpResponse:
    """Say that the document is coded to its end, whoever has not read all of it being asked before."""
    desk = open_desk(request, source)
    if asked := ask_whether_done(desk):
        return asked
    try:
        change = coding.finish_document(desk.source, desk.negotiation, user=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, say_document_done(waits=change is not None))
    return redirect(desk.address)


@for_coders
@require_POST
def check(request: Any, source: str) -> HttpResponse:
    """Say whether a quote that was typed stands in the text, and what is nearest if not."""
    desk = open_desk(request, source)
    return render(request, "workbench/state.html", {"state": tell_state(desk, *read_quote(request))})


@for_coders
@require_POST
def read(request: Any, source: str) -> HttpResponse:
    """Note that the coder has read a paragraph."""
    return take_read(open_desk(request, source))


@for_coders
@require_safe
def names(request: Any) -> JsonResponse:
    """Send the names by which actors and proposals are chosen, with those first that occur most."""
    actors, proposals = select_named_in(request.negotiation)
    scope = queries.Scope(negotiations=(request.negotiation.pk,))
    snapshot = queries.get_snapshot(scope, DataVersion.read_all().of(request.negotiation.pk))
    listed = order_by_claims(narrow(request.user, actors), snapshot)
    return JsonResponse(
        {
            "actors": [name_row(actor) for actor in listed],
            "proposals": [name_row(proposal) for proposal in proposals.order_by("topic__order", "order", "title")],
        }
    )
