"""A spreadsheet → its rows as texts, one at a time, under a heading that says what they are.

Every cell comes as a text, as CSV would hold it: a day as 2022-01-17, a whole number without a point, yes or no. The
guard that `rules.exchange.escape_formula` puts before what looks like a formula is taken off, in CSV only: Excel's
texts bear none. Lines above the heading are left out; further sheets with its columns, in any order, go on with it.
"""

from collections import Counter
from collections.abc import Collection, Generator, Iterator
from contextlib import ExitStack, closing, contextmanager
from difflib import get_close_matches
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple, Protocol

from openpyxl.utils.cell import get_column_letter

from ..errors import FileError, FileErrors, ImportFailed
from ..letters import has_half_letters
from .csv_files import CsvFile
from .file_types import LARGEST_OF_A_PAGE, LARGEST_UNPACKED, refuse_other_types
from .kinds import OF_THE_EXCHANGE, FileKind, Headings
from .rows import LinePlace, SheetRow
from .tables import LINES_ABOVE, FileLine, Table, Unreadable
from .workbooks import Workbook

# A cell, an encoding or a name may be more than what reads it takes.
UNREADABLE = (OSError, ValueError)

MERGED = "has cells merged across columns ({}): unmerge them, so that each column has its own value."
MOST_ROWS = (
    "has more than {most:,} rows, which is the most that is taken here: ask whoever runs the installation to import it "
    "by the command import_claims FILE --as YOU, which takes the same profile (--profile NAME)."
)
CUT_TEXT = 30_000  # characters of a cell from which one that ends in “…” was cut by whoever wrote the workbook
# What Excel and LibreOffice show of a formula that failed: no value, and no name.
_ERRORS = (
    "#N/A #REF! #VALUE! #DIV/0! #NAME? #NULL! #NUM! #SPILL! #CALC! #FIELD! #BLOCKED! #CONNECT! #UNKNOWN! #BUSY! "
    "#GETTING_DATA Err:502 Err:504 Err:508 Err:509 Err:522"
)
ERRORS = frozenset(_ERRORS.split(" "))
NULLS = "holds a null character."
HALF_A_LETTER = "holds half a letter, which no text does: type it anew."


class Sheet(NamedTuple):
    """What a file holds, its columns ("" where one has no heading), about how many rows it has, and these; `remarks` on
    what was hidden or not read are whole once the rows are."""

    kind: FileKind
    columns: tuple[str, ...]
    row_estimate: int
    rows: Iterator[SheetRow]
    remarks: list[str]


class SheetFile(Protocol):
    """A file of some kind, opened; each kind is a class of its own, named in FILE_TYPES."""

    def __init__(self, path: Path, encoding: str = "") -> None: ...

    def estimate_rows(self) -> int: ...

    def read_tables(self) -> Iterator[Table]:
        """Yield the tables of the file, each to be read before the next."""

    def close(self) -> None: ...


FILE_TYPES: dict[str, type[SheetFile]] = {".csv": CsvFile, ".xlsx": Workbook}  # by the endings of their names


class Headed(NamedTuple):
    """A table with its heading found: that line, the columns that it names, and the lines after it."""

    table: Table
    heading: FileLine
    columns: tuple[str, ...]
    lines: Iterator[FileLine]
    kind: FileKind


class FileReading(NamedTuple):
    """How a file is read: in which encoding, under which headings, without which lines, and at most so many rows."""

    encoding: str = ""
    headings: Headings = OF_THE_EXCHANGE
    leave_out: Collection[int] = ()
    most_rows: int | None = None


OF_THE_COMMAND = FileReading()


@contextmanager
def open_sheet(path: Path, faults: FileErrors, reading: FileReading = OF_THE_COMMAND) -> Iterator[Sheet | None]:
    """Open a file; yield its Sheet, or None, with faults, where it has no heading that can be read.

    A row that cannot be read is a fault at its line, and the rows after it are read nonetheless where that can be.
    """
    with ExitStack() as stack:
        yield _open(path, faults, reading, stack)


