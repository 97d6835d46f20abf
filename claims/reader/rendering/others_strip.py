"""The parties without a column of their own: a strip that shows how many stand at each value, by its shares."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import NamedTuple

from ...rendering import chips, palette
from ...rules.scales import HIGHEST, Dimension, State
from ...rules.stances import Stance
from ...wording.columns import write_names

HEIGHT, TOP, THICKNESS = 22, 5, 12  # pixels, of the drawing and of the strip in it
MOST_NAMED = 8  # actors of one value, named one by one
WITHOUT_VALUE, FORECAST = "no-value", "forecast"  # classes; of a value the palette's
AFTER_VALUES = HIGHEST + 1  # the place of what has no value


class Spoken(NamedTuple):
    """What one of the others says: its short name and its stance."""

    name: str
    stance: Stance


class _Segment(NamedTuple):
    css: str
    words: str
    names: list[str]


def draw_others(spoken: Sequence[Spoken], dimension: Dimension, href: str, on: str, changed: Iterable[str] = ()) -> str:
    """Draw the strip of who has said or is forecast to say anything, as a link; empty where there is nobody.

    `on` says of which proposal, as HTML; `changed` names those whose stance is another since the day asked for.
    """
    if not spoken:
        return ""
    segments = _cut(spoken, dimension)
    since = f"; changed since then: {write_names(list(changed), MOST_NAMED)}" if changed else ""
    words = f"Others{on}{escape(_describe(segments) + since)}"
    css = "strip changed" if changed else "strip"
    return (
        f'<a class="{css}" href="{href}" hx-boost="false" aria-label="{words}" title="{words}">'
        f'<svg class="dist" aria-hidden="true">{draw_segments(_count_by_class(segments), len(spoken))}</svg></a>'
    )


def _describe(segments: Iterable[_Segment]) -> str:
    """Say who stands where, from against to for: “sceptical: EU; supports: UN; forecast (rejects): UK, Poland”."""
    return "; ".join([f"{one.words}: {write_names(one.names, MOST_NAMED)}" for one in segments])


def draw_segments(numbers: Mapping[str, int], of_all: int) -> str:
    """Draw the segments of a strip, by class how many are in each, as wide as their share of all."""
    drawn, start = [], 0.0
    for css, number in numbers.items():
        width = 100 * number / of_all
        drawn.append(f'<rect class="{css}" x="{start:.4g}%" y="{TOP}" width="{width:.4g}%" height="{THICKNESS}"/>')
        start += width
    return "".join(drawn)


def _count_by_class(segments: Iterable[_Segment]) -> dict[str, int]:
    numbers: dict[str, int] = {}
    for segment in segments:
        numbers[segment.css] = numbers.get(segment.css, 0) + len(segment.names)
    return numbers


def _cut(spoken: Sequence[Spoken], dimension: Dimension) -> list[_Segment]:
    """Return who says the same, together: values from the lowest, then stances without one, then what is forecast or
    awaited."""
    by_stance: dict[int, tuple[Stance, list[str]]] = {}  # many have the very same, of a few dozen sketches
    for name, stance in spoken:
        alike = by_stance.get(id(stance))
        if alike is None:
            by_stance[id(stance)] = stance, [name]
        else:
            alike[1].append(name)
    by_words: dict[tuple[int, str, str], list[str]] = {}
    for stance, names in by_stance.values():
        by_words.setdefault(_place(stance, dimension), []).extend(names)
    return [_Segment(css, words, names) for (_, css, words), names in sorted(by_words.items())]


def _place(stance: Stance, dimension: Dimension) -> tuple[int, str, str]:
    """Return where among the segments a stance stands, with its class and its words."""
    value, state, words = stance.value, stance.state, chips.write_text(stance, dimension)
    if value is not None:
        return value, palette.VALUE_SHADES[dimension][value].css, words
    if state in chips.WITHOUT_VALUE:
        return AFTER_VALUES + 1, FORECAST, f"forecast {words}" if state == State.FORECAST else words
    return AFTER_VALUES, WITHOUT_VALUE, words
