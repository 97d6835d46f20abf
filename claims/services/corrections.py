"""Corrections: drafts that replace the content of a published claim once a reviewer publishes them."""

from django.contrib.auth.models import User

from ..models import Claim
from ..models.claims import CLAIM_CONTENT
from ..roles import is_analyst
from ..rules.publishing import ANALYST, Status
from ..rules.quotes import QuoteCheck
from .write_gate import Refused, editing


def may_propose(claim: Claim, user: User) -> bool:
    """Whether the user may propose a correction of the claim as it is now (one query, once for a user object)."""
    return claim.status == Status.PUBLISHED and is_analyst(user)


def propose(claim: Claim, *, user: User, version: int) -> Claim:
    """Return a new draft of the user's with the content of a published claim.

    Raise Stale where the claim is no longer at this version, Refused where it is not published or the user no analyst.
    """
    with editing(user, "correction proposed") as gate:
        claim = gate.lock(Claim, claim.pk, version)
        if claim.status != Status.PUBLISHED:
            raise Refused(["Only a published claim is corrected in this way."])
        if not is_analyst(user):
            raise Refused([f"Only an {ANALYST} may propose a correction."])
        content = {name: getattr(claim, name) for name in CLAIM_CONTENT}
        draft = Claim(**content, corrects=claim, corrects_version=claim.version)
        gate.save(draft)
    return draft


def take_over(original: Claim, correction: Claim, quote_check: QuoteCheck) -> Claim:
    """Replace the content of the corrected claim, which keeps its public id, withdraw the draft, and return the claim.

    The gate holds both. Raise Refused where the claim was changed since the correction was proposed.
    """
    if is_overtaken(correction, original):
        raise Refused(["The published claim was changed since: return this correction and propose it anew."])
    for name in CLAIM_CONTENT:
        setattr(original, name, getattr(correction, name))
    original.written_by = correction.written_by
    correction.status = Status.WITHDRAWN
    correction.review_comment = f"Taken over into {original.public_id}."
    correction.save(quote_check=quote_check)
    original.save(quote_check=quote_check)
    return original


def is_overtaken(correction: Claim, original: Claim) -> bool:
    """Whether the claim was changed since its correction was proposed."""
    return original.version != correction.corrects_version
