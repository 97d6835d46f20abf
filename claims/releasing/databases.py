"""The database of a release: a file of SQLite that is made of its data package, and never changes.

It is a cache: the package is the truth, and whoever deletes the folder loses nothing but the time to make it again.
Each host makes its own. Its name holds the package's SHA-256 and the newest migration, so that a file which older code
made is never taken for one of today.
"""

import logging
import os
import subprocess
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path
from threading import Lock
from time import monotonic

from django.conf import settings
from django.db.migrations.loader import MigrationLoader

from .frozen_release import FrozenRelease

logger = logging.getLogger(__name__)

FOLDER = "releases"
_HOUSE = Path(__file__).resolve().parents[2]
REST = 60  # seconds after which what could not be made is tried again
_making: dict[Path, subprocess.Popen[bytes]] = {}
_failed: dict[Path, float] = {}
_one_at_a_time = Lock()


class NotMade(Exception):
    """The database of a release could not be made; the log has the reason."""


def find_database(release: FrozenRelease) -> Path:
    """Return where the database of a release lies, or will."""
    return get_folder() / f"{release.sha256}-{_name_tables()}.sqlite3"


def get_folder() -> Path:
    folder: Path = settings.DATA_DIR / FOLDER
    return folder


def prepare_release(release: FrozenRelease) -> Path:
    """Make the database of a release, if it is not there, and wait for it; raise NotMade where that fails."""
    path = find_database(release)
    if not path.exists():
        ended = subprocess.run(_write_command(release, path), cwd=_HOUSE, check=False)  # noqa: S603  # ours, no shell
        if ended.returncode and not path.exists():
            raise NotMade(f"Release {release.number} of {release.negotiation} cannot be opened: see the log.")
    return path


def begin_to_prepare(release: FrozenRelease) -> None:
    """Have the database of a release made by another process, and wait for nothing. One is made at a time: whoever asks
    for others meanwhile asks again."""
    path = find_database(release)
    with _one_at_a_time:
        _look_after()
        rests = monotonic() - _failed.get(path, -REST) < REST
        if not _making and not rests and not path.exists():
            _making[path] = subprocess.Popen(_write_command(release, path), cwd=_HOUSE)  # noqa: S603  # ours, no shell


def _look_after() -> None:
    """Take note of processes that have ended."""
    for path, process in list(_making.items()):
        if process.poll() is not None:
            del _making[path]
            if process.returncode:
                _failed[path] = monotonic()
                logger.error("The database %s of a release could not be made.", path.name)


def drop_older(path: Path) -> None:
    """Remove what was made of the same package by other code. Who reads it still has it open."""
    start = path.name.partition("-")[0]
    for older in path.parent.glob(f"{start}-*.sqlite3"):
        if older != path:
            with suppress(FileNotFoundError):
                older.unlink()


def _write_command(release: FrozenRelease, path: Path) -> list[str | os.PathLike[str]]:
    path.parent.mkdir(mode=0o700, exist_ok=True)
    return [sys.executable, "-m", "django", "make_release_database", release.package.resolve(), path]


@cache
def _name_tables() -> str:
    """Return the newest migration of this code: 0042_texts_outlive_sources."""
    [(_, name)] = MigrationLoader(None).graph.leaf_nodes("claims")
    return name
