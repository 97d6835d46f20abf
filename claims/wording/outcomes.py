"""What became of a proposal, in words: above its verdict, and wherever proposals are listed."""

from datetime import date

from ..rules.scales import OUTCOMES, VERDICTS, OutcomeKind, VerdictKind
from .days import format_day
from .numbers import format_count

ANOTHER_OF_THE_DAY = "This proposal has a published outcome of this day already: there is one per day."


def write_outcome(kind: OutcomeKind, day: date) -> str:
    """Write what became of a proposal and when: “agreed 3 Mar 2022”."""
    return f"{OUTCOMES[kind].word} {format_day(day)}"


def write_verdicts_around(until: VerdictKind, now: VerdictKind) -> str:
    """Write the verdict of the day before an outcome, and that of all claims where it is another: “until then: within
    reach; since then: contested”."""
    since = f"; since then: {VERDICTS[now].word}" if now != until else ""
    return f"until then: {VERDICTS[until].word}{since}"


def write_above_verdict(outcome: str, until: VerdictKind | None, now: VerdictKind | None) -> str:
    """Write an outcome (in words) with the verdicts around it: “agreed 3 Mar 2022; until then: within reach”; where
    no side negotiates, the outcome alone."""
    return outcome if until is None or now is None else f"{outcome}; {write_verdicts_around(until, now)}"


def write_settled(number: int, hidden: bool) -> str:
    """Say how many of the proposals that are asked for have an outcome, and whether they are left out; empty where none
    has."""
    if not number:
        return ""
    if hidden:
        return f"{format_count(number)} settled {'proposal is' if number == 1 else 'proposals are'} hidden"
    return f"{format_count(number)} {'proposal is' if number == 1 else 'proposals are'} settled"
