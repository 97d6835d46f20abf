"""What is odd about claims, beside what the database holds of their sources; and which of it was confirmed."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from ..models import Claim, Source
from ..models.claim_content import ClaimContent
from ..models.claims import CLAIM_CONTENT
from ..rules import warnings
from ..rules.publishing import Status
from ..rules.repeats import CELL, DIFFERING, CodedClaim, Passage, tell_passage
from ..rules.warnings import ClaimWarning, WarningCode
from ..wording.warnings import write_later_claims, write_warnings
from .write_gate import Gate, Refused

SAID_LATER = WarningCode.SAID_LATER


class LaterClaims(Refused):
    """A source is to get a day before that on which claims of it were said, which nobody has confirmed."""

    def __init__(self, claims: list[Claim], source: Source) -> None:
        super().__init__([write_later_claims(len(claims), source.published_on)])
        self.claims = claims


def read_content(claim: ClaimContent) -> dict[str, Any]:
    """Return what a claim says, references by key."""
    return {name: claim.serializable_value(name) for name in CLAIM_CONTENT}


def read_coded(wanted: Iterable[Mapping[str, Any]]) -> dict[Passage, list[CodedClaim]]:
    """Return the claims on the passages of claims with these fields, of all that are stored and not withdrawn (one
    query). A correction under way is no claim beside the one that it corrects."""
    passages = {passage for fields in wanted if (passage := tell_passage(fields))}
    stored = [passage for passage in passages if all(isinstance(key, int) and key > 0 for key in passage[:3])]
    if not stored:
        return {}
    chosen = {f"{name}__in": {passage[place] for passage in stored} for place, name in enumerate(CELL[:3])}
    cells = {passage[:4] for passage in stored}
    coded: dict[Passage, list[CodedClaim]] = {}
    for row in list_coded().filter(**chosen).order_by("pk").iterator():
        if tuple(row[name] for name in CELL) in cells and (passage := tell_passage(row)) in passages:
            coded.setdefault(passage, []).append(make_coded(row))
    return coded


def list_coded() -> QuerySet[Claim, dict[str, Any]]:
    """Return the rows that `make_coded` takes, of all claims that others may repeat."""
    claims = Claim.objects.exclude(status=Status.WITHDRAWN.value).exclude(quote="").filter(corrects=None)
    return claims.values("pk", "public_id", "status", "coder__username", "confirmed", "quote", *CELL, *DIFFERING)


def make_coded(row: Mapping[str, Any]) -> CodedClaim:
    """Return a row of `list_coded` as a claim that another one may repeat."""
    standing = f"{row['status'].replace('-', ' ')}, coded by {row['coder__username'] or 'nobody named'}"
    fields = {name: row[name] for name in DIFFERING}
    return CodedClaim(row["public_id"], standing, row["confirmed"], fields, row["pk"])


def find_repeats(claim: ClaimContent) -> list[CodedClaim]:
    """Return the other claims on the passage of a claim (one query); that which it corrects is none."""
    fields = read_content(claim)
    itself = (claim.pk, claim.corrects_id) if isinstance(claim, Claim) else ()
    coded = read_coded([fields]).get(tell_passage(fields) or (), [])
    return [other for other in coded if other.pk not in itself]


def find_unconfirmed(claim: ClaimContent, repeats: Iterable[CodedClaim] | None = None) -> list[ClaimWarning]:
    """Return what is odd about a claim and was not confirmed; `repeats` are the other claims on its passage, where the
    caller has looked for them (else one query)."""
    others = warnings.select_repeats(find_repeats(claim) if repeats is None else repeats, claim.confirmed)
    odd = warnings.find_warnings(read_content(claim), published_on=claim.source.published_on, repeats=others)
    return warnings.select_unconfirmed(odd, claim.confirmed)


def refuse_unconfirmed(claim: ClaimContent, repeats: Iterable[CodedClaim] | None = None) -> None:
    """Raise ValidationError, with the messages at each field, where something odd about a claim was not confirmed."""
    messages: dict[str, list[str]] = {}
    for error in write_warnings(find_unconfirmed(claim, repeats)):
        messages.setdefault(error.field, []).append(error.reason)
    if messages:
        raise ValidationError(messages)


def list_later_claims(source: Source, but: Collection[int] = ()) -> list[Claim]:
    """Return the claims of a source, `but` for these, that are said later than the day that it has or is to get, as
    nobody has confirmed (one query)."""
    if not source.pk or source.published_on is None:
        return []
    later = _list_alive(source).filter(said_on__gt=source.published_on)
    return [claim for claim in later if SAID_LATER not in claim.confirmed.split() and claim.pk not in but]


def settle_day(gate: Gate, source: Source, confirmed: Collection[str] = ()) -> None:
    """Make the claims of a saved source agree with its new day: what no longer applies is confirmed no more, and with
    SAID_LATER among `confirmed` it is of each claim to which it now applies; else raise LaterClaims (one query, and
    those that write)."""
    later = list_later_claims(source)
    if later and SAID_LATER not in confirmed:
        raise LaterClaims(later, source)
    changed = []
    for claim in _list_alive(source).filter(Q(pk__in=[claim.pk for claim in later]) | ~Q(confirmed="")):
        applies = source.published_on is not None and claim.said_on > source.published_on
        codes = {*claim.confirmed.split()} - {SAID_LATER} | ({SAID_LATER} if applies else set())
        if (now := warnings.write_codes(codes)) != claim.confirmed:
            claim.confirmed = now
            changed.append(claim)
    gate.change_many(changed, {"confirmed"})


def _list_alive(source: Source) -> QuerySet[Claim]:
    return source.claims.exclude(status=Status.WITHDRAWN.value).order_by("pk")
