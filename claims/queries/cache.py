"""What is costly to work out is kept in memory by data version, never in a table.

A value kept under a version was read after that version was: it may hold more than the version promises, never less.
A page that reads the version first is therefore never stale, and may be shown what another made of a newer one.
A version is that of one database: what is kept of releases and of what people write to is apart. A replica is no other
database, but may be behind: who reads one makes what a newer version is kept under where all of that can be read.
"""

from collections.abc import Callable, Hashable
from itertools import chain
from threading import Lock, RLock
from typing import Any, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet

from ..models import VersionNumber
from ..models.replica import reading_all_of
from .sizes import measure

Value = TypeVar("Value")
Owner = tuple[str, int | None]  # a database, and a negotiation in it or all
Place = tuple[Owner, Hashable]
UNCHANGING = VersionNumber(None, 0)  # of what no write changes


class VersionedCache:
    """Values of the newest data version of each negotiation of each database: at most `most` of one and `in_all` of all
    together, or as many as there are; what was not asked for longest goes first, but what `stays` goes last.

    One that `follows` keeps what is of an older version until it is asked for anew, which makes the new value of it; it
    goes before all others. What is kept takes `most_bytes` at most, but for what was asked for last."""

    def __init__(
        self,
        most: int | None = None,
        in_all: int | None = None,
        follows: bool = False,
        most_bytes: int | None = None,
    ) -> None:
        self.most, self.in_all, self.follows, self.most_bytes = most, in_all, follows, most_bytes
        self.hits = self.misses = 0
        self._slots: dict[Place, _Slot] = {}  # what was asked for last stands last
        self._newest: dict[Owner, int] = {}
        self._lock = Lock()

    def get(
        self,
        version: VersionNumber,
        key: Hashable,
        make: Callable[[], Value],
        stays: bool = False,
        renew: Callable[[VersionNumber, Value], Value | None] | None = None,
    ) -> Value:
        """Return the value kept under `key` at this data version or a newer one; `make()` it where there is none. One
        that `stays` makes no room for others while there are any: whoever asks for ever new ones does not drive it
        out. `renew` makes the value of that of an older version, or returns None where it cannot."""
        owner = version.database, version.negotiation
        place = owner, key
        with self._lock:
            self._newest[owner] = max(version.number, self._newest.get(owner, 0))
            slot = self._slots.get(place)
            is_kept = slot is not None and slot.number >= version.number
            self.hits, self.misses = self.hits + is_kept, self.misses + (not is_kept)
            if slot is None or slot.number < version.number:
                if not self.follows:
                    self._drop_older(owner, version.number)
                slot = self._slots[place] = _Slot(version, stays, slot and slot.find_made())
                self._make_room(owner)
            self._slots[place] = self._slots.pop(place)
        if slot.made:
            return slot.value
        value = slot.get(make, renew)
        self.trim()
        return value

    def find(self, version: VersionNumber, key: Hashable) -> Any:
        """Return the value kept under `key` at this data version or a newer one, None where none is made."""
        with self._lock:
            slot = self._slots.get(((version.database, version.negotiation), key))
            return slot.value if slot and slot.made and slot.number >= version.number else None

    def list_made(self) -> list[tuple[Any, Any, int]]:
        """Return the keys and values that are made, of whatever version and owner, with their bytes."""
        with self._lock:
            slots = list(self._slots.items())
        return [(key, slot.value, slot.nbytes) for (_, key), slot in slots if slot.made]

    @property
    def nbytes(self) -> int:
        """How much memory all values take (`sizes`)."""
        with self._lock:
            return sum(slot.nbytes for slot in self._slots.values())

    def trim(self) -> None:
        """Let values go until the others take no more than they may."""
        if self.most_bytes is None:
            return
        with self._lock:
            while len(self._slots) > 1 and sum(slot.nbytes for slot in self._slots.values()) > self.most_bytes:
                *earlier, _ = self._slots
                del self._slots[self._choose_to_go(earlier)]

    def forget(self) -> None:
        with self._lock:
            self._slots.clear()
            self._newest.clear()

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
        outdated = (place for place in places if self._slots[place].number < self._newest[place[0]])
        passing = (place for place in places if not self._slots[place].stays)
        return next(chain(outdated, passing, places))


class _Slot:
    """One value; of several readers who want it at once, one makes it and the others wait.

    To make one value may ask for others, which have slots of their own; what asks for itself recurs and does not wait.
    """

    def __init__(self, version: VersionNumber, stays: bool, older: "_Slot | None" = None) -> None:
        self.version, self.stays = version, stays
        self.made = False
        self.value: Any = None
        self._nbytes = 0
        self._older = older
        self._lock = RLock()

    @property
    def number(self) -> int:
        return self.version.number

    @property
    def nbytes(self) -> int:
        """The bytes that its value takes: of what grows, as it is by now."""
        return getattr(self.value, "nbytes", self._nbytes)

    def find_made(self) -> "_Slot | None":
        """Return itself if its value is made, else the older one that is."""
        older = self._older  # first: it is let go once the value is made
        return self if self.made else older

    def get(self, make: Callable[[], Value], renew: Callable[[VersionNumber, Value], Value | None] | None) -> Value:
        with self._lock:
            if not self.made:
                older = self._older
                with reading_all_of(self.version):
                    value = renew(older.version, older.value) if renew and older else None
                    self.value = make() if value is None else value
                self._nbytes = measure(self.value)
                self.made = True
                self._older = None
        return self.value


# Of the scopes that readers look through; each takes some twenty megabytes at a million claims of a negotiation, and is
# taken for two or three times as much: what its results share is counted with each.
MEGABYTES = 1_000_000
SCOPES = VersionedCache(8, 128, follows=True, most_bytes=240 * MEGABYTES)
KEYS = VersionedCache(12, 48, follows=True, most_bytes=60 * MEGABYTES)  # all claims of a dimension, eight bytes each
TOUCHED = VersionedCache()  # which cells were touched since older versions
SHARED = VersionedCache(16, 256, follows=True, most_bytes=80 * MEGABYTES)  # what is the same under all scopes
WINDOWS = VersionedCache(32, 64, most_bytes=40 * MEGABYTES)  # of the matrix, drawn: up to a megabyte or two each
COUNTS = VersionedCache(2000, 8000)  # of lists, by what is asked
NAMES = VersionedCache(500, 2000, most_bytes=10 * MEGABYTES)  # what those mean that are typed
FOUND = VersionedCache(500, 2000, most_bytes=10 * MEGABYTES)  # how much a search found where
FROZEN = VersionedCache(32)  # of releases, by the SHA-256 of their packages
KEPT = {
    "scopes": SCOPES,
    "packed keys": KEYS,
    "touched cells": TOUCHED,
    "shared": SHARED,
    "windows": WINDOWS,
    "counts": COUNTS,
    "names": NAMES,
    "found": FOUND,
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
