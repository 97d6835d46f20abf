"""The palette: the stylesheet, the icon and Excel show its colours, and what stands on them can be read."""

import re
from itertools import combinations
from math import cbrt, dist
from pathlib import Path
from types import SimpleNamespace

import pytest

from claims.exporters.workbook import Styles
from claims.rendering import palette
from claims.rules.scales import SCALES, Dimension, VerdictKind

STATIC = Path(palette.STYLESHEET).parent
PRINTED = palette.STYLESHEET.read_text()
STYLESHEET = PRINTED + (STATIC / "site.css").read_text()
READABLE, VISIBLE = 4.5, 3  # WCAG 2.2 AA: of text, and of what is drawn
SHADES = {
    shade.css: shade
    for shade in [
        *(s for of_value in palette.VALUE_SHADES.values() for s in of_value.values()),
        *palette.AGREEMENT_SHADES,
    ]
}
THEMES = ("light", "dark")
POSITIONS = palette.VALUE_SHADES[Dimension.POSITION]
# How light, as linear RGB, is seen by those who lack one kind of cone: Machado, Oliveira and Fernandes, “A
# Physiologically-based Model for Simulation of Color Vision Deficiency”, IEEE TVCG 15 (2009), with a severity of 1.
DEFICIENCIES = {
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
# What admin.css takes as Django's admin defines it.
DJANGOS = {"font-family-monospace", "body-fg"}
TOLD_APART = 15  # in CIELAB, where 2.3 is the least that is noticed at all


def of_the_page(name, theme):
    """Return a colour of the page in a theme."""
    return getattr(palette.PAGE_COLOURS[name], theme)


def contrast(one, other):
    """Return the contrast of two colours, from 1 to 21, as WCAG 2.2 defines it."""
    darker, lighter = sorted(map(_luminance, (one, other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour):
    red, green, blue = to_linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def to_linear(colour):
    """Return the light of a colour: red, green and blue from 0 to 1."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def see_with(matrix, colour):
    """Return the light that whoever a matrix stands for sees of a colour."""
    light = to_linear(colour)
    return [min(1, max(0, sum(weight * part for weight, part in zip(row, light, strict=True)))) for row in matrix]


def to_lab(light):
    """Return light as a place in CIELAB (white: D65), where distances are about as large as they are seen."""
    rows = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    xyz = [sum(weight * part for weight, part in zip(row, light, strict=True)) / sum(row) for row in rows]
    x, y, z = (cbrt(part) if part > 0.008856 else 7.787 * part + 16 / 116 for part in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def test_the_stylesheet_holds_what_the_palette_prints():
    assert palette.write_css() == PRINTED, "run: python -m claims.rendering.palette"


@pytest.mark.parametrize("name", ["site.css", "admin.css"])
def test_no_colour_is_written_by_hand_beside_the_palette(name):
    by_hand = (STATIC / name).read_text()
    assert "var(--ink)" in by_hand or "var(--alarm)" in by_hand
    assert not re.findall(r"#[0-9a-f]{3,8}\b(?![^{};]*\{)|light-dark\(", by_hand)


def test_every_colour_that_a_stylesheet_asks_for_is_one_of_the_palette_or_its_own():
    for name in ("site.css", "admin.css"):
        by_hand = (STATIC / name).read_text()
        asked = set(re.findall(r"var\(--([\w-]+)\)", by_hand))
        defined = set(re.findall(r"--([\w-]+):", by_hand + PRINTED))
        assert asked - defined <= DJANGOS, name


def test_where_light_dark_is_missing_the_light_theme_stands():
    before, _, after = PRINTED.partition("@supports (color: light-dark(")
    assert "light-dark(" not in before and "color-scheme" not in before
    for name, colour in palette.PAGE_COLOURS.items():
        assert f"  --{name}: {colour.light};" in before
        assert f"--{name}: light-dark({colour.light}, {colour.dark});" in after


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("css", SHADES)
def test_what_is_written_on_a_value_can_be_read(css, theme):
    shade = SHADES[css]
    assert contrast(getattr(shade.background, theme), getattr(shade.ink, theme)) >= READABLE


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ground", ["paper", "faint"])
@pytest.mark.parametrize("text", ["ink", "soft", "link", "alarm", "good", "wait"])
def test_what_is_written_on_the_page_can_be_read(text, ground, theme):
    assert contrast(of_the_page(text, theme), of_the_page(ground, theme)) >= READABLE


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(
    ("text", "ground"), [("ink", "found"), ("ink", "select"), ("soft", "found"), ("paper", "link")]
)
def test_what_is_written_on_what_is_found_selected_or_pressed_can_be_read(text, ground, theme):
    assert contrast(of_the_page(text, theme), of_the_page(ground, theme)) >= READABLE


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", ["field", "meter"])
def test_the_edges_of_fields_and_the_meters_of_prospects_are_told_from_the_page(name, theme):
    assert contrast(of_the_page(name, theme), of_the_page("paper", theme)) >= VISIBLE


@pytest.mark.parametrize("theme", THEMES)
def test_a_meter_is_told_from_its_track(theme):
    assert contrast(of_the_page("meter", theme), of_the_page("track", theme)) >= VISIBLE


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("value", POSITIONS)
def test_the_edge_of_a_hollow_chip_and_of_a_strip_is_told_from_the_page(value, theme):
    edge = POSITIONS[value].edge
    for ground in ("paper", "faint"):
        assert contrast(getattr(edge, theme), of_the_page(ground, theme)) >= VISIBLE


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("mark", palette.SIDE_MARKS)
def test_the_marks_of_sides_are_told_from_the_page(mark, theme):
    assert contrast(getattr(mark.fill, theme), of_the_page("paper", theme)) >= VISIBLE


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("kind", VerdictKind)
def test_the_bars_of_verdicts_are_told_from_the_page(kind, theme):
    colour = palette.VERDICT_COLOURS[kind]
    assert contrast(getattr(colour, theme), of_the_page("paper", theme)) >= VISIBLE
    assert f".{palette.get_verdict_class(kind)} {{ --verdict:" in PRINTED


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("deficiency", DEFICIENCIES)
def test_the_steps_of_position_are_told_apart_by_the_colour_blind(deficiency, theme):
    grounds = [getattr(shade.background, theme) for shade in POSITIONS.values()]
    seen = [to_lab(see_with(DEFICIENCIES[deficiency], ground)) for ground in grounds]
    for (one, here), (other, there) in combinations(zip(grounds, seen, strict=True), 2):
        assert dist(here, there) >= TOLD_APART, (one, other)


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


def test_prospects_and_salience_share_their_classes():
    prospects, salience = (palette.VALUE_SHADES[each] for each in (Dimension.PROSPECTS, Dimension.SALIENCE))
    assert [shade.css for shade in prospects.values()] == [shade.css for shade in salience.values()]


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
