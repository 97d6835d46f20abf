"""A table → CSV, Excel or JSON, written while its rows come in, and safe to open in a spreadsheet.

A table is declared by its columns, each with the function that reads its cell from a row (`make_table`). A cell is a
text, a number, a day, yes or no, or None. Texts come back from each format as they were: in CSV one
that a spreadsheet would run as a formula is guarded by a ' (`rules.exchange.unescape_formula` takes it off), in Excel
it is a text cell, in JSON it is what it is.
"""

import csv
import json
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime, time
from io import StringIO
from itertools import chain, islice
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from django.utils.http import content_disposition_header
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from ..models.frozen import get_today
from ..rules.exchange import escape_formula
from .stopping import give_way

MARK = "\ufeff"  # tells Excel that a CSV file is UTF-8
MAY_RUN = frozenset("=+-@\t\r'＝＋－＠")  # first signs of texts that `escape_formula` may have to change
ROWS_A_CHUNK = 200
BYTES_A_CHUNK = 64 * 1024
LONGEST_TEXT = 32_767  # of a cell in Excel, in UTF-16 units
ROWS_A_SHEET = 1_048_576  # in Excel, the heading included
DAYS = "yyyy-mm-dd"  # how Excel shows them
FIRST_YEAR = 1900  # of Excel's calendar
WORKBOOK = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


Cell = str | int | float | date | None  # a bool is an int, and written as what it is
Row = TypeVar("Row")
Columns = Mapping[str, Callable[[Row], Cell]]
# Opens a bar for so many rows of this title; yields a function to call with a number of rows that are done.
Progress = Callable[[str, int], AbstractContextManager[Callable[[int], object]]]


class ExportTable(NamedTuple):
    """What a file holds: its name, its columns, and rows of cells, which may be drawn one by one."""

    name: str
    columns: tuple[str, ...]
    rows: Iterable[Sequence[Cell]]


class Download(NamedTuple):
    """A file on its way out: its headers, and its bytes piece by piece."""

    headers: dict[str, str]
    chunks: Iterator[bytes]


class FileFormat(NamedTuple):
    """A kind of file: what people call it, its MIME type, and what writes an ExportTable as one."""

    word: str
    content_type: str
    stream: Callable[[ExportTable], Iterator[bytes]]


def make_table(name: str, columns: Columns[Row], rows: Iterable[Row]) -> ExportTable:
    """Return the ExportTable of rows, read one by one; the columns stand in their order."""
    readers = list(map(get_reader, columns.values()))
    return ExportTable(name, tuple(columns), ([read(row) for read in readers] for row in rows))


def get_reader(read: Callable[[Row], Cell]) -> Callable[[Row], Cell]:
    """Return what reads a cell, without what `kinds` says of it."""
    return getattr(read, "read", read)


def get_slug(row: Any) -> str:
    """Return the slug of an actor, proposal or the like, empty if there is none."""
    return row.slug if row else ""


def make_download(
    table: ExportTable, extension: str, name: str, write: Callable[[Workbook], None] | None = None
) -> Download:
    """Return the Download of a table as csv, xlsx or json; `write(book)` fills a workbook that holds more than it."""
    file_format = FORMATS[extension]
    headers = {
        "Content-Type": file_format.content_type,
        "Content-Disposition": content_disposition_header(True, f"{name}.{extension}"),
    }
    if write and extension == "xlsx":
        return Download(headers, stream_workbook(write))
    return Download(headers, file_format.stream(table))


def stream_csv(table: ExportTable, mark: str = MARK) -> Iterator[bytes]:
    """Yield a CSV file: UTF-8 that begins with a mark, lines end in CR LF."""
    buffer = StringIO(newline="")
    writer = csv.writer(buffer)
    buffer.write(mark)
    for batch in _cut_batches(chain([table.columns], table.rows)):
        writer.writerows(_prepare_for_csv(batch))
        yield buffer.getvalue().encode()
        buffer.seek(0)
        buffer.truncate()


def stream_json(table: ExportTable) -> Iterator[bytes]:
    """Yield a JSON file: a list with an object for each row."""
    start = "[\n"
    for batch in _cut_batches(table.rows):
        rows = (dict(zip(table.columns, row, strict=True)) for row in batch)
        yield (start + ",\n".join(json.dumps(row, ensure_ascii=False, default=date.isoformat) for row in rows)).encode()
        start = ",\n"
    yield b"\n]\n" if start != "[\n" else b"[]\n"


