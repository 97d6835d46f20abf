"""What is odd about a claim, for whoever codes it: what it is, and what to look at."""

from collections.abc import Iterable

from ..rules.warnings import ClaimWarning, WarningCode
from .exchange import RowError

SENTENCES = {
    WarningCode.SAID_LATER: (
        "It was said on {said_on}, and its source is of {published_on}: nothing is printed before it is said. Check "
        "both days."
    ),
}
# In the list of what was confirmed.
CONFIRMED = {
    WarningCode.SAID_LATER: "said later than the day of its source",
}


def write_warning(warning: ClaimWarning) -> str:
    """Say what is odd and what to check."""
    return SENTENCES[warning.code].format(**warning.parameters)


def write_warnings(warnings: Iterable[ClaimWarning]) -> list[RowError]:
    """Say of each warning what is odd about its field."""
    return [RowError(warning.field, write_warning(warning)) for warning in warnings]


def write_unconfirmed(warning: ClaimWarning) -> str:
    """Say of a stored claim what is odd about it, and what becomes of it."""
    return f"{write_warning(warning)} Mend the claim, or confirm in its form that this was checked."


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


def write_later_claims(number: int, published_on: object) -> str:
    """Say how many claims of a source were said later than the day that it is to get."""
    claims = "1 claim of this source was" if number == 1 else f"{number:,} claims of this source were"
    return f"{claims} said later than {published_on}: check this day, and the days of its claims."
