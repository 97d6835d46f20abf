"""One stance → its sign and number with all marks, as coders and files want it: text, accessible name, HTML.

Cells are drawn by joining strings, not by templates: a page may hold ten thousand. Everything that people have
typed is escaped here; numbers, signs and words come from the scales.
"""

from collections.abc import Mapping, Set
from typing import NamedTuple

from django.utils.html import escape

from ..rules.folding import isolate
from ..rules.scales import MARKS, SCALES, STATES, Dimension, Mark, State, Word
from ..rules.stances import Fold, Stance
from ..wording.numbers import format_on_scale, format_value


class CellFace(NamedTuple):
    """What a cell shows: its sign and number, the words that say the same, and its marks in order."""

    text: str
    words: str
    marks: tuple[Mark, ...] = ()


_SET_LOW = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
# In the order in which a cell shows them.
MARKS_IN_ORDER = (
    Mark.ESSENTIAL,
    Mark.CONDITION_REFUSED,
    Mark.SECOND_HAND,
    Mark.OTHER_SIDE,
    Mark.PART,
    Mark.DOUBTFUL,
    Mark.LEAKED,
    Mark.EARLIER_WORDING,
    Mark.CONTRADICTED,
    Mark.FORECAST_DIFFERS,
    Mark.ONE_SOURCE,
)


def draw_face(stance: Stance, dimension: Dimension, marks: Set[Mark] = frozenset()) -> CellFace:
    """Return the CellFace of a stance in a dimension; `marks` are all that apply to it."""
    scale = SCALES[dimension]
    applying = tuple(mark for mark in MARKS_IN_ORDER if mark in marks)
    words = [write_state_words(stance, scale), *(MARKS[mark].word for mark in applying)]
    return CellFace(_write_text(stance, dimension), ", ".join(words), applying)


def write_face(face: CellFace, count: int = 0) -> str:
    """Write a cell as text: its sign and number, its marks, and the count of its claims above 1, set low."""
    number = str(count).translate(_SET_LOW) if count > 1 else ""
    return face.text + "".join(map(_write_mark, face.marks)) + number


def write_sign(stance: Stance, dimension: Dimension) -> str:
    """Return what a folded column shows of a stance: one sign, in brackets for a forecast."""
    scale = SCALES[dimension]
    if stance.value is not None:
        return scale[stance.value].sign
    if stance.state == State.FORECAST and stance.forecast and stance.forecast.value is not None:
        return f"({scale[stance.forecast.value].sign})"
    return STATES[stance.state].sign


def draw_inside(face: CellFace) -> str:
    """Draw what stands inside a cell's link: sign and number, and the marks."""
    marks = "".join(f'<span class="mark mark-{m.value}">{_write_mark(m)}</span>' for m in face.marks)
    return f"{escape(face.text)}{marks}"


def write_label(stance: Stance) -> str:
    """Return the words with which a holder took no stance, “uncertain”; empty where there are none or it took one."""
    if stance.state != State.NO_STANCE:
        return ""
    labels = dict.fromkeys(claim.label for claim in stance.deciding if claim.label)
    return f"“{', '.join(map(isolate, labels))}”" if labels else ""


def write_state_words(stance: Stance, scale: Mapping[int, Word]) -> str:
    """Say what a stance is, without its marks: “open (+1), only on a condition”."""
    forecast = f"forecast: {_write_forecast_words(stance.forecast, scale)}" if stance.forecast else ""
    if stance.state == State.BLANK:
        return STATES[State.BLANK].meaning
    if stance.state == State.FORECAST:
        return forecast
    if stance.state == State.NO_STANCE:
        label = write_label(stance)
        words = f"{STATES[State.NO_STANCE].word}{f': {label}' if label else ''}"
        return ", ".join(filter(None, (words, forecast)))
    if stance.state == State.AWAITING:
        in_part = MARKS[Mark.PART].word if stance.forecast and stance.forecast.part else ""
        return ", ".join(filter(None, (STATES[State.AWAITING].word, forecast, in_part)))
    if stance.value is None:
        return STATES[stance.state].word
    word = f"{scale[stance.value].word} ({format_value(stance.value)})"
    return f"{word}, only on a condition" if stance.state == State.CONDITIONAL else word


def _write_mark(mark: Mark) -> str:
    """Return a mark's sign; one that is words stands apart from what it follows."""
    sign = MARKS[mark].sign
    return f" {sign}" if sign.isascii() and sign[0].isalpha() else sign


def _write_text(stance: Stance, dimension: Dimension) -> str:
    forecast = _write_forecast(stance.forecast) if stance.forecast else ""
    if stance.state == State.BLANK:
        return ""
    if stance.state == State.NO_STANCE:
        return f"{write_label(stance) or STATES[State.NO_STANCE].sign} {forecast}".rstrip()
    if stance.state == State.FORECAST:
        return forecast
    if stance.state == State.AWAITING:
        in_part = f" {MARKS[Mark.PART].sign}" if stance.forecast and stance.forecast.part else ""
        return f"{STATES[State.AWAITING].sign} {forecast}{in_part}".rstrip()
    if stance.value is None:
        return STATES[stance.state].sign
    text = format_on_scale(stance.value, dimension)
    return f"{text} {STATES[State.CONDITIONAL].sign}" if stance.state == State.CONDITIONAL else text


def _write_forecast(forecast: Fold) -> str:
    number = format_value(forecast.value) if forecast.value is not None else STATES[State.MIXED].sign
    return f"({number} {STATES[State.CONDITIONAL].sign})" if forecast.conditional else f"({number})"


def _write_forecast_words(forecast: Fold, scale: Mapping[int, Word]) -> str:
    if forecast.value is None:
        return "mixed"
    condition = " on a condition" if forecast.conditional else ""
    return f"{scale[forecast.value].word} ({format_value(forecast.value)}){condition}"
