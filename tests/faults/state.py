"""What a database holds, told from outside: what each work must leave either as it was or as it shall be."""

import gzip
import sqlite3
from contextlib import closing
from hashlib import sha256
from typing import NamedTuple

# Who is logged in or could not log in, and users that commands make for themselves before they begin.
ASIDE = {"django_session", "auth_user", "axes_accessattempt", "axes_accessfailurelog", "axes_accesslog"}
COUNTERS = {"claims_dataversion", "claims_negotiationversion"}


class DatabaseState(NamedTuple):
    """The number of rows of each table, with the sum of their versions; and the data version of everything."""

    rows: dict
    version: int

    def names_of_changes(self, other):
        return sorted(name for name in {*self.rows, *other.rows} if self.rows.get(name) != other.rows.get(name))


def read_state():
    """Read the state of the database in one moment."""
    from django.apps import apps
    from django.db import connection

    from claims.backup.saving import read_one_moment
    from claims.models import DataVersion

    rows = {}
    with read_one_moment(connection), connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        for model in apps.get_models(include_auto_created=True):
            table = model._meta.db_table
            if table in ASIDE | COUNTERS or table not in tables:
                continue
            counts = any(field.column == "version" for field in model._meta.concrete_fields)
            version = "sum(version)" if counts else "0"
            cursor.execute(f"SELECT count(*), coalesce({version}, 0) FROM {table}")  # noqa: S608
            rows[table] = tuple(int(number) for number in cursor.fetchone())
        version = DataVersion.current() if "claims_dataversion" in tables else 0
    return DatabaseState(rows, version)


def look_through():
    """Return in a sentence each thing that is wrong with the database."""
    from claims.checks import check_database

    return [str(broken) for broken in check_database()]


def forget_connections():
    """Hold no connection: the database may be replaced, and processes are forked off."""
    from django.db import connections

    connections.close_all()
    for connection in connections.all(initialized_only=True):
        if connection.vendor == "postgresql":
            connection.close_pool()  # its threads would not go with a process that is forked off


def copy_sqlite(origin, target):
    """Copy a file of SQLite with what its log holds, and let the copy have no log."""
    for suffix in ("", "-wal", "-shm"):
        target.with_name(target.name + suffix).unlink(missing_ok=True)
    with closing(sqlite3.connect(origin)) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)


def digest_backup(path):
    """Return what a backup holds, but for when it was made."""
    with gzip.open(path) as lines:
        next(lines)
        return sha256(b"".join(sorted(line for line in lines if b'"sha256"' not in line))).hexdigest()
