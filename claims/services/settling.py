"""Settling a batch: of what several coders coded, unit by unit, one is taken, as it is or edited, or none.

Of what is taken a claim is made, once: it goes through the same checks and the same review as any other. Where the
reviewer who settles did not write it themselves, they publish it by that; else another one reviews it. All codings stay
on record as they are.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from ..models import Batch, BlindCoding, Claim, Settlement, Source
from ..models.claims import CLAIM_CONTENT
from ..roles import is_reviewer, read_closed
from ..rules.publishing import PUBLISH, REVIEWER, Status
from ..rules.quotes import QuoteCheck
from ..rules.repeats import Repeat, compare_with
from ..rules.settling import Decision
from ..wording.settling import (
    COMPARED_ANEW,
    NOT_COMPARABLE,
    SAY_WHY_EDITED,
    SAY_WHY_NONE,
    SETTLED_ALREADY,
    write_history,
)
from . import review
from .claims import save_claim
from .warnings import find_repeats, read_content
from .write_gate import Gate, Refused, editing

Versions = Mapping[int, int]  # of the codings of a unit, by key
Unit = Sequence[BlindCoding]


class SettledUnit(NamedTuple):
    """How a unit was settled, and what of its claim: whether it was there before, and what keeps it from readers."""

    settlement: Settlement
    was_there: bool = False
    blockers: tuple[str, ...] = ()


class NotSettled(NamedTuple):
    """A unit that was not settled, and why."""

    codings: Sequence[BlindCoding]
    reasons: list[str]


def take(batch: Batch, versions: Versions, coding: int, *, user: User, reason: str = "") -> SettledUnit:
    """Settle a unit, given by its codings as they were seen: the claim says what this coding of them (its key) says.

    Raise Refused where the user may not, or where it is settled already; Stale where a coding was changed meanwhile;
    ValidationError where the rules do not allow the claim.
    """
    with editing(user) as gate:
        batch = _lock(gate, batch)
        unit = _open(gate, batch, versions)
        return _take(gate, batch, unit, _find(unit, coding), reason)


def take_edited(
    batch: Batch,
    versions: Versions,
    coding: int,
    claim: Claim,
    *,
    user: User,
    reason: str,
    quote_check: QuoteCheck | None = None,
) -> SettledUnit:
    """Settle a unit by a claim that whoever settles it made of one of its codings; another reviewer publishes it."""
    with editing(user) as gate:
        batch = _lock(gate, batch)
        unit = _open(gate, batch, versions)
        taken = _find(unit, coding)
        if not reason.strip():
            raise Refused([SAY_WHY_EDITED])
        there = _find_equal(claim)
        if there is None:
            gate.reason = write_history(str(batch), str(taken.coder), Decision.EDITED, reason)
            claim.status = Status.IN_REVIEW
            _save(gate, claim, user, quote_check)
        return _settle(gate, batch, unit, Decision.EDITED, reason, taken, there or claim, there is not None)


def take_none(batch: Batch, versions: Versions, *, user: User, reason: str) -> SettledUnit:
    """Settle a unit without a claim, for a reason."""
    with editing(user) as gate:
        batch = _lock(gate, batch)
        unit = _open(gate, batch, versions)
        if not reason.strip():
            raise Refused([SAY_WHY_NONE])
        return _settle(gate, batch, unit, Decision.NONE, reason)


def take_alike(batch: Batch, units: Iterable[Versions], *, user: User) -> list[SettledUnit | NotSettled]:
    """Settle units that all coders coded alike: of each the shortest quote is taken, of somebody else than whoever
    settles where that can be. What cannot be is left as it is."""
    results: list[SettledUnit | NotSettled] = []
    with editing(user) as gate:
        batch = _lock(gate, batch)
        for versions in units:
            unit = _open(gate, batch, versions)
            try:
                with transaction.atomic():
                    results.append(_take(gate, batch, unit, choose_quote(unit, user), ""))
            except (Refused, IntegrityError, ValidationError) as refusal:
                results.append(NotSettled(unit, list_reasons(refusal)))
    return results


def choose_quote(unit: Unit, user: User) -> BlindCoding:
    """Return of codings that say the same that with the shortest quote, if it can be one of somebody else."""
    return min(unit, key=lambda coding: (coding.coder.user_id == user.pk, len(coding.quote), coding.pk))


def list_reasons(refusal: Exception) -> list[str]:
    """Return what an error says to people, sentence by sentence."""
    if isinstance(refusal, Refused):
        return refusal.reasons
    return refusal.messages if isinstance(refusal, ValidationError) else [str(refusal)]


def list_refusals(batch: Batch, user: User) -> list[str]:
    """Return why a user cannot settle anything of a batch; empty where they can."""
    if not is_reviewer(user) or batch.negotiation_id in read_closed(user):
        return [f"Only a {REVIEWER} of its negotiation may settle it."]
    return [NOT_COMPARABLE] if batch.blind else []


def make_claim(coding: BlindCoding) -> Claim:
    """Return an unsaved claim that says what a coding says."""
    attnames = {field.name: field.attname for field in Claim._meta.concrete_fields}
    return Claim(**{attnames[name]: coding.serializable_value(name) for name in CLAIM_CONTENT})


def _lock(gate: Gate, batch: Batch) -> Batch:
    """Return a batch, locked, of which the gate's user may settle something; raise Refused where they may not."""
    batch = gate.lock(Batch, batch.pk)
    refusals = list_refusals(batch, gate.user) if gate.user else []
    if refusals:
        raise Refused(refusals)
    return batch


