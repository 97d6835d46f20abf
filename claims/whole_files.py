"""A new file, whole or not at all.

It is written under another name beside its place, saved to the disk, and only then given its own: whoever is killed, or
finds the disk full, leaves nothing behind that looks like the file.
"""

import errno
import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkdtemp
from typing import IO

FOR_ITS_OWNER = 0o600
IS_THERE = "{path} is there already: it is not overwritten."
NO_SECOND_NAME = {errno.EPERM, errno.ENOTSUP, errno.ENOSYS, errno.EXDEV}  # where a file may have one name only


class NotWritten(Exception):
    """A file that was not written, and why, said for whoever asked; nothing of it is there."""


def refuse_existing(path: Path) -> None:
    """Raise NotWritten where a file of this name is there."""
    if path.exists():
        raise NotWritten(IS_THERE.format(path=path))


@contextmanager
def write_whole(path: Path) -> Iterator[IO[bytes]]:
    """Open a file that is there, for its owner's eyes only, once the block has ended well. Its `name` is where it is
    written until then: what a killed process left there is written over.

    Raises NotWritten where `path` is there already, cannot be written, or is being written by another process.
    """
    partial = path.with_name(f"{path.name}.partial")
    refuse_existing(path)
    try:
        with _open_alone(partial, path) as file:
            try:
                yield file
                file.flush()
                os.fsync(file.fileno())
                _name(partial, path)
            finally:
                with suppress(FileNotFoundError):
                    partial.unlink()
    except FileExistsError:
        raise NotWritten(IS_THERE.format(path=path)) from None
    except OSError as error:
        raise NotWritten(f"{path} cannot be written: {error.strerror or error}.") from error


@contextmanager
def _open_alone(partial: Path, path: Path) -> Iterator[IO[bytes]]:
    """Open the file for this process alone; what another left of it is gone."""
    with open(partial, "r+b", opener=_create) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise NotWritten(f"{path} is being written by another process.") from None
        file.truncate()
        yield file


@contextmanager
def open_passing_folder(parent: Path, prefix: str) -> Iterator[Path]:
    """Make a folder that is gone with the block. Those that killed processes left in `parent` are removed on the way:
    whoever uses one holds its lock, which ends with the process."""
    for left in parent.glob(f"{prefix}*"):
        with suppress(OSError), hold_alone(left) as is_held:
            if is_held:
                shutil.rmtree(left)
    while True:
        folder = Path(mkdtemp(prefix=prefix, dir=parent))
        with hold_alone(folder) as is_held:
            if not is_held or not folder.exists():
                continue  # another process took it for one that was left
            try:
                yield folder
            finally:
                shutil.rmtree(folder, ignore_errors=True)
            return


@contextmanager
def hold_alone(path: Path, flags: int = os.O_RDONLY) -> Iterator[bool]:
    """Hold a file or folder for this process alone, until the block ends or the process does; say whether it is held.
    Where another process holds it, nobody waits."""
    held = os.open(path, flags, FOR_ITS_OWNER)
    try:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
    finally:
        os.close(held)


def _create(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_CREAT, FOR_ITS_OWNER)


def _name(partial: Path, path: Path) -> None:
    """Give a file its name, over none that is there, and save that to the disk too."""
    try:
        path.hardlink_to(partial)
    except OSError as error:
        if error.errno not in NO_SECOND_NAME:
            raise
        partial.rename(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    except OSError as error:
        if error.errno not in {errno.EINVAL, *NO_SECOND_NAME}:  # not every file system saves folders
            raise
    finally:
        os.close(folder)
