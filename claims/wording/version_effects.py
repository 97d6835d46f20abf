"""What two versions of a claim come to, in sentences."""

from collections.abc import Sequence

from ..rules.folding import isolate
from ..rules.scales import VERDICTS, VerdictKind

CHANGED = "changed"
CHANGED_CONDITIONS = "changed on a condition"


def write_heading(stances: Sequence[bool], verdicts: Sequence[bool]) -> str:
    """Say whether the stances of the cells and the verdicts differ; each says so of one."""
    if not any(stances):
        return "The stance stays as it is." if len(stances) == 1 else "The stances stay as they are."
    if not verdicts:
        return "The stance differs."
    if not any(verdicts):
        return "The stance differs, no verdict."
    return "The stance differs, and so does the verdict." if sum(verdicts) == 1 else "Stance and verdicts differ."


def write_uncounted(older: int, newer: int, counted: tuple[bool, bool]) -> str:
    """Say which version was not published, if one was not."""
    unpublished = [number for number, counts in zip((older, newer), counted, strict=True) if not counts]
    return f"Version {unpublished[0]} was not published: with it, the claim does not count. " if unpublished else ""


def name_verdict(kind: VerdictKind | None) -> str:
    return VERDICTS[kind].word if kind else "none"


def name_cell(holder: str, proposal: str, dimension: str) -> str:
    """Name a cell within a sentence."""
    return f"{isolate(holder)} on {isolate(proposal)} ({dimension.lower()})"
