"""What is odd about a claim and may be right all the same: its coder confirms it, or mends the claim.

`confirmed` keeps the codes of the warnings that were confirmed, in their order here, separated by blanks. A
confirmation holds for what it was given for: once one of the fields changes that the warning is about, it is asked for
anew.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from .faults import NO_PARAMETERS, BrokenRule, FaultCode, Parameters
from .repeats import CELL, CodedClaim, compare_with
from .sentences import MOST_SENTENCES, count_sentences


class WarningCode(StrEnum):
    """What is odd. In brackets stand the names of its parameters."""

    SAID_LATER = "said-later"  # (said_on, published_on)
    CODED_ALREADY = "coded-already"  # (repeats)
    LONG_QUOTE = "long-quote"  # (sentences)


CODED_ALREADY = WarningCode.CODED_ALREADY
# The fields of a claim that a warning is about.
CONCERNS: Mapping[WarningCode, tuple[str, ...]] = {
    WarningCode.SAID_LATER: ("said_on", "source"),
    WarningCode.CODED_ALREADY: (*CELL, "quote"),
    WarningCode.LONG_QUOTE: ("quote",),
}


class ClaimWarning(NamedTuple):
    """What is odd about a claim, at the field to look at, and what is needed besides to say it."""

    field: str
    code: WarningCode
    parameters: Parameters = NO_PARAMETERS


def find_warnings(
    fields: Mapping[str, Any], *, published_on: date | None, repeats: Iterable[CodedClaim] = ()
) -> list[ClaimWarning]:
    """Return what is odd about a claim's fields; those that are missing are not judged.

    `published_on` is the day of its source, None where it is not known; `repeats` are the other claims on its passage
    that count (`select_repeats`).
    """
    said_on = fields.get("said_on")
    warnings = []
    if said_on and published_on and said_on > published_on:
        days = {"said_on": said_on, "published_on": published_on}
        warnings.append(ClaimWarning("said_on", WarningCode.SAID_LATER, days))
    if compared := compare_with(fields, repeats):
        warnings.append(ClaimWarning("quote", WarningCode.CODED_ALREADY, {"repeats": compared}))
    if (sentences := count_sentences(fields.get("quote") or "")) > MOST_SENTENCES:
        warnings.append(ClaimWarning("quote", WarningCode.LONG_QUOTE, {"sentences": sentences}))
    return warnings


def select_repeats(claims: Iterable[CodedClaim], confirmed: str) -> list[CodedClaim]:
    """Return of other claims on the passage of a claim those that count: of two it is enough that one is confirmed.

    For a claim whose passage is new, where each counts, they are taken as they are.
    """
    if CODED_ALREADY in confirmed.split():
        return list(claims)
    return [claim for claim in claims if CODED_ALREADY not in claim.confirmed.split()]


def read_codes(value: Any) -> str:
    """Return what `confirmed` keeps of codes as a file has them: in a text, or as a list of texts; raise BrokenRule for
    what is none."""
    given = value.split() if isinstance(value, str) else value
    if not isinstance(given, list):
        raise BrokenRule(FaultCode.NOT_TEXT, value=value)
    codes = tuple(map(str, WarningCode))
    for code in given:
        if code not in codes:
            raise BrokenRule(FaultCode.NOT_LISTED, value=code, words=codes)
    return write_codes(given)


def write_codes(codes: Collection[str]) -> str:
    """Return what `confirmed` keeps of codes: each once, in their order."""
    return " ".join(code for code in WarningCode if code in codes)


def select_unconfirmed(warnings: Iterable[ClaimWarning], confirmed: str) -> list[ClaimWarning]:
    """Return the warnings that nobody has confirmed."""
    return [warning for warning in warnings if warning.code not in confirmed.split()]


def keep_applying(confirmed: str, warnings: Iterable[ClaimWarning]) -> str:
    """Return of what was confirmed the warnings that there are."""
    codes = confirmed.split()
    return write_codes([warning.code for warning in warnings if warning.code in codes])


def keep_untouched(confirmed: str, changed: Collection[str]) -> str:
    """Return of what was confirmed what still holds once these fields of the claim have changed."""
    return write_codes([code for code in confirmed.split() if not {*CONCERNS[WarningCode(code)]} & {*changed}])
