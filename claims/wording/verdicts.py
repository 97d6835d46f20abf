"""A verdict's reason, how the rule reads a stance, and the rule itself, as pages print it."""

from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from ..rules.folding import isolate
from ..rules.scales import SCALES, STATES, VERDICTS, Dimension, State, VerdictKind
from ..rules.verdicts import HOW_IT_COUNTS, RULE, WHO_COUNTS, Direction, Hinge, Reading, Standing, Verdict
from .columns import list_all
from .numbers import format_value

DIRECTIONS = {
    Direction.FOR: "for it",
    Direction.AGAINST: "against it",
    Direction.NEITHER: "neither for it nor against it",
    Direction.NO_STANCE: STATES[State.NO_STANCE].word,
    Direction.SILENT: "silent",
}


class PrintedLine(NamedTuple):
    """A line of the printed rule, its verdict in *emphasis*, and which it is."""

    text: str
    kind: VerdictKind


def write_reason(verdict: Verdict, parts: Sequence[VerdictKind] = ()) -> str:
    """Say in a few words who stands where, “Russia +2; US, NATO −2”, or what a blocked verdict waits on.

    It is empty where nobody has spoken. Of a package the verdicts of its `parts` are counted after it.
    """
    reason = _write_own_reason(verdict)
    kinds = Counter(parts)
    counted = ", ".join(f"{kinds[kind]} {VERDICTS[kind].word}" for kind in VerdictKind if kinds[kind])
    return "; ".join(filter(None, (reason, f"its parts: {counted}" if parts else "")))


def write_reason_in_words(verdict: Verdict) -> str:
    """Say the same of a verdict in the words of the scale: “Russia: supports; US, NATO: rejects”."""
    return _write_own_reason(verdict, in_words=True)


def name_silent(verdict: Verdict) -> list[str]:
    """Name the principals without a stance: “NATO”, “Russia (spoke, takes no stance)”."""
    why = f" ({STATES[State.NO_STANCE].word})"
    return [f"{isolate(name)}{why if name in verdict.no_stance else ''}" for name in verdict.silent]


def write_reading(reading: Reading) -> str:
    """Say how the rule reads a principal's stance."""
    condition = ", only on a condition" if reading.conditional else ""
    objection = ", against it on a condition" if reading.objects else ""
    return f"{DIRECTIONS[reading.direction]}{condition}{objection}"


def print_lines() -> list[PrintedLine]:
    """Return the lines of the rule in the order in which they are tried."""
    return [PrintedLine(f"*{VERDICTS[kind].word}*: {words}", kind) for kind, words, _ in RULE]


def print_lines_until(kind: VerdictKind) -> list[PrintedLine]:
    """Return the lines of the rule that are tried until one gives this verdict, that one last."""
    lines = print_lines()
    return lines[: [line.kind for line in lines].index(kind) + 1]


def print_rule() -> str:
    """Return the whole rule as Markdown."""
    lines = "\n".join(f"- {line.text}" for line in print_lines())
    return (
        "From the stances of the principals to the verdict on one proposal. The page prints this rule.\n\n"
        f"{WHO_COUNTS} The first that fits:\n\n{lines}\n\n{HOW_IT_COUNTS}\n"
    )


def _write_own_reason(verdict: Verdict, in_words: bool = False) -> str:
    if verdict.kind == VerdictKind.BLOCKED:
        in_part = f"; in part: {list_all(verdict.in_part)}" if verdict.in_part else ""
        return "waits on " + ", ".join(map(_write_hinge, verdict.hinges)) + in_part
    alike = groupby(verdict.standings, key=lambda standing: (standing.side, _write_standing(standing, in_words)))
    said = ": " if in_words else " "  # a word of the scale agrees with no number of names
    return "; ".join(f"{list_all(standing.name for standing in group)}{said}{words}" for (_, words), group in alike)


def _write_standing(standing: Standing, in_words: bool) -> str:
    """Write a stance in a reason: “+1 if”, “+2, −1 if” for a stance with a branch on the other side of zero, “−2 in
    part” for one on a part only; in words “open if”, “supports, sceptical if”."""
    words = standing.state.value
    if standing.value is not None:
        words = _write_value(standing.value, in_words)
        if standing.state == State.CONDITIONAL:
            words = f"{words} if"
        elif standing.adverse is not None:
            words = f"{words}, {_write_value(standing.adverse, in_words)} if"
    return f"{words} in part" if standing.in_part else words


def _write_value(value: int, in_words: bool) -> str:
    return SCALES[Dimension.POSITION][value].word if in_words else format_value(value)


def _write_hinge(hinge: Hinge) -> str:
    """Write what a condition depends on, and by whom it is refused where that is on a part only."""
    title = isolate(hinge.title)
    return f"{title} (refused in part by {list_all(hinge.in_part)})" if hinge.in_part else title
