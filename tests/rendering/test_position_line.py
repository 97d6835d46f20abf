"""Where actors stand on one proposal, as marks on a line: each in its place, linked, and told in words too."""

import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from claims.rendering.palette import EXPERT_MARK, SIDE_MARKS
from claims.rendering.position_line import (
    APART,
    MOST_IN_ROW,
    MOST_NAMED,
    MOST_ROWS,
    PositionMark,
    draw_key,
    draw_line,
    draw_scale,
    find_across,
)


def make_mark(name="Russia", value=2, side=0, principal=True, words="supports", **more):
    return PositionMark(name, value, side, principal, words, f"/{name}/", **more)


def read(svg):
    return ElementTree.fromstring(str(svg))


def find_places(svg):
    """Return the percents across at which marks stand."""
    return [inner.get("x") for inner in read(svg).findall("svg")]


@pytest.mark.parametrize(("value", "across"), [(-2, 10), (-1, 30), (0, 50), (1, 70), (2, 90)])
def test_each_value_has_its_place_below_its_word(value, across):
    assert find_across(value) == across
    words = {text.get("x"): text.text for text in read(draw_scale())}
    assert words[f"{across}%"] == {-2: "rejects", -1: "sceptical", 0: "neutral", 1: "open", 2: "supports"}[value]
    assert find_places(draw_line("Zones", [make_mark(value=value)])) == [f"{across}%"]


def test_principals_of_one_value_stand_beside_each_other_under_their_names():
    marks = [make_mark("US", -2, 1, red_line=True), make_mark("NATO", -2, 1, conditional=True)]
    drawn = read(draw_line("Zones", marks))
    places = [link.get("transform") for link in drawn.iter("a")]
    assert places == [f"translate({-APART / 2:g})", f"translate({APART / 2:g})"]
    (named,) = [text.text for text in drawn.findall("text")]
    assert re.sub("[\u2068\u2069]", "", named) == "US! · NATO if"
    many = [make_mark(f"Land {number}", 1, number) for number in range(MOST_NAMED + 2)]
    assert read(draw_line("Zones", many)).findall("text")[0].text.endswith(" · +2")


def test_principals_of_one_value_are_targets_that_do_not_overlap():
    marks = [make_mark(name, 1, number) for number, name in enumerate(("US", "NATO", "EU"))]
    drawn = read(draw_line("Zones", marks))
    radii = {float(circle.get("r")) for circle in drawn.iter("circle")}
    assert radii == {12}  # 24 pixels across
    places = [float(link.get("transform")[len("translate(") : -1]) for link in drawn.iter("a")]
    assert [right - left for left, right in pairwise(places)] == [24, 24]


@pytest.mark.parametrize(
    ("values", "high"),
    [
        ((-2, 2), []),
        ((1, 2), [2]),
        ((-1, 0, 1), [0]),
        ((-2, -1, 0, 1, 2), [-1, 1]),
        ((-2, 0, 1), [1]),
    ],
)
def test_names_beside_names_stand_higher_where_the_line_is_narrow(values, high):
    names = read(draw_line("Zones", [make_mark(value=value) for value in values])).findall("text")
    assert [name.get("x") for name in names if "high" in name.get("class")] == [f"{find_across(v)}%" for v in high]


def test_the_line_between_the_principals_shows_how_far_apart_they_are():
    def find_gap(*values):
        lines = read(draw_line("Zones", [make_mark(value=value) for value in values])).findall("line")
        return [(line.get("x1"), line.get("x2")) for line in lines if line.get("class") == "gap"]

    assert find_gap(-2, 2, 1) == [("10%", "90%")]
    assert find_gap(1, 1) == find_gap(2) == find_gap() == []


def test_each_mark_is_a_link_that_says_who_and_how():
    (link,) = read(draw_line("Zones", [make_mark("A & B", words="open, only on a condition")])).iter("a")
    assert link.get("href") == "/A & B/"
    assert re.sub("[\u2068\u2069]", "", link.find("title").text) == "A & B: open, only on a condition"


def test_thin_evidence_is_hollow_and_a_condition_a_dashed_line():
    plain, thin, conditional = (
        str(draw_line("Zones", [make_mark(**more)])) for more in ({}, {"thin": True}, {"conditional": True})
    )
    assert 'class="side-a weak"' in thin and 'class="side-a weak"' not in plain
    assert 'class="dash"' in conditional and 'class="dash"' not in plain


def test_each_side_has_its_outline_and_experts_theirs():
    drawn = str(draw_line("Zones", [make_mark(side=1), make_mark("Ann", side=None, principal=False)]))
    assert SIDE_MARKS[1].outline in drawn and EXPERT_MARK.outline in drawn
    assert EXPERT_MARK.outline in draw_key(None) and SIDE_MARKS[0].outline in draw_key(0)


@pytest.mark.parametrize(
    ("number", "rows", "drawn", "left"),
    [
        (0, 0, 0, None),
        (1, 1, 1, None),
        (MOST_IN_ROW + 1, 2, MOST_IN_ROW + 1, None),
        (MOST_IN_ROW * MOST_ROWS, MOST_ROWS, MOST_IN_ROW * MOST_ROWS, None),
        (200, MOST_ROWS, MOST_IN_ROW * MOST_ROWS - 2, "+178"),
    ],
)
def test_others_are_stacked_below_the_line_and_of_very_many_the_rest_is_counted(number, rows, drawn, left):
    others = [make_mark(f"Voice {n}", 1, 0, principal=False, words="open") for n in range(number)]
    svg = read(draw_line("Zones", [make_mark(), *others]))
    assert len(list(svg.iter("a"))) == 1 + drawn
    assert int(svg.get("height")) - int(read(draw_line("Zones", [make_mark()])).get("height")) == 11 * rows
    assert [text.text for text in svg.iter("text") if (text.text or "").startswith("+")] == ([left] if left else [])


def test_the_drawing_is_told_in_words():
    others = [make_mark(f"Voice {n}", 1, 0, principal=False) for n in range(2)]
    label = read(draw_line("Zones", [make_mark(), *others])).get("aria-label")
    assert re.sub("[\u2068\u2069]", "", label) == "Zones, from rejects to supports: Russia supports; 2 others open"
    assert read(draw_line("Zones", [])).get("aria-label").endswith("nobody has a position")
