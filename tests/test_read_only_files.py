"""Once SQLite's file may be written again, it is, by whoever starts and by whoever was running."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HOUSE = Path(__file__).parent.parent
# Permissions do not bind root: it lets go of what overrides them.
BOUND = ["setpriv", "--bounding-set=-dac_override"] if os.geteuid() == 0 else []
pytestmark = pytest.mark.skipif(
    bool(BOUND) and not shutil.which("setpriv"), reason="root is bound by no permission, and setpriv is missing"
)

BEGIN = """
import os, sqlite3, sys
import django
from django.conf import settings
from django.core.signals import request_started

path = sys.argv[1]
engine = {"ENGINE": "django.db.backends.sqlite3", "NAME": path, "CONN_MAX_AGE": 600}
settings.configure(DATABASES={"default": engine})
django.setup()
from django.db import OperationalError, connection
from claims import read_only_files

def execute(sql):
    with connection.cursor() as cursor:
        return cursor.execute(sql).fetchall()

def try_to_write():
    try:
        execute("INSERT INTO claim VALUES (2)")
    except OperationalError as error:
        return str(error)
    return "written"
"""


def run(path, then):
    """Run lines in a process of its own that permissions bind; return the lines that it prints."""
    command = [*BOUND, sys.executable, "-c", BEGIN + then, path]
    return subprocess.run(command, cwd=HOUSE, check=True, capture_output=True, text=True).stdout.splitlines()


@pytest.fixture
def path(tmp_path):
    """A database whose file is read-only, with the files beside it that reading it left."""
    path = tmp_path / "tracker.sqlite3"
    run(path, "execute('PRAGMA journal_mode=WAL'); execute('CREATE TABLE claim (id)'); connection.close()")
    path.chmod(0o444)
    run(path, "execute('SELECT * FROM claim'); connection.close()")
    assert oct((tmp_path / "tracker.sqlite3-shm").stat().st_mode)[-3:] == "444"
    return path


def test_what_starts_after_it_can_write(path):
    path.chmod(0o600)
    assert run(path, "print(try_to_write())") == ["attempt to write a readonly database"]  # what SQLite alone does
    assert run(path, "read_only_files.watch(); print(try_to_write())") == ["written"]


def test_what_was_running_can_write_with_its_next_request(path):
    told = run(
        path,
        """
read_only_files.watch()
print(try_to_write())
os.chmod(path, 0o600)
print(try_to_write())
request_started.send(None)
print(try_to_write())
""",
    )
    assert told == ["attempt to write a readonly database"] * 2 + ["written"]


def test_a_file_that_is_read_only_stays_so(path):
    told = run(path, "read_only_files.watch(); request_started.send(None); print(try_to_write())")
    assert told == ["attempt to write a readonly database"]
    assert {oct(file.stat().st_mode)[-3:] for file in path.parent.iterdir()} == {"444"}
