"""One palette: value → word, CSS class and colours, for pages, pictures, Excel and the stylesheet alike.

Position runs from purple (against) to green (for), colours that colour-blind readers tell apart too. Prospects and
salience run one way, from little to much, and share their classes. Agreement runs from grey (apart) to deep blue
(alike). No colour says anything alone: beside it stands a sign, a number, a word or a symbol.

`python -m claims.rendering.palette` writes its part of site.css anew.
"""

from pathlib import Path
from typing import NamedTuple

from ..rules.scales import SCALES, Dimension, State, VerdictKind
from ..rules.stances import Stance

STYLESHEET = Path(__file__).parent.parent / "static" / "claims" / "site.css"
FIRST_LINE = "/* From here on printed by claims/rendering/palette.py, where colours are changed. */"
LAST_LINE = "/* Until here. */"


class Colour(NamedTuple):
    """A colour, as #rrggbb, where the page is light and where it is dark."""

    light: str
    dark: str

    @property
    def css(self) -> str:
        return self.light if self.light == self.dark else f"light-dark({self.light}, {self.dark})"


class Shade(NamedTuple):
    """How one value looks: the word for it, its class, its background with the ink on it, and a line around it
    where the background is hardly told from the page."""

    word: str
    css: str
    background: Colour
    ink: Colour
    edge: Colour | None = None


class SideMark(NamedTuple):
    """How the actors of one side are drawn: the class and colour of the mark, its outline about the origin, and the
    letter in it, where there are more sides than outlines."""

    css: str
    fill: Colour
    outline: str
    letter: str = ""


def _make_alike(colour: str) -> Colour:
    """Return a colour that is the same on a light page and on a dark one."""
    return Colour(colour, colour)


_SUFFIXES = {2: "p2", 1: "p1", 0: "z", -1: "n1", -2: "n2"}
_FOR_AND_AGAINST = {  # background and ink
    2: ("#1b7837", "#ffffff"),
    1: ("#a6dba0", "#14261a"),
    0: ("#e3e3e3", "#222222"),
    -1: ("#c2a5cf", "#24122b"),
    -2: ("#762a83", "#ffffff"),
}
_LITTLE_TO_MUCH = {
    2: ("#08519c", "#ffffff"),
    1: ("#6baed6", "#06223c"),
    0: ("#c6dbef", "#10283d"),
    -1: ("#e4edf6", "#1d2c39"),
    -2: ("#f6f6f4", "#33302a"),
}
_EDGES = {"w-n2": _make_alike("#b9b5aa")}


def _make_shades(dimension: Dimension, letter: str, colours: dict[int, tuple[str, str]]) -> dict[int, Shade]:
    shades = {}
    for value, word in SCALES[dimension].items():
        background, ink = map(_make_alike, colours[value])
        css = f"{letter}-{_SUFFIXES[value]}"
        shades[value] = Shade(word.word, css, background, ink, _EDGES.get(css))
    return shades


VALUE_SHADES = {
    Dimension.POSITION: _make_shades(Dimension.POSITION, "v", _FOR_AND_AGAINST),
    Dimension.PROSPECTS: _make_shades(Dimension.PROSPECTS, "w", _LITTLE_TO_MUCH),
    Dimension.SALIENCE: _make_shades(Dimension.SALIENCE, "w", _LITTLE_TO_MUCH),
}
CONDITIONAL = "if"  # the class, beside that of its value, of a stance that holds only on a condition
STATE_CLASSES = {
    state: f"s-{state}" for state in (State.MIXED, State.DEPENDS, State.FORECAST, State.AWAITING, State.NO_STANCE)
}
STATE_CLASSES[State.BLANK] = "blank"

VERDICT_COLOURS = {
    VerdictKind.CONTESTED: Colour("#762a83", "#c58fd3"),
    VerdictKind.BLOCKED: Colour("#b35900", "#f0a04b"),
    VerdictKind.WITHIN_REACH: Colour("#5b9a57", "#4f9d68"),
    VerdictKind.COMMON_GROUND: Colour("#1b7837", "#7fcf8f"),
    VerdictKind.OPEN: Colour("#2f78b3", "#8fbcf0"),
    VerdictKind.REJECTED: Colour("#8a1c1c", "#ffb4a8"),
    VerdictKind.UNANSWERED: Colour("#6d7580", "#9aa1aa"),
    VerdictKind.NOT_SPOKEN: Colour("#8f959c", "#6d7580"),
}

# Of agreement, in equal steps from 0 to 1; the word is that of the scale below the table.
AGREEMENT_SHADES = (
    Shade("0–0.2", "heat-0", _make_alike("#f1f0ec"), _make_alike("#2a2824"), _make_alike("#b9b5aa")),
    Shade("–0.4", "heat-1", _make_alike("#d6e3ef"), _make_alike("#10283d")),
    Shade("–0.6", "heat-2", _make_alike("#9fc6e3"), _make_alike("#06223c")),
    Shade("–0.8", "heat-3", _make_alike("#2f78b3"), _make_alike("#ffffff")),
    Shade("–1", "heat-4", _make_alike("#083d77"), _make_alike("#ffffff")),
)

