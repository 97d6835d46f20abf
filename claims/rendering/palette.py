"""One palette: value → word, CSS class and colours, for pages, pictures, Excel and the stylesheets alike.

Position runs from purple (against) to green (for), colours that colour-blind readers tell apart too, on a dark page as
on a light one. Prospects and salience run one way, from little to much, and have no hue: on a page a word over a meter,
in Excel a grey. Agreement runs from grey (apart) to deep blue (alike). No colour says anything alone: beside it stands
a sign, a number, a word or a symbol.

`python -m claims.rendering.palette` writes palette.css anew, from which every other stylesheet takes its colours.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from ..rules.scales import HIGHEST, LOWEST, SCALES, Dimension, Leaning, VerdictKind

STYLESHEET = Path(__file__).parent.parent / "static" / "claims" / "palette.css"


class Colour(NamedTuple):
    """A colour, as #rrggbb, where the page is light and where it is dark."""

    light: str
    dark: str


class Shade(NamedTuple):
    """How one value looks: the word for it, its class, its background with the ink on it, and the line around it where
    it is hollow or hardly told from the page."""

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


_LINK = Colour("#174a84", "#9cc4f5")
_ALARM = Colour("#8a1c1c", "#ffb4a8")
_SOFT = Colour("#565c64", "#a7adb6")
_REJECTS = Colour("#762a83", "#d39be4")
_SUPPORTS = Colour("#1b7837", "#6fce8a")

# Of the page itself. A line only parts; a rule parts more; around a field it must be seen.
PAGE_COLOURS: Mapping[str, Colour] = {
    "paper": Colour("#ffffff", "#14161a"),
    "faint": Colour("#f6f7f8", "#1b1e23"),
    "ink": Colour("#1b1d20", "#e8eaed"),
    "soft": _SOFT,
    "line": Colour("#e3e6ea", "#2b3037"),
    "rule": Colour("#b9bfc7", "#4a515b"),
    "field": Colour("#878e98", "#6b727c"),
    "link": _LINK,
    "alarm": _ALARM,
    "good": Colour("#17632c", "#9fe0ac"),
    "wait": Colour("#7a4a00", "#f0c987"),
    "found": Colour("#fff1b8", "#463c0e"),
    "select": Colour("#cfe2ff", "#1d3f6b"),
    "meter": Colour("#3f4650", "#c9ced5"),
    "track": Colour("#e3e6ea", "#2b3037"),
}

_SUFFIXES = {2: "p2", 1: "p1", 0: "z", -1: "n1", -2: "n2"}
_FOR_AND_AGAINST = {  # background, ink, edge
    2: (_SUPPORTS, Colour("#ffffff", "#04210d"), _SUPPORTS),
    1: (Colour("#b5e0b0", "#24613a"), Colour("#14261a", "#e2f7e6"), _SUPPORTS),
    0: (Colour("#e6e6e6", "#3b4048"), Colour("#222222", "#eceef0"), _SOFT),
    -1: (Colour("#d3b9de", "#5c3a6b"), Colour("#2b1333", "#f4e6fa"), _REJECTS),
    -2: (_REJECTS, Colour("#ffffff", "#26082f"), _REJECTS),
}
_LITTLE_TO_MUCH = {  # background and ink, as Excel shows them
    2: ("#3f4650", "#ffffff"),
    1: ("#8d949d", "#14161a"),
    0: ("#c3c8ce", "#1b1d20"),
    -1: ("#e3e6ea", "#1b1d20"),
    -2: ("#f6f7f8", "#1b1d20"),
}


def _shade_for_and_against(dimension: Dimension) -> dict[int, Shade]:
    return {
        value: Shade(word.word, f"v-{_SUFFIXES[value]}", *_FOR_AND_AGAINST[value])
        for value, word in SCALES[dimension].items()
    }


def _shade_little_to_much(dimension: Dimension) -> dict[int, Shade]:
    return {
        value: Shade(word.word, f"w-{_SUFFIXES[value]}", *map(_make_alike, _LITTLE_TO_MUCH[value]))
        for value, word in SCALES[dimension].items()
    }


VALUE_SHADES = {
    Dimension.POSITION: _shade_for_and_against(Dimension.POSITION),
    Dimension.PROSPECTS: _shade_little_to_much(Dimension.PROSPECTS),
    Dimension.SALIENCE: _shade_little_to_much(Dimension.SALIENCE),
}
CONDITIONAL = "if"  # the class, beside that of its value, of a stance that holds only on a condition

VERDICT_COLOURS = {
    VerdictKind.CONTESTED: _REJECTS,
    VerdictKind.BLOCKED: Colour("#b35900", "#f0a04b"),
    VerdictKind.WITHIN_REACH: Colour("#5b9a57", "#4f9d68"),
    VerdictKind.COMMON_GROUND: _SUPPORTS,
    VerdictKind.OPEN: Colour("#2f78b3", "#8fbcf0"),
    VerdictKind.REJECTED: _ALARM,
    VerdictKind.UNANSWERED: Colour("#6d7580", "#9aa1aa"),
    VerdictKind.NOT_SPOKEN: Colour("#8f959c", "#6d7580"),
}

