"""The test database, migrated: each process of each run needs one, and migrating takes it seconds. So it is done once,
and what came of it is copied.

On SQLite the first one is kept from run to run, in pytest's cache, until anything changes that makes it; on PostgreSQL,
whose server often goes with the run, for the other processes of the run. A copy is migrated too, which finds nothing to
apply and does what comes after every migrate.
"""

import fcntl
import hashlib
import os
import shutil
import sqlite3
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import connection
from django.test.utils import setup_databases, teardown_databases

from tests import database

HOUSE = Path(__file__).parent.parent
MAKES_IT = [
    "requirements.txt",  # Django, and apps with migrations of their own
    "claims/apps.py",
    "claims/roles.py",
    "claims/migrations/*.py",
    "claims/models/*.py",
    "claims/search/*.py",
    "tracker/people/migrations/*.py",
    "tracker/people/*.py",
]


def digest():
    """Return what tells a migrated database from one that other code made."""
    paths = sorted(path for pattern in MAKES_IT for path in HOUSE.glob(pattern))
    told = [f"{path.relative_to(HOUSE)} {hashlib.sha256(path.read_bytes()).hexdigest()}" for path in paths]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:16]


@contextmanager
def set_up(of_all_runs, of_this_run):
    """Have a migrated test database inside, saved under its name (`database.MIGRATED`) too.

    Takes two folders in which one is kept for others, or looked for: one of all runs, and one of this run alone.
    """
    folder = of_all_runs if connection.vendor == "sqlite" else of_this_run
    kept = folder / f"{digest()}.{connection.vendor}"
    with one_at_a_time(folder):
        is_copy = kept.exists()
        if is_copy:
            copy(kept)
        made = setup_databases(verbosity=0, interactive=False, keepdb=is_copy)
        database.save(database.MIGRATED)
        if not is_copy:
            keep(kept)
    yield
    with one_at_a_time(folder):
        if connection.vendor == "postgresql" and not is_copy:
            kept.unlink()
        database.forget_saved()
        teardown_databases(made, verbosity=0)


@contextmanager
def one_at_a_time(folder):
    """Wait until no other process is in here."""
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def copy(kept):
    test = connection.settings_dict["TEST"]["NAME"]
    if connection.vendor == "sqlite":
        shutil.copyfile(kept, test)
    else:
        database.replace(test or f"test_{connection.settings_dict['NAME']}", kept.read_text())


def keep(kept):
    """Keep the test database for other processes: a file of SQLite, or the name of what the server has saved."""
    new = kept.with_suffix(".new")
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(connection.settings_dict["NAME"])) as made, closing(sqlite3.connect(new)) as file:
            made.backup(file)
        for other in kept.parent.glob(f"*{kept.suffix}"):
            other.unlink()
    else:
        new.write_text(database.name_saved(database.MIGRATED))
    os.replace(new, kept)
