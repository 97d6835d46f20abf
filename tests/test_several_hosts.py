"""Two hosts over a primary and its replica: one site to whoever writes, reads, logs in or guesses."""

from contextlib import contextmanager

import pytest

from tests.nginx import find_nginx
from tests.postgres_pair import find_program
from tests.several_hosts import PlainBrowser, site, until


@pytest.fixture(scope="module")
def hosts():
    find_nginx()  # or leave it out
    if not find_program("initdb"):
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    with site() as running:
        yield running


@contextmanager
def held_up(replica):
    """Let the replica take no change inside."""
    replica.ask("SELECT pg_wal_replay_pause()")
    until(lambda: replica.ask("SELECT pg_get_wal_replay_pause_state()") == "paused")
    try:
        yield
    finally:
        replica.ask("SELECT pg_wal_replay_resume()")


def test_visitors_read_the_replica_and_editors_the_primary(hosts):
    hosts.wait_for_replica()
    before = hosts.primary.count_pages()
    assert hosts.is_read_from_replica()
    assert hosts.primary.count_pages() == before
    editor = PlainBrowser(hosts.a.port)
    editor.log_in("ann")
    before = hosts.primary.count_pages(), hosts.replica.count_pages()
    assert editor.get(hosts.page).status == 200
    assert hosts.primary.count_pages() > before[0]
    assert hosts.replica.count_pages() == before[1]


def test_what_is_written_on_one_host_is_there_on_the_other(hosts):
    hosts.rename("Written on the first")
    assert "Written on the first" in PlainBrowser(hosts.b.port).get(hosts.page).text
    hosts.rename("Written on the second", host=hosts.b)
    assert "Written on the second" in PlainBrowser(hosts.a.port).get(hosts.page).text


def test_nobody_reads_less_than_was_written_though_the_replica_is_behind(hosts):
    hosts.wait_for_replica()
    kept = hosts.visitor().get(hosts.page)
    assert kept.status == 200
    with held_up(hosts.replica):
        editor = hosts.rename("Behind")
        for reader in (editor, PlainBrowser(hosts.b.port), hosts.visitor()):
            assert "Behind" in reader.get(hosts.page).text
        again = hosts.visitor().get(hosts.page, **{"If-None-Match": kept.headers["ETag"]})
        assert again.status == 200 and "Behind" in again.text
        lag = hosts.read_health()["replica"]
        assert lag["answers"] and lag["bytes"] > 0 and lag["seconds"] > 0
        assert not hosts.is_read_from_replica()
    hosts.wait_for_replica()
    assert hosts.is_read_from_replica()
    after = hosts.visitor().get(hosts.page, **{"If-None-Match": again.headers["ETag"]})
    assert after.status == 304
    until(lambda: hosts.read_health()["replica"] == {"answers": True, "bytes": 0, "seconds": 0})


def test_a_login_on_one_host_holds_on_the_other(hosts):
    person = PlainBrowser(hosts.a.port)
    assert person.get("/admin/").status == 302
    person.log_in("ann")
    person.port = hosts.b.port
    assert person.get("/admin/").status == 200


def test_guesses_of_passwords_are_counted_over_both(hosts):
    guesser = PlainBrowser(hosts.a.port, address="192.0.2.66")
    answers = []
    for port in [hosts.a.port, hosts.b.port] * 3:
        guesser.port = port
        answers.append(guesser.log_in("ben", "wrong").status)
    assert answers == [200, 200, 200, 200, 429, 429]
    assert guesser.log_in("ben").status == 429  # whatever is given now
    assert PlainBrowser(hosts.b.port).log_in("ben").status == 302


def test_requests_to_the_api_are_counted_over_both(hosts):
    program = PlainBrowser(hosts.a.port, address="192.0.2.77")
    answers = []
    for port in [hosts.a.port, hosts.b.port] * 4:
        program.port = port
        answers.append(program.get(hosts.api_page).status)
    assert answers == [200] * 6 + [429] * 2


def test_pages_come_though_the_replica_is_lost_and_are_read_from_it_when_it_is_back(hosts):
    hosts.wait_for_replica()
    assert hosts.is_read_from_replica()
    hosts.replica.stop()
    for _ in range(8):  # each process of each host finds out by itself
        assert hosts.visitor().get(hosts.page).status == 200
    assert "The replica does not answer" in hosts.a.log.read_text() + hosts.b.log.read_text()
    hosts.replica.start()
    until(hosts.is_read_from_replica)
    assert "The replica answers again" in hosts.a.log.read_text() + hosts.b.log.read_text()


def test_visitors_read_the_replica_while_the_primary_is_lost_and_keep_nothing_of_it(hosts):
    hosts.wait_for_replica()
    kept = hosts.visitor().get(hosts.page)
    hosts.primary.stop()
    try:
        for _ in range(4):
            page = hosts.visitor().get(hosts.page, **{"If-None-Match": kept.headers["ETag"]})
            assert page.status == 200 and page.headers["Cache-Control"] == "private, no-store"
        health = hosts.read_health()
        assert health["ready"] and not health["database"] and health["replica"]["answers"]
        assert PlainBrowser(hosts.a.port, address="192.0.2.99").get(hosts.api_page).status == 200  # and is not counted
        assert hosts.visitor().get("/admin/login/").status in (200, 503)
    finally:
        hosts.primary.start()
    until(lambda: "public" in hosts.visitor().get(hosts.page).headers["Cache-Control"])
    for host in (hosts.a, hosts.b):
        until(lambda port=host.port: PlainBrowser(port).log_in("ann").status == 302)
    hosts.rename("After all")
