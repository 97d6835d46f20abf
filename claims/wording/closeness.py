"""Who is closest and who farthest apart, as a headline and a sentence; and the number of one pair in words."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from ..rules.folding import isolate
from ..rules.measures.closeness import PairGroup
from ..rules.scales import Dimension
from .actors import begin_sentence
from .days import format_day
from .findings import join_names
from .numbers import format_hundredths, write_number

GROUPS = {
    PairGroup.ALL: "",
    PairGroup.PRINCIPALS: "Between principals",
    PairGroup.CLOSEST: "Closest",
    PairGroup.FARTHEST: "Farthest apart",
}


class PairNumber(NamedTuple):
    """The agreement of a pair under one reading: on `n` of `units` proposals; None where there is no number."""

    value: float | None
    n: int
    units: int
    lower: float | None
    upper: float | None


class PairTold(NamedTuple):
    """A pair at one end: the names of its actors as a sentence has them, its number, and how many other pairs have the
    same."""

    names: Sequence[str]
    number: PairNumber
    others: int = 0


class ClosenessTold(NamedTuple):
    """What is told of all pairs: how many have a number (`pairs`) under the reading that is told of, and under any
    (`compared`), whether that reading takes every condition as met, and under how many proposals in common there is no
    number. `other` is the number of a pair that stands alone, under the other reading."""

    pairs: int
    compared: int
    if_met: bool
    dimension: Dimension
    minimum: int
    as_of: date | None = None
    closest: PairTold | None = None
    farthest: PairTold | None = None
    other: PairNumber | None = None


def write_headline(told: ClosenessTold) -> str:
    """Write who is closest and who is farthest apart, without a full stop."""
    where = write_where(told.as_of, told.dimension, told.if_met and told.pairs > 0)
    return begin_sentence(where + _write_finding(told))


def write_closest(told: ClosenessTold) -> str:
    """Write who is closest and who is farthest apart beside another finding, as a sentence; empty where nobody can be
    compared."""
    if told.closest is None:
        return ""
    if told.pairs > 1:
        return f"{begin_sentence(_write_finding(told))}{' with every condition met' if told.if_met else ''}."
    stand = "would stand" if told.if_met else "stand"
    number = f"{_write_value(told.closest.number)} on {_count(told.closest)}"
    return f"{begin_sentence(_name(told.closest))} {stand} at {number}, where 1 is never to differ."


def write_where(as_of: date | None, dimension: Dimension, if_met: bool) -> str:
    """Write what stands before a finding: “as of 10 Jan 2022, in prospects, with every condition met, ”."""
    where = (
        f"as of {format_day(as_of)}" if as_of else "",
        f"in {dimension}" if dimension != Dimension.POSITION else "",
        "with every condition met" if if_met else "",
    )
    return "".join(f"{words}, " for words in where if words)


def write_lede(told: ClosenessTold) -> str:
    """Write on how many proposals that rests, and how far the blanks could move it."""
    if told.closest is None or told.farthest is None:
        same = "one and the same proposal" if told.minimum == 1 else f"{told.minimum} of the same proposals"
        return f"No two actors have a value on {same}."
    if told.pairs == 1:
        return f"{_write_alone(told, told.closest.number)} {_write_reach(told.closest)}"
    if _is_one_level(told):
        return f"Each stands at {_write_value(told.closest.number)}, {_name(told.closest)} on {_count(told.closest)}."
    stand = "would stand" if told.if_met else "stand"
    near = f"{_name(told.closest)} {stand} at {_write_value(told.closest.number)} on {_count(told.closest)}"
    far = f"{_name(told.farthest)} at {_write_value(told.farthest.number)} on {told.farthest.number.n}"
    return f"{begin_sentence(near)}, {far}. {_write_reach(told.closest, told.farthest)}"


def write_pair_number(reading: str, number: PairNumber) -> str:
    """Say one number of a pair: “as it stands 0.58, n = 3 of 5, between 0.35 and 0.75”."""
    if number.value is None or number.lower is None or number.upper is None:
        return f"{reading} no number, n = {number.n} of {number.units}"
    value, lower, upper = map(format_hundredths, (number.value, number.lower, number.upper))
    return f"{reading} {value}, n = {number.n} of {number.units}, between {lower} and {upper}"


def write_on_how_many(number: PairNumber) -> str:
    """Write a number beside its drawing: “0.58 on 3”, or “– on 1” where there is none."""
    return f"{'–' if number.value is None else format_hundredths(number.value)} on {number.n}"


def _write_finding(told: ClosenessTold) -> str:
    if told.closest is None or told.farthest is None:
        return "no two actors can be compared"
    if told.pairs == 1:
        as_it_stands = " as it stands" if told.compared > 1 and not told.if_met else ""
        return f"only {_name(told.closest)} can be compared{as_it_stands}"
    near = "never differ" if told.closest.number.value == 1 else "are closest"
    far = "always stand at opposite ends" if told.farthest.number.value == 0 else "are farthest apart"
    if _is_one_level(told):
        value = told.closest.number.value
        alike = near if value == 1 else far if value == 0 else "are equally close"
        return f"all {told.pairs:,} pairs that can be compared {alike}"
    return f"{_write_end(told.closest, near)}; {_write_end(told.farthest, far)}"


def _write_end(pair: PairTold, verb: str) -> str:
    if not pair.others:
        return f"{_name(pair)} {verb}"
    return f"{write_number(pair.others + 1)} pairs {verb}, {_name(pair)} among them"


def _write_alone(told: ClosenessTold, number: PairNumber) -> str:
    on = "proposal" if number.n == 1 else "proposals"
    if told.if_met:
        return f"They would stand at {_write_value(number)} on {number.n} {on}."
    text = f"They stand at {_write_value(number)} on {number.n} {on}"
    if told.other is None or told.other.value is None:
        return f"{text}."
    met = f"would stand at {_write_value(told.other)} on {told.other.n} with every condition met"
    return f"{text} as it stands, and {met}."


def _write_reach(*pairs: PairTold) -> str:
    """Say how far the blanks could move the number of one pair, or those of two."""
    first, *second = (f"from {_write(pair.number.lower)} to {_write(pair.number.upper)}" for pair in pairs)
    if not second:
        return f"What has not been said yet could bring that anywhere {first}."
    return f"What has not been said yet could bring the first anywhere {first}, the second {second[0]}."


def _is_one_level(told: ClosenessTold) -> bool:
    return told.closest is not None and told.pairs == told.closest.others + 1


def _name(pair: PairTold) -> str:
    return join_names([isolate(name) for name in pair.names])


def _count(pair: PairTold) -> str:
    return f"{pair.number.n} proposal{'' if pair.number.n == 1 else 's'}"


def _write_value(number: PairNumber) -> str:
    return _write(number.value)


def _write(number: float | None) -> str:
    return "–" if number is None else format_hundredths(number)
