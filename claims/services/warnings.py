"""What is odd about claims, beside what the database holds of their sources; and which of it was confirmed."""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from ..models import Claim, Source
from ..models.claims import CLAIM_CONTENT
from ..rules import warnings
from ..rules.publishing import Status
from ..rules.warnings import ClaimWarning, WarningCode
from ..wording.warnings import write_later_claims, write_warnings
from .write_gate import Gate, Refused

SAID_LATER = WarningCode.SAID_LATER


class LaterClaims(Refused):
    """A source is to get a day before that on which claims of it were said, which nobody has confirmed."""

    def __init__(self, claims: list[Claim], source: Source) -> None:
        super().__init__([write_later_claims(len(claims), source.published_on)])
        self.claims = claims


def find_warnings(claim: Claim) -> list[ClaimWarning]:
    """Return what is odd about a claim, confirmed or not."""
    fields = {name: getattr(claim, name) for name in CLAIM_CONTENT if name not in ("holder", "speaker", "proposal")}
    return warnings.find_warnings(fields, published_on=claim.source.published_on)


def find_unconfirmed(claim: Claim) -> list[ClaimWarning]:
    """Return what is odd about a claim and was not confirmed."""
    return warnings.select_unconfirmed(find_warnings(claim), claim.confirmed)


def refuse_unconfirmed(claim: Claim) -> None:
    """Raise ValidationError, with a message at each field, where something odd about a claim was not confirmed."""
    if errors := write_warnings(find_unconfirmed(claim)):
        raise ValidationError({error.field: error.reason for error in errors})


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
