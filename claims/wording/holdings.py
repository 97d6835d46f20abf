"""What one actor holds on all proposals, in a sentence or two: “Supports Zones and rejects Arms as a red line.”"""

from collections.abc import Sequence
from typing import NamedTuple

from ..rules.scales import State
from .actors import begin_sentence
from .numbers import write_number
from .pieces import Piece, begin, join, name_proposal

MOST_NAMED = 2  # proposals of one value, named one by one; of more, the number


class Holding(NamedTuple):
    """What an actor holds on one proposal (slug, title) in one dimension: `value` is None where it has none."""

    slug: str
    title: str
    state: State
    value: int | None = None
    red_line: bool = False


class _Verb(NamedTuple):
    """What goes before the proposals of one value, and after them."""

    before: str
    after: str = ""


_POSITIONS = {
    2: _Verb("supports "),
    -2: _Verb("rejects "),
    1: _Verb("is open to "),
    -1: _Verb("is sceptical of "),
    0: _Verb("is neutral on "),
}
_PROSPECTS = {
    -2: _Verb("rules out "),
    2: _Verb("thinks ", " likely"),
    1: _Verb("thinks ", " possible"),
    0: _Verb("is uncertain about "),
    -1: _Verb("thinks ", " unlikely"),
}


def write_positions(holdings: Sequence[Holding], name: str) -> list[Piece]:
    """Say where a party stands; `name` is its short name within a sentence."""
    clauses = _write_clauses(_POSITIONS, holdings)
    sentences = [[*begin(_list(clauses)), Piece(".")]] if clauses else []
    for state, of_one in (
        (State.MIXED, "has spoken for and against "),
        (State.DEPENDS, "is for or against, depending on a condition, "),
        (State.AWAITING, "still owes an answer on "),
    ):
        named = _name([each for each in holdings if each.state == state and each.value is None])
        if named:
            sentences.append([Piece(f"{begin_sentence(name)} {of_one}"), *named, Piece(".")])
    if not sentences:
        return [Piece(_say_nothing(holdings, name))]
    return join(sentences, " ")


def write_expectations(prospects: Sequence[Holding], wishes: Sequence[Holding], name: str) -> list[Piece]:
    """Say what an expert expects, and what it wants itself."""
    expects, wants = _write_clauses(_PROSPECTS, prospects), _write_clauses(_POSITIONS, wishes)
    sentences = [[*begin(_list(expects)), Piece(".")]] if expects else []
    if wants:
        wanted = [Piece(f"{begin_sentence(name)} "), *_list(wants)] if expects else begin(_list(wants))
        sentences.append([*wanted, Piece(".")])
    return join(sentences, " ") if sentences else [Piece(_say_nothing([*prospects, *wishes], name))]


def _say_nothing(holdings: Sequence[Holding], name: str) -> str:
    """Say that there is no stance, and what there is instead."""
    forecast = any(each.state == State.FORECAST for each in holdings)
    beside = "; others forecast what it would say" if forecast else ""
    return f"{begin_sentence(name)} has taken no stance yet{beside}."


def _write_clauses(verbs: dict[int, _Verb], holdings: Sequence[Holding]) -> list[list[Piece]]:
    clauses = []
    for value, verb in verbs.items():
        held = [each for each in holdings if each.value == value]
        if held:
            clauses.append([Piece(verb.before), *_write_objects(held, verb.after)])
    return clauses


def _write_objects(held: Sequence[Holding], after: str) -> list[Piece]:
    """Name what is held with one value: red lines by name and first, of others a few by name or how many."""
    red, others = ([each for each in held if each.red_line is wanted] for wanted in (True, False))
    if len(red) > MOST_NAMED:
        red, others = [], list(held)
    pieces = _name(red)
    if red:
        pieces.append(Piece(" as a red line" if len(red) == 1 else " as red lines"))
    if not others:
        return [*pieces, Piece(after)]
    named = _name(others, more=bool(red))
    return [*pieces, *([Piece(" and ")] if red else []), *named, Piece(f"{after}{_say_conditions(others)}")]


def _say_conditions(held: Sequence[Holding]) -> str:
    conditional = sum(each.state == State.CONDITIONAL for each in held)
    if not conditional:
        return ""
    if conditional == len(held):
        return " only on a condition" if len(held) == 1 else ", each only on a condition"
    return f", {write_number(conditional)} of them only on a condition"


def _name(held: Sequence[Holding], more: bool = False) -> list[Piece]:
    """Name a few, or say how many; `more` where others were named before them."""
    if len(held) <= MOST_NAMED:
        return join([[name_proposal(each.title, each.slug)] for each in held], ", ", " and ")
    return [Piece(f"{write_number(len(held))} {'more' if more else 'proposals'}")]


def _list(clauses: Sequence[Sequence[Piece]]) -> list[Piece]:
    return join(clauses, ", ", ", and " if len(clauses) > 2 else " and ")
