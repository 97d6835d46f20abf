"""What a process keeps in memory is never older than it says, whichever server its threads read."""

import logging

import pytest
from django.db import DEFAULT_DB_ALIAS, DatabaseError, OperationalError, connections
from django.test import RequestFactory

from claims.models import VersionNumber, Versions
from claims.models.replica import reading_primary, reading_replica
from claims.queries.cache import VersionedCache
from claims.releasing.connecting import stream_within
from tracker import replica
from tracker.middleware import read_replica
from tracker.middleware.page_cache import tag_request

REPLICA = object()  # stands for the connection to one


def come_to(number, shared=10):
    """Return versions of a database in which negotiation 7 was written to so many times."""
    return Versions(shared, number, {7: number}, {"talks": 7}, frozenset({7}))


def tell_read():
    return "replica" if connections[DEFAULT_DB_ALIAS] is REPLICA else "primary"


@pytest.mark.parametrize(
    ("version", "read"),
    [
        (VersionNumber(7, 13), "replica"),
        (VersionNumber(7, 14), "primary"),
        (VersionNumber(None, 13), "replica"),
        (VersionNumber(None, 14), "primary"),
        (VersionNumber(8, 11), "primary"),  # a negotiation that the replica has not yet
    ],
)
def test_what_is_kept_under_a_version_is_made_where_all_of_it_is(version, read):
    with reading_replica(REPLICA, come_to(3)):
        assert VersionedCache().get(version, "key", tell_read) == read
        assert tell_read() == "replica"
    assert tell_read() == "primary"


def test_what_another_was_about_to_keep_is_not_made_of_a_replica_that_is_behind():
    cache, newer, older = VersionedCache(), VersionNumber(7, 14), VersionNumber(7, 13)

    def make_while_a_page_of_the_replica_asks():
        with reading_replica(REPLICA, come_to(3)):
            return cache.get(older, "key", tell_read)

    assert cache.get(newer, "key", make_while_a_page_of_the_replica_asks) == "primary"


def test_a_file_is_read_from_the_replica_to_its_end_and_nothing_else_is():
    rest = stream_within((tell_read() for _ in range(2)), lambda: reading_replica(REPLICA, come_to(3)))
    assert [(part, tell_read()) for part in rest] == [("replica", "primary")] * 2


def test_what_is_written_beside_a_page_goes_to_the_primary():
    with reading_replica(REPLICA, come_to(3)), reading_primary():
        assert tell_read() == "primary"


@pytest.fixture
def site_with_replica(monkeypatch):
    monkeypatch.setattr(replica, "is_there", lambda: True)
    monkeypatch.setattr(
        replica, "read_come_to", lambda newest: come_to(3) if come_to(3).hold(newest.of_all()) else None
    )
    monkeypatch.setattr(read_replica, "connections", {replica.ALIAS: REPLICA})


def ask(view, primary=3, **cookies):
    """Ask for a page of the talks by the middleware; return (its answer, the request)."""
    request = RequestFactory().get("/talks/")
    request.COOKIES.update(cookies)
    request.unsure = False
    tag_request(request, come_to(primary))
    return read_replica.ReadReplica(None).process_view(request, view, (), {}), request


def test_a_page_bears_the_version_of_the_replica_that_it_is_read_from(site_with_replica):
    answer, request = ask(lambda request: tell_read(), primary=2)
    assert answer == "replica" and request.data_version == come_to(3).of(7)


def test_a_page_is_not_read_from_a_replica_that_is_behind_nor_for_whoever_has_a_session(site_with_replica):
    assert ask(lambda request: tell_read(), primary=4)[0] is None
    assert ask(lambda request: tell_read(), sessionid="one")[0] is None


@pytest.mark.parametrize(
    "error", [DatabaseError("cannot execute INSERT in a read-only transaction"), OperationalError()]
)
def test_a_page_that_fails_on_the_replica_is_left_to_the_primary(site_with_replica, error):
    def fail(request):
        raise error

    assert ask(fail)[0] is None


def test_a_server_that_is_lost_is_asked_again_by_one_request_after_a_while(monkeypatch, caplog):
    now, lost, asked = [100.0], [True], []
    monkeypatch.setattr(replica.time, "monotonic", lambda: now[0])
    caplog.set_level(logging.WARNING)
    server = replica.WatchedServer("replica", "the primary is read")

    def question():
        asked.append(now[0])
        if lost[0]:
            raise OperationalError("unable to open database file")
        return "answer"

    assert [server.ask(question) for _ in range(3)] == [None] * 3 and asked == [100.0]
    now[0] = 106.0
    assert [server.ask(question) for _ in range(3)] == [None] * 3 and asked == [100.0, 106.0]
    lost[0], now[0] = False, 112.0
    assert server.ask(question) == server.ask(question) == "answer"
    assert [record.message for record in caplog.records] == [
        "The replica does not answer: the primary is read.",
        "The replica answers again.",
    ]
