"""What is said of a claim among its coder and its reviewers, one after the other, and who is to answer it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from .publishing import PUBLISH, RETURN, SUBMIT, WITHDRAW, Status

LONGEST_COMMENT = 1000
FINAL = frozenset({PUBLISH, WITHDRAW})  # after these nothing waits for an answer any more
ANSWERING = frozenset({SUBMIT, RETURN})  # these answer what awaits whoever makes them


class ClaimVersion(NamedTuple):
    """A claim at one of its versions: when and by whom (a key) it was written, its status, and the remark on the step
    by which it came to it."""

    at: datetime
    user: int | None
    status: Status
    remark: str


def find_steps(versions: Iterable[ClaimVersion]) -> list[ClaimVersion]:
    """Return the versions, given from the oldest on, at which a claim passed to another status or a remark was made."""
    steps: list[ClaimVersion] = []
    before: ClaimVersion | None = None
    for version in versions:
        if before is None or version.status != before.status or version.remark not in ("", before.remark):
            steps.append(version)
        before = version
    return steps


def find_awaited(author: int, coder: int | None, voices: Sequence[int | None]) -> int | None:
    """Return who is to answer what an author writes: the coder of the claim; what the coder writes, whoever else spoke
    last (`voices`, the last one last). None: nobody."""
    if coder is None:
        return None
    if author != coder:
        return coder
    return next((voice for voice in reversed(voices) if voice not in (None, coder)), None)
