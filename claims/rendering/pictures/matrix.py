"""The table of the matrix as a drawing: the rows and columns that stand on the page, in their groups."""

from typing import Any

from .chips import CHIP, draw_chip, find_chips
from .paint import DATA, FAINT, INK, LINE, SMALL, SOFT, VERDICTS
from .sheet import EDGE, Canvas, break_lines, clean, read_classes

TITLE, WORDS, NUMBERS, WHY, COUNT = 210, 92, 50, 270, 56  # pixels: of columns
ROW = 30
TALL_HEAD = 96  # of names that stand aslant above narrow columns


def measure_matrix(table: Any) -> int:
    """Return how wide the table is drawn."""
    return sum(width for _, width in _place_columns(table))


def draw_matrix(sheet: Canvas, table: Any, main: Any) -> None:
    """Draw the table, and below it what is left out of it."""
    columns = _place_columns(table)
    _draw_heads(sheet, table, columns)
    for row in table.iterfind("./tbody/tr"):
        css = read_classes(row)
        if "g" in css:
            _draw_group(sheet, row)
        elif row.find("./th") is not None:
            _draw_row(sheet, row, columns)
        elif row.find(".//table") is None and row.get("class") is None:
            sheet.y += ROW
            sheet.write(clean(row.text_content()), EDGE, sheet.y, DATA, fill=SOFT)
    for left_out in main.xpath(".//*[@class='window']/*[not(self::nav)] | .//*[@data-left-out]"):
        sheet.y += 4
        sheet.write_lines(left_out.text_content(), SMALL, 2, fill=SOFT)


def _list_heads(table: Any) -> list[Any]:
    return list(table.xpath("./thead/tr[last()]/*"))


def _place_columns(table: Any) -> list[tuple[int, int]]:
    """Return (start, width) of each column."""
    narrow, x, placed = bool(read_classes(table) & {"bare", "signs"}), EDGE, []
    for number, head in enumerate(_list_heads(table)):
        css = read_classes(head)
        if number == 0:
            width = TITLE
        elif "why" in css:
            width = WHY
        elif css & {"p", "e", "o"}:
            width = NUMBERS if narrow and "o" not in css else WORDS
        else:
            width = COUNT if "num" in css else WORDS
        placed.append((x, width))
        x += width
    return placed


def _draw_heads(sheet: Canvas, table: Any, columns: list[tuple[int, int]]) -> None:
    aslant = any(width == NUMBERS for _, width in columns)
    sheet.y += TALL_HEAD if aslant else 22
    for head, (x, width) in zip(_list_heads(table), columns, strict=True):
        words = clean(head.text_content())
        if width == NUMBERS:
            turn = f"rotate(-55 {x + width / 2} {sheet.y - 6})"
            sheet.write(words, x + width / 2, sheet.y - 6, SMALL, TALL_HEAD, font_weight="700", transform=turn)
        else:
            sheet.write(words, x, sheet.y - 6, SMALL, width - 6, font_weight="700")
    sheet.draw("path", {"d": f"M{EDGE} {sheet.y}h{sheet.room}", "stroke": INK})


def _draw_group(sheet: Canvas, row: Any) -> None:
    tag, words = row.find(".//span"), _name_group(row)
    css = read_classes(tag) if tag is not None else frozenset()
    colour = next((VERDICTS[name] for name in css if name in VERDICTS), INK)
    sheet.y += 8
    sheet.draw("rect", {"x": EDGE, "y": sheet.y, "width": sheet.room, "height": 26, "fill": FAINT})
    sheet.draw("rect", {"x": EDGE, "y": sheet.y, "width": 4, "height": 26, "fill": colour})
    sheet.write(words, EDGE + 12, sheet.y + 18, SMALL, sheet.room - 20, font_weight="700")
    sheet.y += 26


def _name_group(row: Any) -> str:
    """Return the heading of a group, its number parted from what the group means."""
    words, means = clean(row.text_content()), "".join(clean(one.text_content()) for one in row.find_class("soft"))
    return f"{words.removesuffix(means).rstrip()} · {means}" if means else words


def _draw_row(sheet: Canvas, row: Any, columns: list[tuple[int, int]]) -> None:
    cells = list(row)
    title = break_lines(cells[0].text_content(), columns[0][1] - 8, DATA, 2)
    why = [(cell, column) for cell, column in zip(cells, columns, strict=False) if "why" in read_classes(cell)]
    reason = break_lines(why[0][0].text_content(), WHY - 8, 11, 3) if why else []
    height = max(ROW, 17 * len(title) + 12, 14 * len(reason) + 12)
    middle = sheet.y + height / 2
    for lines, x, size in ((title, columns[0][0], DATA), (reason, why[0][1][0] if why else 0, 11)):
        step = size + 3
        for place, line in enumerate(lines):
            sheet.write(line, x, middle + 4 + (place - (len(lines) - 1) / 2) * step, size)
    for cell, (x, width) in list(zip(cells, columns, strict=False))[1:]:
        if "why" not in read_classes(cell):
            _draw_cell(sheet, cell, x, middle, width)
    sheet.y += height
    sheet.draw("path", {"d": f"M{EDGE} {sheet.y}h{sheet.room}", "stroke": LINE})


def _draw_cell(sheet: Canvas, cell: Any, x: float, middle: float, width: float) -> None:
    """Draw the chips of a cell, or what else stands in it."""
    drawing = cell.find(".//svg")
    chips = find_chips(cell)
    if drawing is not None and not chips:
        height = float(drawing.get("height") or CHIP)
        sheet.place(drawing, x, middle - height / 2, width - 8, height)
    elif chips:
        draw_chip(sheet, chips[0], x, middle, width - 6)
    elif "blank" not in read_classes(cell):
        sheet.write(clean(cell.text_content()), x, middle + 4, SMALL, width - 4, fill=SOFT)
