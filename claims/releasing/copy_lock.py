"""Whether static copies are being made: one process of a host does it at a time, and holds this lock meanwhile."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from ..whole_files import hold_alone
from .databases import get_folder

LOCK = "static-copies.lock"


@contextmanager
def hold_lock() -> Iterator[bool]:
    """Hold the lock of this host, which is free again however the process ends; say whether it is held."""
    folder = get_folder()
    folder.mkdir(mode=0o700, exist_ok=True)
    with hold_alone(folder / LOCK, os.O_CREAT | os.O_WRONLY) as is_held:
        yield is_held


def is_making_copies() -> bool:
    """Whether a process of this host is making static copies at the moment."""
    if not (get_folder() / LOCK).exists():
        return False
    with hold_lock() as is_held:
        return not is_held
