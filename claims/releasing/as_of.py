"""Reading as of a release: the pages of the site over its database instead of the one that people write to."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.backends.base.base import BaseDatabaseWrapper
from django.urls import get_script_prefix

from ..models.frozen import Frozen
from .connecting import connect_to_frozen, reading
from .databases import find_database
from .frozen_release import FrozenRelease


@contextmanager
def opened(release: FrozenRelease, start: str = "") -> Iterator[None]:
    """Read as of a release inside: its database must be there (`prepare_release`). With `start`, all addresses that are
    written begin with it, after the site's own start."""
    with reading(connect_to_release(release, start), get_script_prefix() + start):
        yield


def connect_to_release(release: FrozenRelease, start: str) -> BaseDatabaseWrapper:
    """Return a connection to the database of a release. What is kept of its pages hangs on where these are and on their
    day too: two releases may be made of one package, when nothing changed between them."""
    path = find_database(release)
    frozen = Frozen(f"{path.stem} {release.day} {get_script_prefix()}{start}", release.day)
    return connect_to_frozen(path, frozen)
