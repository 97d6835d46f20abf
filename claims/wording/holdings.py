"""What one actor holds on all proposals, in a sentence or two: “Supports Zones and rejects Arms as a red line.”"""

from collections.abc import Sequence
from typing import NamedTuple

from ..rules.scales import State
from .actors import begin_sentence, choose_verb
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
    """What goes before the proposals of one value, said of one and of several, and what goes after them."""

    one: str
    several: str
    after: str = ""


_POSITIONS = {
    2: _Verb("supports", "support"),
    -2: _Verb("rejects", "reject"),
    1: _Verb("is open to", "are open to"),
    -1: _Verb("is sceptical of", "are sceptical of"),
    0: _Verb("is neutral on", "are neutral on"),
}
_PROSPECTS = {
    -2: _Verb("rules out", "rule out"),
    2: _Verb("thinks", "think", " likely"),
    1: _Verb("thinks", "think", " possible"),
    0: _Verb("is uncertain about", "are uncertain about"),
    -1: _Verb("thinks", "think", " unlikely"),
}
_WITHOUT_VALUE = {
    State.MIXED: _Verb("has spoken for and against", "have spoken for and against"),
    State.DEPENDS: _Verb("is for or against, on a condition each,", "are for or against, on a condition each,"),
    State.AWAITING: _Verb("was asked and has not answered yet on", "were asked and have not answered yet on"),
}


def write_positions(holdings: Sequence[Holding], name: str) -> list[Piece]:
    """Say where a party stands; `name` is its short name within a sentence."""
    clauses = _write_clauses(_POSITIONS, holdings, name)
    sentences = [[*begin(_list(clauses)), Piece(".")]] if clauses else []
    for state, verb in _WITHOUT_VALUE.items():
        named = _name([each for each in holdings if each.state == state and each.value is None])
        if named:
            said = f"{begin_sentence(name)} {choose_verb([name], verb.one, verb.several)} "
            sentences.append([Piece(said), *named, Piece(".")])
    if not sentences:
        return [Piece(_say_nothing(holdings, name))]
    return join(sentences, " ")


def write_expectations(prospects: Sequence[Holding], wishes: Sequence[Holding], name: str) -> list[Piece]:
    """Say what an expert expects, and what it wants itself."""
    expects, wants = _write_clauses(_PROSPECTS, prospects, name), _write_clauses(_POSITIONS, wishes, name)
    sentences = [[*begin(_list(expects)), Piece(".")]] if expects else []
    if wants:
        wanted = [Piece(f"{begin_sentence(name)} "), *_list(wants)] if expects else begin(_list(wants))
        sentences.append([*wanted, Piece(".")])
    return join(sentences, " ") if sentences else [Piece(_say_nothing([*prospects, *wishes], name))]


def _say_nothing(holdings: Sequence[Holding], name: str) -> str:
    """Say that there is no stance, and what there is instead."""
    forecast = any(each.state == State.FORECAST for each in holdings)
    beside = "; others have made forecasts" if forecast else ""
    return f"{begin_sentence(name)} {choose_verb([name], 'has', 'have')} taken no stance yet{beside}."


def _write_clauses(verbs: dict[int, _Verb], holdings: Sequence[Holding], name: str) -> list[list[Piece]]:
    clauses = []
    for value, verb in verbs.items():
        held = [each for each in holdings if each.value == value]
        if held:
            before = f"{choose_verb([name], verb.one, verb.several)} "
            clauses.append([Piece(before), *_write_objects(held, verb.after)])
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
    """Join clauses; a comma stands before the last “and” wherever there is another one."""
    several = len(clauses) > 2 or any(" and " in piece.text for clause in clauses for piece in clause)
    return join(clauses, ", ", ", and " if several else " and ")
