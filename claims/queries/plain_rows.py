"""Rows as the database's driver gives them, past Django's handling of each, which takes longer than the query."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet

# So few at once that Python does not look through them for garbage (`tracker.garbage`).
ROWS_A_FETCH = 2_000


def fetch_plain_rows(queryset: QuerySet[Any, Any], streamed: bool = False) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a `values_list` queryset as tuples (one query, none where it cannot find anything).

    Only for numbers, texts, days and booleans, which drivers give as what they are; JSON is a text. On PostgreSQL all
    rows are in memory before the first; `streamed` are as many as there are at once, at the price of a cursor there.
    """
    try:
        sql, parameters = queryset.query.get_compiler(queryset.db).as_sql()
    except EmptyResultSet:  # rows among none
        return
    connection = connections[queryset.db]
    with connection.chunked_cursor() if streamed else connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        while batch := cursor.fetchmany(ROWS_A_FETCH):
            yield from batch
