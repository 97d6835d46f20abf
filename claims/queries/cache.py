"""What is costly to work out is kept in memory by data version, never in a table.

A value kept under a version was read after that version was: it may hold more than the version promises, never less.
A page that reads the version first is therefore never stale, and may be shown what another made of a newer one.
A version is that of one database: what is kept of releases and of what people write to is apart. A replica is no other
database, but may be behind: who reads one makes what a newer version is kept under where all of that can be read.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock, RLock
from typing import Any, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet

from ..models import VersionNumber
from ..models.replica import reading_all_of

Value = TypeVar("Value")
Owner = tuple[str, int | None]  # a database, and a negotiation in it or all
Place = tuple[Owner, Hashable]
UNCHANGING = VersionNumber(None, 0)  # of what no write changes


class VersionedCache:
    """Values of the newest data version of each negotiation of each database: at most `most` of one and `in_all` of all
    together, or as many as there are; what was not asked for longest goes first, but what `stays` goes last."""

    def __init__(self, most: int | None = None, in_all: int | None = None) -> None:
        self.most, self.in_all = most, in_all
        self.hits = self.misses = 0
        self._slots: OrderedDict[Place, _Slot] = OrderedDict()
        self._lock = Lock()

    def get(self, version: VersionNumber, key: Hashable, make: Callable[[], Value], stays: bool = False) -> Value:
        """Return the value kept under `key` at this data version or a newer one; `make()` it where there is none. One
        that `stays` makes no room for others while there are any: whoever asks for ever new ones does not drive it
        out."""
        owner = version.database, version.negotiation
        place = owner, key
        with self._lock:
            slot = self._slots.get(place)
            is_kept = slot is not None and slot.number >= version.number
            self.hits, self.misses = self.hits + is_kept, self.misses + (not is_kept)
            if slot is None or slot.number < version.number:
                self._drop_older(owner, version.number)
                slot = self._slots[place] = _Slot(version.number, stays)
                self._make_room(owner)
            self._slots.move_to_end(place)

        def make_of_all() -> Value:
            with reading_all_of(version._replace(number=slot.number)):
                return make()

        return slot.get(make_of_all)

    def forget(self) -> None:
        with self._lock:
            self._slots.clear()

    def __len__(self) -> int:
        return len(self._slots)

    def _drop_older(self, owner: Owner, number: int) -> None:
        for place, slot in list(self._slots.items()):
            if place[0] == owner and slot.number < number:
                del self._slots[place]

    def _make_room(self, owner: Owner) -> None:
        own = [place for place in self._slots if place[0] == owner]
        if self.most is not None and len(own) > self.most:
            del self._slots[self._choose_to_go(own)]
        if self.in_all is not None and len(self._slots) > self.in_all:
            del self._slots[self._choose_to_go(list(self._slots))]

    def _choose_to_go(self, places: list[Place]) -> Place:
        return next((place for place in places if not self._slots[place].stays), places[0])


class _Slot:
    """One value; of several readers who want it at once, one makes it and the others wait.

    To make one value may ask for others, which have slots of their own; what asks for itself recurs and does not wait.
    """

    def __init__(self, number: int, stays: bool) -> None:
        self.number, self.stays = number, stays
        self._lock = RLock()
        self._made = False
        self._value: Any = None

    def get(self, make: Callable[[], Value]) -> Value:
        with self._lock:
            if not self._made:
                self._value = make()
                self._made = True
        return self._value


# Of the scopes that readers look through; each takes some twenty megabytes at a million claims of a negotiation.
SCOPES = VersionedCache(8, 128)
SHARED = VersionedCache(16, 256)  # what is the same under all scopes
WINDOWS = VersionedCache(32, 64)  # of the matrix, drawn: a megabyte or two each where there are thousands of cells
COUNTS = VersionedCache(2000, 8000)  # of lists, by what is asked
NEAR_NAMES = VersionedCache(16, 128)  # some thousands each at most
FROZEN = VersionedCache(32)  # of releases, by the SHA-256 of their packages
KEPT = {
    "scopes": SCOPES,
    "shared": SHARED,
    "windows": WINDOWS,
    "counts": COUNTS,
    "near names": NEAR_NAMES,
    "releases": FROZEN,
}


def count_rows(rows: QuerySet, version: VersionNumber) -> int:
    """Return the number of rows of a queryset (one query, the first time that it is asked at this data version)."""
    key = key_whole(rows)
    return COUNTS.get(version, key, rows.count) if key else 0


def key_whole(rows: QuerySet) -> tuple[str, tuple[str, ...]] | None:
    """Return by what all rows of a queryset are known, whatever is loaded of each and in which order; None for rows
    among none. (Written with all columns and their tables, the query would take thrice as long to put together.)"""
    return key_rows(rows.order_by().values("pk"))


def key_rows(rows: QuerySet) -> tuple[str, tuple[str, ...]] | None:
    """Return by what a queryset is known, its query; None for rows among none."""
    try:
        sql, parameters = rows.query.sql_with_params()
    except EmptyResultSet:
        return None
    return sql, tuple(map(str, parameters))


def forget_all() -> None:
    """Forget everything: for tests, whose databases begin anew."""
    for cache in KEPT.values():
        cache.forget()
