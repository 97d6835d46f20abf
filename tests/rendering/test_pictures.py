"""A page that was made → a picture of it, that stands alone."""

import pytest
from lxml import etree

from claims.rendering.pictures.cards import draw_card
from claims.rendering.pictures.pages import NOTHING, PictureLines, draw_page
from claims.rendering.pictures.png import MOST_PIXELS, draw_png

pytestmark = pytest.mark.without_database

LINES = PictureLines(
    "Who stands where: Talks, as of 10 Jan 2022, own statements", "https://site.test/talks/", "12 claims"
)
HOSTILE = "A &lt;script&gt; &amp; \x08\x0b “q” \u2068שלום\u2069 مرحبا"
LONG = "word " * 200
CHART = (
    '<ul><li><a class="name" href="/x/">Name</a><svg class="chart" height="40">'
    '<line class="axis" x1="10%" x2="90%" y1="26" y2="26"/><a href="/x/"><title>t</title>'
    '<circle class="target" r="12"/><path class="side-a" d="M0 0h1"/></a>'
    '<svg x="50%" y="26"><text class="mid" y="3">in it</text></svg></svg></li></ul>'
)


def make_page(body, heading="One is for it"):
    return f"<!doctype html><main><h1>{heading}</h1>{body}</main>".encode()


def make_table(columns=2, rows="", css=""):
    heads = "".join(f'<th class="p">Party {number}</th>' for number in range(columns))
    return (
        f'<table id="matrix_table" class="matrix {css}"><thead><tr><th>Proposal</th>{heads}<th class="why">Why</th>'
        f'<th class="num">Claims</th></tr></thead><tbody>{rows}</tbody></table>'
    )


def read(picture):
    """Return the root of a picture, and its words."""
    root = etree.fromstring(picture)
    return root, " ".join(root.itertext())


def test_the_matrix_is_drawn_with_words_groups_and_what_stands_around_it():
    row = (
        '<tr class="g"><th colspan="5"><span class="tag verdict-contested">Contested</span> one for it</th></tr>'
        '<tr><th><a href="/p/">Freeze</a></th><td class="p"><a class="c v-p2 if" href="/c/">supports if</a></td>'
        '<td class="p blank">nothing in the coded sources</td><td class="why">red line</td><td class="num">3</td></tr>'
    )
    root, words = read(draw_page(make_page(make_table(rows=row)), LINES))
    for said in ("One is for it", "Contested", "Freeze", "supports if", "red line", *LINES):
        assert said in words
    assert "nothing in" not in words
    assert b"href" not in etree.tostring(root) and b"class=" not in etree.tostring(root)


def test_a_chart_of_the_page_loses_its_classes_links_and_percents():
    picture = draw_page(make_page(CHART), LINES)
    root, words = read(picture)
    assert "Name" in words and "in it" in words
    assert not any(named in picture for named in (b"%", b"class=", b"href", b"<script", b"<style", b"target"))
    line = root.find(".//{*}line")
    assert float(line.get("x2")) - float(line.get("x1")) > 400 and line.get("stroke").startswith("#")


@pytest.mark.parametrize("body", [make_table(200, css="bare"), make_table(0), CHART.replace("Name", HOSTILE), ""])
def test_a_picture_of_anything_is_sound_and_drawn_within_bounds(body):
    picture = draw_page(make_page(body, HOSTILE + LONG), LINES._replace(about=LONG))
    root, words = read(picture)
    assert "<script> &" in words and "שלום" in words
    assert (NOTHING in words) == (body == "")
    png = draw_png(picture)
    width, height = (int.from_bytes(png[at : at + 4]) for at in (16, 20))
    assert png.startswith(b"\x89PNG") and width * height <= MOST_PIXELS


def test_a_card_holds_the_quote_and_the_value_and_is_as_large_as_readers_of_links_ask():
    page = make_page('<p class="lede"><i class="c v-n2">rejects</i> said</p><blockquote>“Never.”</blockquote>', HOSTILE)
    picture = draw_card(page, LINES)
    assert {"“Never.”", "rejects"} <= set(etree.fromstring(picture).itertext())
    png = draw_png(picture, 1)
    assert [int.from_bytes(png[at : at + 4]) for at in (16, 20)] == [1200, 630]


def test_words_are_drawn_on_a_machine_without_fonts():
    blank = draw_png(draw_page(make_page("", ""), PictureLines("", "", "")))
    assert len(draw_png(draw_page(make_page("", "Words in a font of ours"), LINES))) > len(blank) + 3000
