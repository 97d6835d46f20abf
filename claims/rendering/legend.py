"""The legend of the matrix: its signs with their words, for the page and the workbook alike."""

from typing import NamedTuple

from ..rules.scales import BLANKS, DIMENSIONS, MARKS, SPOKEN_FOR, STATES, Dimension, Mark, State
from ..wording.numbers import format_on_scale
from .palette import VALUE_SHADES, Shade


class LegendEntry(NamedTuple):
    """A sign and what it says; a value has a shade too."""

    sign: str
    words: str
    shade: Shade | None = None


class LegendSection(NamedTuple):
    """The signs of one kind, under their heading."""

    heading: str
    entries: list[LegendEntry]


def make_legend(marks_one_source: bool = False, has_verdicts: bool = True) -> list[LegendSection]:
    """Return the legend; `marks_one_source` says whether cells that rest on one source are marked, `has_verdicts`
    whether there are principals, who alone refuse conditions."""
    return [
        *(LegendSection(DIMENSIONS[dimension].word, _list_values(dimension)) for dimension in Dimension),
        LegendSection("States", _list_states()),
        LegendSection("Marks", _list_marks(marks_one_source, has_verdicts)),
    ]


def _list_values(dimension: Dimension) -> list[LegendEntry]:
    return [
        LegendEntry(format_on_scale(value, dimension), shade.word, shade)
        for value, shade in VALUE_SHADES[dimension].items()
    ]


def _list_states() -> list[LegendEntry]:
    return [
        *(LegendEntry(STATES[s].sign, STATES[s].meaning) for s in (State.CONDITIONAL, State.DEPENDS, State.MIXED)),
        LegendEntry("(−2)", STATES[State.FORECAST].meaning),
        LegendEntry(STATES[State.AWAITING].sign, STATES[State.AWAITING].word),
        LegendEntry(STATES[State.NO_STANCE].sign, STATES[State.NO_STANCE].meaning),
        *(LegendEntry(word.sign, word.meaning) for word in BLANKS.values()),
        LegendEntry(SPOKEN_FOR.word, SPOKEN_FOR.meaning),
    ]


def _list_marks(marks_one_source: bool, has_verdicts: bool) -> list[LegendEntry]:
    cannot_be = {
        *(() if marks_one_source else (Mark.ONE_SOURCE,)),
        *(() if has_verdicts else (Mark.CONDITION_REFUSED,)),
    }
    return [
        *(LegendEntry(word.sign, word.meaning) for mark, word in MARKS.items() if mark not in cannot_be),
        LegendEntry("⊂", "part of a package"),
    ]