LEANING_COLOURS = {
    Leaning.DIVIDED: VERDICT_COLOURS[VerdictKind.BLOCKED],
    Leaning.MIXED: VERDICT_COLOURS[VerdictKind.OPEN],
    Leaning.OPPOSED: _REJECTS,
    Leaning.SUPPORTED: _SUPPORTS,
    Leaning.NO_POSITION: VERDICT_COLOURS[VerdictKind.NOT_SPOKEN],
}

# Of agreement, in equal steps from 0 to 1; the word is that of the scale below the table.
AGREEMENT_SHADES = (
    Shade("0–0.2", "heat-0", _make_alike("#f1f0ec"), _make_alike("#2a2824"), _make_alike("#b9b5aa")),
    Shade("–0.4", "heat-1", _make_alike("#d6e3ef"), _make_alike("#10283d")),
    Shade("–0.6", "heat-2", _make_alike("#9fc6e3"), _make_alike("#06223c")),
    Shade("–0.8", "heat-3", _make_alike("#2f78b3"), _make_alike("#ffffff")),
    Shade("–1", "heat-4", _make_alike("#083d77"), _make_alike("#ffffff")),
)

# Told apart without colour; a triangle that points up is an expert. Where there are more sides than outlines, the roomy
# ones come again with a letter.
SIDE_MARKS = tuple(
    SideMark(f"side-{letter}", colour, outline)
    for letter, colour, outline in [
        ("a", Colour("#b35900", "#f0a04b"), "M-6 0a6 6 0 1 0 12 0a6 6 0 1 0 -12 0z"),
        ("b", _LINK, "M-5.5 -5.5h11v11h-11z"),
        ("c", Colour("#00696f", "#5fc6cc"), "M0 -7.5L7 0L0 7.5L-7 0z"),
        ("d", _ALARM, "M0 7L6.5 -5h-13z"),
        ("e", Colour("#5c5300", "#d6c95a"), "M-2.2 -6.5h4.4v4.3h4.3v4.4h-4.3v4.3h-4.4v-4.3h-4.3v-4.4h4.3z"),
        ("f", Colour("#a0256b", "#f29ac6"), "M-7 0L-3.5 -6h7L7 0L3.5 6h-7z"),
    ]
)
ROOMY_MARKS = SIDE_MARKS[:3]  # circle, square, diamond: a letter can be read in them
EXPERT_MARK = SideMark("expert", PAGE_COLOURS["meter"], "M0 -7L6.5 5h-13z")


def get_verdict_class(kind: VerdictKind) -> str:
    """Return the class of what has the colour of this verdict: a bar's segment, a tag's edge, a swatch."""
    return f"verdict-{kind}"


def get_leaning_class(leaning: Leaning) -> str:
    """Return the class of what has the colour of this leaning, as of a verdict."""
    return f"leaning-{leaning}"


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
    """Return palette.css: each colour as a custom property, and the classes that choose among them.

    A browser that does not know light-dark() keeps the light theme, its own controls included.
    """
    colours = dict(_list_colours())
    return "".join(
        f"{line}\n"
        for line in [
            "/* Printed by claims/rendering/palette.py, where colours are changed. */",
            ":root {",
            *(f"  --{name}: {colour.light};" for name, colour in colours.items()),
            "}",
            "@supports (color: light-dark(#fff, #000)) {",
            "  :root {",
            "    color-scheme: light dark;",
            *(
                f"    --{name}: light-dark({colour.light}, {colour.dark});"
                for name, colour in colours.items()
                if colour.light != colour.dark
            ),
            "  }",
            "}",
            *_list_rules(),
        ]
    )


def _list_colours() -> Iterator[tuple[str, Colour]]:
    """Yield (name, Colour) of each custom property."""
    yield from PAGE_COLOURS.items()
    for shade in [*VALUE_SHADES[Dimension.POSITION].values(), *AGREEMENT_SHADES]:
        yield shade.css, shade.background
        yield f"{shade.css}-ink", shade.ink
        if shade.edge:
            yield f"{shade.css}-edge", shade.edge
    for mark in SIDE_MARKS:
        yield mark.css, mark.fill
    for kind, colour in VERDICT_COLOURS.items():
        yield get_verdict_class(kind), colour
    for leaning, colour in LEANING_COLOURS.items():
        yield get_leaning_class(leaning), colour


def _list_rules() -> Iterator[str]:
    """Yield the rule of each class: what a value, a verdict or a side sets, the stylesheets read by one name."""
    for shade in [*VALUE_SHADES[Dimension.POSITION].values(), *AGREEMENT_SHADES]:
        edge = f" --edge: var(--{shade.css}-edge);" if shade.edge else ""
        yield f".{shade.css} {{ --ground: var(--{shade.css}); --on-ground: var(--{shade.css}-ink);{edge} }}"
    for value, shade in VALUE_SHADES[Dimension.PROSPECTS].items():
        yield f".{shade.css} {{ --share: {(value - LOWEST) / (HIGHEST - LOWEST):.0%}; }}"
    for mark in SIDE_MARKS:
        yield f".{mark.css} {{ --side: var(--{mark.css}); }}"
    for kind in VERDICT_COLOURS:
        yield f".{get_verdict_class(kind)} {{ --verdict: var(--{get_verdict_class(kind)}); }}"
    for leaning in LEANING_COLOURS:
        yield f".{get_leaning_class(leaning)} {{ --verdict: var(--{get_leaning_class(leaning)}); }}"


if __name__ == "__main__":
    STYLESHEET.write_text(write_css())
