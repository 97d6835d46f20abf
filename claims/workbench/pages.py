"""What the page of a document does, whether it is coded for all to see or blind: it shows the text with the form beside
it, and takes what is sent."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import HttpResponse
from django.shortcuts import redirect, render

from ..admin.claim_form import explain_settled
from ..admin.quoting import TAKE_PASSAGE, put_passage
from ..models.claim_content import ClaimContent
from ..rules.quotes import LONGEST_QUOTE
from ..rules.scales import ATTRIBUTIONS
from ..services.readings import mark_read
from ..services.write_gate import Refused, Stale
from ..wording.coding import NO_LONGER_TO_EDIT, NOT_TO_EDIT, say_nothing_to_read, say_unread
from .desk import CodingDesk, tell_state
from .forms import FOLDED, CodingForm
from .reading import PlacedSpan
from .scales import list_scale
from .threads import read_commented

ALL_THE_SAME = "all_the_same"  # by which a document is done that was not read to its end


def open_page(desk: CodingDesk) -> HttpResponse:
    """Show a document with the form of the next claim, on the paragraph `p` or at the paragraph `at`, or with that of
    the claim that is edited."""
    if desk.edited:
        form = desk.make_form({})
        return show(desk, form, now=describe(desk, form)["state"].paragraph)
    paragraph = desk.reading.find(read_number(desk.request.GET.get("p", "")))
    initial = {"quote": desk.text[paragraph.start : paragraph.end]} if paragraph else {}
    at = paragraph or desk.reading.find(read_number(desk.request.GET.get("at", "")))
    return show(desk, desk.make_form(initial), now=at.number if at else 0)


def take_claim(desk: CodingDesk) -> HttpResponse:
    """Save a claim, and show the form of the next; what is wrong is told at its field, and all that was typed kept."""
    before = tell_span(desk.edited)
    form = desk.make_form({}, put_passage(desk.request.POST))
    if TAKE_PASSAGE in desk.request.POST:
        return answer(desk, form)
    if not form.is_valid():
        return answer(desk, form, status=400)
    claim = form.instance
    try:
        desk.keep(form)
    except ValidationError as error:
        form.add_error(None, error)
    except (Stale, Refused, IntegrityError) as error:
        form.add_error(None, f"Not saved: {error}")
    else:
        for sentence in explain_settled(claim):
            messages.info(desk.request, sentence)
        messages.success(desk.request, desk.say_saved(claim))
        again = desk.open_again()
        initial = form.carry_over(same_quote="_another" in desk.request.POST)
        return answer(again, again.make_form(initial), touched=[before, tell_span(claim)])
    return answer(desk, form, status=400)


def refuse_edit(desk: CodingDesk) -> HttpResponse:
    """Say that a claim is not the coder's to edit any more; what was typed is kept."""
    if desk.request.method != "POST":
        messages.error(desk.request, NOT_TO_EDIT)
        return redirect(desk.address)
    form = desk.make_form({}, desk.request.POST)
    form.add_error(None, NO_LONGER_TO_EDIT)
    return answer(desk, form, status=400)


def take_read(desk: CodingDesk) -> HttpResponse:
    """Note that a paragraph was read, and go on to the next that was not."""
    request, number = desk.request, read_number(desk.request.POST.get("p", ""))
    if desk.reading.find(number) is None:
        messages.error(request, say_nothing_to_read(len(desk.reading.paragraphs)))
        return redirect(desk.address)
    try:
        mark_read(desk.read_text, {number, *desk.read}, user=request.user)
    except IntegrityError:  # pressed twice at once
        mark_read(desk.read_text, {number, *desk.read}, user=request.user)
    again = desk.open_again()
    at = again.reading.find_next(number)
    if request.headers.get("HX-Request"):
        context = describe(again, again.make_form({})) | {"now": at, "changed": [again.reading.find(number)]}
        return render(request, "workbench/read.html", context)
    return redirect(f"{desk.address}?at={at}#p{at}")


def ask_whether_done(desk: CodingDesk) -> HttpResponse | None:
    """Return the page that asks, where a document is to be done of which some paragraphs were not read; None where
    nothing is to be asked, or it was answered."""
    unread = [each.number for each in desk.reading.list_unread()]
    if not unread or ALL_THE_SAME in desk.request.POST:
        return None
    return show(desk, desk.make_form({}), now=unread[0], asked=say_unread(unread))


def answer(
    desk: CodingDesk, form: CodingForm, *, status: int = 200, touched: Sequence[PlacedSpan] = ()
) -> HttpResponse:
    """Answer what was sent: for a script with the form and what changed of the page, else with the page."""
    if desk.request.headers.get("HX-Request"):
        return render(desk.request, "workbench/answer.html", describe(desk, form, touched=touched), status=status)
    return show(desk, form, status=status, touched=touched)


def show(
    desk: CodingDesk,
    form: CodingForm,
    *,
    now: int = 0,
    status: int = 200,
    touched: Sequence[PlacedSpan] = (),
    asked: str = "",
) -> HttpResponse:
    commented = [] if desk.blind else read_commented(desk)
    context = {**describe(desk, form, touched=touched), "asked": asked, "commented": commented}
    return render(desk.request, "workbench/code.html", context | ({"now": now} if now else {}), status=status)


def describe(desk: CodingDesk, form: CodingForm, touched: Sequence[PlacedSpan] = ()) -> dict[str, Any]:
    """Return what the page shows; `changed` are the paragraphs that a script draws anew, `now` is where to read on."""
    quote = form["quote"].value() or ""
    unread = desk.reading.list_unread()
    return {
        "desk": desk,
        "reading": desk.reading,
        "form": form,
        "scale": list_scale(),
        "state": tell_state(desk, quote, form["prefix"].value() or "", form["suffix"].value() or ""),
        "drafts": desk.count_drafts(),
        "at": desk.addresses,
        "attributions": [(each.value, word.word, word.meaning) for each, word in ATTRIBUTIONS.items()],
        "more_open": any(name in form.errors for name in FOLDED),
        "changed": desk.reading.list_touched(touched),
        "read_on": unread[0].number if unread else 1,
        **desk.describe(),
    }


def tell_span(claim: ClaimContent | None) -> PlacedSpan:
    """Return from where to where the quote of a claim stands in the text."""
    return (claim.quote_start, claim.quote_end) if claim else (None, None)


def read_quote(request: Any) -> tuple[str, str, str]:
    """Return the quote that was sent with what stands around it, no longer than one may be."""
    quote, prefix, suffix = (request.POST.get(name, "")[: LONGEST_QUOTE + 1] for name in ("quote", "prefix", "suffix"))
    return quote, prefix, suffix


def read_number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else 0