# Told apart without colour. Where there are more sides than outlines, the roomy ones come again with a letter.
SIDE_MARKS = tuple(
    SideMark(f"side-{number}", colour, outline)
    for number, (colour, outline) in enumerate(
        [
            (Colour("#1b7837", "#7fcf8f"), "M-6 0a6 6 0 1 0 12 0a6 6 0 1 0 -12 0z"),
            (Colour("#762a83", "#d3a4e3"), "M-5.5 -5.5h11v11h-11z"),
            (Colour("#9a5b00", "#f0b35a"), "M0 -7L6.5 5h-13z"),
            (Colour("#08519c", "#8fbcf0"), "M0 -7.5L7 0L0 7.5L-7 0z"),
            (Colour("#8a1c1c", "#ffb4a8"), "M0 7L6.5 -5h-13z"),
            (Colour("#44484f", "#c9ced5"), "M-2.2 -6.5h4.4v4.3h4.3v4.4h-4.3v4.3h-4.4v-4.3h-4.3v-4.4h4.3z"),
        ]
    )
)
ROOMY_MARKS = (SIDE_MARKS[0], SIDE_MARKS[1], SIDE_MARKS[3])  # circle, square, diamond: a letter can be read in them


def get_stance_class(stance: Stance, dimension: Dimension) -> str:
    """Return the class of a stance: that of its value, with a condition or without, or that of its state."""
    if stance.value is None:
        return STATE_CLASSES[stance.state]
    css = VALUE_SHADES[dimension][stance.value].css
    return f"{css} {CONDITIONAL}" if stance.state == State.CONDITIONAL else css


def get_bar_class(value: int) -> str:
    """Return the class of a bar that counts the positions of this value."""
    return f"bar-{_SUFFIXES[value]}"


def get_verdict_class(kind: VerdictKind) -> str:
    """Return the class of what stands for proposals of this verdict in a drawing."""
    return f"verdict-{kind}"


def get_agreement_shade(agreement: float) -> Shade:
    """Return the shade of an agreement from 0 to 1."""
    return AGREEMENT_SHADES[min(int(agreement * len(AGREEMENT_SHADES)), len(AGREEMENT_SHADES) - 1)]


def get_side_mark(number: int) -> SideMark:
    """Return the mark of a side by its number among the sides of a drawing, from 0 on; no other number has it."""
    if number < len(SIDE_MARKS):
        return SIDE_MARKS[number]
    again, place = divmod(number - len(SIDE_MARKS), len(ROOMY_MARKS))
    return ROOMY_MARKS[place]._replace(letter=_write_letters(again + 1))


def _write_letters(number: int) -> str:
    """Return “” for 0, A to Z for 1 to 26, then AA and so on."""
    letters = ""
    while number:
        number, place = divmod(number - 1, 26)
        letters = chr(ord("A") + place) + letters
    return letters


def write_css() -> str:
    """Return the part of site.css that says how values look: custom properties, and the classes that use them."""
    positions, prospects = VALUE_SHADES[Dimension.POSITION], VALUE_SHADES[Dimension.PROSPECTS]
    shades = [*positions.values(), *prospects.values(), *AGREEMENT_SHADES]
    bars = [(get_bar_class(value), shade) for value, shade in positions.items()]
    verdicts = [get_verdict_class(kind) for kind in VERDICT_COLOURS]
    lines = [
        FIRST_LINE,
        ":root {",
        *(f"  {_write_properties(shade)}" for shade in shades),
        *(f"  --{side.css}: {side.fill.css};" for side in SIDE_MARKS),
        *(f"  --{get_verdict_class(kind)}: {colour.css};" for kind, colour in VERDICT_COLOURS.items()),
        "}",
        *(_write_rule(shade) for shade in shades),
        *(f".{css} {{ fill: var(--{shade.css}); }}" for css, shade in bars),
        *(f".{css} {{ fill: var(--{css}); }}" for css in [*(side.css for side in SIDE_MARKS), *verdicts]),
        LAST_LINE,
    ]
    return "".join(f"{line}\n" for line in lines)


def replace_part(stylesheet: str) -> str:
    """Return a stylesheet with the palette's part written anew, or raise ValueError where it has none."""
    before, rest = stylesheet.split(f"{FIRST_LINE}\n")
    _, after = rest.split(f"{LAST_LINE}\n")
    return f"{before}{write_css()}{after}"


def _write_properties(shade: Shade) -> str:
    edge = f" --{shade.css}-edge: {shade.edge.css};" if shade.edge else ""
    return f"--{shade.css}: {shade.background.css}; --{shade.css}-ink: {shade.ink.css};{edge}"


def _write_rule(shade: Shade) -> str:
    edge = f" box-shadow: inset 0 0 0 1px var(--{shade.css}-edge);" if shade.edge else ""
    return f".{shade.css} {{ background: var(--{shade.css}); color: var(--{shade.css}-ink);{edge} }}"


if __name__ == "__main__":
    STYLESHEET.write_text(replace_part(STYLESHEET.read_text()))
