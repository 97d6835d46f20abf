"""The replica of the database, where there is one (DATABASE_REPLICA_URL): whether it answers, and what it has come to.

Visitors' pages are read there as long as it holds all that the primary does, which is asked before each page. So nobody
is shown less than was published, and nobody is told that an old copy still holds, however far the replica is behind.
"""

import logging
import time
from collections.abc import Callable
from functools import cache
from threading import Lock
from typing import Any, NamedTuple, TypeVar

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, InterfaceError, connections

from claims.models import DataVersion, Versions
from claims.services.write_gate import find_hindrance
from claims.wording.hindrances import Hindrance

ALIAS = "replica"
PAUSE = 5  # seconds after which a server that was lost is asked again, by one request
ERRORS = (DatabaseError, InterfaceError)
# Given the place to which the primary's log goes; one that was promoted replays nothing and says NULL.
BEHIND = """
    SELECT missing, CASE WHEN missing = 0 THEN 0 ELSE extract(epoch FROM now() - pg_last_xact_replay_timestamp()) END
    FROM (SELECT greatest(0, pg_wal_lsn_diff(%s::pg_lsn, pg_last_wal_replay_lsn()))) AS replica(missing)
"""

Answer = TypeVar("Answer")
logger = logging.getLogger("tracker.replica")


class Lag(NamedTuple):
    """How far the replica is behind: bytes of the primary's log that it has not replayed, None where nobody can tell;
    and seconds since the newest change that it has, 0 where it has all. That was long ago where nobody wrote since:
    what it misses is at most so old."""

    answers: bool
    bytes: int | None = None
    seconds: float | None = None


class WatchedServer:
    """A database server that may be lost, and comes back by itself: meanwhile nobody waits for it but one request
    every few seconds."""

    def __init__(self, name: str, meanwhile: str) -> None:
        self.name, self.meanwhile = name, meanwhile
        self._lock = Lock()
        self._lost = False
        self._again_at = 0.0

    def ask(self, question: Callable[[], Answer]) -> Answer | None:
        """Return what the server answers to a question; None where it is lost."""
        if not self._may_be_asked():
            return None
        try:
            answer = question()
        except ERRORS as error:
            if not self.note(error):
                raise
            return None
        if self._lost:
            self._lost = False
            logger.warning("The %s answers again.", self.name)
        return answer

    def note(self, error: Exception) -> bool:
        """Note what an error says of the server; tell whether that is that it is lost."""
        if find_hindrance(error) is not Hindrance.AWAY:
            return False
        with self._lock:
            told, self._lost = self._lost, True
            self._again_at = time.monotonic() + PAUSE
        if not told:
            logger.warning("The %s does not answer: %s.", self.name, self.meanwhile)
        return True

    def _may_be_asked(self) -> bool:
        with self._lock:
            if self._lost:
                if time.monotonic() < self._again_at:
                    return False
                self._again_at = time.monotonic() + PAUSE  # this request asks; no other does until it knows
            return True


PRIMARY = WatchedServer("primary", "visitors' pages are read from the replica, and kept nowhere")
REPLICA = WatchedServer("replica", "visitors' pages are read from the primary")


def is_there() -> bool:
    """Tell whether the site has a replica."""
    return ALIAS in settings.DATABASES


def read_come_to(newest: Versions | None) -> Versions | None:
    """Return the versions of the replica; None where it does not answer, is no replica of the primary, or is behind
    `newest`, what the primary told just before (None: it does not answer)."""
    versions = REPLICA.ask(lambda: DataVersion.read_all(ALIAS))
    if versions is None or newest is None:
        return versions
    return versions if versions.hold(newest.of_all()) and _follows_primary() else None


@cache
def _follows_primary() -> bool:
    """Whether it is a replica of our primary, and not of another site's whose versions are higher (once a process)."""
    own, followed = (
        _ask(alias, "SELECT system_identifier FROM pg_control_system()") for alias in (DEFAULT_DB_ALIAS, ALIAS)
    )
    if own != followed:
        logger.error("DATABASE_REPLICA_URL names no replica of DATABASE_URL: it is not read.")
    return own == followed


def measure_lag() -> Lag | None:
    """Return how far the replica is behind; None where the site has none."""
    if not is_there():
        return None
    written = PRIMARY.ask(lambda: _ask(DEFAULT_DB_ALIAS, "SELECT pg_current_wal_lsn()::text"))
    behind = REPLICA.ask(lambda: _ask(ALIAS, BEHIND, *(written or [None])))
    if behind is None:
        return Lag(answers=False)
    missing, age = behind
    return Lag(True, None if missing is None else int(missing), None if age is None else round(float(age), 1))


def _ask(alias: str, question: str, *given: Any) -> tuple[Any, ...]:
    with connections[alias].cursor() as cursor:
        cursor.execute(question, given)
        row: tuple[Any, ...] = cursor.fetchone()
    return row
