"""Where an actor stands as a drawing: a column for each value, in it the proposals, and below what has no value."""

from typing import Any

from .chips import CHIP, draw_chip, find_chips
from .paint import DATA, INK, LINE, SMALL, SOFT
from .sheet import EDGE, Canvas, break_lines, clean, read_classes

EMPTY, WIDEST_CHIP, GAP = 90, 100, 16  # pixels: of a column without proposals, of a chip, between columns
NOTE = 11  # pixels: letters of conditions


def list_boards(main: Any) -> list[Any]:
    """Return the boards of a page, each with its heading."""
    return list(main.xpath(".//section[starts-with(@class, 'board-of')]"))


def draw_boards(sheet: Canvas, boards: list[Any]) -> None:
    """Draw boards below each other."""
    for board in boards:
        sheet.y += 26
        sheet.write(clean(board.findtext("./h2") or ""), EDGE, sheet.y, DATA, sheet.room, font_weight="700")
        sheet.y += 12
        columns = board.xpath(".//div[@class='board']/section")
        widths = _share_room(sheet.room - GAP * (len(columns) - 1), columns)
        starts = [EDGE + sum(widths[:place]) + GAP * place for place in range(len(columns))]
        drawn = zip(columns, starts, widths, strict=True)
        sheet.y = max([_draw_column(sheet, column, x, width) for column, x, width in drawn], default=sheet.y)
        for beside in board.xpath(".//ul[contains(@class, 'besides')]/li"):
            sheet.write_lines(beside.text_content(), SMALL, 2, fill=SOFT)
            sheet.y += 4


def _share_room(room: float, columns: list[Any]) -> list[float]:
    """Return how wide each column is: one of many proposals takes twice as much as one of few."""
    weights = [{"many": 2, "none": 0}.get(column.get("class", ""), 1) for column in columns]
    left = room - EMPTY * weights.count(0)
    return [weight * left / sum(weights) if weight else EMPTY for weight in weights]


def _draw_column(sheet: Canvas, column: Any, x: float, width: float) -> float:
    """Draw a column from the sheet's height downwards, and return where it ends."""
    head = column.find("./h3")
    across = min(WIDEST_CHIP, width - 24)
    for chip in find_chips(head)[:1]:
        draw_chip(sheet, chip, x, sheet.y + CHIP / 2, across)
    number = clean("".join(one.text_content() for one in head.find_class("n")))
    sheet.write(number, x + across + 6, sheet.y + CHIP / 2 + 4, SMALL, fill=SOFT)
    y = sheet.y + CHIP + 6
    sheet.draw("path", {"d": f"M{x:g} {y:g}h{width:g}", "stroke": LINE})
    for item in column.iterfind("./ul/li"):
        y += 6
        notes = [] if "n" in read_classes(item) else item.find_class("n")
        words = clean(item.text_content()) if not notes else _write_title(item)
        for line in break_lines(words, width, SMALL, 2):
            y += SMALL + 3
            sheet.write(line, x, y, SMALL, fill=SOFT if "n" in read_classes(item) else INK)
        for line in break_lines(" ".join(note.text_content() for note in notes), width, NOTE, 2):
            y += NOTE + 3
            sheet.write(line, x, y, NOTE, fill=SOFT)
    return y + 12


def _write_title(item: Any) -> str:
    """Return the proposal of an item, with the mark of a red line, without what is noted below it."""
    return clean(" ".join(part.text_content() for part in item if "n" not in read_classes(part)))
