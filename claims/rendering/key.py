"""The key of the matrix, in a line: what the words and the treatments of its cells mean. The whole legend, with all
signs, is in Excel (`legend`) and on the page about the method."""

from collections.abc import Iterable
from typing import NamedTuple

from ..rules.scales import SCALES, Dimension
from ..wording.numbers import format_on_scale
from .chips import IF
from .columns import MatrixColumn
from .palette import VALUE_SHADES

_HEADINGS = {
    (False, Dimension.POSITION): "Parties",
    (False, Dimension.PROSPECTS): "Parties expect",
    (False, Dimension.SALIENCE): "To parties",
    (True, Dimension.POSITION): "Experts want",
    (True, Dimension.PROSPECTS): "Experts",
    (True, Dimension.SALIENCE): "To experts",
}


class KeyEntry(NamedTuple):
    """A chip as cells have it, by its class and text, and what it means, if that is more than its text."""

    css: str
    text: str
    means: str = ""


class KeySection(NamedTuple):
    """What is explained together, under its heading."""

    heading: str
    entries: list[KeyEntry]


def make_key(
    columns: Iterable[MatrixColumn], in_numbers: bool = False, marks_one_source: bool = False, since: bool = False
) -> list[KeySection]:
    """Return the key of some columns: their scales, then the treatments. `in_numbers`: cells show signs and numbers.

    `marks_one_source`: what rests on one source is hollow too. `since`: what has changed is outlined.
    """
    scales = dict.fromkeys((column.of_experts, column.dimension) for column in columns)
    sections = [KeySection(_HEADINGS[scale], _list_values(scale[1], in_numbers)) for scale in scales]
    dimension = next((dimension for _, dimension in scales), Dimension.POSITION)
    return [*sections, KeySection("Marks", _list_treatments(dimension, marks_one_source, since))]


def _list_values(dimension: Dimension, in_numbers: bool) -> list[KeyEntry]:
    ascending = reversed(VALUE_SHADES[dimension].items())
    if in_numbers:
        return [KeyEntry(f"c {s.css}", format_on_scale(value, dimension), s.word) for value, s in ascending]
    return [KeyEntry(f"c {shade.css}", shade.word) for _, shade in ascending]


def _list_treatments(dimension: Dimension, marks_one_source: bool, since: bool) -> list[KeyEntry]:
    word, css = SCALES[dimension][1].word, VALUE_SHADES[dimension][1].css
    return [
        KeyEntry(f"c {css} if", f"{word} {IF}", "on a condition"),
        KeyEntry(f"c {css} weak", word, "on one source, or thin evidence" if marks_one_source else "thin evidence"),
        KeyEntry("c f", f"({word})", "others’ forecast"),
        *([KeyEntry("red-line", "!", "red line")] if dimension == Dimension.POSITION else []),
        *([KeyEntry(f"c {css} changed", word, "changed since")] if since else []),
    ]
