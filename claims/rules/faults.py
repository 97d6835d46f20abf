"""What can be wrong with a row of the exchange, as codes. `wording.exchange` says them."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

Parameters = Mapping[str, object]
NO_PARAMETERS: Parameters = MappingProxyType({})


class FaultCode(StrEnum):
    """What is wrong with a field. In brackets stand the names of its parameters."""

    # of one cell
    UNKNOWN_COLUMN = "unknown-column"
    REQUIRED = "required"
    NOT_TEXT = "not-text"  # (value)
    NULL_CHARACTER = "null-character"
    VALUE_REQUIRED = "value-required"
    NOT_A_VALUE = "not-a-value"  # (value)
    NOT_YES_OR_NO = "not-yes-or-no"  # (value)
    NOT_A_DAY = "not-a-day"  # (value)
    DAY_TO_COME = "day-to-come"  # (day)
    NOT_A_NUMBER = "not-a-number"  # (value)
    NOT_LISTED = "not-listed"  # (value, words)
    NOT_A_LANGUAGE = "not-a-language"  # (value)
    NOT_A_PROBABILITY = "not-a-probability"  # (value)
    NOT_A_LINK = "not-a-link"  # (value)
    NOT_A_CODING = "not-a-coding"  # (value)
    LINK_BOTH_WAYS = "link-both-ways"  # (slug)
    # of the bibliographic record
    NOT_JSON = "not-json"  # (reason)
    NOT_A_RECORD = "not-a-record"
    UNKNOWN_VARIABLE = "unknown-variable"  # (name)
    VARIABLE_HAS_FIELD = "variable-has-field"  # (name, field)
    ILL_TYPED_VARIABLE = "ill-typed-variable"  # (name, kind)
    RECORD_TOO_LONG = "record-too-long"  # (most)
    # of the cells of a row together
    DAY_REQUIRED = "day-required"
    OFFICIAL_AS_HOLDER = "official-as-holder"
    VALUE_OFF_SCALE = "value-off-scale"
    PENDING_WITH_VALUE = "pending-with-value"
    FORECAST_WITHOUT_VALUE = "forecast-without-value"
    BY_WHEN_OF_OTHER = "by-when-of-other"
    PROBABILITY_OF_OTHER = "probability-of-other"
    PROBABILITY_OFF_SCALE = "probability-off-scale"
    TRANSLATION_WITHOUT_QUOTE = "translation-without-quote"
    LINK_WITHOUT_CONDITION = "link-without-condition"
    OWN_WITHOUT_SPEAKER = "own-without-speaker"
    REPORTED_WITH_SPEAKER = "reported-with-speaker"
    SECOND_HAND_WITHOUT_OTHER = "second-hand-without-other"
    QUOTE_TOO_LONG = "quote-too-long"
    PUBLISHED_WITHOUT_CITATION = "published-without-citation"
    # of a row beside what the database holds
    NOT_A_HOLDER = "not-a-holder"
    NO_SUCH_PROPOSAL = "no-such-proposal"  # (slug)
    OWN_PROPOSAL = "own-proposal"
    NO_SUCH_WORDING = "no-such-wording"  # (wording, proposal)
    WORDING_OF_ANOTHER = "wording-of-another"  # (wording)
    NOT_ITS_SPEAKER = "not-its-speaker"  # (holder, speakers)
    NO_OTHER_SPEAKER = "no-other-speaker"  # (holder)
    NOT_ITS_MEMBER = "not-its-member"  # (holder, day, speakers)
    NO_MEMBER_SPEAKER = "no-member-speaker"  # (holder, day)
    TOO_LONG = "too-long"  # (most)


class RowFault(NamedTuple):
    """What is wrong with one field of a row, and what is needed besides to say it."""

    field: str
    code: FaultCode
    parameters: Parameters = NO_PARAMETERS


class BrokenRule(ValueError):
    """Raised where a value cannot be read: a RowFault whose field only the caller knows."""

    def __init__(self, code: FaultCode, **parameters: object) -> None:
        super().__init__(code.value)
        self.code = code
        self.parameters: Parameters = parameters

    def at(self, field: str) -> RowFault:
        """Return this as the fault of a field."""
        return RowFault(field, self.code, self.parameters)
