"""Why a proposal has no gap, no A and no η², whom η² leaves out, and the share of each value."""

from collections.abc import Sequence

from ..rules.measures.spread import MIN_ACTORS, Spread
from ..rules.scales import VALUES
from .columns import list_all
from .numbers import format_value

NO_GAP = "no principals of two sides have a value"
ALL_EQUAL = "all values are equal"
TOO_FEW = f"fewer than {MIN_ACTORS} actors have a value"


def explain_agreement(spread: Spread) -> str:
    """Say why there is no A; empty where there is one."""
    return TOO_FEW if spread.agreement is None else ""


def explain_between(spread: Spread) -> str:
    """Say why there is no η²; empty where there is one."""
    if spread.between is not None:
        return ""
    if spread.compared:
        return ALL_EQUAL
    few = f" (too few on {list_all(spread.left_out)})" if spread.left_out else ""
    return f"fewer than two sides have {MIN_ACTORS} actors with a value{few}"


def name_left_out(spread: Spread) -> str:
    """Say whom η² leaves out; empty where it counts every side, or where there is none."""
    if spread.between is None:
        return ""
    few = f"without {list_all(spread.left_out)}: fewer than {MIN_ACTORS} actors with a value" if spread.left_out else ""
    return "; ".join(filter(None, (few, "without those of no side" if spread.no_side else "")))


def write_shares(counts: Sequence[int]) -> str:
    """Write the share of each value that anybody holds, the highest first: “+2 50 %, −2 50 %”; counts from the lowest
    value on. Shares are rounded, each by itself."""
    total = sum(counts)
    shares = zip(VALUES, reversed(counts), strict=True)
    return ", ".join(f"{format_value(value)} {100 * n / total:.0f}\u00a0%" for value, n in shares if n)
