"""Saving what an analyst wrote of an outcome, with its quote checked once."""

from django.core.exceptions import ValidationError

from ..models import Outcome
from ..models.wordings import find_wording_of_another
from ..rules.publishing import Status
from ..rules.quotes import QuoteCheck
from ..wording.exchange import write_errors
from .citations import check_citation
from .write_gate import Gate


def save_outcome(gate: Gate, outcome: Outcome, quote_check: QuoteCheck | None = None) -> None:
    """Save an outcome; raise ValidationError where it is published and its source's text lacks the quote, or where it
    is of a wording of another proposal.

    `quote_check` is what checking the quote in that text found, where the caller has looked already.
    """
    if errors := write_errors(find_wording_of_another(outcome)):
        raise ValidationError({error.field: error.reason for error in errors})
    gate.save(outcome, quote_check=check_citation(outcome, quote_check))


def has_rival(outcome: Outcome) -> bool:
    """Whether another outcome of the proposal is published with the same day: of one day there is one (one query)."""
    rivals = Outcome.objects.filter(proposal=outcome.proposal_id, day=outcome.day, status=Status.PUBLISHED.value)
    return rivals.exclude(pk=outcome.pk).exists()
