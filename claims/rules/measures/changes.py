"""What is otherwise on one day than on an earlier one: verdicts and cells, from → to.

The rule is the product's own, of no other source. Both days are told under the same filters. A cell is *changed* where
it held anything before, be it only a forecast, and *new* where it held nothing; what it was in between the log of moves
tells, see `moves`. Notes say what a pair of stances does not show at a glance. Nothing is counted that did not change.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from ..scales import Attribution, State, VerdictKind
from ..stances import ON_A_CONDITION, Novelty, RuleClaim, Stance, classify_change
from .moves import StepKind, compare

Cell = tuple[int, int]  # keys of a proposal and of a holder


class TurnedVerdict(NamedTuple):
    """A proposal (its slug) whose verdict is another; `before` is None where it was put forward since."""

    proposal: str
    before: VerdictKind | None
    after: VerdictKind


class NoteCode(StrEnum):
    """What is noted of a change, in the order in which it is told."""

    FIRST_HAND = "first-hand"  # the holder's own word, where others had spoken of it
    ON_WHOLE = "on-whole"  # of the whole, where it was on a part
    FORECAST_TRUE = "forecast-true"
    FORECAST_WRONG = "forecast-wrong"
    OTHER_CONDITION = "other-condition"
    BRANCH = "branch"  # beside a stance without a condition
    RED_LINE = "red-line"


class ChangeNote(NamedTuple):
    """A note with the claims that it is about, if any."""

    code: NoteCode
    claims: tuple[RuleClaim, ...] = ()


class CellChange(NamedTuple):
    """A cell that is otherwise, what the step from one stance to the other is, and what is noted of it."""

    cell: Cell
    novelty: Novelty
    kind: StepKind
    before: Stance
    after: Stance
    notes: tuple[ChangeNote, ...] = ()


def compare_verdicts(
    before: Mapping[str, VerdictKind], after: Mapping[str, VerdictKind]
) -> tuple[list[TurnedVerdict], list[TurnedVerdict]]:
    """Return the verdicts (by slug) that are others, and those of proposals that there were not before, in the order of
    `after`."""
    changed = [
        TurnedVerdict(slug, before[slug], kind) for slug, kind in after.items() if before.get(slug, kind) != kind
    ]
    return changed, [TurnedVerdict(slug, None, kind) for slug, kind in after.items() if slug not in before]


def compare_cell(cell: Cell, before: Stance, after: Stance, is_new_red_line: bool = False) -> CellChange | None:
    """Return what became of a cell, None where nothing did; whether it is a red line now and was none its salience
    tells, which is a change of its own."""
    kind = compare(before, after)
    if kind is None and not is_new_red_line:
        return None
    notes = _list_notes(before, after)
    if is_new_red_line:
        notes.append(ChangeNote(NoteCode.RED_LINE))
    novelty = classify_change(before, after) or Novelty.CHANGED
    return CellChange(cell, novelty, kind or StepKind.RESTATED, before, after, tuple(notes))


def _list_notes(before: Stance, after: Stance) -> list[ChangeNote]:
    notes = []
    if before.state != State.BLANK and after.attribution == Attribution.OWN != before.attribution:
        notes.append(ChangeNote(NoteCode.FIRST_HAND))
    if before.in_part and after.spoken and not after.in_part:
        notes.append(ChangeNote(NoteCode.ON_WHOLE))
    if forecast := _judge_forecast(before, after):
        notes.append(forecast)
    branches = _list_new_branches(before, after)
    if branches and after.state in ON_A_CONDITION and before.state in ON_A_CONDITION:
        notes.append(ChangeNote(NoteCode.OTHER_CONDITION, branches))
    if branches and after.spoken and after.state not in ON_A_CONDITION:
        notes.append(ChangeNote(NoteCode.BRANCH, branches))
    return notes


def _judge_forecast(before: Stance, after: Stance) -> ChangeNote | None:
    """Return whether what others forecast came true, where it was without a condition and the holder spoke itself."""
    forecast = before.forecast
    if forecast is None or before.spoken or forecast.conditional or after.attribution != Attribution.OWN:
        return None
    if not forecast.value or not after.value or forecast.part != after.in_part:
        return None
    came = forecast.value * after.value > 0
    return ChangeNote(NoteCode.FORECAST_TRUE if came else NoteCode.FORECAST_WRONG, forecast.deciding)


def _list_new_branches(before: Stance, after: Stance) -> tuple[RuleClaim, ...]:
    old = {(branch.value, branch.conditions, branch.depends_on) for branch in before.branches}
    return tuple(b for b in after.branches if (b.value, b.conditions, b.depends_on) not in old)
