"""Which database is read: the one that people write to, or that of a release, in which no row and no day changes."""

from datetime import date
from typing import NamedTuple

from django.db import DEFAULT_DB_ALIAS, connections
from django.utils.timezone import localdate

SETTING = "FROZEN"  # in the settings of the connection to such a database


class Frozen(NamedTuple):
    """What a frozen database is told from all others by, which is also part of what pages show of it, and the day on
    which it was frozen."""

    key: str
    day: date


def read_frozen(using: str = DEFAULT_DB_ALIAS) -> Frozen | None:
    """Return what the database is that this thread reads, None where it is the one that people write to."""
    frozen: Frozen | None = connections[using].settings_dict.get(SETTING)
    return frozen


def get_today() -> date:
    """Return the day as of which is told what is true today: in a frozen database the one on which it was frozen."""
    frozen = read_frozen()
    return frozen.day if frozen else localdate()
