"""The reason next to a verdict, as HTML that links what it names."""

from collections.abc import Callable

from django.utils.html import format_html
from django.utils.safestring import SafeString

from ... import queries
from ...rules.why import Why, WhyCode
from ...wording.why import write_why
from .linked import draw_pieces

PARTS = "#relatives"  # where the page of a package lists what is in it


def draw_reason(
    row: queries.Summary | queries.ProposalRow, why: Why | None, find_address: Callable[[str], str]
) -> SafeString:
    """Draw a reason; that of a package leads to its parts. `find_address` gives the address of a proposal's page."""
    pieces = write_why(why)
    if why and why.code == WhyCode.PACKAGE:
        address = f"{find_address(row.proposal.slug)}{PARTS}"
        return format_html(
            '<a class="pad" href="{}" hx-boost="false">{}</a>', address, "".join(piece.text for piece in pieces)
        )
    return draw_pieces(pieces, find_address)


def explain_rows(snapshot: queries.Snapshot, query: str) -> Callable[[queries.ProposalRow], SafeString]:
    """Return what draws the reason of a row of the list of proposals; `query` says which claims count. Who put it
    forward stands there anyway."""
    by_slug = snapshot.get(queries.read_vocabulary).by_slug

    def draw(row: queries.ProposalRow) -> SafeString:
        why = queries.explain_verdicts(snapshot, [row])[row.proposal.pk]
        if why and why.code == WhyCode.PUT_FORWARD:
            return SafeString()
        return draw_reason(row, why, lambda slug: f"{by_slug[slug].get_absolute_url()}{query}")

    return draw
