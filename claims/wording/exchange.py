"""What is wrong with a row of the exchange or with a claim's fields, for whoever wrote it.

Sentences that begin with a small letter go on after the name of the field: “said_on: is required.”
"""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from ..rules.faults import BrokenRule, FaultCode, RowFault
from ..rules.quotes import LONGEST_QUOTE
from ..rules.scales import NO_VALUE_WORD
from .days import format_day

SENTENCES = {
    FaultCode.UNKNOWN_COLUMN: "is no column of a claim.",
    FaultCode.REQUIRED: "is required.",
    FaultCode.NOT_TEXT: "is text, not “{value}”.",
    FaultCode.NULL_CHARACTER: "holds a null character.",
    FaultCode.VALUE_REQUIRED: (
        f"is required: a whole number from −2 to +2, or {NO_VALUE_WORD} where the holder spoke and took no stance."
    ),
    FaultCode.NOT_A_VALUE: (
        f"“{{value}}” is no whole number from −2 to +2, nor {NO_VALUE_WORD} (the holder spoke and took no stance)."
    ),
    FaultCode.NOT_YES_OR_NO: "“{value}” is neither yes nor no.",
    FaultCode.NOT_A_DAY: "“{value}” is no day. Write the day as 2022-01-10, 10 Jan 2022 or 10.01.2022.",
    FaultCode.DAY_TO_COME: "{day} is still to come: no later day than today is taken.",
    FaultCode.NOT_A_NUMBER: "“{value}” is no whole number.",
    FaultCode.NOT_LISTED: "“{value}” is none of {words}.",
    FaultCode.NOT_A_LANGUAGE: "“{value}” is no code of a language: write en, ru or zh-Hant (BCP 47).",
    FaultCode.NOT_A_PROBABILITY: "“{value}” is no whole number from 0 to 100.",
    FaultCode.NOT_A_LINK: "“{value}” is no link: write a proposal's slug, or !slug if it is refused.",
    FaultCode.NOT_A_CODING: "“{value}” does not say for which negotiation, when and by whom, as “talks on 2022-02-01 "
    "by Ann”.",
    FaultCode.LINK_BOTH_WAYS: "“{slug}” cannot be both granted and refused in one condition.",
    FaultCode.NOT_JSON: "The record is no JSON: {reason}.",
    FaultCode.NOT_A_RECORD: 'The record is an object of CSL variables, such as {{"volume": "3", "page": "4"}}.',
    FaultCode.UNKNOWN_VARIABLE: "“{name}” is no variable of CSL 1.0.2 (citationstyles.org).",
    FaultCode.VARIABLE_HAS_FIELD: "“{name}” has a field of its own here: {field}.",
    FaultCode.ILL_TYPED_VARIABLE: "“{name}” is {kind}.",
    FaultCode.RECORD_TOO_LONG: "The record is longer than {most:,} characters.",
    FaultCode.DAY_REQUIRED: "is required where the source has no date.",
    FaultCode.OFFICIAL_AS_HOLDER: (
        "An official cannot be a holder, and the speaker is already filled in: make the party the holder."
    ),
    FaultCode.VALUE_OFF_SCALE: "A value lies between −2 and +2.",
    FaultCode.PENDING_WITH_VALUE: "A pending claim (“has not answered yet”) has the value 0 and is no forecast.",
    FaultCode.FORECAST_WITHOUT_VALUE: (
        "A forecast has a value: only what was said can be without one, where the holder spoke and took no stance."
    ),
    FaultCode.BY_WHEN_OF_OTHER: "Only prospects have a day by which they are expected.",
    FaultCode.PROBABILITY_OF_OTHER: "Only prospects have a probability.",
    FaultCode.PROBABILITY_OFF_SCALE: "A probability lies between 0 and 100.",
    FaultCode.TRANSLATION_WITHOUT_QUOTE: "A translation needs the quote that it translates, in the original.",
    FaultCode.LINK_WITHOUT_CONDITION: "What a condition depends on needs the condition itself, in words.",
    FaultCode.OWN_WITHOUT_SPEAKER: "First-hand needs a speaker: the holder, or an official who speaks for it.",
    FaultCode.REPORTED_WITH_SPEAKER: "A relayed claim is in the document's own voice: leave the speaker empty.",
    FaultCode.SECOND_HAND_WITHOUT_OTHER: ("A second-hand claim or a forecast needs a speaker, who is not the holder."),
    FaultCode.QUOTE_TOO_LONG: (
        f"A quote has at most {LONGEST_QUOTE:,} characters: quote the sentence that carries the meaning."
    ),
    FaultCode.PUBLISHED_WITHOUT_CITATION: (
        "A published claim cites its source by a quote or a locator, and its quote is not missing from the source's "
        "text."
    ),
    FaultCode.NOT_A_HOLDER: "A holder is a party, a coalition or an expert.",
    FaultCode.NO_SUCH_PROPOSAL: "There is no proposal “{slug}”.",
    FaultCode.OWN_PROPOSAL: "A claim cannot depend on its own proposal.",
    FaultCode.NO_SUCH_WORDING: "There is no wording “{wording}” of “{proposal}”: enter it first, or bring it in.",
    FaultCode.WORDING_OF_ANOTHER: "“{wording}” is a wording of another proposal.",
    FaultCode.NOT_ITS_SPEAKER: (
        "First-hand, {holder} may be quoted by itself or by: {speakers}. What anybody else says is second-hand "
        "(attributed)."
    ),
    FaultCode.NO_OTHER_SPEAKER: (
        "First-hand, {holder} may be quoted by nobody else: no official speaks for it. What anybody else says is "
        "second-hand (attributed)."
    ),
    FaultCode.NOT_ITS_MEMBER: (
        "First-hand, {holder} may be quoted on {day} by itself, or by these and whoever speaks for one of them: "
        "{speakers}. What anybody else says is second-hand (attributed)."
    ),
    FaultCode.NO_MEMBER_SPEAKER: (
        "First-hand, {holder} may be quoted on {day} by nobody else: it has no member on that day, and no official "
        "speaks for it. What anybody else says is second-hand (attributed)."
    ),
    FaultCode.TOO_LONG: "is longer than {most} characters.",
}


class RowError(NamedTuple):
    """What is wrong with one field of a row, in words for whoever wrote it; `field` may be empty."""

    field: str
    reason: str

    def __str__(self) -> str:
        return f"{self.field}: {self.reason}" if self.field else self.reason


def write_near(public_id: str, quote: str) -> str:
    """Say which claim a row may be that nearly has its words."""
    return (
        f"is nearly that of {public_id}, which is in no row: “{quote}”. Give --replace to change that claim, or "
        "--add-near to add another, or its id in “claim”."
    )


def write_fault(fault: RowFault | BrokenRule) -> str:
    """Say what is wrong."""
    written = {name: _write_parameter(value) for name, value in fault.parameters.items()}
    return SENTENCES[fault.code].format(**written)


def _write_parameter(value: object) -> object:
    if isinstance(value, tuple):
        return ", ".join(value)
    return format_day(value) if type(value) is date else value  # a day with an hour is quoted as it stands


def write_errors(faults: Iterable[RowFault]) -> list[RowError]:
    """Say of each fault what is wrong with its field."""
    return [RowError(fault.field, write_fault(fault)) for fault in faults]
