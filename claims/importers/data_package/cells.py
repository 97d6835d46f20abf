"""The rows of a table of a data package: each cell as what it is, or a fault at its line and column."""

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from ...rules.csl import read_record
from ...rules.data_package import CellKind, PackageColumn, PackageTable
from ...rules.exchange import unescape_formula
from ...rules.exchange_columns import read_name, read_text
from ...rules.faults import BrokenRule
from ...wording.exchange import write_fault
from ..errors import FileErrors
from ..spreadsheet.csv_files import LONGEST_CELL

csv.field_size_limit(LONGEST_CELL)
_NUMBER = re.compile("[0-9]{1,9}")
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{6})?Z")
_AS_THEY_ARE = (read_text, read_name)
EMPTY = {CellKind.TEXT: "", CellKind.FLAG: False, CellKind.RECORD: {}}


class PackageRow(NamedTuple):
    """A row: the line where it begins, and its values by column."""

    line: int
    values: dict[str, Any]


class IllTyped(ValueError):
    """A cell that is not what its column holds."""


def _read_number(cell: str) -> int:
    if not _NUMBER.fullmatch(cell):
        raise IllTyped(f"“{cell}” is no whole number.")
    return int(cell)


def _read_flag(cell: str) -> bool:
    if cell not in ("yes", "no"):
        raise IllTyped(f"“{cell}” is neither yes nor empty.")
    return cell == "yes"


def _read_day(cell: str) -> date:
    try:
        if _DAY.fullmatch(cell):
            return date.fromisoformat(cell)
    except ValueError:
        pass
    raise IllTyped(f"“{cell}” is no day: write it as 2022-01-10.")


def _read_moment(cell: str) -> datetime:
    try:
        if _MOMENT.fullmatch(cell):
            return datetime.fromisoformat(cell.replace("Z", "+00:00"))
    except ValueError:
        pass
    raise IllTyped(f"“{cell}” is no moment: write it as 2022-01-10T12:00:00Z.")


_READERS: dict[CellKind, Callable[[str], Any]] = {
    CellKind.NUMBER: _read_number,
    CellKind.FLAG: _read_flag,
    CellKind.DAY: _read_day,
    CellKind.MOMENT: _read_moment,
    CellKind.RECORD: read_record,
}


def _choose_reader(column: PackageColumn) -> Callable[[str], Any] | None:
    """Return what reads a cell that is not empty; None where it is taken as it is."""
    if column.kind is not CellKind.TEXT:
        return _READERS[column.kind]
    if column.words and column.read is None:
        words = frozenset(column.words)

        def read_word(cell: str) -> str:
            if cell not in words:
                raise IllTyped(f"“{cell}” is none of {', '.join(column.words)}.")
            return cell

        return read_word
    return None if column.read in _AS_THEY_ARE else column.read


def fill_in(row: PackageRow, columns: Sequence[PackageColumn]) -> None:
    """Give a row empty values in columns that its package does not have."""
    row.values.update({column.name: EMPTY.get(column.kind) for column in columns})


def read_rows(table: PackageTable, lines: Iterator[str], faults: FileErrors) -> Iterator[PackageRow]:
    """Yield the sound rows of a table; all else is a fault."""
    reader = csv.reader(lines, strict=True)
    names = [column.name for column in table.columns]
    number = 1
    try:
        if not _has_heading(next(reader, []), names, faults):
            return
        readers = [(column, _choose_reader(column)) for column in table.columns]
        number = reader.line_num + 1
        for cells in reader:
            if row := _read_row(number, cells, readers, faults):
                yield row
            number = reader.line_num + 1
    except csv.Error as error:
        faults.add(number, "", f"is no CSV from here on: {error}.")


def _has_heading(cells: Sequence[str], names: Sequence[str], faults: FileErrors) -> bool:
    before = faults.total
    for name in cells:
        if name not in names:
            faults.add(1, name, "is no column of this table.")
        elif list(cells).count(name) > 1:
            faults.add(1, name, "is a column twice.")
    for name in names:
        if name not in cells:
            faults.add(1, name, "is missing as a column.")
    if faults.total == before and list(cells) != list(names):
        faults.add(1, "", "The columns stand in another order than in datapackage.json.")
    return faults.total == before


def _read_row(number: int, cells: list[str], readers: Sequence[Any], faults: FileErrors) -> PackageRow | None:
    if len(cells) != len(readers):
        faults.add(number, "", f"has {len(cells)} cells, and not {len(readers)}.")
        return None
    sound = True
    values: dict[str, Any] = {}
    for cell, (column, read) in zip(cells, readers, strict=True):
        text = unescape_formula(cell) if "'" in cell else cell
        try:
            values[column.name] = _read_cell(text, column, read)
        except (BrokenRule, IllTyped) as broken:
            faults.add(number, column.name, write_fault(broken) if isinstance(broken, BrokenRule) else str(broken))
            sound = False
    return PackageRow(number, values) if sound else None


def _read_cell(text: str, column: PackageColumn, read: Callable[[str], Any] | None) -> Any:
    if not text:
        if column.required:
            raise IllTyped("is required.")
        return EMPTY.get(column.kind)
    if "\x00" in text:
        raise IllTyped("holds a null character.")
    if read is None:
        return text
    value = read(text)
    return text if isinstance(value, str) else value  # as it was written: the exchange would strip it