def _open(path: Path, faults: FileErrors, reading: FileReading, stack: ExitStack) -> Sheet | None:
    file_type = FILE_TYPES.get(path.suffix.lower())
    if file_type is None:
        faults.add(0, "", f"is neither {' nor '.join(FILE_TYPES)}.")
        return None
    try:
        refuse_other_types(path, LARGEST_OF_A_PAGE if reading.most_rows else LARGEST_UNPACKED)
        file = stack.enter_context(closing(file_type(path, reading.encoding)))
        estimate = file.estimate_rows()
    except UNREADABLE as error:
        _note_stop(faults, error)
        return None
    tables = stack.enter_context(closing(_find_headings(file, faults, reading.headings)))
    remarks: list[str] = []
    first, passed_over = None, []
    for headed in tables:
        first = headed
        if headed.kind.is_whole(headed.columns):
            break
        passed_over.append(headed)
    if first is None:
        if not faults.total:
            faults.add(0, "", "is empty.")
        return None
    if passed_over and not first.kind.is_whole(first.columns):
        first = passed_over[0]
    if not _check_heading(first, faults):
        return None
    remarks += [_write_passed_over(headed.table) for headed in passed_over]
    rows = _read_sheets(first, tables, faults, remarks, reading)
    return Sheet(first.kind, first.columns, estimate, rows, remarks)


def _find_headings(file: SheetFile, faults: FileErrors, headings: Headings) -> Generator[Headed, None, None]:
    """Yield the tables that hold anything, each with its heading: of the lines near the top the one most like one."""
    try:
        for table in file.read_tables():
            lines = _guard(table.lines, faults)
            top = list(islice(lines, LINES_ABOVE))
            places = [place for place, line in enumerate(top) if any(cell.strip() for cell in line.cells)]
            if places:
                place = max(places, key=lambda at: headings.rate(headings.read_names(top[at].cells)))
                columns = headings.read_names(top[place].cells)
                rest = chain(top[place + 1 :], lines)
                yield Headed(table, top[place], columns, rest, headings.tell_kind(columns))
    except UNREADABLE as error:
        _note_stop(faults, error)


def _guard(lines: Iterator[FileLine], faults: FileErrors) -> Iterator[FileLine]:
    """Yield the lines of a table; what goes wrong is a fault of the file, where it cannot be read on."""
    try:
        yield from lines
    except UNREADABLE as error:
        _note_stop(faults, error)


def _note_stop(faults: FileErrors, error: Exception) -> None:
    if isinstance(error, Unreadable):
        faults.stop(error.line, error.column, str(error))
    else:
        faults.stop(0, "", f"cannot be read: {getattr(error, 'strerror', None) or error}.")


def _check_heading(headed: Headed, faults: FileErrors) -> bool:
    """Whether a heading names known columns once, and all that are required; if not, with faults."""
    before, heading, kind = faults.total, headed.heading, headed.kind
    if heading.merged:
        faults.add(heading.number, "", MERGED.format(heading.merged))
    _note_unstorable(heading.number, {_name_place(at): cell for at, cell in enumerate(heading.cells)}, faults)
    if faults.total > before:
        return False
    for name, count in Counter(headed.columns).items():
        if name and name not in kind.columns and name not in kind.computed:
            near = get_close_matches(name, kind.columns, 1)
            hint = f" Do you mean {near[0]}?" if near else ""
            faults.add(heading.number, name, f"is no column of {kind.a_word}.{hint}")
        elif name and count > 1:
            faults.add(heading.number, name, "heads more than one column.")
    for name in kind.required:
        if name not in headed.columns:
            faults.add(heading.number, name, "is required: there is no such column.")
    return faults.total == before


def _read_sheets(
    first: Headed, others: Iterator[Headed], faults: FileErrors, remarks: list[str], reading: FileReading
) -> Iterator[SheetRow]:
    """Yield the rows of the first table and of those after it that go on with its columns."""
    remarks += _write_hidden(first.table)
    rows_left = None if reading.most_rows is None else [reading.most_rows]
    yield from _read_rows(first, faults, reading, rows_left)
    for number, other in enumerate(others, start=1):
        if other.kind is not first.kind or not other.kind.is_whole(other.columns):
            remarks.append(_write_passed_over(other.table))
        elif lacking := {*first.columns, *other.columns} - ({*first.columns} & {*other.columns}) - {""}:
            named = ", ".join(sorted(lacking))
            reason = (
                f"the sheet “{other.table.name}” does not have the columns of “{first.table.name}”. Different: {named}."
            )
            faults.add(other.heading.number, "", reason)
        elif _check_heading(other, faults):
            remarks += _write_hidden(other.table)
            yield from _read_rows(_put_on_sheet(other, number), faults, reading, rows_left)


