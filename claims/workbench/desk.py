"""What lies on a coder's desk: a source with its text and its claims, and where a quote stands in that text."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from django.http import Http404
from django.urls import reverse
from django.utils.safestring import SafeString

from ..admin.teams import narrow
from ..models import Claim, Negotiation, Source
from ..queries.coding import read_coded_claims
from ..queries.pages import find_locator
from ..rendering.word_runs import draw_runs
from ..rules import missing_quotes, quotes
from ..rules.paragraphs import find_paragraph, split_paragraphs
from ..rules.quotes import QuoteState
from ..rules.word_diff import compare_words
from .reading import LaidOutText, lay_out


@dataclass(frozen=True)
class CodingDesk:
    """What is on the desk: a source with its text, what is coded of it for the negotiation, who codes, and the claim
    that they review (its key), if they do."""

    request: Any
    negotiation: Negotiation
    source: Source
    reviewed: int | None = None

    @cached_property
    def text(self) -> str:
        """The text that is held of the source (one query), empty where none is."""
        return self.source.read_text()

    @cached_property
    def claims(self) -> list[Claim]:
        """What is coded of the source (one query)."""
        return read_coded_claims(self.source, self.negotiation)

    @cached_property
    def reading(self) -> LaidOutText:
        return lay_out(self.text, self.claims, self.reviewed)

    @property
    def address(self) -> str:
        return self.get_address("code")

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


def _find_paragraph(desk: CodingDesk, place: int) -> int:
    paragraph = find_paragraph(split_paragraphs(desk.text), place)
    return paragraph.number if paragraph else 0
