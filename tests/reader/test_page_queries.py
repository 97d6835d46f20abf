"""Tests that ask each page with all that it reads know what it reads."""

import pytest
from django.db import connection

from claims import queries
from claims.models import DataVersion
from tests.make import the_negotiation
from tests.query_counter import QueryCounter
from tests.reader import watched_queries
from tests.reader.page_queries import list_declared, list_read
from tests.walk import make_world, stops

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def world(share_rows):
    with share_rows(lambda: make_world(3)) as world:
        yield world


def test_no_page_reads_a_parameter_that_is_not_known(client, world, settings):
    # After what chooses the charset, for the query string is read again then.
    chosen = settings.MIDDLEWARE.index("tracker.middleware.charsets.OneCharset") + 1
    settings.MIDDLEWARE = [
        *settings.MIDDLEWARE[:chosen],
        "tests.reader.watched_queries.watch",
        *settings.MIDDLEWARE[chosen:],
    ]
    unknown, read = {}, set()
    for stop in stops(world):
        watched_queries.asked.clear()
        for query in ("", "?q=x&table=x&x=1", "?_export=csv"):
            for headers in ({}, {"HX-Request": "true"}):
                client.get(stop.path() + query, headers=headers)
        read |= watched_queries.asked
        if watched_queries.asked - list_read(stop.name):
            unknown[stop.name] = watched_queries.asked - list_read(stop.name)
    assert unknown == {}
    assert {"q", "version", "cell", "page", "columns"} <= read


def test_a_parameter_that_no_page_knows_makes_nothing_anew(client, world):
    for stop in stops(world):
        client.get(stop.path())
        taken = []
        for query in ("", "?z=1", "?utm_source=mail&z=2"):
            counter = QueryCounter()
            with connection.execute_wrapper(counter):
                client.get(stop.path() + query)
            taken.append(len(counter.statements))
        assert taken == taken[:1] * 3, stop.name


@pytest.mark.parametrize("name", ["claims:cell", "claims:proposal", "claims:actor"])
def test_a_page_of_one_decides_on_nothing_that_it_does_not_name(client, world, name):
    (page,) = (stop.path() for stop in stops(world) if stop.name == name)
    client.cookies["any"] = "so that no answer kept for others is sent"
    queries.forget_all()
    assert client.get(page).status_code == 200
    pk = the_negotiation().pk
    snapshot = queries.get_snapshot(queries.Scope(negotiations=(pk,)), DataVersion.read_all().of(pk))
    assert snapshot.get_at_hand(queries.decide_verdicts) is None
    client.get(the_negotiation().get_address("matrix"))
    assert snapshot.get_at_hand(queries.decide_verdicts) is not None


def test_what_a_filter_declares_is_read():
    assert {"topic", "sort", "page", "per_page"} <= list_declared("claims:proposals")
    assert list_declared("claims:method") == set()
