"""The pages on which a document is coded: the documents of a negotiation, and one with its claims and a short form."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import IntegrityError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from .. import queries
from ..admin.claim_form import explain_settled
from ..admin.source_codings import list_added_since
from ..admin.teams import narrow
from ..models import Claim, DataVersion, Source
from ..queries.coding import (
    count_coded,
    order_by_claims,
    order_sources_to_code,
    select_drafts_of,
    select_named_in,
)
from ..reader.shared.list_view import number_pages
from ..rules.quotes import LONGEST_QUOTE
from ..rules.scales import ATTRIBUTIONS
from ..services import coding
from ..services.write_gate import Refused, Stale
from ..wording.coding import say_document_done, say_saved, say_submitted, write_documents
from .access import for_coders
from .desk import CodingDesk, open_desk, tell_state
from .forms import FOLDED, CodingForm, describe
from .names import name_row
from .scales import list_scale
from .threads import list_what_awaits, read_commented

SOURCES_A_PAGE = 100


@for_coders
@require_safe
def source_list(request: Any) -> HttpResponse:
    """List the documents with how much of each is coded for the negotiation."""
    listed = order_sources_to_code(narrow(request.user, Source.objects.all()), request.negotiation)
    page = Paginator(listed, SOURCES_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "headline": write_documents(page.paginator.count, listed.filter(done_here=False).count()),
        "sources": count_coded(page, request.negotiation),
        "pages": number_pages(request, page, "page"),
        "awaits": list_what_awaits(request.user, request.negotiation),
    }
    return render(request, "workbench/sources.html", context)


@for_coders
def code(request: Any, source: str) -> HttpResponse:
    """Show a document with its claims and the form of the next; save what is sent."""
    desk = open_desk(request, source)
    if request.method == "POST":
        return _save(desk)
    paragraph = desk.reading.find(_read_number(request.GET.get("p", "")))
    initial = {"quote": desk.text[paragraph.start : paragraph.end]} if paragraph else {}
    return _show(desk, _make_form(desk, initial), now=paragraph.number if paragraph else 0)


@for_coders
@require_POST
def take_back(request: Any, source: str) -> HttpResponse:
    """Take back the draft that the coder saved last; the form shows what it was."""
    desk = open_desk(request, source)
    claim = select_drafts_of(request.user, desk.source, desk.negotiation).first()
    if claim is None:
        messages.info(request, "There is no draft of yours to take back.")
        return _answer(desk, _make_form(desk, {}))
    try:
        coding.take_back(claim, user=request.user, version=claim.version)
    except (Stale, Refused) as refusal:
        messages.error(request, str(refusal))
        return _answer(desk, _make_form(desk, {}))
    messages.success(request, "Taken back: the form holds what it said.")
    return _answer(open_desk(request, source), _make_form(desk, describe(claim)), touched=claim)


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
    """Say that the document is coded to its end."""
    desk = open_desk(request, source)
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
    quote, prefix, suffix = (request.POST.get(name, "")[: LONGEST_QUOTE + 1] for name in ("quote", "prefix", "suffix"))
    return render(request, "workbench/state.html", {"state": tell_state(desk, quote, prefix, suffix)})


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


def _save(desk: CodingDesk) -> HttpResponse:
    """Save a claim, and show the form of the next; what is wrong is told at its field, and all that was typed kept."""
    form = _make_form(desk, {}, desk.request.POST)
    if not form.is_valid():
        return _answer(desk, form, status=400)
    claim = form.instance
    try:
        coding.save_coded(claim, user=desk.request.user, quote_check=form.quote_check)
    except ValidationError as error:
        form.add_error(None, error)
    except (Stale, Refused, IntegrityError) as error:
        form.add_error(None, f"Not saved: {error}")
    else:
        for sentence in explain_settled(claim):
            messages.info(desk.request, sentence)
        messages.success(desk.request, say_saved(claim.holder.short_name, str(claim.proposal), claim.value_word.word))
        again = open_desk(desk.request, desk.source.slug)
        initial = form.carry_over(same_quote="_another" in desk.request.POST)
        return _answer(again, _make_form(again, initial), touched=claim)
    return _answer(desk, form, status=400)


def _make_form(desk: CodingDesk, initial: dict[str, Any], data: Any = None) -> CodingForm:
    return CodingForm(data, initial=initial, user=desk.request.user, source=desk.source, negotiation=desk.negotiation)


def _answer(desk: CodingDesk, form: CodingForm, *, status: int = 200, touched: Claim | None = None) -> HttpResponse:
    """Answer what was sent: for a script with the form and what changed of the page, else with the page."""
    if desk.request.headers.get("HX-Request"):
        return render(desk.request, "workbench/answer.html", _describe(desk, form, touched=touched), status=status)
    return _show(desk, form, status=status, touched=touched)


def _show(
    desk: CodingDesk, form: CodingForm, *, now: int = 0, status: int = 200, touched: Claim | None = None
) -> HttpResponse:
    context = {**_describe(desk, form, touched=touched), "now": now, "commented": read_commented(desk)}
    return render(desk.request, "workbench/code.html", context, status=status)


def _describe(desk: CodingDesk, form: CodingForm, touched: Claim | None = None) -> dict[str, Any]:
    """Return what the page shows; `changed` are the paragraphs that a script draws anew."""
    quote = form["quote"].value() or ""
    codings = desk.source.codings.filter(negotiation=desk.negotiation)
    return {
        "desk": desk,
        "reading": desk.reading,
        "form": form,
        "scale": list_scale(),
        "state": tell_state(desk, quote, form["prefix"].value() or "", form["suffix"].value() or ""),
        "drafts": select_drafts_of(desk.request.user, desk.source, desk.negotiation).count(),
        "done": codings.done().first(),
        "added": list(list_added_since(codings, desk.request.user)),
        "at": {name: desk.get_address(name.replace("_", "-")) for name in ("check", "take_back", "submit", "done")},
        "attributions": [(each.value, word.word, word.meaning) for each, word in ATTRIBUTIONS.items()],
        "more_open": any(name in form.errors for name in FOLDED),
        "changed": desk.reading.list_touched(touched) if touched else [],
    }


def _read_number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else 0
