"""A spreadsheet of claims → its rows as texts, one at a time: CSV (UTF-8) and Excel.

Every cell comes as a text, as CSV would hold it: a day as 2022-01-17, a whole number without a point, yes or no. The
guard that `rules.exchange.escape_formula` puts before what looks like a formula is taken off, in CSV only: Excel's
texts bear none.
"""

import csv
import zlib
from collections import Counter
from contextlib import contextmanager
from datetime import date, datetime
from difflib import get_close_matches
from typing import NamedTuple
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.escape import unescape
from openpyxl.utils.exceptions import InvalidFileException

from ...rules.exchange import unescape_formula
from ...rules.exchange_columns import EXCHANGE_COLUMNS

SEPARATORS = ",;\t"
BYTES_A_LOOK = 1 << 20
NOT_UTF_8 = "is not UTF-8: in Excel, save it as “CSV UTF-8”."
# What zipfile, zlib, the XML parser and openpyxl raise over a file that is damaged, encrypted or something else.
BROKEN_BOOK = (
    BadZipFile,
    InvalidFileException,
    ParseError,
    zlib.error,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
)


class Sheet(NamedTuple):
    """The columns of a file, about how many rows it has, and these: (line, {column: text})."""

    columns: tuple
    about: int
    rows: object


@contextmanager
def opened(path, faults):
    """Open a file; yield its Sheet, or None, with faults, where it has no heading that can be read.

    A row that cannot be read is a fault at its line, and the rows after it are read nonetheless where that can be.
    """
    reader = {".csv": _csv, ".xlsx": _xlsx}.get(path.suffix.lower())
    if reader is None:
        faults.add(0, "", "is neither .csv nor .xlsx.")
        yield None
        return
    lines = _guarded(reader(path), faults)
    try:
        about, heading = next(lines, (0, None)), next(lines, None)
        columns = _columns(heading, faults) if heading else None
        if heading is None and not faults.total:
            faults.add(0, "", "is empty.")
        yield Sheet(columns, about, _rows(columns, lines, faults)) if columns else None
    finally:
        lines.close()


def _guarded(lines, faults):
    """Turn what goes wrong while lines are read into a fault of the file after the last line that could be read."""
    at = 0
    try:
        for at, (line, cells) in enumerate(lines):
            yield cells if at == 0 else (line, cells)
    except UnicodeDecodeError:
        faults.add(0, "", NOT_UTF_8)
    except csv.Error as error:
        faults.add(0, "", f"cannot be read after its row {at}: {error}.")
    except BROKEN_BOOK as error:
        faults.add(0, "", f"cannot be read: {getattr(error, 'strerror', None) or error}.")
    finally:
        lines.close()


def _csv(path):
    """Yield (0, about how many rows), then (line, cells) of each row; the line is where the row begins."""
    with path.open("rb") as raw:
        about = sum(look.count(b"\n") for look in iter(lambda: raw.read(BYTES_A_LOOK), b""))
    yield 0, about
    with path.open(encoding="utf-8-sig", newline="") as file:
        heading = file.readline()
        file.seek(0)
        separator = max(SEPARATORS, key=heading.count)
        reader = csv.reader(file, delimiter=separator, strict=True)
        line = 1
        for cells in reader:
            yield line, [unescape_formula(cell) for cell in cells]
            line = reader.line_num + 1


def _xlsx(path):
    """Yield (0, about how many rows), then (row, cells) of the first sheet, and of those after it with its heading."""
    book = load_workbook(path, read_only=True, data_only=True)
    try:
        yield 0, sum(sheet.max_row or 0 for sheet in book.worksheets)
        first = None
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # some programs write them wrong
            for row, values in enumerate(sheet.iter_rows(values_only=True), start=1):
                cells = [_text(value) for value in values]
                if row == 1 and first is not None:
                    if cells != first:
                        break
                    continue
                first = first or cells
                yield row, cells
    finally:
        book.close()


def _text(value):
    """Return an Excel value as the text that CSV would hold of it."""
    if value is None:
        return ""
    if isinstance(value, str):
        return unescape(value) if "_x" in value else value  # _x000D_ is how Excel's files write what XML would lose
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        value = value.date()
    return value.isoformat() if isinstance(value, date) else str(value)


def _columns(heading, faults):
    """Return the columns that a heading names, "" for an empty one; None, with faults, where it is wrong."""
    line, cells = heading
    columns = tuple("_".join(cell.strip().lower().split()) for cell in cells)
    before = faults.total
    for name, count in Counter(columns).items():
        if name and name not in EXCHANGE_COLUMNS:
            near = get_close_matches(name, EXCHANGE_COLUMNS, 1)
            faults.add(line, name, "is no column of a claim." + (f" Do you mean {near[0]}?" if near else ""))
        elif name and count > 1:
            faults.add(line, name, "heads more than one column.")
    for name, column in EXCHANGE_COLUMNS.items():
        if column.required and name not in columns:
            faults.add(line, name, "is required: there is no such column.")
    return columns if faults.total == before else None


def _rows(columns, lines, faults):
    """Yield (line, {column: text}) of the rows that are not blank and fit under the heading."""
    width = len(columns)
    named = [(place, name) for place, name in enumerate(columns) if name]
    snapshot = len(named) == width
    for line, cells in lines:
        cells = [cell.strip() for cell in cells]
        if not any(cells):
            continue
        if "\x00" in "".join(cells):
            faults.add(line, "", "holds a null character.")
            continue
        if len(cells) < width:
            cells = [*cells, *[""] * (width - len(cells))]
        if (not snapshot or len(cells) > width) and _beside(columns, cells):
            faults.add(line, "", "has a cell that stands under no heading.")
            continue
        yield line, {name: cells[place].replace("\r\n", "\n") for place, name in named}


def _beside(columns, cells):
    return any(cells[len(columns) :]) or any(cell for name, cell in zip(columns, cells, strict=False) if not name)
