"""The tables of a data package as they lie in it: which rows two packages have alike is told without reading these."""

import csv
from collections.abc import Iterable, Iterator
from io import StringIO
from typing import NamedTuple
from zipfile import ZipFile

END, QUOTE = b"\r\n", b'"'


class PackedTable(NamedTuple):
    """A table: its heading and its rows, each as the bytes that stand in the file."""

    heading: bytes
    rows: list[bytes]

    @property
    def columns(self) -> tuple[str, ...]:
        return next(read_rows([self.heading]))


def unpack_table(archive: ZipFile, table: str) -> PackedTable:
    """Return a table of a package that this product wrote."""
    heading, *rows = split_rows(archive.read(f"{table}.csv"))
    return PackedTable(heading, rows)


def unpack_where_differing(before: ZipFile, after: ZipFile, table: str) -> tuple[PackedTable, PackedTable]:
    """Return a table of two packages with the rows alone that are not the same in both; all, where the two have
    different columns."""
    name = f"{table}.csv"
    one, other = before.getinfo(name), after.getinfo(name)
    older = unpack_table(before, table)
    if (one.CRC, one.file_size) == (other.CRC, other.file_size) and before.read(name) == after.read(name):
        return older._replace(rows=[]), older._replace(rows=[])
    newer = unpack_table(after, table)
    if older.heading != newer.heading:
        return older, newer
    in_older, in_newer = set(older.rows), set(newer.rows)
    return (
        older._replace(rows=[row for row in older.rows if row not in in_newer]),
        newer._replace(rows=[row for row in newer.rows if row not in in_older]),
    )


def split_rows(content: bytes) -> list[bytes]:
    """Return the rows of a table: a cell in quote marks may hold breaks of lines."""
    rows: list[bytes] = []
    open_row: list[bytes] = []
    for line in content.removesuffix(END).split(END):
        closes = line.count(QUOTE) % 2 == 1  # or opens a cell that goes on
        if not closes and not open_row:
            rows.append(line)
        elif closes and open_row:
            rows.append(END.join([*open_row, line]))
            open_row = []
        else:
            open_row.append(line)
    return rows


def read_rows(rows: Iterable[bytes]) -> Iterator[tuple[str, ...]]:
    """Yield the cells of each row."""
    for row in rows:
        yield tuple(next(csv.reader(StringIO(row.decode(), newline=""))))
