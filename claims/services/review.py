"""How claims, outcomes, recorded searches, remarks and changes of what is published pass from writers to readers.

The transitions are those of `rules.publishing`; here they are made, whoever asks: the admin, a script, an API. A row
passes at the version that the user saw, in a transaction, and its history says who and why.
"""

from collections.abc import Mapping
from typing import NamedTuple, TypeVar, cast

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Q

from ..models import Claim, EditorialNote, Outcome, PendingChange, Proposal, SearchRecord
from ..roles import read_roles
from ..rules import publishing
from ..rules.publishing import Blocker, Citation, Status, Transition
from ..rules.quotes import QuoteCheck, QuoteState
from ..wording.publishing import CHANGE_BLOCKERS, CLAIM_BLOCKERS, OUTCOME_BLOCKERS, RECORD_BLOCKERS, write_blockers
from ..wording.warnings import write_warning
from . import corrections, pending_changes
from .outcomes import has_rival
from .review_comments import settle_passed
from .suggestions import list_suggested
from .warnings import find_unconfirmed
from .write_gate import Gate, Refused, Stale, editing

Row = TypeVar("Row", Claim, Outcome, SearchRecord, EditorialNote, PendingChange)
Reviewed = Claim | Outcome | SearchRecord | EditorialNote | PendingChange


BLOCKERS: dict[type[Reviewed], Mapping[Blocker, str]] = {
    Claim: CLAIM_BLOCKERS,
    Outcome: OUTCOME_BLOCKERS,
    PendingChange: CHANGE_BLOCKERS,
}


class TransitionResult(NamedTuple):
    """What became of one row: the row as it is now (None where there is none any more), and why it did not pass."""

    row: Reviewed | None
    refusal: Stale | Refused | None = None


class Offer(NamedTuple):
    """A transition that a row's state leaves to a user, and what blocks it now."""

    transition: Transition
    blockers: list[str]


def transition(row: Row, name: str, *, user: User, version: int, reason: str = "") -> Row:
    """Take a row through a transition and return it: of a published correction, the claim that took it over.

    Raise Stale where the row is no longer at this version, Refused where something blocks the transition.
    """
    with editing(user) as gate:
        if isinstance(row, Claim) and row.corrects_id:
            corrections.lock_corrected(gate, [row.pk])
        return carry_out(gate, gate.lock(type(row), row.pk, version), name, reason)


def transition_many(
    model: type[Row], versions: Mapping[int, int], name: str, *, user: User, reason: str = ""
) -> list[TransitionResult]:
    """Take rows, given as {key: version}, through a transition in one transaction; leave those that cannot."""
    outcomes = []
    with editing(user) as gate:
        if model is Claim:
            corrections.lock_corrected(gate, versions)
        for pk, version in versions.items():
            row = None
            try:
                row = gate.lock(model, pk, version)
                outcomes.append(TransitionResult(carry_out(gate, row, name, reason)))
            except Stale as stale:
                outcomes.append(TransitionResult(cast(Row, stale.row), stale))
            except Refused as refused:
                outcomes.append(TransitionResult(row, refused))
            except model.DoesNotExist:
                outcomes.append(refuse_missing(model))
    return outcomes


def refuse_missing(model: type[Reviewed]) -> TransitionResult:
    """Return what becomes of a row that is not there, or not for whoever asks."""
    return TransitionResult(None, Refused([f"This {model._meta.verbose_name} does not exist any more."]))


def withdraw_many(gate: Gate, versions: Mapping[int, int], reason: str) -> None:
    """Withdraw claims, given as {key: version}, for whoever may run commands; raise Stale where one was changed."""
    claims = gate.lock_many(Claim, versions)
    gate_reason, gate.reason = gate.reason, f"{publishing.WITHDRAW}: {reason}"
    for claim in claims.values():
        claim.status = Claim.TRANSITIONS[publishing.WITHDRAW].target
        claim.review_comment = reason
    gate.change_many(list(claims.values()), {"status", "review_comment"})
    settle_passed(gate, list(claims.values()), publishing.WITHDRAW)
    corrections.withdraw_open(gate, list(claims.values()))
    gate.reason = gate_reason


