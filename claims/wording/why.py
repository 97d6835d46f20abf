"""The reason next to a verdict's name, in plain words: “red line on both sides”, “waits on Troop pull-back”."""

from collections.abc import Sequence

from ..rules.why import Why, WhyCode
from .conditions import write_condition
from .findings import join_names, write_sides
from .numbers import write_number
from .pieces import Piece, join, name_proposal

MOST_NAMED = 3


def write_why(why: Why | None) -> list[Piece]:
    """Write a reason, without a full stop; empty where there is none."""
    if why is None:
        return []
    evidence = ((why.in_part, "in part"), (why.second_hand, "at second hand"))
    told = [[Piece(f"{_name(names)} {words}")] for names, words in evidence if names]
    return join([*([] if why.code == WhyCode.EVIDENCE else [_write(why)]), *told], "; ")


def _write(why: Why) -> list[Piece]:
    match why.code:
        case WhyCode.WAITS_ON:
            return [Piece("waits on "), *_name_waited_on(why)]
        case WhyCode.AWAITED:
            one = why.number == 1
            return [Piece(f"{write_number(why.number)} proposal{'' if one else 's'} wait{'s' if one else ''} on it")]
        case _:
            return [Piece(_write_plainly(why))]


def _write_plainly(why: Why) -> str:
    names = _name(why.names) if why.names else ""
    condition = write_condition(why.condition)
    match why.code:
        case WhyCode.RED_LINE:
            return f"red line on {write_sides(why.number, why.among)}"
        case WhyCode.ONLY_IF:
            return f"{names} {_write_only(condition)}"
        case WhyCode.IF:
            return condition or f"{names} on a condition"
        case WhyCode.TURNS:
            return f"{names} against it {condition or 'on a condition'}"
        case WhyCode.APART:
            return f"{names} for it, {_name(why.others)} against"
        case WhyCode.AGAINST:
            return f"{names} against it"
        case WhyCode.UNDECIDED:
            return f"{names} neither for it nor against"
        case WhyCode.PACKAGE:
            return f"a package: see its {why.number} part{'' if why.number == 1 else 's'}"
        case WhyCode.PUT_FORWARD:
            return f"put forward by {_name(why.names, bare=False)}"
        case _:
            return _write_silent(why)


def _write_only(condition: str) -> str:
    """Say that it is for this condition only; one without an “if” says so itself: “unless they attack”."""
    return condition if condition and not condition.startswith("if ") else f"only {condition or 'on a condition'}"


def _write_silent(why: Why) -> str:
    took_none = f"{_name(why.others)} took no stance" if why.others else ""
    return ", ".join(filter(None, (f"{_name(why.names)} silent" if why.names else "", took_none)))


def _name_waited_on(why: Why) -> list[Piece]:
    """Name on what it waits; of what is refused on a part only, by whom."""
    named = [
        [
            name_proposal(hinge.title, hinge.slug),
            *([Piece(f" (refused in part by {_name(hinge.in_part)})")] if hinge.in_part else []),
        ]
        for hinge in why.waits_on
    ]
    return join(named, ", ", " and ")


def _name(names: Sequence[str], bare: bool = True) -> str:
    """Name a few by “and”, of many the first: `bare` without their articles, as a table has room for them."""
    called = [name.removeprefix("the ") for name in names] if bare else list(names)
    if len(called) > MOST_NAMED:
        called[MOST_NAMED - 1 :] = [f"{len(called) - MOST_NAMED + 1} more"]
    return join_names(called)