def stream_xlsx(table: ExportTable) -> Iterator[bytes]:
    """Yield a workbook with one sheet."""
    return stream_workbook(lambda book: write_sheet(book, table))


def stream_workbook(write: Callable[[Workbook], None]) -> Iterator[bytes]:
    """Yield a workbook that `write(book)` fills, kept on disk while it grows."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.xlsx"
        book = Workbook(path, {**WORKBOOK, "tmpdir": folder})
        book.set_properties({"created": datetime.combine(get_today(), time.min)})  # of one day, the same bytes
        try:
            write(book)
        finally:
            book.close()  # whatever happened: it lets go of its files
        with path.open("rb") as file:
            while chunk := file.read(BYTES_A_CHUNK):
                yield chunk


def write_sheet(book: Workbook, table: ExportTable) -> None:
    """Write a table to a sheet of its own, to several where it has more rows than one holds."""
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": DAYS})
    rows = iter(table.rows)
    for number in range(1, 1000):
        sheet = book.add_worksheet(table.name if number == 1 else f"{table.name} {number}")
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, len(table.columns) - 1, 14)
        for column, heading in enumerate(table.columns):
            sheet.write_string(0, column, heading, bold)
        for place, row in enumerate(islice(rows, ROWS_A_SHEET - 1), start=1):
            if place % ROWS_A_CHUNK == 0:
                give_way()
            for column, cell in enumerate(row):
                write_cell(sheet, place, column, cell, day)
        more = next(rows, None)
        if more is None:
            return
        rows = chain([more], rows)


def write_cell(sheet: Worksheet, row: int, column: int, cell: Cell, day: Format | None) -> None:
    """Write a cell as what it is; `day` is the format of days, and one before Excel's calendar begins is a text."""
    if isinstance(cell, bool):
        cell = _write_flag(cell)
    if isinstance(cell, int | float):
        sheet.write_number(row, column, cell)
    elif isinstance(cell, date) and cell.year >= FIRST_YEAR:
        sheet.write_datetime(row, column, cell, day)
    elif cell is not None and cell != "":
        write_text(sheet, row, column, str(cell))


def write_text(sheet: Worksheet, row: int, column: int, text: str, style: Format | None = None) -> None:
    """Write a text cell, whatever the text looks like: never a formula, a link or a number."""
    text = shorten(text, LONGEST_TEXT)
    if text.startswith("<r>") and text.endswith("</r>"):
        # XlsxWriter would take this for its own mark-up of rich text and not escape it: written as two runs, it does.
        sheet.write_rich_string(row, column, text[:1], Format(), text[1:], *([style] if style else []))
    else:
        sheet.write_string(row, column, text, style)


def shorten(text: str, most: int) -> str:
    """Return a text of at most `most` UTF-16 units, cut after a whole word where it is longer."""
    if len(text) <= most // 2:
        return text
    units = text.encode("utf-16-le")
    if len(units) <= 2 * most:
        return text
    cut = units[: 2 * (most - 1)].decode("utf-16-le", "ignore")
    return f"{cut.rpartition(' ')[0] or cut}…"


def _prepare_for_csv(rows: Sequence[Sequence[Cell]]) -> Iterable[Sequence[Cell]]:
    """Return the cells of rows as CSV holds them, made column by column: of millions of cells few are changed."""
    return zip(*map(_prepare_column, zip(*rows, strict=True)), strict=True)


def _prepare_column(cells: Sequence[Cell]) -> Sequence[Cell]:
    kinds = set(map(type, cells))
    if bool in kinds:
        cells = [("yes" if cell else "") if cell.__class__ is bool else cell for cell in cells]
    if str not in kinds:
        return cells
    texts = [cell for cell in set(cells) if isinstance(cell, str)]
    guarded: dict[Cell, Cell] = {text: escape_formula(text) for text in texts if _may_run(text)}
    return [guarded.get(cell, cell) for cell in cells] if guarded else cells


def _may_run(text: str) -> bool:
    """Whether a spreadsheet may run a text, or some may see more than one cell in it."""
    return text[:1] in MAY_RUN or ";" in text or "\n" in text or "\t" in text or "\r" in text


def _write_flag(flag: bool) -> str:
    return "yes" if flag else ""


def _cut_batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    left = iter(rows)
    while batch := list(islice(left, ROWS_A_CHUNK)):
        give_way()
        yield batch


FORMATS = {
    "csv": FileFormat("CSV", "text/csv; charset=utf-8", stream_csv),
    "xlsx": FileFormat("Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", stream_xlsx),
    "json": FileFormat("JSON", "application/json", stream_json),
}
