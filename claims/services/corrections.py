"""Corrections: drafts that replace the content of a published claim once a reviewer publishes them."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, cast

from django.contrib.auth.models import User

from ..models import Claim
from ..models.claims import CLAIM_CONTENT
from ..roles import is_analyst
from ..rules.publishing import ANALYST, WITHDRAW, Status
from ..rules.quotes import QuoteCheck
from ..wording.publishing import TAKEN_OVER_INTO, WITHDRAWN_WITH
from .claims import save_claim
from .review_comments import settle_passed
from .write_gate import Gate, Refused, editing

PROPOSED = "correction proposed"


def may_propose(claim: Claim, user: User) -> bool:
    """Whether the user may propose a correction of the claim as it is now (one query, once for a user object)."""
    return claim.status == Status.PUBLISHED and is_analyst(user)


def propose(
    claim: Claim, *, user: User, version: int, reason: str = "", content: Mapping[str, Any] | None = None
) -> Claim:
    """Return a new draft of the user's with the content of a published claim, or with another `content` for it (each
    field of CLAIM_CONTENT); its history keeps the reason.

    Raise Stale where the claim is no longer at this version, Refused where it is not published or the user no analyst,
    ValidationError where the rules do not allow the other content.
    """
    with editing(user, f"{PROPOSED}: {reason}" if reason else PROPOSED) as gate:
        claim = gate.lock(Claim, claim.pk, version)
        if claim.status != Status.PUBLISHED:
            raise Refused(["Only a published claim is corrected in this way."])
        if not is_analyst(user):
            raise Refused([f"Only an {ANALYST} may propose a correction."])
        own = {name: getattr(claim, name) for name in CLAIM_CONTENT}
        draft = Claim(**(content or own), corrects=claim, corrects_version=claim.version)
        if content is None:
            gate.save(draft)
        else:
            draft.full_clean(exclude=draft.DERIVED)
            save_claim(gate, draft)
    return draft


def take_over(gate: Gate, correction: Claim, quote_check: QuoteCheck) -> Claim:
    """Replace the content of the corrected claim, which keeps its public id, withdraw the draft, and return the claim.

    Its history says who proposed the correction and why, beside who published it. The gate holds the correction.
    Raise Refused where the claim was changed since the correction was proposed.
    """
    original = gate.lock(Claim, cast(int, correction.corrects_id))
    if is_overtaken(correction, original):
        raise Refused(["The published claim was changed since: return this correction and propose it again."])
    for name in CLAIM_CONTENT:
        setattr(original, name, getattr(correction, name))
    original.written_by = correction.written_by
    correction.status = Status.WITHDRAWN
    correction.review_comment = f"{TAKEN_OVER_INTO} {original.public_id}."
    correction.save(quote_check=quote_check)
    gate.reason = f"{gate.reason} ({explain_proposal(correction)})"
    original.save(quote_check=quote_check)
    return original


def withdraw_open(gate: Gate, originals: Sequence[Claim]) -> None:
    """Withdraw what is proposed of claims that the gate holds and has withdrawn: nobody could publish it any more."""
    open_ones = Claim.objects.filter(corrects__in=originals).exclude(status=Status.WITHDRAWN.value)
    drafts = list(open_ones.select_related("corrects").select_for_update(of=("self",)).order_by("pk"))
    for draft in drafts:
        draft.status = Status.WITHDRAWN
        draft.review_comment = f"{WITHDRAWN_WITH} {cast(Claim, draft.corrects).public_id}."
    gate.change_many(drafts, {"status", "review_comment"})
    settle_passed(gate, drafts, WITHDRAW)


def lock_corrected(gate: Gate, keys: Collection[int]) -> None:
    """Lock the claims that these correct before these are locked: whoever withdraws one goes the same way, and neither
    waits for the other (one query)."""
    corrected = Claim.objects.filter(pk__in=keys).exclude(corrects=None).order_by().values("corrects")
    list(Claim.objects.filter(pk__in=corrected).order_by("pk").select_for_update().values_list("pk"))


def explain_proposal(correction: Claim) -> str:
    """Say who wrote a correction and why, as its history knows it (one query)."""
    reasons: list[str] = []
    status = None
    records = correction.history.order_by("history_id").values_list("status", "history_change_reason")
    for now, reason in records:
        written = now == status or status is None  # and not passed on, of which reviewers give the reason
        reason = reason.removeprefix(PROPOSED).removeprefix(": ") if reason else ""
        if written and reason and reason not in reasons:
            reasons.append(reason)
        status = now
    author = correction.written_by or "nobody named"
    return f"{PROPOSED} by {author}: {'; '.join(reasons)}" if reasons else f"{PROPOSED} by {author}"


def is_overtaken(correction: Claim, original: Claim) -> bool:
    """Whether the claim was changed since its correction was proposed."""
    return original.version != correction.corrects_version