def _put_on_sheet(headed: Headed, sheet: int) -> Headed:
    """Return a table whose lines say on which further sheet they stand."""
    words = f"of “{headed.table.name}”"
    lines = (line._replace(number=LinePlace(line.number, words, sheet)) for line in headed.lines)
    return headed._replace(lines=lines)


def _read_rows(
    headed: Headed, faults: FileErrors, reading: FileReading, rows_left: list[int] | None
) -> Iterator[SheetRow]:
    """Yield the rows that are not blank and fit under the heading, but for those that are to be left out."""
    columns, cuts_texts = headed.columns, headed.table.cuts_texts
    width = len(columns)
    all_named = all(columns)
    for line in headed.lines:
        cells = [cell.strip() for cell in line.cells]
        text = "".join(cells)
        if not text or line.number in reading.leave_out:
            continue
        if rows_left is not None:
            if not rows_left[0]:
                raise ImportFailed([FileError(faults.file, 0, "", MOST_ROWS.format(most=reading.most_rows))], 1)
            rows_left[0] -= 1
        if "\x00" in text or (not text.isascii() and has_half_letters(text)):
            _note_unstorable(line.number, dict(zip(_name_places(columns, cells), cells, strict=True)), faults)
            continue
        if line.merged:
            faults.add(line.number, "", MERGED.format(line.merged))
            continue
        if len(cells) < width:
            cells = [*cells, *[""] * (width - len(cells))]
        if (not all_named or len(cells) > width) and (place := _find_unheaded_cell(columns, cells)):
            faults.add(line.number, place, "holds a cell that stands under no heading.")
            continue
        if "\r\n" in text:
            cells = [cell.replace("\r\n", "\n") for cell in cells]
        by_column = dict(zip(columns, cells, strict=False))
        by_column.pop("", None)
        if ("#" in text or "Err:" in text or (cuts_texts and "…" in text)) and _has_odd_cells(
            line.number, by_column, cuts_texts, faults
        ):
            continue
        yield SheetRow(line.number, by_column)


def _has_odd_cells(line: int, cells: dict[str, str], cuts_texts: bool, faults: FileErrors) -> bool:
    """Whether cells hold an error of the spreadsheet, or a text that was cut, which are faults."""
    before = faults.total
    for column, cell in cells.items():
        if cell in ERRORS:
            faults.add(
                line, column, f"holds “{cell}”, an error of the spreadsheet: correct its formula, or empty the cell."
            )
        elif cuts_texts and cell.endswith("…") and len(cell) > CUT_TEXT:
            faults.add(line, column, "was cut, as Excel holds 32,767 characters per cell: import the file as CSV.")
    return faults.total > before


def _note_unstorable(line: int, cells: dict[str, str], faults: FileErrors) -> None:
    """Note the cells, by their columns, that hold what no database stores."""
    for column, cell in cells.items():
        if "\x00" in cell:
            faults.add(line, column, NULLS)
        elif has_half_letters(cell):
            faults.add(line, column, HALF_A_LETTER)


def _find_unheaded_cell(columns: tuple[str, ...], cells: list[str]) -> str:
    """Return the column of the first cell that stands under no heading; empty where each has one."""
    places = _name_places(columns, cells)
    headed = [*columns, *[""] * (len(cells) - len(columns))]
    return next((at for at, name, cell in zip(places, headed, cells, strict=False) if cell and not name), "")


def _name_places(columns: tuple[str, ...], cells: list[str]) -> list[str]:
    """Return what to call the places of cells: by their headings, or by the letters of a spreadsheet."""
    return [columns[at] if at < len(columns) and columns[at] else _name_place(at) for at in range(len(cells))]


def _name_place(at: int) -> str:
    return f"column {get_column_letter(at + 1)}"


def _write_hidden(table: Table) -> list[str]:
    return [f"The sheet “{table.name}” {remark}: what is hidden was read too." for remark in table.remarks]


def _write_passed_over(table: Table) -> str:
    hidden = " and is hidden" if "is hidden" in table.remarks else ""
    return f"The sheet “{table.name}” was not read: it has no heading of such a file{hidden}."
