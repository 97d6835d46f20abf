"""Whether this process can serve readers: what a load balancer asks before it sends requests here."""

import logging
import pkgutil
import tempfile
import time
from collections.abc import Callable
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from threading import Lock
from typing import NamedTuple

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from claims.search.index import is_there

from .replica import Lag, measure_lag

KEPT_FOR = 1.0  # seconds: whoever asks oftener is told the same, and costs nothing
A_BLOCK = b"\0" * 4096  # a full disk refuses it, though not always a single byte
logger = logging.getLogger("tracker.health")


class Health(NamedTuple):
    """What holds, by name, and how far the replica is behind, where there is one. All must hold, for the process to
    serve; without the primary it serves visitors from the replica."""

    checks: dict[str, bool]
    lag: Lag | None = None

    @property
    def is_ready(self) -> bool:
        if self.lag and self.lag.answers and not self.checks["database"]:
            return self.checks["data_folder"]
        return all(self.checks.values())


def _database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _migrations() -> None:
    """Newer ones than this code has do no harm: while a release is taken over, the tables are ahead of it."""
    applied = set(MigrationRecorder(connection).migration_qs.values_list("app", "name"))
    if missing := _list_migrations() - applied:
        raise LookupError(f"not applied: {', '.join(sorted(f'{app}.{name}' for app, name in missing))}")


@cache
def _list_migrations() -> frozenset[tuple[str, str]]:
    """Return all migrations of this code (app, name), by the names of their files."""
    listed = set()
    for app in apps.get_app_configs():
        if find_spec(f"{app.name}.migrations"):
            folder = import_module(f"{app.name}.migrations").__path__
            listed |= {(app.label, module.name) for module in pkgutil.iter_modules(folder)}
    return frozenset(listed)


def _data_folder() -> None:
    with tempfile.TemporaryFile(dir=settings.DATA_DIR) as file:
        file.write(A_BLOCK)
        file.flush()


def _search_index() -> None:
    if not is_there():
        raise LookupError("`migrate` makes it")


CHECKS: dict[str, Callable[[], None]] = {
    "database": _database,
    "migrations": _migrations,
    "search_index": _search_index,
    "data_folder": _data_folder,
}
ASK_THE_DATABASE = {"migrations", "search_index"}


class Watch:
    """The health of this process as it was looked at last."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._looked_at = float("-inf")
        self._health = Health({})
        self._told: set[str] = set()

    def read(self) -> Health:
        """Return what holds now. Of several who ask at once one looks, and the others wait for it."""
        with self._lock:
            if time.monotonic() - self._looked_at > KEPT_FOR:
                self._health = self._look()
                self._looked_at = time.monotonic()
            return self._health

    def _look(self) -> Health:
        checks: dict[str, bool] = {}
        for name, check in CHECKS.items():
            checks[name] = (name not in ASK_THE_DATABASE or checks["database"]) and self._try(name, check)
        return Health(checks, measure_lag())

    def _try(self, name: str, check: Callable[[], None]) -> bool:
        """Tell whether a check passes; why not is for the log, once, and not for whoever asks."""
        try:
            check()
        except Exception as reason:  # whatever it is, nothing can be served
            if name not in self._told:
                self._told.add(name)
                logger.error("Not ready, %s: %s", name, reason)
            return False
        self._told.discard(name)
        return True


WATCH = Watch()
