"""What programs ask that run the site: /health/live, /health/ready, /metrics, and the lines of the log."""

import json
import logging
import re
from io import StringIO

import pytest
from django.db import connection
from pythonjsonlogger.json import JsonFormatter

from claims import search
from tests.make import make_claim, the_negotiation
from tracker import health
from tracker.middleware.requests import name_route
from tracker.replica import Lag

pytestmark = pytest.mark.django_db

TOKEN = "a token that nobody guesses"
ELSEWHERE = {"HTTP_HOST": "10.1.2.3:8000"}  # as a load balancer asks, which knows the number of the host


@pytest.fixture(autouse=True)
def looked_at_anew(monkeypatch):
    monkeypatch.setattr(health.WATCH, "_looked_at", float("-inf"))


@pytest.fixture
def log(monkeypatch):
    """Return the lines that were logged, as they are written."""
    handler = next(h for h in logging.getLogger().handlers if isinstance(h.formatter, JsonFormatter))
    monkeypatch.setattr(handler, "stream", StringIO())
    return lambda: [json.loads(line) for line in handler.stream.getvalue().splitlines()]


@pytest.fixture
def measured(settings):
    settings.METRICS, settings.METRICS_TOKEN = True, TOKEN


def ask_ready(client, **asked):
    answer = client.get("/health/ready", **asked)
    return answer.status_code, answer.json()


def test_whoever_asks_whether_it_lives_costs_no_query(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get("/health/live", **ELSEWHERE)
    assert (answer.status_code, answer.json()) == (200, {"live": True})


@pytest.mark.parametrize("address", ["/health/live", "/health/ready", "/health/ready/"])
def test_health_is_told_by_whatever_name_on_a_closed_site_of_https_and_kept_nowhere(client, settings, address):
    settings.REQUIRE_LOGIN = settings.SECURE_SSL_REDIRECT = True
    answer = client.get(address, **ELSEWHERE)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-store"
    assert client.head(address, **ELSEWHERE).status_code == 200
    assert client.post(address, **ELSEWHERE).status_code == 405


def test_a_process_that_can_serve_is_ready(client):
    checks = {"database": True, "migrations": True, "search_index": True, "data_folder": True}
    assert ask_ready(client) == (200, {"ready": True, **checks})


def test_whoever_asks_often_is_told_what_was_looked_at_last(client, django_assert_num_queries):
    with django_assert_num_queries(3):  # is it there, migrations, names of indexes
        first = ask_ready(client)
    with django_assert_num_queries(0):
        assert ask_ready(client) == first


def not_ready(client, log, failed):
    """Return the reason that is logged, once the check `failed` alone does not hold."""
    status, told = ask_ready(client)
    assert status == 503
    assert [name for name, holds in told.items() if not holds] == ["ready", failed]
    (line,) = [line for line in log() if line["logger"] == "tracker.health"]
    assert line["level"] == "ERROR"
    return line["message"]


def test_a_migration_that_is_missing_is_told_to_the_log_and_not_to_strangers(client, log):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'claims' AND name LIKE '0043%%'")
    assert "claims.0043" in not_ready(client, log, "migrations")


def test_tables_that_are_newer_than_the_code_do_no_harm(client):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('claims', '9999_later', '2022-01-01')"
        )
    assert ask_ready(client)[0] == 200


def test_a_search_index_that_is_missing_is_told(client, log):
    with connection.cursor() as cursor:
        search.index.get_engine(connection).remove(cursor, search.index.ACTORS)
    assert "search_index" in not_ready(client, log, "search_index")


def test_a_folder_that_cannot_be_written_to_is_told(client, log, settings, tmp_path):
    settings.DATA_DIR = tmp_path / "gone"
    assert "gone" in not_ready(client, log, "data_folder")


def test_a_database_that_is_away_is_told(client, log, monkeypatch):
    monkeypatch.setitem(health.CHECKS, "database", lambda: 1 / 0)
    status, told = ask_ready(client)
    assert (status, told) == (503, dict.fromkeys(told, False) | {"data_folder": True})


@pytest.mark.parametrize(
    ("primary", "replica", "status"), [(True, True, 200), (True, False, 200), (False, True, 200), (False, False, 503)]
)
def test_a_process_serves_from_the_replica_while_the_primary_is_away(client, monkeypatch, primary, replica, status):
    monkeypatch.setattr(health, "measure_lag", lambda: Lag(replica, 0, 0.0) if replica else Lag(False))
    if not primary:
        monkeypatch.setitem(health.CHECKS, "database", lambda: 1 / 0)
    told = ask_ready(client)
    assert (told[0], told[1]["database"], told[1]["replica"]["answers"]) == (status, primary, replica)


