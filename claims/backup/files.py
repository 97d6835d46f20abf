"""The file: compressed lines of JSON. First a header, then for each table one line that names it and one a row,
last the number of rows and the SHA-256 of all lines before."""

import gzip
import json
import os
import zlib
from base64 import b64encode
from contextlib import contextmanager, suppress
from datetime import date, datetime, time
from decimal import Decimal
from hashlib import sha256
from typing import NamedTuple
from uuid import UUID

FORMAT = "stance matrix backup"
VERSION = 1


class BackupError(Exception):
    """A backup that cannot be made or restored, said for whoever asked; nothing was changed."""


class Header(NamedTuple):
    """What a file says of itself; `migrations` are the (app, name) that its rows belong to."""

    version: int
    made: str
    migrations: list


class BackupTable(NamedTuple):
    """A table in a file; `last` is the highest id that it ever gave, so that no id is given twice."""

    label: str
    columns: list
    last: int | None


class Writer:
    """Writes lines and keeps count."""

    def __init__(self, stream):
        self.stream = stream
        self.digest = sha256()
        self.rows = 0

    def header(self, made, migrations):
        self._line({"format": FORMAT, "version": VERSION, "made": made, "migrations": migrations})

    def table(self, label, columns, last, rows):
        self._line({"table": label, "columns": columns, "last": last})
        for row in rows:
            self._line(row)
            self.rows += 1

    def end(self):
        self._line({"rows": self.rows, "sha256": self.digest.hexdigest()})

    def _line(self, value):
        line = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_plain).encode() + b"\n"
        self.digest.update(line)
        self.stream.write(line)


@contextmanager
def new_file(path):
    """Open a file that is not there yet, for its owner's eyes only; if anything fails, it is gone again."""
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        raise BackupError(f"{path} is there already: it is not overwritten.") from None
    except OSError as error:
        raise BackupError(f"{path} cannot be written: {error.strerror}.") from None
    try:
        with os.fdopen(descriptor, "wb") as raw:
            with gzip.GzipFile(fileobj=raw, mode="wb", compresslevel=6, mtime=0) as stream:
                writer = Writer(stream)
                yield writer
                writer.end()
            raw.flush()
            os.fsync(raw.fileno())
    except BaseException:
        with suppress(FileNotFoundError):
            os.unlink(path)
        raise


def check(path):
    """Read a file to its end and return (Header, number of rows); raise BackupError where it is not whole."""
    digest, rows, header, columns, end = sha256(), 0, None, 0, None
    for line in _lines(path):
        if end is not None:
            raise BackupError(f"{path} goes on after its end.")
        value = _value(path, line)
        if header is None:
            header = _header(path, value)
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
    if end is None:
        raise BackupError(f"{path} is not whole: its end is missing.")
    if end != {"rows": rows, "sha256": digest.hexdigest()}:
        raise BackupError(f"{path} is damaged: its lines do not fit its checksum.")
    return header, rows


def tables(path):
    """Yield (Table, iterator over its rows) of a file that was checked; rows that are not taken are passed over."""
    lines = (json.loads(line) for line in _lines(path))
    next(lines)
    line = next(lines)

    def rows():
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


def _lines(path):
    try:
        with gzip.open(path, "rb") as stream:
            yield from stream
    except (EOFError, gzip.BadGzipFile, zlib.error):
        raise BackupError(f"{path} is no backup, or it is damaged.") from None
    except OSError as error:
        raise BackupError(f"{path} cannot be read: {error.strerror}.") from None


def _value(path, line):
    try:
        value = json.loads(line)
    except ValueError:
        value = None
    if not isinstance(value, dict | list):
        raise BackupError(f"{path} is no backup, or it is damaged.")
    return value


def _header(path, value):
    if not isinstance(value, dict) or value.get("format") != FORMAT:
        raise BackupError(f"{path} is no backup of this tracker.")
    if value["version"] > VERSION:
        raise BackupError(f"{path} was made by a later release: restore it with that one.")
    return Header(value["version"], value["made"], [tuple(migration) for migration in value["migrations"]])


def _plain(value):
    """Return as text what JSON has no form for, such that the field's `to_python` reads it back unchanged."""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return b64encode(bytes(value)).decode()
    raise TypeError(f"{type(value)} has no place in a backup yet.")
