"""The picture that stands beside a link to a page where others share it: what it is called, and what it found."""

from typing import Any

from .pages import PictureLines, read_heading, read_page
from .paint import FAINT, INK, SHADES, SOFT, find_ink, paint_ground
from .sheet import EDGE, FAMILY, Canvas, break_lines, clean, read_classes

WIDTH, HEIGHT = 1200, 630  # as OpenGraph's readers want it
MARGIN = 64
_HEADING, _SAID, _SMALL = 52, 32, 24


def draw_card(body: bytes, lines: PictureLines) -> bytes:
    """Return the card of a page as SVG: its heading, and below it the first quote, or else what it found."""
    main = read_page(body)
    sheet = Canvas(WIDTH)
    sheet.draw("rect", {"width": WIDTH, "height": HEIGHT, "fill": FAINT})
    sheet.draw("rect", {"width": 12, "height": HEIGHT, "fill": INK})
    y = _write(sheet, read_heading(main), _HEADING, 84, 3, INK)
    chip = main.find(".//p[@class='lede']/*[@class]")
    if chip is not None and "c" in read_classes(chip):
        y = _draw_chip(sheet, chip, y + 8)
    quote = main.find(".//blockquote")
    said = main.find(".//p[@class='lede']") if quote is None else quote
    if said is not None:
        _write(sheet, said.text_content(), _SAID, y + 18, max((HEIGHT - 150 - round(y)) // 42, 1), INK)
    _draw_bar(sheet, main)
    _write(sheet, lines.about, _SMALL, HEIGHT - 76, 1, SOFT)
    _write(sheet, lines.source, _SMALL, HEIGHT - 42, 1, SOFT)
    sheet.y = HEIGHT - EDGE
    return sheet.finish()


def _write(sheet: Canvas, words: str, size: int, y: float, most: int, colour: str) -> float:
    """Write a paragraph whose first line stands at `y`; return where the last one ends."""
    for line in break_lines(words, WIDTH - 2 * MARGIN, size, most):
        sheet.write(line, MARGIN, y, size, fill=colour)
        y += size * 1.3
    return y


def _draw_chip(sheet: Canvas, chip: Any, y: float) -> float:
    """Draw the value of a claim; return where what follows begins."""
    css, words = read_classes(chip), clean(chip.text_content())
    shade = next((SHADES[name] for name in css if name in SHADES), None)
    width = round(len(words) * _SMALL * 0.6 + 40)
    if shade:
        sheet.draw("rect", {"x": MARGIN, "y": y - 34, "width": width, "height": 46, "rx": 6} | paint_ground(css, shade))
    at: dict[str, Any] = {"font_family": FAMILY, "fill": find_ink(css), "text_anchor": "middle"}
    sheet.write(words, MARGIN + width / 2, y - 2, _SMALL, **at)
    return y + 40


def _draw_bar(sheet: Canvas, main: Any) -> None:
    """Draw the bar of verdicts, where there is one."""
    bar = main.find(".//div[@class='verdicts']/svg")
    if bar is not None:
        sheet.place(bar, MARGIN, HEIGHT - 136, WIDTH - 2 * MARGIN, 8)
