"""Saving what a coder wrote of a claim, with its quote checked once."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError

from ..models import Claim
from ..models.wordings import find_wording_of_another
from ..rules.publishing import Status
from ..rules.quotes import QuoteCheck
from ..rules.repeats import CodedClaim
from ..wording.exchange import write_errors
from ..wording.publishing import SUGGESTED
from .citations import check_citation
from .suggestions import list_suggested
from .warnings import refuse_unconfirmed
from .write_gate import Gate


def save_claim(
    gate: Gate,
    claim: Claim,
    quote_check: QuoteCheck | None = None,
    repeats: Iterable[CodedClaim] | None = None,
    *,
    signed: bool = False,
) -> None:
    """Save a claim; raise ValidationError where it is published and its source's text lacks the quote, where it
    quotes a stranger first-hand or answers a wording of another proposal, or where something odd about it was not
    confirmed.

    `quote_check` is what checking the quote in that text found, where the caller has looked already, and
    `repeats` likewise the other claims on its passage. A claim that is `signed` names its author already.
    """
    check = check_citation(claim, quote_check)
    if errors := write_errors([*claim.find_stranger(), *find_wording_of_another(claim)]):
        raise ValidationError({error.field: error.reason for error in errors})
    if claim.status == Status.PUBLISHED and (suggested := list_suggested(claim)):
        raise ValidationError(SUGGESTED.format(suggested=", ".join(suggested)))
    refuse_unconfirmed(claim, repeats)
    if signed:
        claim.save(quote_check=check)
    else:
        gate.save(claim, quote_check=check)
