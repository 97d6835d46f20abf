"""An address that is asked for twice, with the queries of each time."""

from contextlib import contextmanager
from typing import NamedTuple

from django.db import connection
from django.http import HttpResponse

from claims import queries
from tests.query_counter import QueryCounter


class Asked(NamedTuple):
    """How a page was answered, first with nothing kept in memory and then again, each time by which statements."""

    first: HttpResponse
    again: HttpResponse
    statements: list
    statements_again: list


@contextmanager
def counted():
    """Return the statements that are executed inside."""
    counter = QueryCounter()
    with connection.execute_wrapper(counter):
        yield counter.statements


def ask(client, path):
    queries.forget_all()
    with counted() as statements:
        first = client.get(path)
    with counted() as statements_again:
        again = client.get(path)
    return Asked(first, again, statements, statements_again)
