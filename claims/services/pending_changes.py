"""Changes of what readers see: proposed by an analyst, published by a reviewer.

A cited source, a coding of one, a published outcome, search or remark is not written over: what somebody wants it to be
is kept as a PendingChange, which passes by `review` as everything does that readers see. Claims have `corrections`.
"""

from collections.abc import Collection
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from ..models import EditorialNote, Outcome, PendingChange, Proposal, SearchRecord, Source, SourceCoding
from ..roles import read_roles
from ..rules import publishing
from ..rules.publishing import Status
from ..rules.quotes import QuoteCheck
from .citations import check_citation
from .sources import TextCheck, check_text, keep_text, save_source
from .warnings import SAID_LATER, LaterClaims, list_later_claims
from .write_gate import Gate, Refused

Target = Source | SourceCoding | Outcome | SearchRecord | EditorialNote
LINKS: dict[type[Target], str] = {
    Source: "source",
    SourceCoding: "coding",
    Outcome: "outcome",
    SearchRecord: "search",
    EditorialNote: "remark",
}
SAY_WHY = "Say why it is changed: readers see it, and its history keeps the reason."


def may_propose(row: Target, user: User) -> bool:
    """Whether the user may propose a change of a row that readers see (one query, once for a user object)."""
    if isinstance(row, Source | SourceCoding | Outcome):  # anybody may correct what somebody else has coded
        return publishing.may_propose(roles=read_roles(user), mine=True)
    return publishing.may_propose(roles=read_roles(user), mine=row.is_theirs(user), signed=row.SIGNED)


def list_fields(model: type[Target]) -> list[Any]:
    """Return the fields of a row that a change may change."""
    return [field for field in model._meta.concrete_fields if field.editable and not field.primary_key]


def list_waiting(row: Target) -> list[PendingChange]:
    """Return the changes of a row that wait for a reviewer (one query)."""
    return list(row.changes.filter(status=Status.IN_REVIEW.value).select_related("coder"))


def propose(
    gate: Gate, row: Target, text_check: TextCheck | None = None, confirmed: Collection[str] = ()
) -> PendingChange | None:
    """Keep what the gate's user wants a row to be, which the gate holds; None where it is so already.

    Raise Refused where they may not, or say no reason, or where the text of an outcome's source lacks its quote;
    LostQuotes where a new text lacks published quotes; LaterClaims where a new day is before that of claims, unless
    SAID_LATER is among the warnings that they `confirmed`.
    """
    if gate.user is None or not may_propose(row, gate.user):
        raise Refused([f"A change of this {row._meta.verbose_name} is not yours to propose."])
    stored = type(row)._base_manager.get(pk=row.pk)
    columns = [field.attname for field in list_fields(type(row))]
    fields = {name: getattr(row, name) for name in columns if getattr(row, name) != getattr(stored, name)}
    if not fields and text_check is None:
        return None
    if not gate.reason.strip():
        raise Refused([SAY_WHY])
    if isinstance(row, Outcome):
        _refuse_lost_quote(row)
    change = PendingChange(target_version=stored.version, fields=fields, reason=gate.reason)
    if isinstance(row, Source) and "published_on" in fields:
        later = list_later_claims(row)
        if later and SAID_LATER not in confirmed:
            raise LaterClaims(later, row)
        change.confirmed = SAID_LATER.value if later else ""
    setattr(change, LINKS[type(row)], stored)
    if text_check is not None and isinstance(stored, Source):
        text_check.refuse_losses()
        change.takes_text_away = not text_check.text
        change.text = keep_text(gate, stored, text_check.text, text_check.original) if text_check.text else None
    _drop_returned(gate, stored)
    gate.save(change)
    return change


def take_over(gate: Gate, change: PendingChange) -> None:
    """Write what a change proposes into its row, whose history says who proposed it and why, beside who published it.

    Raise Refused where the row was changed since, or where it may not be so; LaterClaims where claims were said later
    than a new day that were not when it was proposed. The gate holds the change.
    """
    kept = change.target
    target = gate.lock(type(kept), kept.pk)
    if is_overtaken(change, target):
        raise Refused(["It was changed since: return this change, so that it can be proposed again."])
    for field in list_fields(type(target)):
        if field.attname in change.fields:
            setattr(target, field.attname, field.to_python(change.fields[field.attname]))
    if isinstance(target, Outcome):
        gate.lock(Proposal, target.proposal_id)  # of which one outcome a day is published
    try:
        target.full_clean(exclude=target.DERIVED)
    except ValidationError as error:
        raise Refused(error.messages) from None
    author = change.coder or "nobody named"
    gate.reason = f"{gate.reason} (change proposed by {author}: {change.reason})"
    if isinstance(target, Source):
        text = None if change.text is None else change.text.text
        new = "" if change.takes_text_away else text
        save_source(gate, target, None if new is None else check_text(target, new), change.confirmed.split())
        return
    target.record_author(change.coder)
    if isinstance(target, Outcome):
        target.save(quote_check=_refuse_lost_quote(target))
        return
    target.save()


def is_overtaken(change: PendingChange, target: Target) -> bool:
    """Whether the row was changed since its change was proposed."""
    return target.version != change.target_version


def _refuse_lost_quote(outcome: Outcome) -> QuoteCheck:
    """Return what checking the quote of a published outcome finds; raise Refused where the text lacks it."""
    try:
        return check_citation(outcome)
    except ValidationError as error:
        raise Refused(error.messages) from None


def _drop_returned(gate: Gate, row: Target) -> None:
    """Withdraw the changes of a row that were returned to the gate's user, who proposes it anew."""
    for change in row.changes.filter(status=Status.RETURNED.value, coder=gate.user).select_for_update():
        change.status = Status.WITHDRAWN
        change.save()
