"""One stance → a chip, which says a value by its word: text, classes, accessible name, HTML.

A chip has four treatments and no more. *if*: on a condition. *weak*, hollow: evidence that is thin, or that other
evidence speaks against. *f*, in brackets: what others forecast, or what is awaited. *!*: a red line. Its name, which is
read aloud, says the number too, and which marks make it hollow.
"""

from collections.abc import Mapping, Set
from enum import Enum
from html import escape
from typing import NamedTuple

from django.utils.safestring import SafeString

from ..rules.scales import MARKS, SCALES, STATES, WISHES, Dimension, Mark, State, Word
from ..rules.stances import Fold, Stance
from ..wording.numbers import format_value
from . import palette
from .cells import MARKS_IN_ORDER, draw_face, draw_inside, write_label, write_state_words

THIN = frozenset(Mark) - {Mark.ESSENTIAL, Mark.CONDITION_REFUSED}
IF = STATES[State.CONDITIONAL].sign
AWAITED = "awaited"
WITHOUT_VALUE = frozenset({State.FORECAST, State.AWAITING})
LONGEST_LABEL = 11  # letters of a source's own word for no stance that a chip has room for
BOTH_WAYS, AWAITED_SHORT, ONLY_WORDS = "±", "…", "“ ”"  # in a narrow chip: mixed or depends, awaited, no stance


class Style(Enum):
    """How the chips of a table tell values, and the class that it has for that: by words; in narrow columns by numbers;
    for coders by signs and numbers with all marks."""

    WORDS = ""
    NUMBERS = "bare"
    SIGNS = "signs"


class Chip(NamedTuple):
    """What a chip shows: its text, its classes, the words that say the same and more, and whether it is a red line."""

    text: str
    css: str
    words: str
    red_line: bool = False

    @property
    def inside(self) -> str:
        """What stands in it, as HTML."""
        return f"{escape(self.text)}{'<b>!</b>' if self.red_line else ''}"


def write_chip(stance: Stance, dimension: Dimension, marks: Set[Mark] = frozenset()) -> Chip:
    """Return the Chip of a stance in a dimension; `marks` are all that apply to it."""
    scale = SCALES[dimension]
    words = [_write_words(stance, scale), *(MARKS[mark].word for mark in MARKS_IN_ORDER if mark in marks)]
    css = _get_class(stance, dimension, marks)
    return Chip(_write_text(stance, scale), css, ", ".join(words), Mark.ESSENTIAL in marks)


def write_text(stance: Stance, dimension: Dimension) -> str:
    """Return the text of a chip alone."""
    return _write_text(stance, SCALES[dimension])


def write_number(stance: Stance) -> str:
    """Return the text of a narrow chip: the number alone, in brackets where it is forecast."""
    match stance.state:
        case State.BLANK:
            return ""
        case State.FORECAST if stance.forecast:
            value = stance.forecast.value
            return f"({BOTH_WAYS if value is None else format_value(value)})"
        case State.AWAITING:
            return AWAITED_SHORT
        case State.NO_STANCE:
            return ONLY_WORDS
    return BOTH_WAYS if stance.value is None else format_value(stance.value)


def write_narrow_wish(stance: Stance) -> str:
    """Return what a narrow cell says of what an expert wants: a sign of the scale of positions, never a number, which
    would be an expectation."""
    forecast = stance.forecast if stance.state == State.FORECAST else None
    value = forecast.value if forecast else stance.value
    if value is None:
        return write_number(stance)
    sign = SCALES[Dimension.POSITION][value].sign
    return f"({sign})" if forecast else sign


def write_wish(stance: Stance) -> Chip:
    """Return what a cell says of what an expert wants, where it says nothing of what it expects."""
    words = write_chip(stance, Dimension.POSITION).words
    forecast = stance.forecast if stance.state == State.FORECAST else None
    value = forecast.value if forecast else stance.value
    if value is None:
        return Chip(_write_text(stance, SCALES[Dimension.POSITION]), "own", f"own position: {words}")
    conditional = forecast.conditional if forecast else stance.state == State.CONDITIONAL
    text = f"{WISHES[value]} {IF}" if conditional else WISHES[value]
    return Chip(f"({text})" if forecast else text, "own", f"{text}; own position: {words}")


def draw_numbered(stance: Stance, dimension: Dimension, marks: Set[Mark]) -> str:
    """Draw what stands in a chip for coders: the sign and number of the stance with all its marks."""
    return draw_inside(draw_face(stance, dimension, marks))


def draw_still(chip: Chip) -> SafeString:
    """Draw a chip that leads nowhere."""
    return SafeString(f'<i class="{chip.css}" title="{escape(chip.words)}">{chip.inside}</i>')


def draw_linked(chip: Chip, href: str, name: str) -> SafeString:
    """Draw a chip as a link; `name` says of what it is."""
    label = escape(f"{name}: {chip.words}")
    return SafeString(
        f'<a class="{chip.css}" href="{escape(href)}" aria-label="{label}" title="{label}">{chip.inside}</a>'
    )


def _get_class(stance: Stance, dimension: Dimension, marks: Set[Mark]) -> str:
    if stance.state in WITHOUT_VALUE:
        return "c f"
    weak = " weak" if marks & THIN else ""
    if stance.value is None:
        return f"c{weak}"
    condition = f" {palette.CONDITIONAL}" if stance.state == State.CONDITIONAL else ""
    return f"c {palette.VALUE_SHADES[dimension][stance.value].css}{weak}{condition}"


def _write_text(stance: Stance, scale: Mapping[int, Word]) -> str:
    if stance.value is not None:
        word = scale[stance.value].word
        return f"{word} {IF}" if stance.state == State.CONDITIONAL else word
    match stance.state:
        case State.BLANK:
            return ""
        case State.FORECAST if stance.forecast:
            return f"({_write_forecast(stance.forecast, scale)})"
        case State.AWAITING:
            return AWAITED
        case State.NO_STANCE:
            label = write_label(stance)
            return label if 0 < len(label) <= LONGEST_LABEL else STATES[State.NO_STANCE].sign
        case _:
            return STATES[stance.state].word


def _write_words(stance: Stance, scale: Mapping[int, Word]) -> str:
    """Say what the chip says and more, its text first: whoever speaks that text finds the link."""
    forecast = _write_forecast_in_full(stance.forecast, scale) if stance.forecast else ""
    if stance.state == State.FORECAST:
        return forecast
    if stance.state == State.AWAITING:
        in_part = MARKS[Mark.PART].word if stance.forecast and stance.forecast.part else ""
        return ", ".join(filter(None, (AWAITED, forecast, in_part)))
    if stance.state == State.CONDITIONAL:
        return f"{_write_text(stance, scale)} ({format_value(stance.value)}), only on a condition"
    return write_state_words(stance, scale)


def _write_forecast_in_full(forecast: Fold, scale: Mapping[int, Word]) -> str:
    number = "" if forecast.value is None else f" ({format_value(forecast.value)})"
    condition = ", on a condition" if forecast.conditional else ""
    return f"forecast: {_write_forecast(forecast, scale)}{number}{condition}"


def _write_forecast(forecast: Fold, scale: Mapping[int, Word]) -> str:
    if forecast.value is None:
        return STATES[State.MIXED].word
    word = scale[forecast.value].word
    return f"{word} {IF}" if forecast.conditional else word
