"""Where the databases of the bench lie: one for each size, in a folder of their own or on a PostgreSQL server.

`environment` says it to a process that is to be started, `make_anew` works in one that has.
"""

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

from django.core.management import call_command
from django.db import connection

FOLDER = Path(__file__).resolve().parent.parent / ".bench"


def build_environment(name):
    """Return the environment of a process that works with the database called so."""
    url = os.environ.get("DATABASE_URL")
    there = {"DATABASE_URL": urlsplit(url)._replace(path=f"/stance_bench_{name}").geturl()} if url else {}
    return {**os.environ, "DATA_DIR": str(FOLDER / name), "LOG_LEVEL": "ERROR", **there}


def exists():
    if connection.vendor == "sqlite":
        return Path(connection.settings_dict["NAME"]).exists()
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [connection.settings_dict["NAME"]])
        return cursor.fetchone() is not None


def make_anew():
    """Drop the database that the settings name, make it and migrate it."""
    remove()
    if connection.vendor == "postgresql":
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{connection.settings_dict["NAME"]}"')
    call_command("migrate", verbosity=0)


def copy_from(name):
    """Make the database that the settings name anew, as a copy of the one that is called so here."""
    remove()
    source = build_environment(name)
    if connection.vendor == "sqlite":
        there = Path(connection.settings_dict["NAME"])
        there.parent.mkdir(parents=True, exist_ok=True)
        with (
            closing(sqlite3.connect(Path(source["DATA_DIR"]) / there.name)) as original,
            closing(sqlite3.connect(there)) as copy,
        ):
            original.backup(copy)
        return
    original = urlsplit(source["DATABASE_URL"]).path.strip("/")
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{connection.settings_dict["NAME"]}" TEMPLATE "{original}"')


def remove():
    name = connection.settings_dict["NAME"]
    connection.close()
    if connection.vendor == "sqlite":
        for end in ("", "-wal", "-shm"):
            Path(f"{name}{end}").unlink(missing_ok=True)
        return
    connection.close_pool()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def connect_bare():
    """Return a connection that Django knows nothing of: no converters, no wrappers, the same settings."""
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        raw = sqlite3.connect(settings["NAME"], isolation_level=None)
        raw.executescript(f"PRAGMA foreign_keys=ON; {settings['OPTIONS']['init_command']}")
        return raw
    import psycopg
    from psycopg.types.string import TextLoader

    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    there = {key: settings[name] for key, name in names.items() if settings[name]}
    raw = psycopg.connect(autocommit=True, options=settings["OPTIONS"]["options"], **there)
    raw.adapters.register_loader("jsonb", TextLoader)  # as it can be written again
    return raw
