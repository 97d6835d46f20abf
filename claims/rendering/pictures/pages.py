"""A page → its picture: its heading, what it shows of what, and what it draws: the matrix, or its charts."""

from typing import Any, NamedTuple

from lxml import html

from .boards import draw_boards, list_boards
from .charts import draw_charts, list_charts
from .matrix import draw_matrix, measure_matrix
from .paint import DATA, RULE, SMALL, SOFT
from .sheet import EDGE, Canvas, clean

WIDTH = 1000
NOTHING = "There is nothing to draw here."
_PARSER = html.HTMLParser(encoding="utf-8")


class PictureLines(NamedTuple):
    """What stands around a picture: what the page is, with its negotiation, filters and day, and where it is."""

    about: str
    address: str
    source: str


def read_page(body: bytes) -> Any:
    """Return the main part of a page."""
    return html.document_fromstring(body, parser=_PARSER).find(".//main")


def draw_page(body: bytes, lines: PictureLines) -> bytes:
    """Return the picture of a page as SVG."""
    main = read_page(body)
    table = main.find(".//table[@id='matrix_table']")
    charts = list_charts(main) if table is None else []
    boards = list_boards(main) if table is None else []
    sheet = Canvas(max(measure_matrix(table) + 2 * EDGE, 640) if table is not None else WIDTH)
    sheet.draw("title", {}, lines.about)
    sheet.write_lines(read_heading(main), 20, font_weight="700")
    sheet.y += 4
    sheet.write_lines(lines.about, SMALL, fill=SOFT)
    sheet.y += 16
    if table is not None:
        draw_matrix(sheet, table, main)
    else:
        draw_boards(sheet, boards)
        draw_charts(sheet, charts)
        if not boards and not charts:
            sheet.write_lines(NOTHING, DATA)
    sheet.y += 18
    sheet.draw("path", {"d": f"M{EDGE} {sheet.y}h{sheet.room}", "stroke": RULE})
    sheet.y += 4
    sheet.write_lines(lines.source, SMALL, fill=SOFT)
    sheet.write_lines(lines.address, SMALL, fill=SOFT)
    return sheet.finish()


def read_heading(main: Any) -> str:
    """Return the heading of a page in words."""
    heading = main.find(".//h1")
    return "" if heading is None else clean(heading.text_content())
