"""Connections to the database of a release, and what one thread reads by them."""

from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from threading import local
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
MOST_OPEN = 4  # of a thread
_of_this_thread = local()


def connect(name: str, commands: str, frozen: Frozen | None = None) -> BaseDatabaseWrapper:
    """Return a connection to a database of SQLite, which opens it once it is asked."""
    at = {"ENGINE": SQLITE, "NAME": name, "CONN_MAX_AGE": None, "OPTIONS": {"init_command": commands}}
    every_database = connections[DEFAULT_DB_ALIAS].settings_dict
    wrapper: BaseDatabaseWrapper = load_backend(SQLITE).DatabaseWrapper({**every_database, **at, SETTING: frozen})
    return wrapper


def connect_to_frozen(path: Path, frozen: Frozen) -> BaseDatabaseWrapper:
    """Return this thread's connection to a file that nobody writes to, which only reads it. It stays open: to learn
    what tables there are takes longer than what most pages ask of them."""
    open_ones: OrderedDict[object, BaseDatabaseWrapper] = _of_this_thread.__dict__.setdefault("open", OrderedDict())
    at = path.stat()
    key = frozen, at.st_ino, at.st_mtime_ns  # whoever deletes the file has it made again
    if key not in open_ones:
        open_ones[key] = connect(f"file:{quote(str(path))}?mode=ro&immutable=1", AS_IT_IS_READ, frozen)
    open_ones.move_to_end(key)
    if len(open_ones) > MOST_OPEN:
        _, oldest = open_ones.popitem(last=False)
        oldest.close()
    return open_ones[key]


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


def stream_within(parts: Any, turned: Callable[[], AbstractContextManager[None]]) -> Iterator[bytes]:
    """Yield the body of an answer that is made while it is sent: each part of it is made within `turned()`."""
    waiting = iter(parts)
    while True:
        with turned():
            part = next(waiting, None)
        if part is None:
            return
        yield part
