"""A spreadsheet of claims → its rows as texts, one at a time: CSV (UTF-8) and Excel.

Every cell comes as a text, as CSV would hold it: a day as 2022-01-17, a whole number without a point, yes or no. The
guard that `rules.exchange.escape_formula` puts before what looks like a formula is taken off, in CSV only: Excel's
texts bear none.
"""

import csv
import zlib
from collections import Counter
from collections.abc import Generator, Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NamedTuple, Protocol
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.escape import unescape
from openpyxl.utils.exceptions import InvalidFileException

from ...rules.exchange import unescape_formula
from ..errors import FileErrors
from .kinds import FileKind, tell_kind
from .rows import SheetRow

SEPARATORS = ",;\t"
BYTES_A_LOOK = 1 << 20
NOT_UTF_8 = "is not UTF-8: in Excel, save it as “CSV UTF-8”."
# What csv, zipfile, zlib, the XML parser and openpyxl raise over a file that is damaged, encrypted or something else.
UNREADABLE = (
    BadZipFile,
    InvalidFileException,
    ParseError,
    csv.Error,
    zlib.error,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
)


class FileLine(NamedTuple):
    """A line of a file as it stands: its number, and its cells as texts."""

    number: int
    cells: list[str]


class Sheet(NamedTuple):
    """What a file holds, its columns ("" where one has no heading), about how many rows it has, and these."""

    kind: FileKind
    columns: tuple[str, ...]
    row_estimate: int
    rows: Iterator[SheetRow]


class SheetFile(Protocol):
    """A file of claims of some kind, opened; each kind is a class of its own, named in FILE_TYPES."""

    def __init__(self, path: Path) -> None: ...

    def estimate_rows(self) -> int: ...

    def read_lines(self) -> Iterator[FileLine]:
        """Yield the heading, then each row."""

    def close(self) -> None: ...


@contextmanager
def open_sheet(path: Path, faults: FileErrors) -> Iterator[Sheet | None]:
    """Open a file; yield its Sheet, or None, with faults, where it has no heading that can be read.

    A row that cannot be read is a fault at its line, and the rows after it are read nonetheless where that can be.
    """
    with ExitStack() as stack:
        yield _open(path, faults, stack)


def _open(path: Path, faults: FileErrors, stack: ExitStack) -> Sheet | None:
    file_type = FILE_TYPES.get(path.suffix.lower())
    if file_type is None:
        faults.add(0, "", f"is neither {' nor '.join(FILE_TYPES)}.")
        return None
    try:
        file = stack.enter_context(closing(file_type(path)))
        estimate = file.estimate_rows()
    except UNREADABLE as error:
        faults.add(0, "", _describe(error))
        return None
    lines = stack.enter_context(closing(_read_lines(file, faults)))
    heading = next(lines, None)
    if heading is None:
        if not faults.total:
            faults.add(0, "", "is empty.")
        return None
    columns = _read_heading(heading, faults)
    if columns is None:
        return None
    return Sheet(tell_kind(columns), columns, estimate, _read_rows(columns, lines, faults))


class _CsvFile:
    """A CSV file; the number of a line is where its row begins."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.file = path.open(encoding="utf-8-sig", newline="")

    def estimate_rows(self) -> int:
        with self.path.open("rb") as raw:
            return sum(look.count(b"\n") for look in iter(lambda: raw.read(BYTES_A_LOOK), b""))

    def read_lines(self) -> Iterator[FileLine]:
        heading = self.file.readline()
        self.file.seek(0)
        separator = max(SEPARATORS, key=heading.count)
        reader = csv.reader(self.file, delimiter=separator, strict=True)
        number = 1
        for cells in reader:
            # Few texts begin with a quote mark: asking first spares all others the search for a guard.
            yield FileLine(number, [unescape_formula(cell) if cell[:1] == "'" else cell for cell in cells])
            number = reader.line_num + 1

    def close(self) -> None:
        self.file.close()


class _Workbook:
    """An Excel file: its first sheet, and those after it with the same heading; the number of a line is its row's."""

    def __init__(self, path: Path) -> None:
        self.book = load_workbook(path, read_only=True, data_only=True)

    def estimate_rows(self) -> int:
        return sum(sheet.max_row or 0 for sheet in self.book.worksheets)

    def read_lines(self) -> Iterator[FileLine]:
        heading = None
        for sheet in self.book.worksheets:
            sheet.reset_dimensions()  # some programs write them wrong
            for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
                cells = [_write_as_text(value) for value in values]
                if number == 1 and heading is not None:
                    if cells != heading:
                        break
                    continue
                heading = heading or cells
                yield FileLine(number, cells)

    def close(self) -> None:
        self.book.close()


FILE_TYPES: dict[str, type[SheetFile]] = {".csv": _CsvFile, ".xlsx": _Workbook}  # by the endings of their names


def _read_lines(file: SheetFile, faults: FileErrors) -> Generator[FileLine, None, None]:
    """Yield the lines of a file; what goes wrong is a fault of the file after the last line that could be read."""
    number_read = 0
    try:
        for line in file.read_lines():
            yield line
            number_read += 1
    except UNREADABLE as error:
        faults.add(0, "", _describe(error, number_read))


def _describe(error: Exception, number_read: int = 0) -> str:
    if isinstance(error, UnicodeDecodeError):
        return NOT_UTF_8
    if isinstance(error, csv.Error):
        return f"cannot be read after its row {number_read}: {error}."
    return f"cannot be read: {getattr(error, 'strerror', None) or error}."


def _write_as_text(value: Any) -> str:
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


def _read_heading(heading: FileLine, faults: FileErrors) -> tuple[str, ...] | None:
    """Return the columns that a heading names, "" for an empty one; None, with faults, where it is wrong."""
    columns = tuple("_".join(cell.strip().lower().split()) for cell in heading.cells)
    before = faults.total
    kind = tell_kind(columns)
    for name, count in Counter(columns).items():
        if name and name not in kind.columns and name not in kind.computed:
            near = get_close_matches(name, kind.columns, 1)
            hint = f" Do you mean {near[0]}?" if near else ""
            faults.add(heading.number, name, f"is no column of {kind.a_word}.{hint}")
        elif name and count > 1:
            faults.add(heading.number, name, "heads more than one column.")
    for name in kind.required:
        if name not in columns:
            faults.add(heading.number, name, "is required: there is no such column.")
    return columns if faults.total == before else None


def _read_rows(columns: tuple[str, ...], lines: Iterator[FileLine], faults: FileErrors) -> Iterator[SheetRow]:
    """Yield the rows that are not blank and fit under the heading."""
    width = len(columns)
    all_named = all(columns)
    for line in lines:
        cells = [cell.strip() for cell in line.cells]
        text = "".join(cells)
        if not text:
            continue
        if "\x00" in text:
            faults.add(line.number, "", "holds a null character.")
            continue
        if len(cells) < width:
            cells = [*cells, *[""] * (width - len(cells))]
        if (not all_named or len(cells) > width) and _has_unheaded_cell(columns, cells):
            faults.add(line.number, "", "has a cell that stands under no heading.")
            continue
        if "\r\n" in text:
            cells = [cell.replace("\r\n", "\n") for cell in cells]
        by_column = dict(zip(columns, cells, strict=False))
        by_column.pop("", None)
        yield SheetRow(line.number, by_column)


def _has_unheaded_cell(columns: tuple[str, ...], cells: list[str]) -> bool:
    return any(cells[len(columns) :]) or any(cell for name, cell in zip(columns, cells, strict=False) if not name)
