"""Who may be quoted first-hand: a claim is a holder's own where the holder says it, or an official who speaks for it.
Of a coalition it is its own too where a member says it, or a member's official, on a day on which that is its member.

What anybody else says of a holder is second-hand, however sure they are.
"""

from collections.abc import Collection, Container, Mapping
from datetime import date
from typing import TypeVar

from .faults import FaultCode, RowFault
from .scales import Attribution

Reference = TypeVar("Reference")  # a slug, a key or a row
MOST_NAMED = 12


def may_speak(
    speaker: Reference,
    holder: Reference,
    speaks_for: Mapping[Reference, Reference],
    members: Container[Reference] = (),
) -> bool:
    """Whether the words of a speaker are the holder's own; `speaks_for` maps officials to their parties, `members` are
    those of the holder, a coalition, on the day on which it was said."""
    voice = speaks_for.get(speaker, speaker)
    return holder in (speaker, voice) or voice in members


def is_stranger(
    attribution: int | None,
    holder: Reference | None,
    speaker: Reference | None,
    speaks_for: Mapping[Reference, Reference],
    members: Container[Reference] = (),
) -> bool:
    """Whether a claim is called first-hand and quotes somebody who may not speak for its holder."""
    if attribution != Attribution.OWN or not holder or not speaker:
        return False
    return not may_speak(speaker, holder, speaks_for, members)


def refuse_stranger(holder: str, officials: Collection[str]) -> RowFault:
    """Return the fault of a first-hand claim said by a stranger; it names those who may speak for the holder."""
    if not officials:
        return RowFault("speaker", FaultCode.NO_OTHER_SPEAKER, {"holder": holder})
    return RowFault("speaker", FaultCode.NOT_ITS_SPEAKER, {"holder": holder, "speakers": _cut(officials)})


def refuse_stranger_to_coalition(coalition: str, speakers: Collection[str], day: date) -> RowFault:
    """Return the fault of a first-hand claim of a coalition said by a stranger; `speakers` are its officials, and its
    members on the day on which it was said."""
    if not speakers:
        return RowFault("speaker", FaultCode.NO_MEMBER_SPEAKER, {"holder": coalition, "day": day})
    named = {"holder": coalition, "day": day, "speakers": _cut(speakers)}
    return RowFault("speaker", FaultCode.NOT_ITS_MEMBER, named)


def _cut(names: Collection[str]) -> tuple[str, ...]:
    """Return names in their order, the first of many."""
    named = sorted(names)
    return tuple(named) if len(named) <= MOST_NAMED else (*named[:MOST_NAMED], "…")
