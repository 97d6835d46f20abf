"""The stylesheet of the readers' pages: five sizes, and what pages not drawn anew need at its end."""

import re

from claims.rendering import palette

SITE = (palette.STYLESHEET.parent / "site.css").read_text()
DRAWN_ANEW = SITE.partition("/* ==== Pages that have not been drawn anew.")[0]
TOKENS = dict(re.findall(r"--(small|data|text|lead|title): ([\d.]+)rem;", SITE))
ROOT = 16  # pixels, unless a reader has chosen another size


def test_there_are_five_sizes_and_none_below_twelve_pixels():
    sizes = {name: ROOT * float(size) for name, size in TOKENS.items()}
    assert sizes == {"small": 12, "data": 13, "text": 15, "lead": 18, "title": 24}


def test_all_that_is_drawn_anew_takes_these_sizes():
    on_screen = DRAWN_ANEW.partition("/* ---- Paper")[0]
    sizes = re.findall(r"font-size: ([^;}]+)", on_screen)
    assert len(sizes) > 60
    heard_only = "0"  # why a cell of the matrix is blank
    assert set(sizes) <= {*(f"var(--{name})" for name in TOKENS), "inherit", heard_only}


def test_only_quotes_are_set_in_a_serif():
    rules = re.findall(r"([^{}]+){[^{}]*var\(--serif\)[^{}]*}", SITE)
    assert [rule.strip().splitlines()[-1].strip() for rule in rules] == ["q, blockquote, .quote"]


def test_the_sections_stand_in_their_order():
    headings = re.findall(r"^/\* ---- (\w+)", SITE, re.MULTILINE)
    assert [heading for heading in headings if heading != "old"] == [
        *("Tokens", "Base", "Frame", "Chips", "Controls", "Tables", "Matrix", "Panel", "Charts", "Pages", "Phone"),
        "Paper",
    ]
