"""What lies on a coder's desk: a source with its text and its claims, and where a quote stands in that text."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, ClassVar, NamedTuple, Self

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString

from ..admin.source_codings import list_added_since
from ..admin.teams import narrow
from ..models import Claim, Negotiation, Source
from ..models.claim_content import ClaimContent
from ..models.source_readings import ReadText
from ..queries.batches import find_blind_batch
from ..queries.coding import read_coded_claims, select_drafts_of
from ..queries.pages import find_locator
from ..queries.readings import read_read_paragraphs
from ..rendering.word_runs import draw_runs
from ..rules import missing_quotes, quotes
from ..rules.paragraphs import find_paragraph, find_touched, split_paragraphs
from ..rules.quotes import QuoteState
from ..rules.word_diff import compare_words
from ..services import coding
from ..wording.batches import write_closed
from ..wording.coding import say_edited, say_saved, write_progress
from .forms import CodingForm
from .forms import describe as describe_claim
from .reading import LaidOutText, lay_out


class Progress(NamedTuple):
    """How many of the paragraphs that are to be read were read, and how many claims are coded."""

    read: int
    number: int
    claims: int

    @property
    def share(self) -> int:
        """In per cent, for the bar."""
        return round(100 * self.read / self.number) if self.number else 0

    @property
    def words(self) -> str:
        return write_progress(*self)


@dataclass(frozen=True)
class CodingDesk:
    """What is on the desk: a source with its text, what is coded of it for the negotiation, who codes, the claim
    that they review (its key), if they do, and the claim of their own that they edit."""

    request: Any
    negotiation: Negotiation
    source: Source
    reviewed: int | None = None
    edited: Claim | None = None
    blind: ClassVar[bool] = False  # whether it is coded in a batch, unseen by others

    @cached_property
    def text(self) -> str:
        """The text that is held of the source (one query), empty where none is."""
        return self.source.read_text()

    @cached_property
    def claims(self) -> Sequence[ClaimContent]:
        """What is coded of the source (one query)."""
        return read_coded_claims(self.source, self.negotiation)

    @property
    def own_claims(self) -> Sequence[ClaimContent]:
        """Those of them that whoever sits here codes."""
        return [claim for claim in self.claims if getattr(claim, "coder_id", None) == self.request.user.pk]

    @cached_property
    def reading(self) -> LaidOutText:
        editor = None if self.reviewed else self.request.user.pk
        return lay_out(self.text, self.claims, self.reviewed, read=self.read, wanted=self.wanted, editor=editor)

    @cached_property
    def read(self) -> Collection[int]:
        """The numbers of the paragraphs that the coder has read: those that they say, and those in which they have
        coded something (one query)."""
        said = read_read_paragraphs(self.request.user, self.read_text)
        spans = [(claim.quote_start, claim.quote_end) for claim in self.own_claims]
        return said | find_touched(self.text, spans)

    @property
    def wanted(self) -> Collection[int]:
        """The numbers of the paragraphs that are to be read; none: all."""
        return ()

    @property
    def read_text(self) -> ReadText:
        """What is read here."""
        return ReadText(self.source, self.negotiation, self.text)

    @property
    def progress(self) -> Progress:
        wanted, unread = self.reading.list_wanted(), self.reading.list_unread()
        return Progress(len(wanted) - len(unread), len(wanted), len(self.claims))

    def make_form(self, initial: dict[str, Any], data: Any = None) -> CodingForm:
        """Make the form of the next claim, or of the one that is edited."""
        said = describe_claim(self.edited) if self.edited else {}
        return CodingForm(
            data,
            instance=self.edited,
            initial=said | initial,
            user=self.request.user,
            source=self.source,
            negotiation=self.negotiation,
        )

    def keep(self, form: CodingForm) -> None:
        """Save what the form holds as a draft of whoever sits here."""
        coding.save_coded(form.instance, user=self.request.user, quote_check=form.quote_check, read=self.read_text)

    def say_saved(self, claim: ClaimContent) -> str:
        """Say what was saved."""
        say = say_edited if self.edited else say_saved
        return say(claim.holder.short_name, str(claim.proposal), claim.value_word.word)

    def open_again(self) -> Self:
        """Return the desk as it is after something was saved, with the form of the next claim on it."""
        return replace(self, edited=None)

    def count_drafts(self) -> int:
        """Count what they can still take back (one query)."""
        return select_drafts_of(self.request.user, self.source, self.negotiation).count()

    def describe(self) -> dict[str, Any]:
        """Return what the bar says besides: whether all was read, and for what it is to be read again."""
        codings = self.source.codings.filter(negotiation=self.negotiation)
        return {"done": codings.done().first(), "added": list(list_added_since(codings, self.request.user))}

    @property
    def addresses(self) -> dict[str, str]:
        """Where what is pressed on the page is sent."""
        pages = ("check", "take_back", "submit", "done", "read")
        own = {name: self.get_address(name.replace("_", "-")) for name in pages}
        slug = self.negotiation.slug
        return own | {
            "names": reverse("workbench:names", args=[slug]),
            "suggest_actors": reverse("workbench:suggest", args=[slug, "actor"]),
            "suggest_proposals": reverse("workbench:suggest", args=[slug, "proposal"]),
        }

    @property
    def address(self) -> str:
        return self.get_address("code")

    @property
    def form_address(self) -> str:
        """Where the form is sent: with the claim that is edited, if one is."""
        return f"{self.address}?edit={self.edited.public_id}" if self.edited else self.address

    def get_address(self, page: str) -> str:
        return reverse(f"workbench:{page}", args=[self.negotiation.slug, self.source.slug])


class StateOfQuote(NamedTuple):
    """Where a quote stands: its state, the number of its paragraph, the locator by which it is cited; of one that is
    missing the nearest passage, with what differs, and the number of its paragraph."""

    state: QuoteState
    paragraph: int = 0
    locator: str = ""
    nearest: str = ""
    differences: SafeString | str = ""


def tell_state(desk: CodingDesk, quote: str, prefix: str = "", suffix: str = "") -> StateOfQuote:
    """Look for a quote in the text on the desk (one query where it stands there, for the pages of its file)."""
    quote = quote.replace("\r\n", "\n").replace("\x00", "")
    found_at = quotes.locate(quote, desk.text, prefix, suffix)
    if found_at.state == QuoteState.MISSING:
        nearest = missing_quotes.find_nearest(quote, desk.text)
        if nearest is None:
            return StateOfQuote(QuoteState.MISSING)
        differences = draw_runs(compare_words(quote, nearest.text))
        at = _find_paragraph(desk, nearest.start)
        return StateOfQuote(QuoteState.MISSING, at, nearest=nearest.text, differences=differences)
    if found_at.start is None:
        return StateOfQuote(found_at.state)
    at = _find_paragraph(desk, found_at.start)
    return StateOfQuote(found_at.state, at, find_locator(desk.source, found_at.start) or f"para. {at}")


def open_desk(request: Any, slug: str, reviewed: int | None = None) -> CodingDesk:
    """Read a source that the coder may see (the queries of `narrow`, and one). Raise Http404 where none is."""
    source = narrow(request.user, Source.objects.all()).filter(slug=slug).first()
    if source is None:
        raise Http404(f"There is no source “{slug}”.")
    return CodingDesk(request, request.negotiation, source, reviewed)


def refuse_blind(desk: CodingDesk) -> HttpResponse | None:
    """Return the page that says why the open page of a source is closed to whoever codes it blind, None where it is
    not (one query)."""
    batch = find_blind_batch(desk.request.user, desk.source, desk.negotiation)
    if batch is None:
        return None
    context = {"batch": batch, "source": desk.source, "sentence": write_closed(batch.title)}
    return render(desk.request, "workbench/closed.html", context, status=403)


def _find_paragraph(desk: CodingDesk, place: int) -> int:
    paragraph = find_paragraph(split_paragraphs(desk.text), place)
    return paragraph.number if paragraph else 0
