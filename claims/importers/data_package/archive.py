"""The file of a data package, opened with care: what it may hold, how much, and whether it is what it says."""

import json
import re
from codecs import getincrementaldecoder
from collections.abc import Iterator
from contextlib import closing
from hashlib import sha256
from io import BufferedReader, RawIOBase, TextIOWrapper
from pathlib import Path
from typing import IO, Any
from zipfile import ZipFile, ZipInfo

from ...rules.data_package import CODEBOOK, DESCRIPTOR, FORMAT, README, TABLES, PackageTable
from ..errors import FileError, FileErrors, ImportFailed, count_lines
from ..packed_files import UNREADABLE, refuse_packed

LARGEST_FILE = 4 << 30
LARGEST_DESCRIPTOR = 4 << 20
SMALL = 10 << 20  # what is no larger may be packed as it likes
BESIDE_TABLES = {DESCRIPTOR, README, CODEBOOK}
_DIGEST = re.compile("sha256:[0-9a-f]{64}")


def refuse(file: str, reason: str, line: int = 0, field: str = "") -> ImportFailed:
    return ImportFailed([FileError(file, line, field, reason)], 1)


class _Measured(RawIOBase):
    """A file of the archive as it is unpacked: counted, digested, and ended where it is larger than it says."""

    def __init__(self, file: Any, info: ZipInfo) -> None:
        self.file, self.info = file, info
        self.size, self.digest = 0, sha256()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            data = self.file.read(len(buffer))
        except UNREADABLE:
            raise refuse(self.info.filename, "is damaged.") from None
        self.size += len(data)
        if self.size > self.info.file_size:
            raise refuse(self.info.filename, "is larger than the archive says.")
        self.digest.update(data)
        buffer[: len(data)] = data
        return len(data)


class PackageArchive:
    """A data package whose files are there, of a size that can be, and described as the exports of its format write
    them; `tables` are those of that format, by name."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.digests: dict[str, str] = {}
        self.tables: dict[str, PackageTable] = {}
        try:
            self.zip = ZipFile(path)
        except UNREADABLE:
            raise refuse(path.name, "is no zip file, or it is damaged.") from None
        try:
            self._refuse_odd_files()
            self.described = self._read_descriptor()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        self.zip.close()

    def read_lines(self, table: PackageTable) -> Iterator[str]:
        """Yield the lines of a table; raise ImportFailed where it cannot be unpacked."""
        info = self.zip.getinfo(table.path)
        with closing(self._open(info)) as packed:
            measured = _Measured(packed, info)
            try:
                yield from TextIOWrapper(BufferedReader(measured, 1 << 16), encoding="utf-8", newline="")
            except UnicodeDecodeError:
                raise refuse(table.path, "is not UTF-8.", line=self._find_undecodable(info)) from None
            self.digests[table.path] = f"sha256:{measured.digest.hexdigest()}"

    def _open(self, info: ZipInfo) -> IO[bytes]:
        try:
            return self.zip.open(info)
        except UNREADABLE:
            raise refuse(info.filename, "is damaged.") from None

    def _read_whole(self, name: str) -> bytes:
        try:
            return self.zip.read(name)
        except UNREADABLE:
            raise refuse(name, "is damaged.") from None

    def _find_undecodable(self, info: ZipInfo) -> int:
        """Return the number of the first line that is not UTF-8."""
        decoder, line = getincrementaldecoder("utf-8")(), 1
        with self._open(info) as packed:
            try:
                while chunk := packed.read(1 << 16):
                    line += decoder.decode(chunk).count("\n")
            except UnicodeDecodeError as error:
                return line - 1 + count_lines(error.object[: error.start])
        return line

    def is_as_described(self, table: PackageTable) -> bool:
        """Whether a table that was read to its end is the file that the descriptor describes."""
        return self.digests.get(table.path) == self.described[table.path]

    def _refuse_odd_files(self) -> None:
        faults = FileErrors(self.path.name)
        names: set[str] = set()
        for info in self.zip.infolist():
            if reason := _say_what_is_odd(info, names):
                faults.add(0, info.filename, reason)
            names.add(info.filename)
        if DESCRIPTOR not in names:
            faults.add(0, DESCRIPTOR, "is missing.")
        _raise(faults)

    def _refuse_missing_tables(self) -> None:
        faults = FileErrors(self.path.name)
        names = set(self.zip.namelist())
        for path in sorted({table.path for table in self.tables.values()} - names):
            faults.add(0, path, "is missing.")
        _raise(faults)

    def _read_descriptor(self) -> dict[str, str]:
        """Return path → SHA-256 of the tables; raise ImportFailed where it does not describe what its format has."""
        try:
            described = json.loads(self._read_whole(DESCRIPTOR))
        except json.JSONDecodeError as error:
            raise refuse(DESCRIPTOR, f"is no JSON: {error.msg} (column {error.colno}).", line=error.lineno) from None
        except (ValueError, RecursionError):
            raise refuse(DESCRIPTOR, "is no JSON.") from None
        resources = described.get("resources") if isinstance(described, dict) else None
        if not isinstance(resources, list) or not all(isinstance(resource, dict) for resource in resources):
            raise refuse(DESCRIPTOR, "describes no resources.")
        number = _read_format(described)
        self.tables = {table.name: table.of_format(number) for table in TABLES if table.came_in <= number}
        self._refuse_missing_tables()
        by_path = {str(resource.get("path")): resource for resource in resources}
        faults = FileErrors(DESCRIPTOR)
        for table in self.tables.values():
            for reason in _compare(table, by_path.get(table.path)):
                faults.add(0, table.path, reason)
        _raise(faults)
        return {table.path: by_path[table.path]["hash"] for table in self.tables.values()}


def _raise(faults: FileErrors) -> None:
    if faults.total:
        raise ImportFailed(faults.sort_by_line(), faults.total)


def _read_format(described: dict[str, Any]) -> int:
    """Return the number of the format; the first packages did not name it."""
    number = described.get("format", 1)
    if not isinstance(number, int) or isinstance(number, bool) or number < 1:
        raise refuse(DESCRIPTOR, "names no format of a data package.", field="format")
    if number > FORMAT:
        later = (
            f"is {number}: a later release of the tracker wrote it. This one reads formats up to {FORMAT}: upgrade it."
        )
        raise refuse(DESCRIPTOR, later, field="format")
    return number


def _say_what_is_odd(info: ZipInfo, names: set[str]) -> str:
    if info.filename not in {*(table.path for table in TABLES), *BESIDE_TABLES}:
        return "is no file of a data package of this release."
    if info.filename in names:
        return "is there twice."
    largest = LARGEST_DESCRIPTOR if info.filename == DESCRIPTOR else LARGEST_FILE
    return refuse_packed(info, largest, SMALL, of="table")


def _compare(table: PackageTable, resource: dict[str, Any] | None) -> Iterator[str]:
    if resource is None:
        yield "is not described."
        return
    if not _DIGEST.fullmatch(str(resource.get("hash"))):
        yield "is described without its SHA-256."
    schema = resource.get("schema")
    fields = schema.get("fields") if isinstance(schema, dict) else None
    listed = [field for field in fields if isinstance(field, dict)] if isinstance(fields, list) else []
    given = {str(field["name"]): field.get("type") for field in listed if isinstance(field.get("name"), str)}
    wanted = {column.name: str(column.kind) for column in table.columns}
    for name in sorted(given.keys() | wanted.keys()):
        if name not in wanted:
            yield f"is described with “{name}”, which is no column of it."
        elif given.get(name) != wanted[name]:
            yield f"is described without “{name}” of type {wanted[name]}."
