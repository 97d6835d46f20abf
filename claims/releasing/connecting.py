"""Connections to the database of a release, and what one thread reads by them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import load_backend
from django.urls import get_script_prefix, set_script_prefix

from ..models.frozen import SETTING, Frozen

SQLITE = "django.db.backends.sqlite3"
# It is read where it lies: no page of it is copied, and nobody asks whether it changed.
AS_IT_IS_READ = "PRAGMA mmap_size=268435456; PRAGMA temp_store=MEMORY; PRAGMA query_only=ON;"


def connect(name: str, commands: str, frozen: Frozen | None = None) -> BaseDatabaseWrapper:
    """Return a connection to a database of SQLite, which opens it once it is asked."""
    at = {"ENGINE": SQLITE, "NAME": name, "CONN_MAX_AGE": None, "OPTIONS": {"init_command": commands}}
    every_database = connections[DEFAULT_DB_ALIAS].settings_dict
    wrapper: BaseDatabaseWrapper = load_backend(SQLITE).DatabaseWrapper({**every_database, **at, SETTING: frozen})
    return wrapper


def connect_to_frozen(path: Any, frozen: Frozen) -> BaseDatabaseWrapper:
    """Return a connection that only reads a file that nobody writes to."""
    return connect(f"file:{quote(str(path))}?mode=ro&immutable=1", AS_IT_IS_READ, frozen)


@contextmanager
def reading(connection: BaseDatabaseWrapper, prefix: str) -> Iterator[None]:
    """Have all that this thread asks its database asked of this connection, and every address begin with `prefix`."""
    live, prefix_before = connections[DEFAULT_DB_ALIAS], get_script_prefix()
    connections[DEFAULT_DB_ALIAS] = connection
    set_script_prefix(prefix)
    try:
        yield
    finally:
        connections[DEFAULT_DB_ALIAS] = live
        set_script_prefix(prefix_before)
