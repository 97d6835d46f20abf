"""Coding a document of a batch: the same page and keys, and nothing on it that anybody else coded."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from ..models import Batch, BatchCoder, BatchSource, BlindCoding
from ..models.claim_content import ClaimContent
from ..models.source_readings import ReadText
from ..queries.batches import list_place_progress, read_own_codings
from ..services.blind_codings import save_blind, take_blind_back
from ..services.write_gate import Refused, Stale
from ..wording.batches import ALL_DONE, DONE_ALREADY, NOTHING_TO_TAKE_BACK, TAKEN_BACK, say_coded, write_blind_note
from .access import for_coders
from .desk import CodingDesk, tell_state
from .forms import BlindCodingForm, CodingForm, describe
from .pages import answer, open_page, read_number, read_quote, take_claim, take_read, tell_span


@dataclass(frozen=True, kw_only=True)
class BlindDesk(CodingDesk):
    """The desk of a coder of a batch: the text as it was when the batch was opened, and what they coded themselves."""

    coder: BatchCoder
    place: BatchSource
    blind: ClassVar[bool] = True

    @cached_property
    def text(self) -> str:
        return self.place.read_text()

    @cached_property
    def claims(self) -> Sequence[ClaimContent]:
        return read_own_codings(self.coder, self.source)

    @property
    def own_claims(self) -> Sequence[ClaimContent]:
        return self.claims

    @property
    def wanted(self) -> Collection[int]:
        return self.place.paragraphs

    @property
    def read_text(self) -> ReadText:
        return ReadText(self.source, self.negotiation, self.text, self.coder.batch)

    def make_form(self, initial: dict[str, Any], data: Any = None) -> CodingForm:
        return BlindCodingForm(
            data,
            initial=initial,
            user=self.request.user,
            source=self.source,
            negotiation=self.negotiation,
            coder=self.coder,
            place=self.place,
            text=self.text,
        )

    def keep(self, form: CodingForm) -> None:
        save_blind(form.instance, user=self.request.user)

    def say_saved(self, claim: ClaimContent) -> str:
        return say_coded(claim.holder.short_name, str(claim.proposal), claim.value_word.word)

    def count_drafts(self) -> int:
        return len(self.claims)

    def describe(self) -> dict[str, Any]:
        places = [each.place for each in list_place_progress(self.coder)]
        after = places[places.index(self.place) + 1 :]
        note = write_blind_note(self.coder.batch.title)
        return {"batch": self.coder.batch, "next_place": after[0] if after else None, "blind_note": note}

    @property
    def addresses(self) -> dict[str, str]:
        batch = [self.negotiation.slug, self.coder.batch.public_id]
        pages = ("check", "take_back", "read")
        own = {name: self.get_address(f"blind-{name.replace('_', '-')}") for name in pages}
        return own | {
            "batch": reverse("workbench:batch", args=batch),
            "names": reverse("workbench:names", args=batch[:1]),
            "suggest_actors": reverse("workbench:blind-suggest", args=[*batch, "actor"]),
            "suggest_proposals": reverse("workbench:blind-suggest", args=[*batch, "proposal"]),
        }

    @property
    def address(self) -> str:
        return self.get_address("blind-code")

    def get_address(self, page: str) -> str:
        slugs = [self.negotiation.slug, self.coder.batch.public_id, self.source.slug]
        return reverse(f"workbench:{page}", args=slugs)


def find_coder(request: Any, batch: str) -> BatchCoder:
    """Return the user's place in a batch of the negotiation (one query). Raise Http404 where there is no such batch,
    PermissionDenied where they code nothing in it."""
    coders = BatchCoder.objects.filter(batch__negotiation=request.negotiation, batch__public_id=batch)
    coder = coders.filter(user=request.user).select_related("batch__negotiation").first()
    if coder is not None:
        return coder
    if Batch.objects.filter(negotiation=request.negotiation, public_id=batch).exists():
        raise PermissionDenied
    raise Http404(f"There is no batch “{batch}”.")


def at_blind_desk(*methods: str) -> Callable[[Callable[[BlindDesk], HttpResponse]], Callable[..., HttpResponse]]:
    """Wrap a view of a document of a batch, for coders of it who are not done; it answers these methods."""

    def wrap(view: Callable[[BlindDesk], HttpResponse]) -> Callable[..., HttpResponse]:
        @for_coders
        @require_http_methods(methods)
        @wraps(view)
        def show(request: Any, batch: str, source: str) -> HttpResponse:
            coder = find_coder(request, batch)
            place = coder.batch.sources.select_related("source").filter(source__slug=source).first()
            if place is None:
                raise Http404(f"This batch has no document “{source}”.")
            if coder.done_at is not None:
                messages.info(request, DONE_ALREADY if coder.batch.blind else ALL_DONE)
                return redirect("workbench:batch", request.negotiation.slug, batch)
            return view(BlindDesk(request, request.negotiation, place.source, coder=coder, place=place))

        wrapped: Callable[..., HttpResponse] = show
        return wrapped

    return wrap


@at_blind_desk("GET", "HEAD", "POST")
def code(desk: BlindDesk) -> HttpResponse:
    """Show a document of a batch with what its coder coded and the form of the next; save what is sent."""
    return take_claim(desk) if desk.request.method == "POST" else open_page(desk)


@at_blind_desk("POST")
def take_back(desk: BlindDesk) -> HttpResponse:
    """Take back one of the coder's codings, or the last; the form holds what it said."""
    request, key = desk.request, read_number(desk.request.POST.get("coding", ""))
    own = [coding for coding in desk.claims if isinstance(coding, BlindCoding)]
    coding = next((each for each in own if each.pk == key), None) if key else max(own, key=_get_key, default=None)
    if coding is None:
        messages.info(request, NOTHING_TO_TAKE_BACK)
        return answer(desk, desk.make_form({}))
    said = describe(coding)
    span = tell_span(coding)
    try:
        take_blind_back(coding, user=request.user, version=coding.version)
    except (Stale, Refused) as refusal:
        messages.error(request, str(refusal))
        return answer(desk, desk.make_form({}))
    messages.success(request, TAKEN_BACK)
    again = desk.open_again()
    return answer(again, again.make_form(said), touched=[span])


@at_blind_desk("POST")
def check(desk: BlindDesk) -> HttpResponse:
    """Say whether a quote that was typed stands in the text."""
    return render(desk.request, "workbench/state.html", {"state": tell_state(desk, *read_quote(desk.request))})


@at_blind_desk("POST")
def read(desk: BlindDesk) -> HttpResponse:
    """Note that the coder has read a paragraph."""
    return take_read(desk)


def _get_key(coding: BlindCoding) -> int:
    return coding.pk
