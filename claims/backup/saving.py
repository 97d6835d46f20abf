"""Database → file, as the database was at one moment, while others go on writing."""

from contextlib import contextmanager

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.utils import timezone

from . import tables
from .files import new_file

AT_ONCE = 2000  # rows held in memory


def save(path, using=DEFAULT_DB_ALIAS):
    """Write all of the database to a new file; return the number of rows."""
    connection = connections[using]
    with new_file(path) as file, one_moment(connection):
        loader, migrations = tables.applied(connection)
        file.header(timezone.now().isoformat(), migrations)
        for label, model in tables.saved(tables.models_at(loader, migrations)).items():
            names = [field.attname for field in tables.columns(model)]
            rows = model._base_manager.using(using).order_by("pk").values_list(*names).iterator(AT_ONCE)
            file.table(label, names, tables.last_id(connection, model), rows)
    return file.rows


@contextmanager
def one_moment(connection):
    """Read the database as it is now until the block ends. Nobody waits: PostgreSQL and SQLite's write-ahead log
    keep the old rows for as long as they are read."""
    if connection.vendor == "sqlite":
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
