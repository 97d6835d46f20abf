"""Where a copy is written: a folder or a zip file, there once it is whole, and over nothing."""

import csv
import errno
import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from io import StringIO
from pathlib import Path
from typing import NamedTuple, Protocol
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from ...whole_files import NotWritten, write_whole

MANIFEST = "files.csv"
FIRST_MOMENT = (1980, 1, 1, 0, 0, 0)  # of a zip file: the time at which it is made is no part of it
READABLE_BY_ALL = 0o644 << 16
UNIX = 3


class WrittenFile(NamedTuple):
    """A file of the copy: its name, its bytes, and their SHA-256."""

    name: str
    size: int
    sha256: str


class Sink(Protocol):
    """Takes the files of a copy, one after the other."""

    def write(self, name: str, content: bytes) -> None: ...


class CopyWriter:
    """Hands files to a sink, each name once whatever its case, and keeps what the manifest says of them."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self._names: set[str] = set()
        self.files: list[WrittenFile] = []

    def write(self, name: str, content: bytes) -> None:
        if name.casefold() in self._names:
            raise ValueError(f"{name} is written already")
        self._names.add(name.casefold())
        self._sink.write(name, content)
        self.files.append(WrittenFile(name, len(content), sha256(content).hexdigest()))

    def write_manifest(self) -> None:
        """Write what there is, with the SHA-256 of each file: what a copy of the copy is checked by."""
        table = StringIO(newline="")
        rows = csv.writer(table)
        rows.writerow(("file", "bytes", "sha256"))
        rows.writerows(sorted(self.files))
        self.write(MANIFEST, table.getvalue().encode())


@contextmanager
def open_sink(path: Path) -> Iterator[CopyWriter]:
    """Open a copy that is there, under this name, once the block has ended well: a zip file where it ends so, else a
    folder. Raises NotWritten where it cannot be, or is there already."""
    if path.suffix.lower() == ".zip":
        with write_whole(path) as file, ZipFile(file, "w", ZIP_DEFLATED) as archive:
            yield CopyWriter(_ZipSink(archive))
    else:
        with _make_folder(path) as folder:
            yield CopyWriter(_FolderSink(folder))


class _ZipSink:
    def __init__(self, archive: ZipFile) -> None:
        self._archive = archive

    def write(self, name: str, content: bytes) -> None:
        info = ZipInfo(name, FIRST_MOMENT)
        info.compress_type = ZIP_DEFLATED
        info.create_system = UNIX
        info.external_attr = READABLE_BY_ALL
        self._archive.writestr(info, content)


class _FolderSink:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def write(self, name: str, content: bytes) -> None:
        file = self._folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)


@contextmanager
def _make_folder(path: Path) -> Iterator[Path]:
    """Make a folder that has its name once it is whole; what a killed process left of it is written anew."""
    partial = path.with_name(f"{path.name}.partial")
    if path.exists():
        raise NotWritten(f"{path} is there already: it is not overwritten.")
    try:
        with _hold_alone(partial, path):
            try:
                yield partial
                partial.rename(path)
            finally:
                shutil.rmtree(partial, ignore_errors=True)
    except OSError as error:
        if error.errno in (errno.EEXIST, errno.ENOTEMPTY, errno.ENOTDIR):
            raise NotWritten(f"{path} is there already: it is not overwritten.") from None
        raise NotWritten(f"{path} cannot be written: {error.strerror or error}.") from error


@contextmanager
def _hold_alone(partial: Path, path: Path) -> Iterator[None]:
    """Make the folder, empty, for this process alone."""
    partial.mkdir(exist_ok=True)
    held = os.open(partial, os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        for left in partial.iterdir():
            shutil.rmtree(left) if left.is_dir() else left.unlink()
        yield
    except BlockingIOError:
        raise NotWritten(f"{path} is being written by another process.") from None
    finally:
        os.close(held)
