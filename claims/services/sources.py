"""Saving a source with a new text: each quote of its claims is looked for in that text, once."""

from typing import NamedTuple

from ..models import Claim, Source
from ..rules import quotes
from ..rules.missing_quotes import find_misplaced
from ..rules.publishing import Status
from ..rules.quotes import QuoteCheck, QuoteState
from ..wording.quotes import write_lost
from .write_gate import Gate, Refused


class TextCheck(NamedTuple):
    """A text that a source is to get, and its claims, each with where its quote stands in that text."""

    text: str
    claims: list[tuple[Claim, QuoteCheck]]

    def list_lost(self) -> list[Claim]:
        """Return the published claims whose quote is not in the text."""
        missing = (claim for claim, check in self.claims if check.state == QuoteState.MISSING)
        return [claim for claim in missing if claim.status == Status.PUBLISHED]


class LostQuotes(Refused):
    """A new text lacks the quotes of published claims, which are `claims`."""

    def __init__(self, claims: list[Claim], text: str):
        super().__init__([f"{claim.public_id}: {explain_lost(claim, text)}" for claim in claims])
        self.claims = claims


def explain_lost(claim: Claim, text: str) -> str:
    """Say why the quote of a claim has no place in a text."""
    misplaced = find_misplaced(claim.quote, text, claim.prefix, claim.suffix)
    return write_lost(claim.quote, misplaced)


def check_text(source: Source, text: str, before: TextCheck | None = None) -> TextCheck:
    """Look for the quotes of all claims of a source in a text: in a long one that takes its time (one query).

    A quote that was looked for `before`, in the same text, is not looked for again.
    """
    checks = {_get_passage(claim): check for claim, check in before.claims} if before else {}
    claims = list(source.claims.all()) if source.pk else []
    for quote, prefix, suffix in {_get_passage(claim) for claim in claims} - checks.keys():
        checks[quote, prefix, suffix] = quotes.locate(quote, text, prefix, suffix)
    return TextCheck(text, [(claim, checks[_get_passage(claim)]) for claim in claims])


def save_source(gate: Gate, source: Source, text_check: TextCheck | None = None) -> None:
    """Save a source, with a new text where one was checked; raise LostQuotes where published quotes are not in it."""
    if text_check is not None:
        now = check_text(source, text_check.text, before=text_check)  # claims may have been written since
        if lost := now.list_lost():
            raise LostQuotes(lost, now.text)
        source.text = now.text
        for claim, check in now.claims:
            Claim.objects.filter(pk=claim.pk).update(
                quote_state=check.state.value, quote_start=check.start, quote_end=check.end
            )
    gate.save(source)


def _get_passage(claim: Claim) -> tuple[str, str, str]:
    return claim.quote, claim.prefix, claim.suffix
