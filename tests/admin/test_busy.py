"""Somebody saves while nothing can be written: they are told why, keep what they typed, and lose nothing."""

from contextlib import contextmanager

import pytest
from django.db import InternalError, OperationalError, connection
from django.test import Client

from claims.models import Claim
from tests.admin.forms import NO_CODINGS, actor_posted, posted, url
from tests.make import make_claim

pytestmark = pytest.mark.django_db(transaction=True)

FULL_DISK = """
    CREATE FUNCTION refuse_as_full() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$
"""
FULL_ON_WRITING = (
    "CREATE TRIGGER full_disk BEFORE UPDATE ON claims_claim FOR EACH ROW EXECUTE FUNCTION refuse_as_full()"
)


@contextmanager
def import_running(row):
    """Hold what an import holds, on a connection of its own, and let nobody here wait for long."""
    other = connection.copy()
    with connection.cursor() as cursor:
        sqlite = connection.vendor == "sqlite"
        cursor.execute("PRAGMA busy_timeout = 50" if sqlite else "SET lock_timeout = '50ms'")
    try:
        with other.cursor() as cursor:
            cursor.execute("BEGIN IMMEDIATE" if sqlite else "BEGIN")
            if not sqlite:
                cursor.execute("SELECT 1 FROM claims_claim WHERE id = %s FOR UPDATE", [row.pk])
            yield
            cursor.execute("ROLLBACK")
    finally:
        other.close()
        connection.close()


@pytest.fixture
def draft(analyst):
    return make_claim(status="draft", by=analyst)


def test_form_says_so_and_keeps_what_was_typed(as_analyst, draft):
    data = posted(draft, note="typed for an hour")
    with import_running(draft):
        answer = as_analyst.post(url("change", draft.pk), data)
        page = answer.content.decode()
    assert answer.status_code == 503 and answer["Retry-After"] == "60"
    assert "An import is running" in page and "typed for an hour" in page
    assert Claim.objects.get().version == draft.version
    assert as_analyst.post(url("change", draft.pk), data).status_code == 302
    assert Claim.objects.get().note == "typed for an hour"


def test_every_other_write_is_answered_in_words(as_reviewer, draft):
    answer = None
    with import_running(draft):
        answer = as_reviewer.post(
            url("transition", draft.pk), {"transition": "withdraw", "remark": "why", "version": draft.version}
        )
        if connection.vendor == "sqlite":
            assert Client().post("/login/", {"username": "rea", "password": "password"}).status_code == 503
    assert answer.status_code == 503 and answer["Retry-After"]
    assert b"An import is running" in answer.content
    assert Claim.objects.get().status == "draft"


def test_a_deadlock_is_told_and_keeps_what_was_typed(as_analyst, draft, monkeypatch):
    def give_way(*args, **kwargs):
        from psycopg.errors import DeadlockDetected

        raise OperationalError("deadlock detected") from DeadlockDetected("deadlock detected")

    with monkeypatch.context() as once:
        once.setattr(Claim, "save", give_way)
        answer = as_analyst.post(url("change", draft.pk), posted(draft, note="typed for an hour"))
    assert answer.status_code == 503 and answer["Retry-After"]
    page = answer.content.decode()
    assert "one of you had to give way" in page and "typed for an hour" in page and "An import" not in page


def test_another_error_of_the_database_is_no_import(as_analyst, draft, monkeypatch):
    def broken(*args, **kwargs):
        raise OperationalError("disk I/O error")

    monkeypatch.setattr(Claim, "save", broken)
    with pytest.raises(OperationalError, match="disk"):
        as_analyst.post(url("change", draft.pk), posted(draft, note="x"))


@contextmanager
def disk_that_takes_nothing_more():
    """Let SQLite's file grow no more, with no free page left in it; PostgreSQL, which has no such switch, says by a
    trigger what it says when its disk is full."""
    sqlite = connection.vendor == "sqlite"
    before = ["VACUUM", "PRAGMA max_page_count = 1"] if sqlite else [FULL_DISK, FULL_ON_WRITING]
    with connection.cursor() as cursor:
        for statement in before:
            cursor.execute(statement)
    try:
        yield
    finally:
        if not sqlite:
            with connection.cursor() as cursor:
                cursor.execute("DROP FUNCTION refuse_as_full CASCADE")
        connection.close()


def test_full_disk_is_told_and_keeps_what_was_typed(as_analyst, draft):
    data = posted(draft, note="typed for an hour " * 2000)
    with disk_that_takes_nothing_more():
        answer = as_analyst.post(url("change", draft.pk), data)
    assert answer.status_code == 507
    assert "disk of the database is full" in answer.content.decode() and "typed for an hour" in answer.content.decode()
    assert Claim.objects.get().version == draft.version


@pytest.mark.parametrize("model", ["claim", "source", "actor"])
def test_database_that_takes_no_changes_is_told_and_keeps_what_was_typed(as_superuser, draft, model):
    page = url("add", model=model)
    with connection.cursor() as cursor:
        switch = "PRAGMA query_only = 1" if connection.vendor == "sqlite" else "SET default_transaction_read_only = on"
        cursor.execute(switch)
    try:
        row = {
            "claim": posted(draft, note="typed", quote="Another passage."),
            "source": {"title": "typed", "slug": "typed", "language": "en"},
        }
        actor = actor_posted(None, [{}], name="typed", slug="typed", short_name="T", kind="party")
        source = {"type": "report", "version_shown": "0", **NO_CODINGS}
        answer = as_superuser.post(page, {**row.get(model, actor), **(source if model == "source" else {}), "order": 0})
    finally:
        connection.close()
    assert answer.status_code == 503, answer.context["adminform"].form.errors
    assert "can be read and not written to" in answer.content.decode() and "typed" in answer.content.decode()


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (OperationalError("database or disk is full"), 507),
        (OperationalError("could not extend file: No space left on device"), 507),
        (InternalError("cannot execute UPDATE in a read-only transaction"), 503),
        (OSError(28, "No space left on device"), 507),
    ],
)
def test_form_and_page_are_answered_in_words_whatever_says_so(as_reviewer, draft, monkeypatch, error, status):
    def full(*args, **kwargs):
        raise error

    monkeypatch.setattr(Claim, "save", full)
    saved = as_reviewer.post(url("change", draft.pk), posted(draft, note="typed for an hour"))
    moved = as_reviewer.post(
        url("transition", draft.pk), {"transition": "withdraw", "remark": "said twice", "version": draft.version}
    )
    assert (saved.status_code, moved.status_code) == (status, status)
    assert "typed for an hour" in saved.content.decode() and "said twice" in moved.content.decode()


def test_session_that_cannot_be_written_is_no_bare_failure(client, monkeypatch):
    def full(*args, **kwargs):
        raise OperationalError("database or disk is full")

    client.raise_request_exception = False
    monkeypatch.setattr("django.contrib.sessions.middleware.SessionMiddleware.process_response", full)
    answer = client.post("/login/", {"username": "rea", "password": "a secret"})
    assert answer.status_code == 507
    assert "rea" in answer.content.decode() and "a secret" not in answer.content.decode()
