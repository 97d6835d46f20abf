"""The test database as a whole: its address, states of it that are saved and come back, and how it loses its tables."""

import sqlite3
from contextlib import closing, contextmanager
from urllib.parse import quote

import psycopg
from django.contrib.contenttypes.management import inject_rename_contenttypes_operations
from django.contrib.contenttypes.models import ContentType
from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import load_backend

from claims import queries, search
from claims.backup import tables

MIGRATED = "migrated"

BLANK = "blank"

_saved = {}  # name → where the state is kept: a database in memory, or on the server
_made = {}  # name → what `enter` made


def make_url(name=None):
    """Return the test database, or another one of its server, as a DATABASE_URL."""
    at = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{at['NAME']}"
    user, password = quote(at["USER"]), quote(at["PASSWORD"])
    return f"postgres://{user}:{password}@{at['HOST']}:{at['PORT']}/{quote(name or at['NAME'])}"


def save(name):
    """Save the database as it stands; `restore` brings it back."""
    if connection.vendor == "sqlite":
        _saved[name] = sqlite3.connect(":memory:")
        with closing(sqlite3.connect(connection.settings_dict["NAME"])) as database:
            database.backup(_saved[name])
    else:
        _saved[name] = name_saved(name)
        replace(_saved[name], connection.settings_dict["NAME"])


def name_saved(name):
    """Return what the server calls the state of this name."""
    return f"{connection.settings_dict['NAME']}_{name}"


def enter(name, make):
    """Bring a migrated database into the state that `make` makes, which runs once; return what it returned."""
    if name not in _made:
        _made[name] = make()
        save(name)
    else:
        restore(name)
    return _made[name]


@contextmanager
def undone():
    """Take back all that is written inside, which is quicker than to delete it row by row."""
    try:
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
    finally:
        queries.forget_all()  # the numbers of data versions are given again


def restore(name):
    """Replace the database, tables and all, by the state of this name."""
    if connection.vendor == "sqlite":
        # By a connection of its own: the others notice that the database changed, as if somebody had written.
        with closing(sqlite3.connect(connection.settings_dict["NAME"])) as database:
            database.execute("PRAGMA synchronous=OFF")
            _saved[name].backup(database)
    else:
        replace(connection.settings_dict["NAME"], _saved[name])
    ContentType.objects.clear_cache()


def forget_saved():
    """Drop the saved states."""
    while _saved:
        _, state = _saved.popitem()
        if connection.vendor == "sqlite":
            state.close()
        else:
            with _open_server() as server:
                server.execute(f'DROP DATABASE "{state}" WITH (FORCE)')


@contextmanager
def beside(path):
    """Work on a new database of SQLite at this path, without tables, and then on the test database again."""
    test_database = connections[DEFAULT_DB_ALIAS]
    at = {"ENGINE": "django.db.backends.sqlite3", "NAME": path, "OPTIONS": {"transaction_mode": "IMMEDIATE"}}
    connections[DEFAULT_DB_ALIAS] = load_backend(at["ENGINE"]).DatabaseWrapper({**test_database.settings_dict, **at})
    ContentType.objects.clear_cache()
    try:
        yield
    finally:
        connection.close()
        connections[DEFAULT_DB_ALIAS] = test_database
        ContentType.objects.clear_cache()


def replace(database, template):
    """Replace a database of the server by a copy of another."""
    connection.close()
    connection.close_pool()
    with _open_server() as server:
        # As files, where the release can be told to: the other way, each page goes through the log.
        copied = "STRATEGY file_copy" if server.info.server_version >= 150000 else ""
        server.execute(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')
        server.execute(f'CREATE DATABASE "{database}" TEMPLATE "{template}" {copied}')


def _open_server():
    return psycopg.connect(make_url("postgres"), autocommit=True)


def make_blank(migrations):
    """Make the tables as these migrations make them, and no rows. Whoever asks for more migrations than before goes on
    from what was made then: the way from no tables to each of many states is gone once."""
    if BLANK in _saved:
        restore(BLANK)
    else:
        drop_everything()
    executor = MigrationExecutor(connection)
    left = executor.migration_plan(executor.loader.graph.leaf_nodes())
    plan = [step for step in left if (step[0].app_label, step[0].name) in migrations]
    inject_rename_contenttypes_operations(plan=plan, using=connection.alias)
    executor.migrate(executor.loader.graph.leaf_nodes(), plan)
    assert set(tables.read_applied(connection)[1]) == set(migrations), (
        "these were asked for after those of a later state"
    )
    save(BLANK)


def drop_everything():
    models = tables.build_models(*tables.read_applied(connection))
    search.index.remove()
    connection.disable_constraint_checking()
    tables.drop_tables(connection, {*(m._meta.db_table for m in models.values()), "django_migrations"})
    connection.enable_constraint_checking()
    assert not [name for name in connection.introspection.table_names() if name.startswith(("claims", "auth"))]