def test_metrics_are_not_there_unless_somebody_may_ask(client):
    assert client.get("/metrics/").status_code == 404


@pytest.mark.parametrize("given", ["", f"Bearer {TOKEN} ", "Bearer ", f"Basic {TOKEN}", "Bearer ü"])
def test_metrics_are_refused_to_strangers(client, measured, given):
    answer = client.get("/metrics", headers={"Authorization": given})
    assert answer.status_code == 403 and b"tracker_" not in answer.content


@pytest.mark.parametrize(
    ("forwarded", "status"), [("10.0.0.5", 200), ("10.0.1.5", 403), ("10.0.0.5, 203.0.113.1", 403), ("", 403)]
)
def test_metrics_are_given_to_addresses_that_are_listed(client, settings, forwarded, status):
    settings.METRICS, settings.METRICS_FROM, settings.PROXY = True, ["10.0.0.0/24"], True
    assert client.get("/metrics", headers={"X-Forwarded-For": forwarded}).status_code == status


def read_numbers(client):
    """Return name with labels → number."""
    text = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}, **ELSEWHERE).content.decode()
    return {name: float(number) for name, number in re.findall(r"^(tracker_.*) ([\d.e+]+)$", text, re.MULTILINE)}


def test_metrics_count_requests_kept_values_and_files_by_route(client, measured):
    make_claim()
    before = read_numbers(client)
    for address in ("/talks/", "/talks/", "/talks/?q=secret", "/nowhere/secret/", "/talks/claims/?_export=csv"):
        b"".join(client.get(address))  # a file is written as it is read
    after = read_numbers(client)
    rise = {name: number - before.get(name, 0) for name, number in after.items()}
    assert rise['tracker_requests_total{route="claims:matrix",status="200"}'] == 3
    assert rise['tracker_request_seconds_count{route="claims:matrix"}'] == 3
    assert rise['tracker_requests_total{route="none",status="404"}'] == 1
    assert rise['tracker_files_total{result="written"}'] == 1
    assert rise['tracker_kept_total{kept="scopes",result="miss"}'] >= 1
    assert rise['tracker_kept_total{kept="windows",result="hit"}'] >= 1
    assert after["tracker_published_claims"] == after["tracker_database_up"] == 1
    assert after["tracker_data_version"] > 0
    assert not any("secret" in name for name in after)


def test_each_request_is_one_line_without_what_was_looked_for(client, log, settings, caplog):
    the_negotiation()
    settings.LOG_REQUESTS = True
    caplog.set_level(logging.INFO, "tracker.requests")
    answer = client.get("/talks/claims/?q=secret", headers={"X-Request-ID": "0123456789abcdef0123456789abcdef"})
    again = client.get("/talks/claims/?q=secret", headers={"If-None-Match": answer["ETag"]})
    client.get("/health/live")
    lines = [line for line in log() if line["logger"] == "tracker.requests"]
    assert [(line["method"], line["address"], line["route"], line["status"]) for line in lines] == [
        ("GET", "/talks/claims/", "claims:claims", 200),
        ("GET", "/talks/claims/", "unchanged", 304),
    ]
    assert [line["request_id"] for line in lines] == [answer["X-Request-ID"], again["X-Request-ID"]]
    assert answer["X-Request-ID"] == "0123456789abcdef0123456789abcdef"
    assert all(0 < line["duration"] < 100 and line["time"] and line["level"] == "INFO" for line in lines)
    assert "secret" not in str(log()) and "127.0.0.1" not in str(log())


def test_a_page_that_is_not_there_is_logged_without_what_was_looked_for(client, log):
    client.get("/nowhere/?q=secret")
    assert [line["message"] for line in log()] == ["Not Found: /nowhere/"]
    assert "secret" not in str(log())


def test_routes_are_few_whatever_is_asked_for(client, rf):
    addresses = ["/static/a.css", "/static/b.css", "/a/b/c/", "/d/e/f/"]
    answers = [(rf.get(address), client.get(address)) for address in addresses]
    for request, _ in answers:
        request.resolver_match = None
    assert [name_route(request, answer) for request, answer in answers] == ["static", "static", "none", "none"]
