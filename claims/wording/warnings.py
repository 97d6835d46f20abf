"""What is odd about a claim, for whoever codes it: what it is, and what to look at."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from ..rules.repeats import Repeat
from ..rules.scales import ATTRIBUTIONS, Attribution
from ..rules.warnings import ClaimWarning, WarningCode
from .conditions import write_condition
from .days import format_day
from .exchange import RowError
from .numbers import format_probability, format_value

SENTENCES = {
    WarningCode.SAID_LATER: (
        "It was said on {said_on}, and its source is of {published_on}: nothing is printed before it is said. Check "
        "both days."
    ),
    WarningCode.CODED_ALREADY: (
        "This passage is coded already for this holder on this proposal: {repeats}. Correct that claim, or check that "
        "this is another one."
    ),
    WarningCode.LONG_QUOTE: (
        "The quote has {sentences} sentences: quote the one or two that carry the meaning, or check that it takes all."
    ),
}
# In the list of what was confirmed.
CONFIRMED = {
    WarningCode.SAID_LATER: "said later than the day of its source",
    WarningCode.CODED_ALREADY: "another claim on a passage that is coded already",
    WarningCode.LONG_QUOTE: "a quote of more than two sentences",
}
# What two claims on one passage say otherwise.
DIFFERING_WORDS = {
    "value": "value", "label": "label", "by_when": "by when", "probability": "probability", "conditions": "condition",
    "depends_on": "depends on", "covers": "part", "argument": "reason", "attribution": "attribution",
    "said_on": "said on", "pending": "pending", "doubtful": "doubtful",
}  # fmt: skip
ALIKE = "it says the same"


def write_warning(warning: ClaimWarning) -> str:
    """Say what is odd and what to check."""
    parameters = {name: _write_parameter(value) for name, value in warning.parameters.items()}
    return SENTENCES[warning.code].format(**parameters)


def write_repeat(repeat: Repeat) -> str:
    """Say in what a claim on the same passage differs: “value −1 there, +2 here; part none there, “offices” here”."""
    parts = []
    for field, there, here in repeat.differences:
        if field in ("speaker", "wording"):
            parts.append(f"another {field}")
        else:
            parts.append(
                f"{DIFFERING_WORDS[field]} {_write_value(field, there)} there, {_write_value(field, here)} here"
            )
    return "; ".join(parts) or ALIKE


def _write_parameter(value: object) -> object:
    """Write a day, or the claims that are repeated; anything else stands as it is."""
    if isinstance(value, date):
        return format_day(value)
    if not isinstance(value, tuple):
        return value
    return ". ".join(f"“{claim.name}” ({claim.standing}): {write_repeat(Repeat(claim, rest))}" for claim, rest in value)


def _write_value(field: str, value: Any) -> str:
    if field == "value":
        return format_value(value)
    if field == "attribution":
        return ATTRIBUTIONS[Attribution(value)].word
    if isinstance(value, bool):
        return "yes" if value else "no"
    if field == "conditions" and value:
        return f"“{write_condition(value)}”"
    if field == "probability" and value is not None:
        return format_probability(value)
    if isinstance(value, date):
        return format_day(value)
    return f"“{value}”" if value else "none"


def write_warnings(warnings: Iterable[ClaimWarning]) -> list[RowError]:
    """Say of each warning what is odd about its field."""
    return [RowError(warning.field, write_warning(warning)) for warning in warnings]


def write_unconfirmed(warning: ClaimWarning) -> str:
    """Say of a stored claim what is odd about it and was not confirmed."""
    return f"{write_warning(warning)} Nobody has confirmed that this was checked."


def write_confirmed(confirmed: str) -> str:
    """Say which warnings were confirmed; empty if none was."""
    return "; ".join(CONFIRMED[WarningCode(code)] for code in confirmed.split())


def write_for_row(warning: ClaimWarning) -> str:
    """Say to whoever wrote a row of a file what is odd, and how it is confirmed there."""
    return f"{write_warning(warning)} If it is right, name “{warning.code}” in the column “confirmed”."


def write_for_seed(warning: ClaimWarning) -> str:
    """Say to whoever wrote a seed file what is odd, and how it is confirmed there."""
    return f'{write_warning(warning)} If it is right, say so: confirmed = ["{warning.code}"].'


def write_needless(code: WarningCode) -> str:
    """Say that a warning is confirmed that there is not."""
    return f"“{code}” is confirmed, and there is no such warning of this claim: leave it out."


def write_later_claims(number: int, published_on: date | None) -> str:
    """Say how many claims of a source were said later than the day that it is to get."""
    claims = "1 claim of this source was" if number == 1 else f"{number:,} claims of this source were"
    day = format_day(published_on) if published_on else "it"
    return f"{claims} said later than {day}: check this day, and the days of its claims."
