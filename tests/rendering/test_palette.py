"""The palette: the stylesheet, the icon and Excel show its colours, and what stands on them can be read."""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest

from claims.exporters.workbook import Styles
from claims.rendering import palette
from claims.rules.scales import SCALES, Dimension, State, VerdictKind
from claims.rules.stances import Stance

STATIC = Path(palette.STYLESHEET).parent
STYLESHEET = palette.STYLESHEET.read_text()
READABLE, VISIBLE = 4.5, 3  # WCAG 2.2 AA: of text, and of what is drawn
SHADES = {
    shade.css: shade
    for shade in [
        *(s for of_value in palette.VALUE_SHADES.values() for s in of_value.values()),
        *palette.AGREEMENT_SHADES,
    ]
}
THEMES = ("light", "dark")


def contrast(one, other):
    """Return the contrast of two colours, from 1 to 21, as WCAG 2.2 defines it."""
    darker, lighter = sorted(map(_luminance, (one, other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour):
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def colour_of_the_page(name):
    """Return a colour that site.css gives by hand to the page itself."""
    light, dark = re.search(rf"--{name}: light-dark\((#\w+), (#\w+)\);", STYLESHEET).groups()
    return palette.Colour(*(re.sub(r"^#(\w)(\w)(\w)$", r"#\1\1\2\2\3\3", colour) for colour in (light, dark)))


def test_the_stylesheet_holds_what_the_palette_prints():
    assert palette.replace_part(STYLESHEET) == STYLESHEET, "run: python -m claims.rendering.palette"


def test_no_colour_of_a_value_is_written_by_hand_beside_it():
    by_hand = STYLESHEET.replace(palette.write_css(), "")
    assert by_hand != STYLESHEET
    values = {colour for shade in SHADES.values() for colour in shade.background}
    assert not values & set(re.findall(r"#\w{6}\b", by_hand))
    assert not re.findall(r"^\.(?:[vw]-|bar-|heat-\d|side-\d|verdict-)", by_hand, re.MULTILINE)


def test_a_stylesheet_that_has_lost_the_lines_around_the_palette_is_left_alone():
    with pytest.raises(ValueError):
        palette.replace_part(STYLESHEET.replace(palette.LAST_LINE, ""))


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("css", SHADES)
def test_what_is_written_on_a_value_can_be_read(css, theme):
    shade = SHADES[css]
    assert contrast(getattr(shade.background, theme), getattr(shade.ink, theme)) >= READABLE


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ground", ["paper", "faint"])
@pytest.mark.parametrize("text", ["ink", "soft", "link", "alarm"])
def test_what_is_written_on_the_page_can_be_read(text, ground, theme):
    assert contrast(*(getattr(colour_of_the_page(name), theme) for name in (text, ground))) >= READABLE


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("mark", palette.SIDE_MARKS)
def test_the_marks_of_sides_are_told_from_the_page(mark, theme):
    assert contrast(getattr(mark.fill, theme), getattr(colour_of_the_page("paper"), theme)) >= VISIBLE


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("kind", VerdictKind)
def test_the_bars_of_verdicts_are_told_from_the_page(kind, theme):
    colour = palette.VERDICT_COLOURS[kind]
    assert contrast(getattr(colour, theme), getattr(colour_of_the_page("paper"), theme)) >= VISIBLE
    assert f".{palette.get_verdict_class(kind)} {{" in STYLESHEET


def test_marks_of_sides_differ_without_their_colours_however_many_sides_there_are():
    marks = [palette.get_side_mark(number) for number in range(400)]
    assert len({(mark.outline, mark.letter) for mark in marks}) == len(marks)
    assert [mark.letter for mark in marks[: len(palette.SIDE_MARKS)]] == [""] * len(palette.SIDE_MARKS)
    assert [mark.letter for mark in marks[6:12]] == [*"AAABBB"] and marks[-1].letter == "EB"
    assert {mark.outline for mark in marks[6:]} == {mark.outline for mark in palette.ROOMY_MARKS}


def test_every_value_has_a_shade_of_its_own_under_the_word_of_its_scale():
    for dimension, scale in SCALES.items():
        shades = palette.VALUE_SHADES[dimension]
        assert {value: shade.word for value, shade in shades.items()} == {v: word.word for v, word in scale.items()}
        assert len({shade.background for shade in shades.values()}) == len(scale)


@pytest.mark.parametrize(
    ("stance", "css"),
    [
        (Stance(State.STANCE, 2), "v-p2"),
        (Stance(State.CONDITIONAL, -1), "v-n1 if"),
        (Stance(State.MIXED), "s-mixed"),
        (Stance(State.DEPENDS), "s-depends"),
        (Stance(State.FORECAST), "s-forecast"),
        (Stance(State.AWAITING), "s-awaiting"),
        (Stance(State.NO_STANCE), "s-no-stance"),
        (Stance(State.BLANK), "blank"),
    ],
)
def test_a_stance_has_the_class_of_its_value_or_else_of_its_state_and_the_stylesheet_knows_it(stance, css):
    assert palette.get_stance_class(stance, Dimension.POSITION) == css
    for name in css.split():
        assert re.search(rf"\.{name}[ ,]", STYLESHEET), name


def test_prospects_and_salience_share_their_classes():
    assert palette.get_stance_class(Stance(State.STANCE, 0), Dimension.PROSPECTS) == "w-z"
    assert palette.get_stance_class(Stance(State.STANCE, 0), Dimension.SALIENCE) == "w-z"


@pytest.mark.parametrize(("agreement", "step"), [(0, 0), (0.19, 0), (0.2, 1), (0.5, 2), (0.79, 3), (0.8, 4), (1, 4)])
def test_agreement_has_five_equal_steps_and_whole_agreement_is_the_last(agreement, step):
    assert palette.get_agreement_shade(agreement) == palette.AGREEMENT_SHADES[step]


def test_the_icon_is_drawn_in_the_colours_of_positions():
    positions = {shade.background.light for shade in palette.VALUE_SHADES[Dimension.POSITION].values()}
    drawn = re.findall(r'fill="([^"]+)"', (STATIC / "icon.svg").read_text())
    assert len(drawn) == 4 and set(drawn) < positions


def test_excel_shows_a_value_as_a_light_page_does():
    book = SimpleNamespace(add_format=dict)
    shade = palette.VALUE_SHADES[Dimension.POSITION][-2]
    style = Styles(book).get_for_cell(shade, conditional=True)
    assert (style["bg_color"], style["font_color"]) == (shade.background.light, shade.ink.light)
    assert "bg_color" not in Styles(book).get_for_cell(None)
