"""Elements of WordprocessingML: runs, paragraphs, tables, made of texts that may hold anything.

What XML cannot hold is dropped; line ends and tabs become those of Word. A paragraph runs from right to left where its
first letter does.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

from lxml import etree

from ...rules.xml_texts import clean

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_BREAKS = re.compile("(\r\n|[\n\r\t\u2028\u2029])")
FEWEST_LETTERS, MOST_LETTERS, LETTERS_AROUND = 5, 28, 3  # of a column of a table
# The languages whose letters Word counts among those of East Asia; Word keeps a language for each kind of letters.
_EAST_ASIAN = ("zh", "ja", "ko")

Element = Any  # lxml has no types of its own


def make(tag: str, *children: Element, **attributes: str) -> Element:
    """Return an element of the namespace with its attributes and children in their order."""
    element = etree.Element(
        f"{{{NAMESPACE}}}{tag}",
        {f"{{{NAMESPACE}}}{name}": value for name, value in attributes.items()},
        nsmap={"w": NAMESPACE},
    )
    element.extend(children)
    return element


def runs_from_right(text: str) -> bool:
    """Whether the first letter of a text is of a script that runs from right to left."""
    for sign in text:
        direction = unicodedata.bidirectional(sign)
        if direction in ("L", "R", "AL"):
            return direction != "L"
    return False


def make_run(text: str, *, bold: bool = False, italic: bool = False, language: str = "", style: str = "") -> Element:
    """Return a run of text; what is bold or italic is so in scripts that run from the right too."""
    from_right = runs_from_right(text)
    properties = [make("rStyle", val=style)] if style else []
    properties += [make("b"), make("bCs")] if bold else []
    properties += [make("i"), make("iCs")] if italic else []
    properties += [make("rtl")] if from_right else []
    properties += [_make_language(language, from_right)] if language else []
    return make("r", *([make("rPr", *properties)] if properties else []), *_make_text(text))


def make_paragraph(*runs: Element, style: str = "", from_right: bool = False, with_next: bool = False) -> Element:
    """Return a paragraph in a style, which is named by its id; `with_next`: no page ends between it and the next."""
    properties = [make("pStyle", val=style)] if style else []
    properties += [make("keepNext")] if with_next else []
    properties += [make("bidi")] if from_right else []
    return make("p", *([make("pPr", *properties)] if properties else []), *runs)


def make_link(text: str, anchor: str) -> Element:
    """Return a link to a bookmark of the file."""
    return make("hyperlink", make_run(text, style="Hyperlink"), anchor=anchor)


def make_table(headings: Sequence[str], rows: Iterable[Sequence[Element]], width: int) -> Element:
    """Return a table whose cells are runs, as wide as `width` (in twentieths of a point); its heading stands on each
    page that it reaches, no row is cut in two."""
    lines = [list(row) for row in rows]
    columns = zip(headings, *(["".join(cell.itertext()) for cell in line] for line in lines), strict=True)
    widths = share_width([_measure(texts) for texts in columns], width)
    properties = make(
        "tblPr",
        make("tblStyle", val="TableGrid"),
        make("tblW", w=str(width), type="dxa"),
        make("tblLayout", type="fixed"),
        make("tblLook", val="0020", firstRow="1"),
    )
    grid = make("tblGrid", *(make("gridCol", w=str(column)) for column in widths))
    head = [make("trPr", make("cantSplit"), make("tblHeader"))]
    head += [_make_cell(make_run(text, bold=True), column) for text, column in zip(headings, widths, strict=True)]
    made = (make("tr", make("trPr", make("cantSplit")), *map(_make_cell, line, widths)) for line in lines)
    return make("tbl", properties, grid, make("tr", *head), *made)


def share_width(lengths: Sequence[float], width: int) -> list[int]:
    """Return the widths of columns whose texts are so long; what rounding leaves is the last one's."""
    whole = sum(lengths)
    widths = [int(width * length / whole) for length in lengths]
    return [*widths[:-1], width - sum(widths[:-1])]


def _measure(texts: Sequence[str]) -> float:
    """Return how many letters wide a column should be: its longest word stands on one line, and a long text on
    several."""
    word = max((len(word) for text in texts for word in text.split()), default=0)
    mean = sum(map(len, texts)) / len(texts)
    return max(FEWEST_LETTERS, min(max(word, mean), MOST_LETTERS)) + LETTERS_AROUND


def _make_cell(content: Element, width: int) -> Element:
    text = "".join(content.itertext())
    paragraph = make_paragraph(content, style="TableText", from_right=runs_from_right(text))
    return make("tc", make("tcPr", make("tcW", w=str(width), type="dxa")), paragraph)


def _make_language(language: str, from_right: bool) -> Element:
    """Say in which language a run is, to whom checks its spelling or reads it out."""
    if from_right:
        return make("lang", bidi=language)
    if language.partition("-")[0].lower() in _EAST_ASIAN:
        return make("lang", eastAsia=language)
    return make("lang", val=language)


def _make_text(text: str) -> list[Element]:
    made = []
    for part in filter(None, _BREAKS.split(clean(text))):
        if _BREAKS.fullmatch(part):
            made.append(make("tab" if part == "\t" else "br"))
            continue
        element = make("t")
        element.text = part
        element.set(_SPACE, "preserve")
        made.append(element)
    return made
