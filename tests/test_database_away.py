"""A site whose database does not answer says so within seconds, and finds it again by itself."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import InterfaceError, OperationalError

from claims.services.write_gate import find_hindrance
from claims.wording.hindrances import HINDRANCES, Hindrance

ASK = """
import json, time
import django
django.setup()
from django.test import Client
from django.conf import settings
print(json.dumps(settings.DATABASES["default"]["OPTIONS"].get("pool")))
client = Client(raise_request_exception=False)
for address in ("/", "/claims/", "/admin/login/", "/api/v1/negotiations"):
    begun = time.monotonic()
    answer = client.get(address)
    print(json.dumps([address, answer.status_code, answer.get("Retry-After"), answer.get("Cache-Control"),
                      time.monotonic() - begun, answer.content.decode()]))
"""


def test_pages_answer_503_within_seconds_where_the_server_is_away(tmp_path):
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "DATABASE_URL": "postgres://nobody@127.0.0.1:1/nothing",  # where nobody listens
    }
    ended = subprocess.run([sys.executable, "-c", ASK], env=environment, capture_output=True, text=True, check=True)
    pool, *answers = [json.loads(line) for line in ended.stdout.splitlines()]
    assert (
        pool["reconnect_timeout"] < pool["timeout"]
    )  # else it waits ever longer, and finds a server late that is back
    assert [answer[1] for answer in answers if answer[0] != "/admin/login/"] == [503, 503, 503]
    for address, status, retry_after, _kept, seconds, content in answers:
        assert seconds < 7, address  # it waits three, and nowhere twice in a row
        if status == 503:
            assert retry_after == "60" and "does not answer just now" in content
    assert json.loads(answers[-1][-1])["title"] == "The database cannot be used just now."


def test_pages_of_a_database_that_is_not_migrated_yet_say_so(tmp_path):
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tracker.settings", "DATA_DIR": str(tmp_path)}
    environment.pop("DATABASE_URL", None)
    ended = subprocess.run([sys.executable, "-c", ASK], env=environment, capture_output=True, text=True, check=True)
    _, *answers = [json.loads(line) for line in ended.stdout.splitlines()]
    assert {answer[1] for answer in answers if answer[0] != "/admin/login/"} == {503}
    assert "is being brought to a new version" in answers[0][-1]
    assert json.loads(answers[-1][-1])["detail"].startswith("This site is being brought to a new version")


def test_a_command_says_why_nothing_can_be_read(tmp_path):
    (tmp_path / "tracker.sqlite3").write_bytes(b"overwritten by something else " * 1000)
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tracker.settings", "DATA_DIR": str(tmp_path)}
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "manage.py", "check_claims"]
    ended = subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True)
    assert ended.returncode == 1 and "The database of this site is damaged" in ended.stderr
    assert "(file is not a database)" in ended.stderr and "Traceback" not in ended.stderr


def error_of(name, sqlstate=None, raised=OperationalError):
    """Return what Django raises over an error of PostgreSQL's client of this name."""
    import psycopg

    cause = getattr(psycopg, name)("no words that count")
    if sqlstate:
        cause.sqlstate = sqlstate
    error = raised("no words that count")
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "hindrance"),
    [
        (error_of("OperationalError"), Hindrance.AWAY),
        (error_of("OperationalError", "57P01"), Hindrance.AWAY),
        (error_of("OperationalError", "08006"), Hindrance.AWAY),
        (error_of("InterfaceError", raised=InterfaceError), Hindrance.AWAY),
        (OperationalError("unable to open database file"), Hindrance.AWAY),
        (error_of("OperationalError", "53100"), Hindrance.FULL),
        (OperationalError("database disk image is malformed"), Hindrance.DAMAGED),
        (error_of("OperationalError", "XX001"), Hindrance.DAMAGED),
        (PermissionError(13, "Permission denied"), Hindrance.READ_ONLY),
        (error_of("OperationalError", "40P01"), Hindrance.DEADLOCK),
        (OperationalError("no such table: claims_claim"), None),
    ],
)
def test_only_a_server_that_is_away_is_called_so(error, hindrance):
    assert find_hindrance(error) == hindrance
    assert hindrance is None or HINDRANCES[hindrance].status in (503, 507)
