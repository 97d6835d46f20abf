"""Moves: how the stance of one cell changed from one day to a later one.

The rule is the product's own, of no other source. The claims of a cell, in one dimension, are folded as of each day on
which any was said; where the stance differs from that of the day before it, that is a **step**. Only two stances of one
kind are compared: decided by the same attribution, the whole with the whole or a part with a part, without a condition
on both sides. Seven kinds of steps are **moves**:

- *new*: the first stance, where there was none. What others forecast, a question that awaits its answer and a word that
  takes no stance are none.
- *reversed*: to the other side of zero. *Returned*: to a value that the cell held before, with a value on the other
  side of zero between the two.
- *firmed*: from 0 to either side. *Softened*: from either side to 0.
- *conditioned*: a condition came, or a branch beside the stance. *Freed*: all conditions went.

All other steps are no moves. The first is *restated*: one step on the same side of zero, as from +2 to +1, which coders
tell apart less surely than anything else. Within one attribution stances come and go; a stronger one ends them: the
first own word after what others said is no move, since nobody has moved.

Days are those on which something was said. What is found later, of an earlier day, changes the log of that day, and
what was a move of a later day may be none any more, so that nothing moves twice: each step begins where the one before
it ended. There is no step where nothing is said, and none is ever undone by what is said later.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from ..scales import Attribution, State
from ..stances import BLANK, ON_A_CONDITION, RuleClaim, Stance, has_changed, summarise


class StepKind(StrEnum):
    """What a step is: the moves first, then why a step is none."""

    NEW = "new"
    FIRMED = "firmed"
    SOFTENED = "softened"
    REVERSED = "reversed"
    RETURNED = "returned"
    CONDITIONED = "conditioned"
    FREED = "freed"
    RESTATED = "restated"
    OTHER_ATTRIBUTION = "other-attribution"  # first-hand where it was second-hand
    OTHER_PART = "other-part"  # on the whole where it was on a part
    OTHER_CONDITION = "other-condition"  # on a condition before and after, or beside other branches
    NO_VALUE = "no-value"  # statements of one day on both sides of zero, before or after
    NOT_SAID = "not-said"  # no stance after it either: forecasts, awaited answers, words without a stance


MOVES = tuple(StepKind)[:7]
CHANGES_SIGN = frozenset({StepKind.FIRMED, StepKind.SOFTENED, StepKind.REVERSED})
NOT_TOLD: Mapping[int, date] = MappingProxyType({})


class StanceStep(NamedTuple):
    """One change of a cell: the stances before and after it, whose claims are the quotes of both sides.

    `found_on` is the first day on which readers could know of it, None where nobody says; it is `found_later` where by
    then something that was said after it could be read already.
    """

    day: date
    kind: StepKind
    before: Stance
    after: Stance
    found_on: date | None = None
    found_later: bool = False

    @property
    def is_move(self) -> bool:
        return self.kind in MOVES


class _Ground(NamedTuple):
    """What two stances must have in common to be compared."""

    attribution: Attribution | None
    in_part: bool


def list_steps(claims: Sequence[RuleClaim], found_on: Mapping[int, date] = NOT_TOLD) -> list[StanceStep]:
    """Return the steps of a cell by day; `claims` are all claims of it, in any order, and `found_on` maps ids of claims
    to the day on which readers could first read them, as far as that is known."""
    steps, before = [], BLANK
    held: dict[_Ground, list[int]] = {}
    for day in sorted({claim.said_on for claim in claims}):
        after = summarise([claim for claim in claims if claim.said_on <= day])
        kind = compare(before, after)
        values = held.setdefault(_Ground(after.attribution, after.in_part), [])
        if kind in CHANGES_SIGN and after.value is not None and has_returned(values, after.value):
            kind = StepKind.RETURNED
        if kind is not None:
            steps.append(_date(StanceStep(day, kind, before, after), claims, found_on))
        if after.state == State.STANCE and after.value is not None:
            values.append(after.value)
        before = after
    return steps


def list_moves(claims: Sequence[RuleClaim], found_on: Mapping[int, date] = NOT_TOLD) -> list[StanceStep]:
    """Return the steps of a cell that are moves, by day; the arguments are those of `list_steps`."""
    return [step for step in list_steps(claims, found_on) if step.is_move]


def compare(before: Stance, after: Stance) -> StepKind | None:
    """Return what the step from one stance to a later one of its cell is, None where nothing changed. That it has
    *returned* two stances cannot tell."""
    if not has_changed(before, after):
        return None
    if not after.spoken:
        return StepKind.NOT_SAID
    if not before.spoken:
        return StepKind.NEW
    if before.in_part != after.in_part:
        return StepKind.OTHER_PART
    if before.attribution != after.attribution:
        return StepKind.OTHER_ATTRIBUTION
    was_conditional, is_conditional = (stance.state in ON_A_CONDITION for stance in (before, after))
    if was_conditional and is_conditional:
        return StepKind.OTHER_CONDITION
    if was_conditional or is_conditional:
        return StepKind.CONDITIONED if is_conditional else StepKind.FREED
    if before.value is None or after.value is None:
        return StepKind.NO_VALUE
    return _compare_values(before.value, after.value) or _compare_branches(before, after)


def has_returned(held: Sequence[int], value: int) -> bool:
    """Whether a value was held before, with one on the other side of zero since; `held` are the values until now."""
    return value in held and any(value * other < 0 for other in held[held.index(value) :])


def _compare_values(before: int, after: int) -> StepKind | None:
    """Return the move between two values without a condition; None where they are on the same side of zero."""
    if before * after < 0:
        return StepKind.REVERSED
    if bool(before) == bool(after):
        return None
    return StepKind.FIRMED if after else StepKind.SOFTENED


def _compare_branches(before: Stance, after: Stance) -> StepKind:
    """Return the step between two stances without a condition on the same side of zero."""
    if bool(before.branches) != bool(after.branches):
        return StepKind.CONDITIONED if after.branches else StepKind.FREED
    return StepKind.RESTATED if before.value != after.value else StepKind.OTHER_CONDITION


def _date(step: StanceStep, claims: Sequence[RuleClaim], found_on: Mapping[int, date]) -> StanceStep:
    """Return a step with the day on which it could be known: that of the first claim behind it; and whether something
    that was said after it could be read by then."""
    behind = (*step.after.deciding, *step.after.branches)
    of_day = [found_on[claim.id] for claim in behind if claim.said_on == step.day and claim.id in found_on]
    if not of_day:
        return step
    known_on = min(of_day)
    after_it = [found_on[claim.id] for claim in claims if claim.said_on > step.day and claim.id in found_on]
    return step._replace(found_on=known_on, found_later=any(day < known_on for day in after_it))
