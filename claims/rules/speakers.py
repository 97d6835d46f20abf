"""Who may be quoted first-hand: a claim is a holder's own where the holder says it, or an official who speaks for it.

What anybody else says of a holder is second-hand, however sure they are.
"""

from collections.abc import Collection, Mapping
from typing import TypeVar

from .faults import FaultCode, RowFault
from .scales import Attribution

Reference = TypeVar("Reference")  # a slug, a key or a row
MOST_NAMED = 12


def may_speak(speaker: Reference, holder: Reference, speaks_for: Mapping[Reference, Reference]) -> bool:
    """Whether the words of a speaker are the holder's own; `speaks_for` maps officials to their parties."""
    return speaker == holder or speaks_for.get(speaker) == holder


def is_stranger(
    attribution: int | None,
    holder: Reference | None,
    speaker: Reference | None,
    speaks_for: Mapping[Reference, Reference],
) -> bool:
    """Whether a claim is called first-hand and quotes somebody who may not speak for its holder."""
    if attribution != Attribution.OWN or not holder or not speaker:
        return False
    return not may_speak(speaker, holder, speaks_for)


def refuse_stranger(holder: str, officials: Collection[str]) -> RowFault:
    """Return the fault of a first-hand claim said by a stranger; it names those who may speak for the holder."""
    if not officials:
        return RowFault("speaker", FaultCode.NO_OTHER_SPEAKER, {"holder": holder})
    named = sorted(officials)
    if len(named) > MOST_NAMED:
        named = [*named[:MOST_NAMED], "…"]
    return RowFault("speaker", FaultCode.NOT_ITS_SPEAKER, {"holder": holder, "speakers": tuple(named)})
