"""Somebody saves while an import keeps the database: they are told so, keep what they typed, and lose nothing."""

from contextlib import contextmanager

import pytest
from django.db import OperationalError, connection
from django.test import Client

from claims.models import Claim
from tests.admin.forms import posted, url
from tests.make import make_claim

pytestmark = pytest.mark.django_db(transaction=True)


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
    assert answer.status_code == 200
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


def test_another_error_of_the_database_is_no_import(as_analyst, draft, monkeypatch):
    def broken(*args, **kwargs):
        raise OperationalError("disk I/O error")

    monkeypatch.setattr(Claim, "save", broken)
    with pytest.raises(OperationalError, match="disk"):
        as_analyst.post(url("change", draft.pk), posted(draft, note="x"))
