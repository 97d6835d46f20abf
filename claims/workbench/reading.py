"""A text as its coder reads it: paragraphs, their coded passages marked, and beside each what is coded in it."""

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from ..models import Claim
from ..models.claim_content import ClaimContent
from ..rendering.claim_chips import draw_claim
from ..rules.paragraphs import (
    CodedPassage,
    MarkedPiece,
    Paragraph,
    find_paragraph,
    mark_passages,
    split_paragraphs,
)
from ..rules.publishing import EDITABLE_BY_ANALYSTS, Status

PlacedSpan = tuple[int | None, int | None]


class ListedClaim(NamedTuple):
    """A claim in the margin: its chip, what it is not yet, such as a draft, and whether whoever reads may edit it
    here."""

    claim: ClaimContent
    chip: SafeString
    standing: str
    open: bool = False


class ReadParagraph(NamedTuple):
    """A paragraph, drawn with its coded passages marked, the claims whose quotes begin in it, whether its coder has
    read it, and whether it is to be read: of a sample, some are not."""

    number: int
    start: int
    end: int
    drawn: SafeString
    claims: list[ListedClaim]
    read: bool = False
    wanted: bool = True

    @property
    def css(self) -> str:
        return "para" + " read" * self.read + " undrawn" * (not self.wanted)


class LaidOutText(NamedTuple):
    """The paragraphs of a text, and the claims that have no place in it."""

    paragraphs: list[ReadParagraph]
    elsewhere: list[ListedClaim]

    def find(self, number: int) -> ReadParagraph | None:
        """Return the paragraph of this number."""
        return self.paragraphs[number - 1] if 0 < number <= len(self.paragraphs) else None

    def list_touched(self, spans: Iterable[PlacedSpan]) -> list[ReadParagraph]:
        """Return the paragraphs into which quotes reach; a quote has a start and an end, or no place."""
        placed = [(start, end) for start, end in spans if start is not None and end is not None]
        return [each for each in self.paragraphs if any(each.start < end and start < each.end for start, end in placed)]

    def list_wanted(self) -> list[ReadParagraph]:
        """Return the paragraphs that are to be read."""
        return [each for each in self.paragraphs if each.wanted]

    def list_unread(self) -> list[ReadParagraph]:
        """Return those of them that are not read yet."""
        return [each for each in self.paragraphs if each.wanted and not each.read]

    def find_next(self, number: int) -> int:
        """Return the number of the next paragraph after this one that is not read yet, else of the first such; of the
        next one where all are read."""
        unread = [each.number for each in self.list_unread() if each.number != number]
        after = min(number + 1, len(self.paragraphs))
        return next((each for each in unread if each > number), unread[0] if unread else after)


def lay_out(
    text: str,
    claims: Sequence[ClaimContent],
    reviewed: int | None = None,
    *,
    read: Collection[int] = (),
    wanted: Collection[int] = (),
    editor: int | None = None,
) -> LaidOutText:
    """Lay out a text with the claims that are coded in it; the passage of the `reviewed` one (its key) stands out.
    Of the paragraphs those are told that were `read`, and those that are `wanted` (their numbers; none: all); of the
    claims those that the `editor` may edit (the key of a user)."""
    paragraphs = split_paragraphs(text)
    by_paragraph: dict[int, list[ListedClaim]] = {}
    for claim in claims:
        by_paragraph.setdefault(_find_number(paragraphs, claim), []).append(_list(claim, editor))
    passages = [
        CodedPassage(claim.quote_start, claim.quote_end, claim.pk)
        for claim in claims
        if claim.quote_start is not None and claim.quote_end is not None
    ]
    return LaidOutText(
        [
            ReadParagraph(
                *paragraph,
                _draw(mark_passages(text, paragraph, passages), reviewed),
                by_paragraph.get(paragraph.number, []),
                read=paragraph.number in read,
                wanted=not wanted or paragraph.number in wanted,
            )
            for paragraph in paragraphs
        ],
        by_paragraph.get(0, []),
    )


def _draw(pieces: Sequence[MarkedPiece], reviewed: int | None) -> SafeString:
    return format_html_join("", "{}", ((_draw_piece(piece, reviewed),) for piece in pieces))


def _draw_piece(piece: MarkedPiece, reviewed: int | None) -> str:
    if not piece.claims:
        return piece.text
    css = "coded chosen" if reviewed in piece.claims else "coded"
    return format_html('<mark class="{}">{}</mark>', css, piece.text)


def _find_number(paragraphs: Sequence[Paragraph], claim: ClaimContent) -> int:
    """Return the number of the paragraph in which the quote of a claim begins; 0 where it has no place."""
    if claim.quote_start is None:
        return 0
    paragraph = find_paragraph(paragraphs, claim.quote_start)
    return paragraph.number if paragraph else 0


def _list(claim: ClaimContent, editor: int | None) -> ListedClaim:
    if not isinstance(claim, Claim):
        return ListedClaim(claim, draw_claim(claim), "")
    standing = claim.standing if claim.status != Status.PUBLISHED else ""
    own = claim.coder_id is not None and claim.coder_id == editor
    return ListedClaim(claim, draw_claim(claim), standing, open=own and claim.status in EDITABLE_BY_ANALYSTS)
