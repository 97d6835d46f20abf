"""Database → file, as the database was at one moment, while others go on writing."""

from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from typing import Any, cast

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone

from . import tables
from .files import StrPath, create_file


def save(path: StrPath, using: str = DEFAULT_DB_ALIAS) -> int:
    """Write all of the database to a new file; return the number of rows."""
    connection = connections[using]
    with create_file(path) as file, read_one_moment(connection):
        loader, migrations = tables.read_applied(connection)
        file.write_header(timezone.now().isoformat(), migrations)
        for label, model in tables.select_saved(tables.build_models(loader, migrations)).items():
            names = [field.attname for field in tables.list_columns(model)]
            queryset = model._base_manager.using(using).order_by("pk").values_list(*names)
            # Closed where the disk is full too: else its cursor outlives the connection, and Python complains of it.
            rows = cast("Generator[tuple[Any, ...]]", queryset.iterator(tables.count_at_once(model)))
            with closing(rows):
                file.write_table(label, names, tables.read_last_id(connection, model), rows)
    return file.rows


@contextmanager
def read_one_moment(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Read the database as it is now until the block ends. Nobody waits: PostgreSQL and SQLite's write-ahead log
    keep the old rows for as long as they are read. Within a transaction it is read as that sees it."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")  # `atomic` would begin as a writer does, and keep all others waiting
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
    else:
        with transaction.atomic(connection.alias), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