def _open(gate: Gate, batch: Batch, versions: Versions) -> Unit:
    """Return the codings of a unit, locked: of one batch and one holder and proposal, none settled; raise Refused where
    they are no unit any more."""
    gate.lock_many(BlindCoding, versions)
    beside = ("coder__user", "source")
    unit = list(BlindCoding.objects.filter(pk__in=versions).select_related(*beside).order_by("pk"))
    cells = {(each.coder.batch_id, each.source_id, each.holder_id, each.proposal_id, each.dimension) for each in unit}
    if len(cells) != 1 or len({each.coder_id for each in unit}) < len(unit) or unit[0].coder.batch_id != batch.pk:
        raise Refused([COMPARED_ANEW])
    if any(each.settlement_id for each in unit):
        raise Refused([SETTLED_ALREADY])
    return unit


def _find(unit: Unit, coding: int) -> BlindCoding:
    taken = next((each for each in unit if each.pk == coding), None)
    if taken is None:
        raise Refused([COMPARED_ANEW])
    return taken


def _take(gate: Gate, batch: Batch, unit: Unit, coding: BlindCoding, reason: str) -> SettledUnit:
    claim = make_claim(coding)
    there = _find_equal(claim)
    if there is not None:
        return _settle(gate, batch, unit, Decision.TAKEN, reason, coding, there, True)
    gate.lock(Source, claim.source_id)
    gate.reason = write_history(str(batch), str(coding.coder), Decision.TAKEN, reason)
    claim.status = Status.IN_REVIEW
    claim.full_clean(exclude=claim.DERIVED)
    check = claim.check_quote()
    _save(gate, claim, coding.coder.user, check)
    blockers = review.blockers(claim, PUBLISH, gate.user, quote_check=check)
    if not blockers:
        claim = review.carry_out(gate, claim, PUBLISH, gate.reason, quote_check=check)
    return _settle(gate, batch, unit, Decision.TAKEN, reason, coding, claim, blockers=blockers)


def _save(gate: Gate, claim: Claim, author: User | None, check: QuoteCheck | None) -> None:
    """Save a new claim as what its author wrote, who need not be whoever settles: so four eyes see it."""
    claim.coder = claim.written_by = author
    save_claim(gate, claim, check, signed=True)


def _find_equal(claim: Claim) -> Claim | None:
    """Return a claim that is there and says the same on the same passage; None where there is none."""
    repeats = compare_with(read_content(claim), find_repeats(claim))
    equal = Claim.objects.filter(pk__in=[repeat.claim.pk for repeat in repeats if _is_same(repeat) and repeat.claim.pk])
    if (there := equal.order_by("pk").first()) is not None:
        return there
    claim.derive()
    alike = Claim.objects.filter(identity=claim.identity, conditions=claim.conditions, quote="", value=claim.value)
    return alike.filter(corrects=None, locator=claim.locator).exclude(status=Status.WITHDRAWN.value).first()


def _is_same(repeat: Repeat) -> bool:
    """Whether two claims on one passage say the same, if in other words of the coders."""
    return {name for name, _, _ in repeat.differences} <= {"argument"}


def _settle(
    gate: Gate,
    batch: Batch,
    unit: Unit,
    decision: Decision,
    reason: str,
    coding: BlindCoding | None = None,
    claim: Claim | None = None,
    was_there: bool = False,
    blockers: Collection[str] = (),
) -> SettledUnit:
    """Note how a unit was settled; the batch is once all are."""
    cell = claim or coding or unit[0]
    settlement = Settlement(
        batch=batch,
        source_id=cell.source_id,
        holder_id=cell.holder_id,
        proposal_id=cell.proposal_id,
        dimension=cell.dimension,
        attribution=cell.attribution,
        decision=decision.value,
        coding=coding,
        reason=reason.strip(),
        settled_by=gate.user,
        claim=claim,
    )
    settlement.full_clean()
    gate.save(settlement)
    for each in unit:
        each.settlement = settlement
    gate.change_many(unit, {"settlement"})
    if not BlindCoding.objects.filter(coder__batch=batch, settlement=None).exists():
        batch.settled_on = localdate()
        gate.save(batch)
    return SettledUnit(settlement, was_there, tuple(blockers))
