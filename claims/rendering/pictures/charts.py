"""The charts of a page, one below the other, each beside the name and the words that stand beside it on the page."""

from typing import Any, NamedTuple

from .paint import DATA, SMALL, SOFT
from .sheet import EDGE, Canvas, break_lines, clean, cut, read_classes

NAME, GAP, BESIDE = 170, 14, 250  # pixels: of the name before a drawing, between parts, of the words after it
LEAF = 24  # the row of a leaf of a tree
MOST = 400  # drawings of one picture
_HEADS = ("h2", "h3")
_IS_CHART = "contains(concat(' ', @class, ' '), ' chart ')"
_WANTED = (
    f".//svg[{_IS_CHART}] | .//h2 | .//h3 | .//li[contains(@class, 'head') or @class='of']"
    " | .//*[@class='chart-key'] | .//svg[@class='bars']"
)


class PageChart(NamedTuple):
    """A drawing of a page (an element), with the headings above it that no other has, and what stands before and after
    it; `leaves` are the names beside a tree. A key has no drawing of its own."""

    drawing: Any
    heads: list[str]
    name: str
    beside: str
    leaves: list[str]
    is_key: bool = False


def list_charts(main: Any) -> list[PageChart]:
    """Return the charts of a page in order, as many as a picture holds."""
    charts: list[PageChart] = []
    heads: list[tuple[str, str]] = []
    for element in main.xpath(_WANTED):
        if element.tag == "svg":
            if element.xpath("ancestor::svg | ancestor::*[@class='chart-key']"):
                continue
            charts.append(_read_chart(element, [words for _, words in heads]))
            heads = []
        elif "chart-key" in read_classes(element):
            charts.append(PageChart(element, [words for _, words in heads], "", "", [], is_key=True))
            heads = []
        else:
            level = element.tag
            heads = [head for head in heads if level == "li" or head[0] < level] if level in (*_HEADS, "li") else heads
            heads = [head for head in heads if head[0] != level]
            heads.append((level, clean(element.text_content())))
    kept = charts[:MOST]
    return kept if any(not chart.is_key for chart in kept) else []


def draw_charts(sheet: Canvas, charts: list[PageChart]) -> None:
    """Draw charts below each other."""
    named = any(chart.name for chart in charts)
    beside = any(chart.beside for chart in charts)
    left = EDGE + (NAME + GAP if named else 0)
    width = sheet.width - EDGE - left - (BESIDE + GAP if beside else 0)
    for chart in charts:
        for head in chart.heads:
            sheet.y += 26
            sheet.write(head, EDGE, sheet.y, DATA, sheet.room, font_weight="700")
            sheet.y += 6
        if chart.is_key:
            _draw_key(sheet, chart.drawing)
            continue
        of_tree = width - NAME - GAP if chart.leaves else width
        height = _find_height(chart.drawing, of_tree)
        sheet.y += 6
        lines = break_lines(chart.name, NAME, SMALL, 2)
        for place, line in enumerate(lines):
            sheet.write(line, EDGE, sheet.y + min(height, 34) / 2 + 4 + 15 * (place - (len(lines) - 1) / 2), SMALL)
        sheet.place(chart.drawing, left, sheet.y, of_tree, height)
        for place, line in enumerate(break_lines(chart.beside, BESIDE, 11, 2)):
            y = sheet.y + min(height, 34) / 2 + 4 + 14 * place
            sheet.write(line, sheet.width - EDGE - BESIDE, y, 11, fill=SOFT)
        for place, leaf in enumerate(chart.leaves):
            sheet.write(leaf, left + of_tree + GAP, sheet.y + LEAF * place + 16, SMALL, NAME)
        sheet.y += height


def _read_chart(drawing: Any, heads: list[str]) -> PageChart:
    row = next(drawing.iterancestors("li", "tr"), None)
    if row is None or row.find(".//svg") is None:
        leaves = [clean(leaf.text_content()) for leaf in drawing.getparent().findall("./ol/li")]
        return PageChart(drawing, heads, "", "", leaves)
    names = row.xpath("./*[contains(concat(' ', @class, ' '), ' name ')] | ./th")
    after = row.xpath("./*[contains(@class, 'why') or contains(concat(' ', @class, ' '), ' num ')]")
    words = [clean(each.text_content()) for each in after]
    name = (names[0].xpath("./a") or names)[0].text_content() if names else ""
    return PageChart(drawing, heads, clean(name), " · ".join(filter(None, words)), [])


def _find_height(drawing: Any, width: float) -> float:
    """Return how tall a drawing is: a map, which says nothing, as its width says."""
    given = drawing.get("height")
    return float(given) if given else width / 1.5


def _draw_key(sheet: Canvas, key: Any) -> None:
    """Draw a key: each mark with its words."""
    x: float = EDGE
    sheet.y += 22
    for part in key:
        mark, words = part.find("svg"), clean(part.text_content())
        across = (18 if mark is not None else 0) + len(words) * SMALL * 0.6 + 18
        if x > EDGE and x + across > sheet.width - EDGE:
            x, sheet.y = EDGE, sheet.y + 18
        if mark is not None:
            about_middle = (mark.get("viewbox") or "").startswith("-")
            sheet.place(mark, x + 8 * about_middle, sheet.y - (4 if about_middle else 12), 16, 16)
            x += 18
        sheet.write(cut(words, sheet.room, SMALL), x, sheet.y, SMALL, fill=SOFT)
        x += round(len(words) * SMALL * 0.6 + 18)
    sheet.y += 8
