"""Why a verdict is as it is, and what it waits on: the one reason that tells a reader most, next to the verdict's name.

`REASONS` is the rule: of the reasons that are tried for a verdict, in their order, the first that fits. What the row of
a matrix has no room for (who stands where, who is silent, what is known at second hand) the page of the proposal says.
"""

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from .scales import VerdictKind
from .verdicts import Hinge, Standing, Verdict

LONGEST_CONDITION = 60  # letters of a condition that are told; a longer one is only said to be there


class WhyCode(StrEnum):
    """The reasons."""

    RED_LINE = "red-line"  # of more sides than one
    AWAITED = "awaited"  # other proposals wait on it
    WAITS_ON = "waits-on"
    ONLY_IF = "only-if"  # some are for it only on a condition
    IF = "if"  # all that are not for it at once share a condition
    TURNS = "turns"  # some are against it on a condition
    APART = "apart"  # who is for it, who against
    AGAINST = "against"
    UNDECIDED = "undecided"  # who is neither for it nor against it
    PACKAGE = "package"
    SILENT = "silent"
    PUT_FORWARD = "put-forward"
    EVIDENCE = "evidence"  # nothing but on what kind of evidence it rests


class Facts(NamedTuple):
    """What is known of a proposal besides its verdict: how many negotiating sides hold it to be a red line, of how many
    (`sides`), how many proposals wait on it, how many parts it has, and who put it forward (names)."""

    verdict: Verdict
    red_line_of: int
    sides: int
    awaited_by: int
    parts: int
    proposers: tuple[str, ...]


class Why(NamedTuple):
    """A reason with what it names: `names` of actors, `others` that stand against them or take no stance, the number
    and of how many, the proposals on which it `waits_on`, and a `condition`, empty where there are several or it is
    too long. `in_part` are those whose stance the verdict rests on, though on a part only; of common ground
    `second_hand` those that are known at second hand only."""

    code: WhyCode
    names: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    number: int = 0
    among: int = 0
    waits_on: tuple[Hinge, ...] = ()
    condition: str = ""
    in_part: tuple[str, ...] = ()
    second_hand: tuple[str, ...] = ()


Reason = Callable[[Facts], Why | None]


def explain(facts: Facts) -> Why | None:
    """Return the reason of a verdict, or None where its name says all."""
    verdict = facts.verdict
    second_hand = verdict.second_hand if verdict.kind == VerdictKind.COMMON_GROUND else ()
    reasons = (reason(facts) for reason in REASONS[verdict.kind])
    why = next(filter(None, reasons), Why(WhyCode.EVIDENCE) if verdict.in_part or second_hand else None)
    return why and why._replace(in_part=verdict.in_part, second_hand=second_hand)


def count_waiting(verdicts: Sequence[Verdict]) -> dict[str, int]:
    """Return slug → how many proposals wait on that one in vain, of those on which any does."""
    waiting: dict[str, int] = {}
    for verdict in verdicts:
        for hinge in verdict.hinges:
            waiting[hinge.slug] = waiting.get(hinge.slug, 0) + 1
    return waiting


def _red_line(facts: Facts) -> Why | None:
    several = facts.red_line_of > 1
    return Why(WhyCode.RED_LINE, number=facts.red_line_of, among=facts.sides) if several else None


def _awaited(facts: Facts) -> Why | None:
    return Why(WhyCode.AWAITED, number=facts.awaited_by) if facts.awaited_by else None


def _waits_on(facts: Facts) -> Why:
    return Why(WhyCode.WAITS_ON, waits_on=facts.verdict.hinges)


def _only_if(facts: Facts) -> Why | None:
    """Some are for it only on a condition, and nobody is without one."""
    for_it = [each for each in facts.verdict.standings if each.for_it]
    if not all(each.conditions for each in for_it):
        return None
    return Why(WhyCode.ONLY_IF, _name(for_it), condition=_find_condition([each.conditions for each in for_it]))


def _if(facts: Facts) -> Why | None:
    conditional = [each for each in facts.verdict.standings if each.conditions]
    if not conditional:
        return None
    return Why(WhyCode.IF, _name(conditional), condition=_find_condition([each.conditions for each in conditional]))


def _turns(facts: Facts) -> Why | None:
    turning = [each for each in facts.verdict.standings if each.objections]
    if not turning:
        return None
    return Why(WhyCode.TURNS, _name(turning), condition=_find_condition([each.objections for each in turning]))


def _apart(facts: Facts) -> Why:
    standings = facts.verdict.standings
    return Why(
        WhyCode.APART,
        _name([each for each in standings if each.for_it]),
        _name([each for each in standings if each.against]),
    )


def _against(facts: Facts) -> Why:
    return Why(WhyCode.AGAINST, _name([each for each in facts.verdict.standings if each.against]))


def _undecided(facts: Facts) -> Why | None:
    undecided = [each for each in facts.verdict.standings if not each.value and not each.conditions]
    return Why(WhyCode.UNDECIDED, _name(undecided)) if undecided else None


def _package(facts: Facts) -> Why | None:
    return Why(WhyCode.PACKAGE, number=facts.parts) if facts.parts else None


def _silent(facts: Facts) -> Why | None:
    """Who has not spoken; `others` have, and took no stance."""
    took_none = facts.verdict.no_stance
    silent = tuple(name for name in facts.verdict.silent if name not in took_none)
    return Why(WhyCode.SILENT, silent, took_none) if facts.verdict.silent else None


def _put_forward(facts: Facts) -> Why | None:
    return Why(WhyCode.PUT_FORWARD, facts.proposers) if facts.proposers else None


REASONS: Mapping[VerdictKind, Sequence[Reason]] = {
    VerdictKind.CONTESTED: (_red_line, _awaited, _only_if, _apart),
    VerdictKind.BLOCKED: (_waits_on,),
    VerdictKind.WITHIN_REACH: (_if, _turns),
    VerdictKind.COMMON_GROUND: (_silent,),
    VerdictKind.OPEN: (_red_line, _awaited, _undecided),
    VerdictKind.REJECTED: (_red_line, _awaited, _against),
    VerdictKind.UNANSWERED: (_package, _awaited, _silent),
    VerdictKind.NOT_SPOKEN: (_package, _put_forward),
}


def _name(standings: Sequence[Standing]) -> tuple[str, ...]:
    return tuple(each.name for each in standings)


def _find_condition(of_each: Sequence[tuple[str, ...]]) -> str:
    """Return the only condition that all of them name; empty where there are several, or it is long."""
    conditions = {condition for conditions in of_each for condition in conditions}
    only = conditions.pop() if len(conditions) == 1 else ""
    return only if len(only) <= LONGEST_CONDITION else ""
