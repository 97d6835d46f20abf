"""A chip of a page as a drawing: its ground, its meter, what marks it, and its words."""

from typing import Any

from .paint import METER, SHADES, SMALL, TRACK, find_ink, paint_ground
from .sheet import Canvas, clean, has_shade, read_classes

CHIP = 22  # pixels: how tall one is
_SHARES = {"w-n2": 0.0, "w-n1": 0.25, "w-z": 0.5, "w-p1": 0.75, "w-p2": 1.0}


def find_chips(element: Any) -> list[Any]:
    """Return the chips in an element of a page."""
    return list(element.xpath(".//*[contains(concat(' ', @class, ' '), ' c ')]"))


def draw_chip(sheet: Canvas, chip: Any, x: float, middle: float, width: float) -> None:
    css, top = read_classes(chip), middle - CHIP / 2
    box = {"x": x, "y": top, "width": width, "height": CHIP, "rx": 3}
    if has_shade(css):
        shade = next(SHADES[name] for name in css if name in SHADES)
        sheet.draw("rect", box | paint_ground(css, shade))
    share = next((_SHARES[name] for name in css if name in _SHARES), None)
    if share is not None:
        for colour, part in ((TRACK, 1.0), (METER, share)):
            sheet.draw("rect", {"x": x, "y": top + CHIP - 3, "width": width * part, "height": 3, "fill": colour})
    if "if" in css:
        dash = {"stroke": find_ink(css), "stroke-width": 2, "stroke-dasharray": "4 3"}
        sheet.draw("path", {"d": f"M{x} {top + CHIP - 1}h{width}"} | dash)
    words = clean(chip.text_content())
    style = {"font_style": "italic"} if "f" in css else {}
    sheet.write(words, x + width / 2, middle + 4, SMALL, width + 8, text_anchor="middle", fill=find_ink(css), **style)
