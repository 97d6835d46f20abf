"""The file: compressed lines of JSON. First a header, then for each table one line that names it and one a row,
last the number of rows and the SHA-256 of all lines before."""

import gzip
import json
import os
import zlib
from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

from ..whole_files import NotWritten, write_whole

FORMAT = "stance matrix backup"
VERSION = 1

StrPath = str | os.PathLike[str]
Migration = tuple[str, str]  # app, name
Row = list[Any]  # a value a column, as JSON has them


class BackupError(Exception):
    """A backup that cannot be made or restored, said for whoever asked; nothing was changed."""


class BackupHeader(NamedTuple):
    """What a file says of itself; `migrations` are those that its rows belong to."""

    version: int
    made: str
    migrations: list[Migration]


class BackupTable(NamedTuple):
    """A table in a file; `last` is the highest id that it ever gave, so that no id is given twice."""

    label: str
    columns: list[str]
    last: int | None


class BackupWriter:
    """Writes lines and keeps count."""

    def __init__(self, stream: gzip.GzipFile) -> None:
        self.stream = stream
        self.digest = sha256()
        self.rows = 0

    def write_header(self, made: str, migrations: Sequence[Migration]) -> None:
        self._write_line({"format": FORMAT, "version": VERSION, "made": made, "migrations": migrations})

    def write_table(self, label: str, columns: list[str], last: int | None, rows: Iterable[Sequence[Any]]) -> None:
        self._write_line({"table": label, "columns": columns, "last": last})
        for row in rows:
            self._write_line(row)
            self.rows += 1

    def write_end(self) -> None:
        self._write_line({"rows": self.rows, "sha256": self.digest.hexdigest()})

    def _write_line(self, value: Any) -> None:
        line = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=to_json).encode() + b"\n"
        self.digest.update(line)
        self.stream.write(line)


@contextmanager
def create_file(path: StrPath) -> Iterator[BackupWriter]:
    """Write a file that is not there yet, for its owner's eyes only; if anything fails, nothing is there.

    Raises BackupError where it cannot be written."""
    try:
        with write_whole(Path(path)) as raw, gzip.GzipFile("", "wb", compresslevel=6, fileobj=raw, mtime=0) as stream:
            writer = BackupWriter(stream)
            yield writer
            writer.write_end()
    except NotWritten as reason:
        raise BackupError(str(reason)) from None


def check_file(path: StrPath) -> tuple[BackupHeader, int]:
    """Read a file to its end and return (header, number of rows); raise BackupError where it is not whole."""
    digest, rows, columns = sha256(), 0, 0
    header: BackupHeader | None = None
    end: dict[str, Any] | None = None
    for line in _read_lines(path):
        if end is not None:
            raise BackupError(f"{path} goes on after its end.")
        value = _parse_line(path, line)
        if header is None:
            header = _parse_header(path, value)
        elif isinstance(value, list):
            rows += 1
            if len(value) != columns:
                raise BackupError(f"{path} is damaged: a row does not fit its table.")
        elif "sha256" in value:
            end = value
            continue
        else:
            columns = len(value.get("columns", ()))
        digest.update(line)
    if header is None or end is None:
        raise BackupError(f"{path} is not whole: its end is missing.")
    if end != {"rows": rows, "sha256": digest.hexdigest()}:
        raise BackupError(f"{path} is damaged: its lines do not fit its checksum.")
    return header, rows


def read_tables(path: StrPath) -> Iterator[tuple[BackupTable, Iterator[Row]]]:
    """Yield (table, iterator over its rows) of a file that was checked; rows that are not taken are passed over."""
    lines = (json.loads(line) for line in _read_lines(path))
    next(lines)
    line = next(lines)

    def rows() -> Iterator[Row]:
        nonlocal line
        for line in lines:
            if not isinstance(line, list):
                return
            yield line

    while "table" in line:
        rest = rows()
        yield BackupTable(line["table"], line["columns"], line["last"]), rest
        for _ in rest:
            pass


def _read_lines(path: StrPath) -> Iterator[bytes]:
    try:
        with gzip.open(path, "rb") as stream:
            yield from stream
    except (EOFError, gzip.BadGzipFile, zlib.error):
        raise BackupError(f"{path} is no backup, or it is damaged.") from None
    except OSError as error:
        raise BackupError(f"{path} cannot be read: {error.strerror}.") from None


def _parse_line(path: StrPath, line: bytes) -> Any:
    try:
        value = json.loads(line)
    except ValueError:
        value = None
    if not isinstance(value, dict | list):
        raise BackupError(f"{path} is no backup, or it is damaged.")
    return value


def _parse_header(path: StrPath, value: Any) -> BackupHeader:
    if not isinstance(value, dict) or value.get("format") != FORMAT:
        raise BackupError(f"{path} is no backup of this tracker.")
    if value["version"] > VERSION:
        raise BackupError(f"{path} was made by a later release: restore it with that one.")
    return BackupHeader(value["version"], value["made"], [tuple(migration) for migration in value["migrations"]])


def to_json(value: Any) -> str:
    """Return as text what JSON has no form for, such that the field's `to_python` reads it back unchanged."""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return b64encode(bytes(value)).decode()
    raise TypeError(f"{type(value)} has no place in a backup yet.")
