"""The lane of one cell in time: a mark for each day on which something was said, and a bar for as long as it stands.

What a holder says itself, or is relayed to say, stands in one row; what others say of it, and forecast, in another. A
mark is what the claims of one day and row add up to by themselves. A bar is what all claims until then add up to: it
begins on the day on which the stance came to be so and ends where a newer word puts another in its place. It stands in
the row of the words that decide.
"""

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

from .own_words import is_own_word
from .stances import RuleClaim, Stance, summarise


class LaneMark(NamedTuple):
    """What was said on one day, by the holder (`own`) or by others; `stance` is what these claims alone add up to."""

    day: date
    own: bool
    stance: Stance
    red_line: bool = False


class LaneBar(NamedTuple):
    """A stance from its first day until the day on which another took its place (None: it still stands)."""

    first: date
    until: date | None
    own: bool
    stance: Stance


class Lane(NamedTuple):
    """Marks by day, the holder's own before others', and bars by day, which leave no gap from the first one on."""

    marks: tuple[LaneMark, ...]
    bars: tuple[LaneBar, ...]


def lay_lane(claims: Sequence[RuleClaim], salience: Sequence[RuleClaim] = ()) -> Lane:
    """Return the Lane of a cell; `claims` are all claims of it that count, in any order, and `salience` those that say
    how much the proposal matters to the holder: from the day on which they make it a red line, its own marks say so."""
    ordered = sorted(claims, key=_place)
    marks = (
        LaneMark(day, own, summarise(of_day), own and _is_red_line(salience, day))
        for (day, own), of_day in ((place, list(group)) for place, group in groupby(ordered, key=_find_mark))
    )
    return Lane(tuple(marks), tuple(_lay_bars(ordered)))


def _place(claim: RuleClaim) -> tuple[date, bool, int]:
    return claim.said_on, not is_own_word(claim.attribution), claim.id


def _find_mark(claim: RuleClaim) -> tuple[date, bool]:
    return claim.said_on, is_own_word(claim.attribution)


def _is_red_line(salience: Sequence[RuleClaim], day: date) -> bool:
    """Whether the proposal is essential to the holder as of a day, and not only a part of it."""
    stance = summarise([claim for claim in salience if claim.said_on <= day])
    return stance.value == 2 and not stance.in_part


def _lay_bars(ordered: Sequence[RuleClaim]) -> list[LaneBar]:
    """Return the bars of claims that are ordered by day."""
    bars: list[LaneBar] = []
    for day in dict.fromkeys(claim.said_on for claim in ordered):
        stance = summarise([claim for claim in ordered if claim.said_on <= day])
        if not stance.spoken:
            continue
        bar = LaneBar(day, None, is_own_word(stance.attribution), stance)
        if not bars:
            bars.append(bar)
        elif _looks_the_same(bars[-1], bar):
            bars[-1] = bars[-1]._replace(stance=stance)
        else:
            bars[-1] = bars[-1]._replace(until=day)
            bars.append(bar)
    return bars


def _looks_the_same(one: LaneBar, other: LaneBar) -> bool:
    return (one.own, one.stance.state, one.stance.value, one.stance.marks) == (
        other.own,
        other.stance.state,
        other.stance.value,
        other.stance.marks,
    )
