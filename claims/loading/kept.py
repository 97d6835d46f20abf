"""What is costly to work out is kept in memory by data version, never in a table.

A value kept under a version was read after that version was: it may hold more than the version promises, never less.
A page that reads the version first is therefore never stale.
"""

from collections import OrderedDict
from threading import Lock

MOST = 8  # of the scopes that readers look through; each takes some twenty megabytes at a million claims

_kept = OrderedDict()
_lock = Lock()


def keep(version, key, make):
    """Return the value kept under `key` at this data version; `make()` it where there is none.

    Whoever was not asked for longest goes first, and whatever belongs to an older version.
    """
    with _lock:
        for old in [kept for kept in _kept if kept[0] < version]:
            del _kept[old]
        found = _kept.setdefault((version, key), _Slot())
        _kept.move_to_end((version, key))
        while len(_kept) > MOST:
            _kept.popitem(last=False)
    return found.value(make)


def forget():
    """Forget everything: for tests, whose databases begin anew."""
    with _lock:
        _kept.clear()


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
