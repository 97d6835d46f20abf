"""The key of the matrix, in a line: what the words and the treatments of its cells mean. The whole legend, with all
signs, is in Excel (`legend`) and on the page about the method."""

from collections.abc import Sequence
from typing import NamedTuple

from ..rules.scales import SCALES, Dimension
from ..wording.numbers import format_on_scale, format_value
from .chips import AWAITED_SHORT, BOTH_WAYS, IF, ONLY_WORDS, Style
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
    columns: Sequence[MatrixColumn],
    style: Style = Style.WORDS,
    marks_one_source: bool = False,
    since: bool = False,
) -> list[KeySection]:
    """Return the key of some columns whose cells are of a style: their scales, then the treatments.

    `marks_one_source`: what rests on one source is hollow too. `since`: what has changed is outlined.
    """
    scales = dict.fromkeys((column.of_experts, column.dimension) for column in columns)
    wishes = style == Style.NUMBERS and any(column.own_position for column in columns)
    sections = [
        KeySection(_HEADINGS[scale], [*_list_values(scale[1], style), *(_list_wishes() if wishes and scale[0] else [])])
        for scale in scales
    ]
    dimension = next((dimension for _, dimension in scales), Dimension.POSITION)
    return [*sections, KeySection("Marks", _list_treatments(dimension, style, marks_one_source, since))]


def _list_values(dimension: Dimension, style: Style) -> list[KeyEntry]:
    ascending = reversed(VALUE_SHADES[dimension].items())
    match style:
        case Style.WORDS:
            return [KeyEntry(f"c {shade.css}", shade.word) for _, shade in ascending]
        case Style.NUMBERS:
            listed = [KeyEntry(f"c {s.css}", format_value(value), s.word) for value, s in ascending]
            if dimension == Dimension.POSITION:
                return listed
            return [listed[0]._replace(means=f"{listed[0].means} …"), listed[-1]]  # a meter tells those between
        case Style.SIGNS:
            return [KeyEntry(f"c {s.css}", format_on_scale(value, dimension), s.word) for value, s in ascending]


def _list_wishes() -> list[KeyEntry]:
    """Return what a narrow cell of an expert shows that expects nothing, but wants something for itself."""
    signs = [SCALES[Dimension.POSITION][value].sign for value in (2, -2)]
    return [KeyEntry("own", "".join(signs), "wants it, is against it")]


def _list_treatments(dimension: Dimension, style: Style, marks_one_source: bool, since: bool) -> list[KeyEntry]:
    css, narrow = VALUE_SHADES[dimension][1].css, style == Style.NUMBERS
    word = format_value(1) if narrow else SCALES[dimension][1].word
    return [
        KeyEntry(f"c {css} if", word if narrow else f"{word} {IF}", "on a condition"),
        KeyEntry(f"c {css} weak", word, "on one source, or thin evidence" if marks_one_source else "thin evidence"),
        KeyEntry("c f", f"({word})", "others’ forecast"),
        *([KeyEntry("red-line", "!", "red line")] if dimension == Dimension.POSITION else []),
        *([KeyEntry(f"c {css} changed", word, "changed since")] if since else []),
        *(_list_short_forms() if narrow else []),
    ]


def _list_short_forms() -> list[KeyEntry]:
    """Return what narrow chips show instead of words."""
    return [
        KeyEntry("c", BOTH_WAYS, "for and against"),
        KeyEntry("c f", AWAITED_SHORT, "awaited"),
        KeyEntry("c", ONLY_WORDS, "takes no stance"),
    ]
