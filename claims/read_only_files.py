"""SQLite's file could not be written, and can be again: what stays closed behind it is opened too.

While the file is read-only, SQLite makes the two files beside it (-wal, -shm) with its permissions, and leaves them
there even when all connections are closed; and a connection that was made meanwhile never writes. Whoever gives the
file its permission back knows neither, and would wonder why nothing can be saved.
"""

import os
import stat
from contextlib import suppress
from typing import Any

from django.core.signals import request_started
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

BESIDE = ("-wal", "-shm")


def watch() -> None:
    """Open what stayed closed, now and before each request whose connection cannot write and could."""
    if connection.vendor == "sqlite":
        open_beside(str(connection.settings_dict["NAME"]))
        connection_created.connect(_note_whether_it_writes, dispatch_uid="claims_read_only_noted")
        request_started.connect(_connect_anew, dispatch_uid="claims_read_only_over")


def open_beside(path: str) -> None:
    """Give the files beside a database the permissions of its own, where that can be written and they cannot."""
    if not os.access(path, os.W_OK):
        return
    for beside in (f"{path}{suffix}" for suffix in BESIDE):
        if not os.access(beside, os.W_OK):
            with suppress(OSError):  # it is not there, which is well, or another owner's, who alone may
                os.chmod(beside, stat.S_IMODE(os.stat(path).st_mode))


def _note_whether_it_writes(connection: BaseDatabaseWrapper, **_: Any) -> None:
    if connection.vendor == "sqlite":
        path = str(connection.settings_dict["NAME"])
        connection.opened_read_only = os.path.exists(path) and not os.access(path, os.W_OK)  # type: ignore[attr-defined]


def _connect_anew(**_: Any) -> None:
    path = str(connection.settings_dict["NAME"])
    if getattr(connection, "opened_read_only", False) and os.access(path, os.W_OK):
        open_beside(path)
        connection.close()
        connection.opened_read_only = False  # type: ignore[attr-defined]