def carry_out(gate: Gate, row: Row, name: str, reason: str = "", quote_check: QuoteCheck | None = None) -> Row:
    """Take a row that the gate holds through a transition, and return what `transition` returns.

    `quote_check` is what checking the quote of a claim or outcome found, where the caller has looked already.
    """
    if isinstance(row, Outcome):
        gate.lock(Proposal, row.proposal_id)  # of which one outcome a day is published
    if isinstance(row, Claim | Outcome) and quote_check is None:
        quote_check = row.check_quote()
    if sentences := blockers(row, name, gate.user, reason=reason, quote_check=quote_check):
        raise Refused(sentences)
    gate.reason = f"{name}: {reason}" if reason else name
    with gate.releasing():
        if isinstance(row, Claim):
            return _pass_on_claim(gate, row, name, reason, quote_check)
        if isinstance(row, PendingChange):
            return _pass_on_change(gate, row, name, reason)
        if isinstance(row, Outcome):
            return _pass_on_outcome(row, name, reason, quote_check)
        row.status = row.TRANSITIONS[name].target
        row.save()
        return row


def blockers(
    row: Reviewed, name: str, user: User | None, *, reason: str | None = None, quote_check: QuoteCheck | None = None
) -> list[str]:
    """Return why the user cannot take the row through this transition now; empty where they can.

    It is taken that they will give a reason, and that the quote is where it was last found, unless these are given.
    """
    transition, status, mine = row.TRANSITIONS[name], Status(row.status), row.is_theirs(user)
    citation, unconfirmed, day_taken = None, [], False
    if isinstance(row, Claim) and transition.needs_citation:
        state = QuoteState(row.quote_state) if quote_check is None else quote_check.state
        unconfirmed = find_unconfirmed(row)
        citation = Citation(row.quote, row.locator, state, bool(row.find_stranger()), bool(unconfirmed))
    if isinstance(row, Outcome) and transition.needs_citation:
        state = QuoteState(row.quote_state) if quote_check is None else quote_check.state
        citation, day_taken = Citation(row.quote, row.locator, state), has_rival(row)
    suggested = list_suggested(row) if name == publishing.PUBLISH else []
    codes = publishing.find_blockers(
        transition,
        status=status,
        roles=read_roles(user),
        mine=mine,
        wrote_last=wrote_last(row, user),
        reason="to be given" if reason is None else reason,
        citation=citation,
        day_taken=day_taken,
        names_suggested=bool(suggested),
    )
    coder = "" if mine else str(row.coder)
    words = BLOCKERS.get(type(row), RECORD_BLOCKERS)
    warnings = " ".join(map(write_warning, unconfirmed))
    return write_blockers(
        codes, transition, status, coder=coder, warnings=warnings, suggested=", ".join(suggested), words=words
    )


def list_offers(row: Reviewed, user: User) -> list[Offer]:
    """Return the transitions that the row's state leaves to the user's roles, in the order of the table."""
    status, roles, mine = Status(row.status), read_roles(user), row.is_theirs(user)
    return [
        Offer(transition, blockers(row, name, user))
        for name, transition in row.TRANSITIONS.items()
        if status in transition.sources and publishing.may_make(transition, status=status, roles=roles, mine=mine)
    ]


def may_edit(row: Reviewed, user: User) -> bool:
    """Whether the user may edit the row as it is now (one query, once for a user object)."""
    return publishing.may_edit(
        status=Status(row.status), roles=read_roles(user), mine=row.is_theirs(user), signed=row.SIGNED
    )


# Four eyes: nobody publishes what they wrote last, unless the installation leaves that to them.


def wrote_last(row: Reviewed, user: User | None) -> bool:
    """Whether the user may not publish the row because they wrote it last."""
    return settings.FOUR_EYES and user is not None and row.written_by_id == user.pk


def match_written_by_others(user: User) -> Q:
    """Match the rows that the user may publish as far as that goes, for a queryset."""
    return ~Q(written_by=user) if settings.FOUR_EYES else Q()


def _pass_on_claim(gate: Gate, claim: Claim, name: str, reason: str, quote_check: QuoteCheck) -> Claim:
    claim.review_comment = reason
    settle_passed(gate, [claim], name)
    if name == publishing.PUBLISH and claim.corrects_id is not None:
        return corrections.take_over(gate, claim, quote_check)
    claim.status = claim.TRANSITIONS[name].target
    claim.save(quote_check=quote_check)
    if name == publishing.WITHDRAW and claim.corrects_id is None:
        corrections.withdraw_open(gate, [claim])
    return claim


def _pass_on_outcome(outcome: Outcome, name: str, reason: str, quote_check: QuoteCheck) -> Outcome:
    outcome.review_comment = reason
    outcome.status = outcome.TRANSITIONS[name].target
    outcome.save(quote_check=quote_check)
    return outcome


def _pass_on_change(gate: Gate, change: PendingChange, name: str, reason: str) -> PendingChange:
    change.review_comment = reason
    change.status = change.TRANSITIONS[name].target
    change.save()
    if name == publishing.PUBLISH:
        pending_changes.take_over(gate, change)
    return change
