"""Why a proposal has no gap, no A and no η²."""

from ..rules.measures.spread import Lack, LackKind, Spread

NO_GAP = "no principals of two sides have a value"
ALL_EQUAL = "all values are equal"


def explain_agreement(spread: Spread) -> str:
    """Say why there is no A; empty where there is one."""
    return _write_lack(spread.lacking) if spread.lacking else ""


def explain_between(spread: Spread) -> str:
    """Say why there is no η²; empty where there is one."""
    if spread.between is not None:
        return ""
    return _write_lack(spread.lacking) if spread.lacking else ALL_EQUAL


def _write_lack(lack: Lack) -> str:
    if lack.kind == LackKind.TOO_FEW_SIDES:
        return "fewer than two sides have a value"
    return f"fewer than {lack.minimum} actors have a value: {', '.join(lack.sides)}"
