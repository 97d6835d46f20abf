"""One stance as a sentence: “The US would discuss it **if Russia backs off**, which Russia rejects, and only on a part:
missiles in Ukraine. Known at second hand only. Since 10 Jan 2022.”"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from ..rules.folding import isolate
from ..rules.scales import SCALES, Dimension, Mark, State
from ..rules.stances import Fold, Stance
from .actors import begin_sentence, choose_verb
from .columns import list_all
from .conditions import write_condition
from .days import format_day
from .findings import write_who_rejects
from .numbers import write_number


class Verb(NamedTuple):
    """What a holder does that stands at a value: said of one, of several, and on a condition."""

    one: str
    several: str
    conditional: str

    def follow(self, name: str) -> str:
        """Return it as it follows a name, without a condition."""
        return choose_verb([name], self.one, self.several)


def _be(words: str) -> Verb:
    return Verb(f"is {words}", f"are {words}", f"would be {words}")


def _think(words: str) -> Verb:
    return Verb(f"thinks it {words}", f"think it {words}", f"would think it {words}")


def _consider(words: str) -> Verb:
    return Verb(f"considers it {words}", f"consider it {words}", f"would consider it {words}")


VERBS: Mapping[Dimension, Mapping[int, Verb]] = {
    Dimension.POSITION: {
        2: Verb("supports it", "support it", "would support it"),
        1: Verb("is open to it", "are open to it", "would discuss it"),
        0: _be("neutral on it"),
        -1: _be("sceptical of it"),
        -2: Verb("rejects it", "reject it", "would reject it"),
    },
    Dimension.PROSPECTS: {
        **{value: _think(word.word) for value, word in SCALES[Dimension.PROSPECTS].items()},
        -2: Verb("rules it out", "rule it out", "would rule it out"),
    },
    Dimension.SALIENCE: {
        **{value: _consider(word.word) for value, word in SCALES[Dimension.SALIENCE].items()},
        2: _consider("essential, a red line"),
    },
}
REMARKS = {  # what the marks of a stance say of it, after the sentence
    Mark.SECOND_HAND: "known at second hand only",
    Mark.OTHER_SIDE: "said by the other side",
    Mark.DOUBTFUL: "the coder is not sure that the passage says this",
    Mark.LEAKED: "known from leaked sources only",
    Mark.EARLIER_WORDING: "said about an earlier wording",
    Mark.CONTRADICTED: "a newer claim says something else",
    Mark.FORECAST_DIFFERS: "a newer forecast says the opposite",
}


class ToldStance(NamedTuple):
    """What is told of a stance: its holder's `name` as a sentence has it, `refusers` who refuse its condition likewise,
    `covers` the parts of the proposal that what decides is about. It has been so `since` a day."""

    name: str
    dimension: Dimension
    stance: Stance
    marks: frozenset[Mark]
    refusers: Sequence[str] = ()
    covers: Sequence[str] = ()
    since: date | None = None


class Sentence(NamedTuple):
    """A sentence with the condition in it, which pages set apart."""

    before: str
    condition: str
    after: str

    def __str__(self) -> str:
        return "".join(self)


def write_sentence(told: ToldStance) -> Sentence:
    """Write a stance as a sentence."""
    stance, name = told.stance, isolate(begin_sentence(told.name))
    verb = VERBS[told.dimension][stance.value] if stance.value is not None else None
    after = f"{_write_part(told)}.{_write_remarks(told)}{_write_since(told)}"
    if verb and stance.state == State.CONDITIONAL:
        return Sentence(f"{name} {verb.conditional} ", _write_conditions(stance), f"{_write_refusers(told)}{after}")
    if verb:
        return Sentence(f"{name} {verb.follow(told.name)}", "", after)
    return Sentence(f"{name} {_write_without_value(told)}", "", after)


def _write_without_value(told: ToldStance) -> str:
    has, was = (choose_verb([told.name], *verbs) for verbs in (("has", "have"), ("was", "were")))
    stance = told.stance
    forecast = f"; {_write_forecast(stance.forecast, told.dimension)}" if stance.forecast else ""
    match stance.state:
        case State.MIXED:
            return f"{has} said opposite things on the same day, so there is no value"
        case State.DEPENDS:
            return f"{has} said one thing on one condition and the opposite on another"
        case State.AWAITING:
            return f"{was} asked and {has} not answered yet{forecast}"
        case State.NO_STANCE:
            labels = dict.fromkeys(claim.label for claim in stance.deciding if claim.label)
            words = f": “{list_all(labels)}”" if labels else ""
            return f"{has} spoken about it and taken no stance{words}{forecast}"
        case _:
            return f"{has} said nothing about it yet{forecast}"


def _write_forecast(forecast: Fold, dimension: Dimension) -> str:
    if forecast.value is None:
        return "the forecasts of others differ"
    condition = f" {write_condition(forecast.branches[0].conditions)}" if forecast.conditional else ""
    return f"others forecast “{SCALES[dimension][forecast.value].word}”{condition}"


def _write_conditions(stance: Stance) -> str:
    conditions = list(dict.fromkeys(claim.conditions for claim in stance.deciding))
    if len(conditions) == 1:
        return write_condition(conditions[0])
    return f"on one of {write_number(len(conditions))} conditions"


def _write_refusers(told: ToldStance) -> str:
    return f", {write_who_rejects(told.refusers)}" if told.refusers else ""


def _write_part(told: ToldStance) -> str:
    if not told.stance.in_part:
        return ""
    return f", and only on a part: {'; '.join(map(isolate, told.covers))}" if told.covers else ", and only on a part"


def _write_remarks(told: ToldStance) -> str:
    if not told.stance.spoken:
        return ""
    remarks = [words for mark, words in REMARKS.items() if mark in told.marks]
    if Mark.ESSENTIAL in told.marks:
        remarks.insert(0, "it is a red line")
    text = "; ".join(remarks)
    return f" {text[:1].upper()}{text[1:]}." if text else ""


def _write_since(told: ToldStance) -> str:
    return f" Since {format_day(told.since)}." if told.since else ""
