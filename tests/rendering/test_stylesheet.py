"""The stylesheet of the readers' pages: five sizes, five spaces, and no rule that no page needs."""

import re

from claims.rendering import palette

SITE = (palette.STYLESHEET.parent / "site.css").read_text()
ON_SCREEN = SITE.partition("/* ---- Paper")[0]
CLAIMS = palette.STYLESHEET.parents[2]
TOKENS = dict(re.findall(r"--(small|data|text|lead|title): ([\d.]+)rem;", SITE))
# Of lanes of days, and of what moved between two of them, whose pages are being drawn.
TO_COME = frozenset(["daylist", "hole", "lanes", "line-key", "nil", "pair-of-chips", "swap", "talk", "waits-list"])
ROOT = 16  # pixels, unless a reader has chosen another size


def test_there_are_five_sizes_and_none_below_twelve_pixels():
    sizes = {name: ROOT * float(size) for name, size in TOKENS.items()}
    assert sizes == {"small": 12, "data": 13, "text": 15, "lead": 18, "title": 24}


def test_all_that_is_on_a_screen_takes_these_sizes():
    sizes = re.findall(r"font-size: ([^;}]+)", ON_SCREEN)
    assert len(sizes) > 60
    heard_only = "0"  # why a cell of the matrix is blank
    assert set(sizes) <= {*(f"var(--{name})" for name in TOKENS), "inherit", heard_only}


def test_what_stands_between_things_is_one_of_five_spaces_or_a_hair():
    spaces = re.findall(r"(?:margin|padding|gap)[a-z-]*: ([^;}]+)", ON_SCREEN)
    pixels = {int(number) for space in spaces for number in re.findall(r"(?<![\w.])(\d+)px", space)}
    below_a_space = {number for number in pixels if number < 12}
    assert pixels - below_a_space <= {12, 16, 24, 32, 48, 464}  # 464: an opened cell beside the matrix


def test_only_quotes_are_set_in_a_serif():
    rules = re.findall(r"([^{}]+){[^{}]*var\(--serif\)[^{}]*}", SITE)
    assert [rule.strip().splitlines()[-1].strip() for rule in rules] == [
        "q, blockquote, .quote, .para, .near, .coding textarea"
    ]


def test_the_sections_stand_in_their_order():
    headings = re.findall(r"^/\* ---- (\w+)", SITE, re.MULTILINE)
    assert headings == [
        *("Tokens", "Base", "Frame", "Chips", "Controls", "Tables", "Matrix", "Panel", "Charts", "Pages", "Workbench"),
        *("Phone", "Paper"),
    ]


def test_every_class_is_one_that_a_page_may_have():
    written = "".join(path.read_text() for suffix in ("py", "html", "js") for path in CLAIMS.rglob(f"*.{suffix}"))
    words = set(re.findall(r"[A-Za-z][\w-]*", written))
    selectors = re.findall(r"([^{}]+){", re.sub(r"/\*.*?\*/", "", SITE, flags=re.DOTALL))
    classes = {name for selector in selectors for name in re.findall(r"\.([a-zA-Z][\w-]*)", selector)}
    assert classes - words - TO_COME == set()
