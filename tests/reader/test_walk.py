import re
from collections import Counter

import pytest
from django.db import connection

from claims import queries
from claims.models import SourceText
from tests.make import the_negotiation
from tests.query_counter import QueryCounter
from tests.walk import make_world, names_for_readers, stops

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", params=[1, 40], ids=["one of each", "forty of each"])
def world(request, share_rows):
    with share_rows(lambda: make_world(request.param)) as world:
        yield world


def test_the_walk_knows_every_named_url(world):
    assert {stop.name for stop in stops(world)} == names_for_readers()


def queries_of(client, path):
    counter = QueryCounter()
    with connection.execute_wrapper(counter):
        response = client.get(path)
    assert response.status_code == 200, path
    return len(counter.statements)


def test_each_page_takes_its_pinned_number_of_queries(client, world):
    taken = {}
    for stop in stops(world):
        queries.forget_all()
        taken[stop.name] = (queries_of(client, stop.path()), queries_of(client, stop.path()))
    assert taken == {stop.name: (stop.queries, stop.again) for stop in stops(world)}


# What chooses claims by their source, beside a page's own address: each filter, and the words that it suggests.
BY_SOURCE = [
    ("claims:claims", "source={source.slug}"),
    ("claims:claims", "origin={source.origin}"),
    ("claims:claims", "source=no-such-thing&origin=nobody"),
    ("claims:claims", "_export=csv"),
    ("claims:matrix", "origin={source.origin}"),
    ("claims:matrix", "origin=nobody"),
    ("claims:matrix", "leaked=no&grade=none"),
    ("claims:common-ground", "origin={source.origin}"),
    ("claims:agreement", "origin={source.origin}"),
    ("claims:sources", "_export=csv"),
]


def test_no_public_address_reads_the_text_of_a_source(client, world):
    """A held text may be megabytes long: coding and checking read them, one at a time."""
    pages = {stop.name: stop.path() for stop in stops(world)}
    addresses = list(pages.values())
    addresses += [f"{pages[name]}?{query.format(source=world.source)}" for name, query in BY_SOURCE]
    addresses += [
        f"{the_negotiation().get_address('suggest', name)}?q=source" for name in ("source", "origin", "actor")
    ]
    counter = QueryCounter()
    with connection.execute_wrapper(counter):
        answers = {address: client.get(address).status_code for address in addresses}
    assert set(answers.values()) == {200, 400}, answers  # 400: what names no source
    assert [sql for sql in counter.statements if "claims_source" in sql]
    assert not [sql for sql in counter.statements if SourceText._meta.db_table in sql]


def test_no_page_opens_a_transaction(client, world):
    for stop in stops(world):
        counter = QueryCounter()
        with connection.execute_wrapper(counter):
            client.get(stop.path())
        assert not [sql for sql in counter.statements if sql.startswith(("BEGIN", "SAVEPOINT"))], stop


def test_each_page_forbids_everything_inline_and_gives_an_id_once(client, world):
    for stop in stops(world):
        response = client.get(stop.path())
        assert "default-src 'none'" in response["Content-Security-Policy"]
        page = response.content.decode()
        assert " style=" not in page and " onclick=" not in page and "<script>" not in page, stop
        ids = Counter(re.findall(r'\sid="([^"]*)"', page))
        twice = [name for name, number in ids.items() if number > 1]
        assert not twice, (stop, twice)
