import pytest
from django.db import connection

from claims import queries
from tests.query_counter import QueryCounter
from tests.walk import make_world, names_for_readers, stops

pytestmark = pytest.mark.django_db


@pytest.fixture(params=[1, 40], ids=["one of each", "forty of each"])
def world(request):
    return make_world(request.param)


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


def test_no_page_opens_a_transaction(client, world):
    for stop in stops(world):
        counter = QueryCounter()
        with connection.execute_wrapper(counter):
            client.get(stop.path())
        assert not [sql for sql in counter.statements if sql.startswith(("BEGIN", "SAVEPOINT"))], stop


def test_each_page_forbids_everything_inline(client, world):
    for stop in stops(world):
        response = client.get(stop.path())
        assert "default-src 'none'" in response["Content-Security-Policy"]
        page = response.content.decode()
        assert " style=" not in page and " onclick=" not in page and "<script>" not in page, stop
