"""A sheet on which a picture is drawn, from the top downwards: words, grounds, and drawings of a page."""

import re
from typing import Any

from lxml import etree

from .paint import HIDDEN, INK, PAPER, SHADES, SMALL, paint

NAMESPACE = "http://www.w3.org/2000/svg"
FAMILY = "DejaVu Sans, Verdana, Liberation Sans, Arial, Helvetica, sans-serif"
LETTER = 0.56  # of the size of letters, the width of one, on average, in the widest of these families
EDGE = 24  # pixels around what is drawn
_UNWRITABLE = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # what XML cannot hold
_KEPT = frozenset(
    ("x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "rx", "width", "height", "d", "dx", "dy", "transform")
) | {"text-anchor"}
_ACROSS = frozenset(("x", "x1", "x2", "cx", "width", "dx"))
_MOVED = ("title", "text", "path", "line", "rect", "circle")


class Canvas:
    """A picture in the making: so wide, in pixels, and as tall as `y`, where the next thing goes."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.y: float = EDGE
        self.root = etree.Element(f"{{{NAMESPACE}}}svg", nsmap={None: NAMESPACE})
        self.root.set("font-family", FAMILY)
        self.ground = self.draw("rect", {"fill": PAPER})

    @property
    def room(self) -> int:
        """How wide what is drawn may be."""
        return self.width - 2 * EDGE

    def draw(self, tag: str, attributes: dict[str, Any], words: str = "") -> Any:
        """Draw one element of SVG."""
        element = etree.SubElement(self.root, f"{{{NAMESPACE}}}{tag}")
        for name, value in attributes.items():
            element.set(name, f"{value:g}" if isinstance(value, float) else str(value))
        element.text = clean(words) or None
        return element

    def write(self, words: str, x: float, y: float, size: int = SMALL, room: float = 0, **more: Any) -> None:
        """Write one line, cut to `room` pixels where it has no more."""
        kept = cut(words, room, size) if room else words
        attributes = {"x": x, "y": y, "font-size": size, "fill": INK}
        self.draw("text", attributes | {name.replace("_", "-"): value for name, value in more.items()}, kept)

    def write_lines(self, words: str, size: int, most: int = 3, **more: Any) -> None:
        """Write a paragraph over the whole width, in at most so many lines, and go on below it."""
        for line in break_lines(words, self.room, size, most):
            self.y += round(size * 1.35)
            self.write(line, EDGE, self.y, size, **more)

    def place(self, drawing: Any, x: float, y: float, width: float, height: float) -> None:
        """Draw a drawing of a page, an <svg> of HTML, in a frame: without classes, percents and links."""
        _copy(drawing, self._move(self.root, x, y), (width, height), frozenset())

    def finish(self) -> bytes:
        """Return the file."""
        height = round(self.y + EDGE)
        for element in (self.root, self.ground):
            element.set("width", str(self.width))
            element.set("height", str(height))
        self.root.set("viewBox", f"0 0 {self.width} {height}")
        return bytes(etree.tostring(self.root, encoding="utf-8", xml_declaration=True))

    def _move(self, into: Any, x: float, y: float) -> Any:
        return _add(into, "g", {"transform": f"translate({x:g} {y:g})"})


def clean(words: str) -> str:
    """Return words without what a file of XML cannot hold, on one line."""
    return " ".join(_UNWRITABLE.sub("", words).split())


def cut(words: str, room: float, size: int) -> str:
    """Cut words to so many pixels."""
    most = max(int(room / (size * LETTER)), 1)
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"


def break_lines(words: str, room: float, size: int, most: int) -> list[str]:
    """Break words into at most so many lines; what has no room is cut."""
    letters, lines = max(int(room / (size * LETTER)), 1), [""]
    for word in clean(words).split():
        joined = f"{lines[-1]} {word}".strip()
        if len(joined) <= letters or not lines[-1]:
            lines[-1] = joined
        else:
            lines.append(word)
    if len(lines) > most:
        lines = [*lines[: most - 1], f"{lines[most - 1][: letters - 2]} …"]
    return [cut(line, room, size) for line in lines if line]


def read_classes(element: Any) -> frozenset[str]:
    """Return the classes of an element of a page."""
    return frozenset((element.get("class") or "").split())


def _add(into: Any, tag: str, attributes: dict[str, str]) -> Any:
    return etree.SubElement(into, f"{{{NAMESPACE}}}{tag}", attributes)


def _copy(element: Any, into: Any, frame: tuple[float, float], around: frozenset[str]) -> None:
    """Copy what stands in an element; `frame` is of what percents are, `around` the classes of all that it is in."""
    for child in element:
        css = read_classes(child) if isinstance(child.tag, str) else HIDDEN
        if css & HIDDEN:
            continue
        measures = {name: _measure(name, text, frame) for name, text in child.attrib.items() if name in _KEPT}
        if child.tag == "svg":
            at = {"transform": f"translate({measures.get('x', '0')} {measures.get('y', '0')})"}
            _copy(child, _add(into, "g", at), frame, around | css)
        elif child.tag in ("a", "g"):
            _copy(child, _add(into, "g", measures), frame, around | css)
        elif child.tag in _MOVED:
            painted = {} if child.tag == "title" else paint(child.tag, css, around) | measures
            _add(into, child.tag, painted).text = clean(child.text_content())


def _measure(name: str, text: str, frame: tuple[float, float]) -> str:
    """Return a measure in pixels."""
    if not text.endswith("%"):
        return clean(text)
    return f"{float(text[:-1]) / 100 * frame[name not in _ACROSS]:g}"


def has_shade(css: frozenset[str]) -> bool:
    """Whether one of the classes is that of a value."""
    return any(name in SHADES for name in css)
