"""A file that is being written is given up once nobody waits for it.

Whoever hands a file to a visitor says how to tell (`stop_where`); what writes rows asks now and then (`give_way`).
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_is_gone: ContextVar[Callable[[], bool] | None] = ContextVar("is_gone", default=None)


class Stopped(Exception):
    """Nobody waits any more for what was being written."""


@contextmanager
def stop_where(is_gone: Callable[[], bool]) -> Iterator[None]:
    """Give up what is written inside as soon as `is_gone()`."""
    token = _is_gone.set(is_gone)
    try:
        yield
    finally:
        _is_gone.reset(token)


def give_way() -> None:
    """Raise Stopped where nobody waits any more; ask this once for some hundred rows."""
    is_gone = _is_gone.get()
    if is_gone and is_gone():
        raise Stopped
