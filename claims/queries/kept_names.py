"""What names mean that somebody typed, and what is offered in place of one that there is not."""

from collections.abc import Callable, Hashable
from typing import Protocol, TypeVar

from ..models import VersionNumber
from .cache import NAMES

Read = TypeVar("Read")


class KeepNames(Protocol):
    """Returns what was read of names under this key; `read()`s it the first time."""

    def __call__(self, key: Hashable, read: Callable[[], Read]) -> Read: ...


def keep_names(version: VersionNumber, negotiations: tuple[int, ...] | None) -> KeepNames:
    """Return what keeps at a data version what was read of the names of rows that may be named in these negotiations
    (ids, None for all)."""

    def keep(key: Hashable, read: Callable[[], Read]) -> Read:
        return NAMES.get(version, (negotiations, key), read)

    return keep


def keep_none(key: Hashable, read: Callable[[], Read]) -> Read:
    """Read names anew each time."""
    return read()
