"""Whether static copies are being made: one process of a host does it at a time, and holds this lock meanwhile."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from .databases import get_folder

LOCK = "static-copies.lock"


@contextmanager
def hold_lock() -> Iterator[bool]:
    """Hold the lock of this host, which is free again however the process ends; say whether it is held."""
    folder = get_folder()
    folder.mkdir(mode=0o700, exist_ok=True)
    held = os.open(folder / LOCK, os.O_CREAT | os.O_WRONLY, 0o600)
    try:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
    finally:
        os.close(held)


def is_making_copies() -> bool:
    """Whether a process of this host is making static copies at the moment."""
    if not (get_folder() / LOCK).exists():
        return False
    with hold_lock() as is_held:
        return not is_held
