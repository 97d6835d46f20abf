"""What is counted of addresses on one host, in files of the data folder.

No page fails for it: on a full disk, or in a folder of another owner, nothing is counted, and everybody is answered.
"""

import logging
from collections.abc import Callable
from typing import Any, TypeVar

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.filebased import FileBasedCache

Result = TypeVar("Result")
logger = logging.getLogger(__name__)


class CountsInFiles(FileBasedCache):
    """Django's, which raises where a file can be neither written nor deleted."""

    def _createdir(self) -> None:
        _try(lambda: super(CountsInFiles, self)._createdir(), None)  # type: ignore[misc]  # as the stubs have no private one

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return _try(lambda: super(CountsInFiles, self).get(key, default, version), default)

    def set(self, key: Any, value: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        _try(lambda: super(CountsInFiles, self).set(key, value, timeout, version), None)

    def has_key(self, key: Any, version: int | None = None) -> bool:
        return _try(lambda: super(CountsInFiles, self).has_key(key, version), False)

    def delete(self, key: Any, version: int | None = None) -> bool:
        return _try(lambda: super(CountsInFiles, self).delete(key, version), False)


def _try(act: Callable[[], Result], without: Result) -> Result:
    """Return what was done, or `without` where the file system refuses it."""
    try:
        return act()
    except OSError as error:
        logger.error("Nothing is counted: %s", error)
        return without
