"""What is costly to work out is kept in memory by data version, never in a table.

A value kept under a version was read after that version was: it may hold more than the version promises, never less.
A page that reads the version first is therefore never stale.
"""

from collections import OrderedDict
from threading import Lock

from django.core.exceptions import EmptyResultSet


class VersionedCache:
    """At most so many values of the newest data version; what was not asked for longest goes first."""

    def __init__(self, most):
        self.most = most
        self._slots = OrderedDict()
        self._lock = Lock()

    def get(self, version, key, make):
        """Return the value kept under `key` at this data version; `make()` it where there is none."""
        with self._lock:
            for old in [known for known in self._slots if known[0] < version]:
                del self._slots[old]
            slot = self._slots.setdefault((version, key), _Slot())
            self._slots.move_to_end((version, key))
            while len(self._slots) > self.most:
                self._slots.popitem(last=False)
        return slot.value(make)

    def forget(self):
        with self._lock:
            self._slots.clear()

    def __len__(self):
        return len(self._slots)


class _Slot:
    """One value; of several readers who want it at once, one makes it and the others wait."""

    def __init__(self):
        self._lock = Lock()
        self._made = False
        self._value = None

    def value(self, make):
        with self._lock:
            if not self._made:
                self._value = make()
                self._made = True
        return self._value


SCOPES = VersionedCache(
    8
)  # of the scopes that readers look through; each takes some twenty megabytes at a million claims
SHARED = VersionedCache(16)  # what is the same under all scopes
WINDOWS = VersionedCache(32)  # of the matrix, drawn: a megabyte or two each where there are thousands of cells
COUNTS = VersionedCache(2000)  # of lists, by what is asked


def count_rows(rows, version):
    """Return the number of rows of a queryset (one query, the first time that it is asked at this data version)."""
    try:
        sql, parameters = rows.order_by().query.sql_with_params()
    except EmptyResultSet:  # rows among none
        return 0
    return COUNTS.get(version, (sql, tuple(map(str, parameters))), rows.count)


def forget_all():
    """Forget everything: for tests, whose databases begin anew."""
    for kept in (SCOPES, SHARED, WINDOWS, COUNTS):
        kept.forget()
