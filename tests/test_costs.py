"""What one address may cost: a minute of work in a minute, and so many files at once; all others are served on."""

from itertools import count

import pytest
from django.core.cache import caches
from django.test import Client

from tests.make import make_claim, make_user
from tracker.middleware import costs

pytestmark = pytest.mark.django_db
PAGE, FILE = "/talks/claims/", "/talks/claims/?_export=csv"


@pytest.fixture
def slow(monkeypatch, settings):
    """Each answer takes 0.4 seconds, a file more; an address has one second in a minute. Return the day's clock."""
    ticks, at = count(step=0.4), [150.0]
    monkeypatch.setattr(costs, "clock", lambda: next(ticks))
    monkeypatch.setattr(costs, "tell_time", lambda: at[0])
    settings.ADDRESS_SECONDS_A_MINUTE = 1
    caches["rates"].clear()
    make_claim()
    return at


def ask(client, times, address=PAGE):
    return [client.get(f"{address}?page={number % 2 + 1}" if address == PAGE else address) for number in range(times)]


def test_whoever_had_their_seconds_waits_for_the_next_minute_and_nobody_else_does(slow):
    mine, other = Client(REMOTE_ADDR="192.0.2.1"), Client(REMOTE_ADDR="192.0.2.2")
    assert [answer.status_code for answer in ask(mine, 5)] == [200, 200, 200, 429, 429]
    answer = mine.get(PAGE)
    assert answer["Retry-After"] == "31" and answer["Cache-Control"] == "private, no-store"
    assert "Too much at once" in answer.content.decode() and "in 31 seconds" in answer.content.decode()
    told = mine.get("/api/v1/negotiations/")
    assert (told.status_code, told["Content-Type"]) == (429, "application/problem+json")
    assert other.get(PAGE).status_code == 200
    slow[0] += 31
    assert mine.get(PAGE).status_code == 200


def test_one_page_after_the_other_is_never_too_much_however_long_each_takes(slow, monkeypatch):
    """Of an answer that began in an earlier minute only what it took in this one is counted."""
    ticks, client = count(step=500), Client(REMOTE_ADDR="192.0.2.8")
    monkeypatch.setattr(costs, "clock", lambda: next(ticks))
    slow[0] = 180.9
    assert [answer.status_code for answer in ask(client, 2)] == [200, 200]
    assert client.get(PAGE).status_code == 429  # two of them at once are


def test_all_ways_to_a_page_cost_and_what_is_kept_does_not(slow, monkeypatch):
    client = Client(REMOTE_ADDR="192.0.2.3")
    tag = client.get(PAGE)["ETag"]
    monkeypatch.setattr(costs, "clock", lambda: 0.0)
    assert {client.get(PAGE, headers={"If-None-Match": tag}).status_code for _ in range(9)} == {304}
    ticks = count(step=0.4)
    monkeypatch.setattr(costs, "clock", lambda: next(ticks))
    client.get("/search/?q=word")
    assert client.get(FILE).getvalue()
    assert client.get("/talks/changes/").status_code == 429
    assert client.get(PAGE, headers={"If-None-Match": tag}).status_code == 304


def test_the_writing_of_a_file_is_counted_too(slow):
    client = Client(REMOTE_ADDR="192.0.2.4")
    assert client.get(FILE).getvalue()  # each part takes 0.4 seconds too
    assert client.get(PAGE).status_code == 429


def test_whoever_is_logged_in_is_not_counted_nor_kept_out(slow):
    client, visitor = Client(REMOTE_ADDR="192.0.2.5"), Client(REMOTE_ADDR="192.0.2.5")
    client.force_login(make_user("analyst"))
    assert {answer.status_code for answer in ask(client, 5)} == {200}
    assert [answer.status_code for answer in ask(visitor, 4)] == [200, 200, 200, 429]
    assert client.get(PAGE).status_code == 200


def test_an_address_has_so_many_files_at_once_and_others_have_theirs(settings):
    settings.ADDRESS_FILES_AT_ONCE = 1
    caches["rates"].clear()
    make_claim()
    mine, other = Client(REMOTE_ADDR="192.0.2.6"), Client(REMOTE_ADDR="192.0.2.7")
    first = mine.get(FILE)
    second = mine.get("/talks/claims/?_export=json")
    assert (second.status_code, second["Retry-After"]) == (429, "5")
    assert other.get("/talks/claims/?_export=json").status_code == 200
    assert first.getvalue()
    assert mine.get("/talks/claims/?_export=json").status_code == 200
