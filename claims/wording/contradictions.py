"""Contradictions inside an actor in words: who said what when, and whether a remark answers it."""

from datetime import date
from typing import NamedTuple

from ..rules.folding import isolate
from ..rules.measures.contradictions import ContradictionKind
from ..rules.scales import SCALES, Attribution, Dimension, Word
from .actors import begin_sentence
from .days import format_day
from .numbers import write_number

KINDS = {
    ContradictionKind.OFFICIALS: Word("two voices", "two who may speak for it say the opposite"),
    ContradictionKind.OVER_TIME: Word("over time", "the same speaker says the opposite of what it said before"),
    ContradictionKind.OTHERS: Word("others say otherwise", "another actor attributes to it the opposite of its words"),
}


class ToldWord(NamedTuple):
    """One side of a contradiction: by whom (a name as a sentence has it), when, and which value."""

    speaker: str
    said_on: date
    value: int
    attribution: Attribution = Attribution.OWN


def write_contradiction(name: str, dimension: Dimension, earlier: ToldWord, later: ToldWord) -> str:
    """Write both words as a sentence: “The minister said “supports” on 3 Jan 2022 and the aide said “rejects” on 10 Jan
    2022.” `name` is the holder's, in whose name both were said where no speaker is named."""
    words = " and ".join(_write_word(name, dimension, word) for word in (earlier, later))
    return f"{begin_sentence(words)}."


def write_headline(name: str, number: int, within: int) -> str:
    """Write how often an actor contradicts itself within some days, without a full stop."""
    days = f"within {write_number(within)} day{'' if within == 1 else 's'}"
    if not number:
        return f"{isolate(begin_sentence(name))}: no contradiction {days}"
    return f"{isolate(begin_sentence(name))}: {write_number(number)} contradiction{'' if number == 1 else 's'} {days}"


def write_answer(answered_on: date | None) -> str:
    """Write whether a remark answers a contradiction."""
    return f"answered by a remark of {format_day(answered_on)}" if answered_on else "not answered yet"


def _write_word(name: str, dimension: Dimension, word: ToldWord) -> str:
    value = SCALES[dimension][word.value].word
    said = f"{isolate(word.speaker or name)} said “{value}”"
    if word.attribution == Attribution.ATTRIBUTED:
        said = f"{isolate(word.speaker)} said of {isolate(name)} “{value}”"
    return f"{said} on {format_day(word.said_on)}"
