"""Which server is read: the primary, which people write to, or a replica, which follows it a moment later.

A replica never tells what it is not: a page that is read there bears the data version that the replica had come to
before the page was begun. What is kept in memory, though, is shared by all pages of a process, whichever server they
read: what is made under a version is therefore made where all of that version can be read (`reading_all_of`).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from .data_version import VersionNumber, Versions


class _OnReplica(NamedTuple):
    """That this thread reads a replica: the connection to the primary meanwhile, and what the replica had come to."""

    primary: BaseDatabaseWrapper
    come_to: Versions


_reading: ContextVar[_OnReplica | None] = ContextVar("reading", default=None)


@contextmanager
def reading_replica(replica: BaseDatabaseWrapper, come_to: Versions) -> Iterator[None]:
    """Have all that this thread asks its database asked of a replica; `come_to` are its versions, read of it before."""
    with _turned_to(replica, _OnReplica(connections[DEFAULT_DB_ALIAS], come_to)):
        yield


@contextmanager
def reading_primary() -> Iterator[None]:
    """Have the primary asked, also where this thread reads a replica: for what is written beside a page."""
    reading = _reading.get()
    if reading is None:
        yield
        return
    with _turned_to(reading.primary, None):
        yield


@contextmanager
def reading_all_of(version: VersionNumber) -> Iterator[None]:
    """Have the primary asked, where this thread reads a replica that may not have come to a version yet."""
    reading = _reading.get()
    if reading is None or reading.come_to.hold(version):
        yield
        return
    with reading_primary():
        yield


@contextmanager
def _turned_to(connection: BaseDatabaseWrapper, reading: _OnReplica | None) -> Iterator[None]:
    before, token = connections[DEFAULT_DB_ALIAS], _reading.set(reading)
    connections[DEFAULT_DB_ALIAS] = connection
    try:
        yield
    finally:
        connections[DEFAULT_DB_ALIAS] = before
        _reading.reset(token)
