"""What is counted of addresses over all hosts, in a table of the database (CACHE_URL=dbcache://…).

No page fails for it: a count that cannot be read is none, and where nothing can be written nothing is counted.
"""

import logging
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import DatabaseCache

from claims.models.replica import reading_primary

from .replica import ERRORS, PRIMARY

Result = TypeVar("Result")
logger = logging.getLogger(__name__)


class CountsInDatabase(DatabaseCache):
    """Django's, on the primary, also for a thread that reads a replica."""

    def get_many(self, keys: Iterable[Any], version: int | None = None) -> dict[Any, Any]:
        return _try(lambda: super(CountsInDatabase, self).get_many(keys, version), {})

    def add(self, key: Any, value: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Add what is not there yet; Django's finds that out by an error, which PostgreSQL logs each time."""
        return self.get(key, version=version) is None and super().add(key, value, timeout, version)

    def _base_set(self, mode: str, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT) -> bool:
        return _try(lambda: super(CountsInDatabase, self)._base_set(mode, key, value, timeout), True)  # type: ignore[misc]

    def _base_delete_many(self, keys: Any) -> bool:
        return _try(lambda: super(CountsInDatabase, self)._base_delete_many(keys), False)  # type: ignore[misc]


def _try(ask: Callable[[], Result], without: Result) -> Result:
    """Return what the primary says, or `without` where it says nothing."""
    try:
        with reading_primary():
            told = PRIMARY.ask(ask)
    except ERRORS as error:
        logger.error("Nothing is counted: %s", error)
        return without
    return without if told is None else told
