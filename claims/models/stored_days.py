"""Days as SQLite stores them, texts: each is read once, not once a row, of which a file has the same few thousand."""

import sqlite3
from datetime import date

from django.utils.dateparse import parse_date

MOST_DAYS = 50_000  # a hundred and forty years of them


class StoredDays(dict[bytes, date | None]):
    """Stored text → the day that it says."""

    def __missing__(self, stored: bytes) -> date | None:
        if len(self) >= MOST_DAYS:
            self.clear()
        day = self[stored] = parse_date(stored.decode())
        return day


def read_each_once() -> None:
    """Let the driver of SQLite look up days instead of reading each anew, as Django's own way is."""
    import django.db.backends.sqlite3.base  # noqa: F401  (it registers its own, once)

    sqlite3.register_converter("date", StoredDays().__getitem__)
