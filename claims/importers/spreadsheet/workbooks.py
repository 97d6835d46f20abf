"""An Excel file → the lines of its sheets, with merged cells filled down, and what is hidden in them."""

import lzma
import re
import struct
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.utils.cell import get_column_letter, range_boundaries
from openpyxl.utils.escape import unescape
from openpyxl.utils.exceptions import InvalidFileException

from .file_types import DAMAGED
from .tables import FileLine, Table, Unreadable

BYTES_A_LOOK = 1 << 20
LONGEST_TAG = 1 << 12
MOST_ROWS = 1 << 20  # of a sheet of Excel
STRICT = b"purl.oclc.org/ooxml"
# What read-only openpyxl leaves out of a sheet: merged cells, hidden rows and hidden columns.
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?\bref="([A-Z]+[0-9]+:[A-Z]+[0-9]+)"')
_ROW = re.compile(rb'<(?:\w+:)?row\s(?=[^>]*\bhidden="(?:1|true)")[^>]*\br="([0-9]+)"')
_COLUMN = re.compile(rb'<(?:\w+:)?col\s(?=[^>]*\bhidden="(?:1|true)")(?=[^>]*\bmin="([0-9]+)")[^>]*\bmax="([0-9]+)"')

DAMAGED_SHEET = "has a damaged sheet, “{sheet}”: open the file in Excel, and save it anew."
DAMAGED_ROW = "cannot be read from this row of the sheet “{sheet}” on: open the file in Excel, and save it anew."
BEYOND_EXCEL = f"has a row below the {MOST_ROWS:,} that a sheet of Excel holds, in the sheet “{{sheet}}”."
# What zipfile, what unpacks for it, the XML parsers and openpyxl raise over a workbook that is damaged.
_ASTRAY = (
    *(BadZipFile, InvalidFileException, SyntaxError, lzma.LZMAError, struct.error, zlib.error),
    *(ArithmeticError, AssertionError, AttributeError, EOFError, LookupError, OSError, RuntimeError, TypeError),
    ValueError,
)


class Layout(NamedTuple):
    """How a sheet is laid out: merged ranges as (first column, first row, last column, last row), hidden rows, and
    hidden columns by first and last."""

    merged: list[tuple[int, int, int, int]]
    rows: list[int]
    columns: list[tuple[int, int]]


class Workbook:
    """An Excel file: each sheet a table; the number of a line is its row's."""

    def __init__(self, path: Path, encoding: str = "") -> None:
        with ZipFile(path) as members:
            if "xl/workbook.xml" in members.namelist() and STRICT in members.read("xl/workbook.xml")[:LONGEST_TAG]:
                raise Unreadable(
                    "is a “Strict Open XML” workbook, which is not read: in Excel, save it as “Excel Workbook (.xlsx)”."
                )
        try:
            self.book = load_workbook(path, read_only=True, data_only=True)
        except _ASTRAY:
            raise Unreadable(DAMAGED) from None

    def estimate_rows(self) -> int:
        return sum(sheet.max_row or 0 for sheet in self.book.worksheets)

    def read_tables(self) -> Iterator[Table]:
        for sheet in self.book.worksheets:
            sheet.reset_dimensions()  # some programs write them wrong
            try:
                layout = self._read_layout(sheet)
            except _ASTRAY:
                raise Unreadable(DAMAGED_SHEET.format(sheet=sheet.title)) from None
            hidden = sheet.sheet_state != "visible"
            yield Table(sheet.title, _tell_rows(sheet, layout), True, tuple(_write_hidden(hidden, layout)))

    def close(self) -> None:
        self.book.close()

    def _read_layout(self, sheet: Any) -> Layout:
        layout = Layout([], [], [])
        with self.book._archive.open(sheet._worksheet_path) as member:
            before = b""
            while look := member.read(BYTES_A_LOOK):
                # Whole tags only: what is left of the last one comes again with the next look.
                text = before + look
                end = text.rfind(b">") + 1 or len(text)
                before = text[end:][-LONGEST_TAG:]
                text = text[:end]
                layout.merged.extend(range_boundaries(ref.decode()) for ref in _MERGED.findall(text))
                layout.rows.extend(int(number) for number in _ROW.findall(text))
                layout.columns.extend((int(first), int(last)) for first, last in _COLUMN.findall(text))
        return layout


def _tell_rows(sheet: Any, layout: Layout) -> Iterator[FileLine]:
    """Yield the lines of a sheet; raise Unreadable, with the row, where it is damaged or ends nowhere."""
    number = 0
    try:
        for line in _read_lines(sheet, layout.merged):
            number = line.number
            if number > MOST_ROWS:
                break
            yield line
        else:
            return
    except _ASTRAY:
        raise Unreadable(DAMAGED_ROW.format(sheet=sheet.title), number + 1) from None
    raise Unreadable(BEYOND_EXCEL.format(sheet=sheet.title), number)


def _read_lines(sheet: Any, merged: list[tuple[int, int, int, int]]) -> Iterator[FileLine]:
    """Yield the lines of a sheet; the cells below the first of a merged one have its text."""
    begins: dict[int, list[tuple[int, int, int, int]]] = {}
    for bounds in merged:
        begins.setdefault(bounds[1], []).append(bounds)
    going_on: list[tuple[tuple[int, int, int, int], str]] = []
    for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
        cells = [write_as_text(value) for value in values]
        sideways = ""
        if going_on or number in begins:
            going_on = [(bounds, text) for bounds, text in going_on if bounds[3] >= number]
            for bounds in begins.get(number, ()):
                going_on.append((bounds, cells[bounds[0] - 1] if bounds[0] <= len(cells) else ""))
            for (first, top, last, bottom), text in going_on:
                cells += [""] * (first - len(cells))
                cells[first - 1] = text
                if last > first and text:
                    sideways = f"{get_column_letter(first)}{top}:{get_column_letter(last)}{bottom}"
        yield FileLine(number, cells, sideways)


def write_as_text(value: Any) -> str:
    """Return an Excel value as the text that CSV would hold of it."""
    if value is None:
        return ""
    if isinstance(value, str):
        return _join_halves(unescape(value)) if "_x" in value else value  # _x000D_ is what XML would lose
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        value = value.date()
    return value.isoformat() if isinstance(value, date) else str(value)


def _join_halves(text: str) -> str:
    """Return a text in which two halves of a sign of UTF-16 are that sign; one alone stays what it is."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def _write_hidden(sheet_hidden: bool, layout: Layout) -> Iterator[str]:
    if sheet_hidden:
        yield "is hidden"
    if layout.rows:
        yield f"hides {len(layout.rows)} rows ({_write_ranges(layout.rows)})"
    if layout.columns:
        letters = (
            f"{get_column_letter(a)}–{get_column_letter(b)}" if a < b else get_column_letter(a)
            for a, b in layout.columns
        )
        yield f"hides columns ({', '.join(letters)})"


def _write_ranges(numbers: list[int], most: int = 5) -> str:
    """Return numbers as 2, 5–9, at most so many ranges."""
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and number == ranges[-1][1] + 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    written = [f"{first}–{last}" if first < last else str(first) for first, last in ranges[:most]]
    return ", ".join(written) + (" …" if len(ranges) > most else "")
