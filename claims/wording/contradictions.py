"""Contradictions inside actors in words: how many there are, of which kinds, and whether remarks answer them."""

from collections.abc import Sequence
from typing import NamedTuple

from ..rules.folding import isolate
from ..rules.measures.contradictions import WITHIN_DAYS, ContradictionKind
from ..rules.scales import Word
from .actors import begin_sentence
from .numbers import write_number

KINDS = {
    ContradictionKind.OFFICIALS: Word("two voices", "two who may speak for it say the opposite of each other"),
    ContradictionKind.OVER_TIME: Word("one voice", "one speaker says the one and the opposite"),
    ContradictionKind.OTHERS: Word("others say otherwise", "another actor attributes to it the opposite of its words"),
}
NO_REMARK = "No remark answers it yet."

# Of the two claims that a remark names.
BOTH_OR_NONE = "Name both claims that contradict each other, or none."
OF_ONE_DIMENSION = "They are claims in two dimensions: these contradict nothing."
NO_SUCH_CLAIM = "There is no published claim “{id}”. Give the short id that stands last in its address."
NO_CONTRADICTION = (
    "They do not contradict each other: they are on the same side of zero, under different conditions, on different "
    "parts, or neither is in the holder's own words."
)


class ContradictionsTold(NamedTuple):
    """What is told of contradictions: how many there are, inside how many actors, and how many remarks answer. `name`
    is that of the only one; with `chosen` some were left out."""

    number: int
    actors: int
    answered: int
    within: int = WITHIN_DAYS
    name: str = ""
    chosen: bool = False


def write_headline(told: ContradictionsTold) -> str:
    """Write how many there are, without a full stop."""
    within = write_days(told.within)
    inside = isolate(told.name) if told.name else f"{write_number(told.actors)} actor{'' if told.actors == 1 else 's'}"
    if told.number:
        return f"{_count(told.number)} inside {inside} within {within}"
    fitting = " that fits" if told.chosen else ""
    return f"No contradiction{fitting} inside {isolate(told.name) if told.name else 'any actor'} within {within}"


def write_lede(told: ContradictionsTold) -> str:
    """Write how many of them a remark answers, as a sentence; empty where there is none."""
    number, answered = told.number, told.answered
    if not number:
        return ""
    if number == 1:
        return "A remark answers it." if answered else NO_REMARK
    if not answered:
        return "No remark answers any of them yet."
    if answered == number:
        return "Remarks answer all of them."
    left = number - answered
    return f"Remarks answer {write_number(answered)} of them, {write_number(left)} {'is' if left == 1 else 'are'} left."


def write_inside(kinds: Sequence[ContradictionKind], answered: int, within: int = WITHIN_DAYS) -> str:
    """Write what the contradictions of one actor are, of these kinds, as sentences: “Two contradictions within 30 days:
    two who may speak for it say the opposite of each other. Remarks answer one of them, one is
    left.”"""
    counts = {kind: kinds.count(kind) for kind in KINDS}
    parts = [
        f"{KINDS[kind].meaning}{f' ({write_number(count)})' if count < len(kinds) else ''}"
        for kind, count in counts.items()
        if count
    ]
    told = ContradictionsTold(len(kinds), 1, answered, within)
    return f"{_count(len(kinds))} within {write_days(within)}: {'; '.join(parts)}. {write_lede(told)}"


def write_none_inside(name: str, within: int = WITHIN_DAYS) -> str:
    """Say that an actor (as a sentence calls it) contradicts itself nowhere."""
    days = write_days(within)
    return f"No words of {isolate(name)}, and nothing that others say of it, contradict each other within {days}."


def write_apart(days: int) -> str:
    """Say how far apart two claims were said."""
    return f"{write_days(days)} apart" if days else "on one day"


def write_days(number: int) -> str:
    return f"{write_number(number)} day{'' if number == 1 else 's'}"


def write_not_of_cell(claim: str) -> str:
    """Say that a claim (its short id) is not what a remark is about."""
    return f"{claim} is no claim of this holder on this proposal."


def _count(number: int) -> str:
    return f"{begin_sentence(write_number(number))} contradiction{'' if number == 1 else 's'}"
