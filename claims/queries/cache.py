"""What is costly to work out is kept in memory by data version, never in a table.

A value kept under a version was read after that version was: it may hold more than the version promises, never less.
A page that reads the version first is therefore never stale.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock, RLock
from typing import Any, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet

Value = TypeVar("Value")


class VersionedCache:
    """Values of the newest data version: at most so many, or all; what was not asked for longest goes first."""

    def __init__(self, most: int | None = None) -> None:
        self.most = most
        self._slots: OrderedDict[tuple[int, Hashable], _Slot] = OrderedDict()
        self._lock = Lock()

    def get(self, version: int, key: Hashable, make: Callable[[], Value]) -> Value:
        """Return the value kept under `key` at this data version; `make()` it where there is none."""
        with self._lock:
            for old in [place for place in self._slots if place[0] < version]:
                del self._slots[old]
            slot = self._slots.setdefault((version, key), _Slot())
            self._slots.move_to_end((version, key))
            while self.most is not None and len(self._slots) > self.most:
                self._slots.popitem(last=False)
        return slot.get(make)

    def forget(self) -> None:
        with self._lock:
            self._slots.clear()

    def __len__(self) -> int:
        return len(self._slots)


class _Slot:
    """One value; of several readers who want it at once, one makes it and the others wait.

    To make one value may ask for others, which have slots of their own; what asks for itself recurs and does not wait.
    """

    def __init__(self) -> None:
        self._lock = RLock()
        self._made = False
        self._value: Any = None

    def get(self, make: Callable[[], Value]) -> Value:
        with self._lock:
            if not self._made:
                self._value = make()
                self._made = True
        return self._value


# Of the scopes that readers look through; each takes some twenty megabytes at a million claims.
SCOPES = VersionedCache(8)
SHARED = VersionedCache(16)  # what is the same under all scopes
WINDOWS = VersionedCache(32)  # of the matrix, drawn: a megabyte or two each where there are thousands of cells
COUNTS = VersionedCache(2000)  # of lists, by what is asked


def count_rows(rows: QuerySet, version: int) -> int:
    """Return the number of rows of a queryset (one query, the first time that it is asked at this data version)."""
    try:
        sql, parameters = rows.order_by().query.sql_with_params()
    except EmptyResultSet:  # rows among none
        return 0
    return COUNTS.get(version, (sql, tuple(map(str, parameters))), rows.count)


def forget_all() -> None:
    """Forget everything: for tests, whose databases begin anew."""
    for cache in (SCOPES, SHARED, WINDOWS, COUNTS):
        cache.forget()
