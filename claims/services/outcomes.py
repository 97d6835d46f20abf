"""Saving what an analyst wrote of an outcome, with its quote checked once."""

from ..models import Outcome
from ..rules.publishing import Status
from ..rules.quotes import QuoteCheck
from .citations import check_citation
from .write_gate import Gate


def save_outcome(gate: Gate, outcome: Outcome, quote_check: QuoteCheck | None = None) -> None:
    """Save an outcome; raise ValidationError where it is published and its source's text lacks the quote.

    `quote_check` is what checking the quote in that text found, where the caller has looked already.
    """
    gate.save(outcome, quote_check=check_citation(outcome, quote_check))


def has_rival(outcome: Outcome) -> bool:
    """Whether another outcome of the proposal is published with the same day: of one day there is one (one query)."""
    rivals = Outcome.objects.filter(proposal=outcome.proposal_id, day=outcome.day, status=Status.PUBLISHED.value)
    return rivals.exclude(pk=outcome.pk).exists()
