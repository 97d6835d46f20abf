"""What the database itself refuses of the trail, whoever writes: to change it, or to delete it within a month.

Triggers hold it on SQLite and PostgreSQL, made after every migrate, as those of releases are.
"""

from collections.abc import Sequence
from typing import Any

from django.apps import apps as installed
from django.apps.registry import Apps
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.utils import CursorWrapper

TABLE = "people_accountevent"
NEVER = "the trail never changes"
SHORTEST = 30  # days for which it is kept at the least
FUNCTION = "people_trail_never"


def set_up(using: str = DEFAULT_DB_ALIAS, apps: Apps = installed, **kwargs: Any) -> None:
    """Make the triggers; called after each migrate, idempotent. None are made in a state without the trail."""
    connection = connections[using]
    with transaction.atomic(using), connection.cursor() as cursor:
        _drop(cursor, connection.vendor)
        if "accountevent" in apps.all_models["people"]:
            (_make_on_sqlite if connection.vendor == "sqlite" else _make_on_postgresql)(cursor)


def stand_aside(using: str = DEFAULT_DB_ALIAS, plan: Sequence[Any] = (), **kwargs: Any) -> None:
    """Let migrations change the table; called before each migrate."""
    if plan:
        remove(using)


def remove(using: str = DEFAULT_DB_ALIAS) -> None:
    """Drop the triggers, until the next `set_up`: for whoever restores a whole database."""
    connection = connections[using]
    with transaction.atomic(using), connection.cursor() as cursor:
        _drop(cursor, connection.vendor)


def _drop(cursor: CursorWrapper, vendor: str) -> None:
    if vendor == "sqlite":
        for write in ("update", "delete"):
            cursor.execute(f"DROP TRIGGER IF EXISTS {TABLE}_never_{write}")
    else:
        cursor.execute(f"DROP FUNCTION IF EXISTS {FUNCTION}() CASCADE")


def _make_on_sqlite(cursor: CursorWrapper) -> None:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{NEVER}'); END"
    young = f"WHEN old.at > datetime('now', '-{SHORTEST} days')"
    cursor.execute(f"CREATE TRIGGER {TABLE}_never_update BEFORE UPDATE ON {TABLE} {refuse}")
    cursor.execute(f"CREATE TRIGGER {TABLE}_never_delete BEFORE DELETE ON {TABLE} {young} {refuse}")


def _make_on_postgresql(cursor: CursorWrapper) -> None:
    refuse = f"RAISE EXCEPTION '{NEVER}' USING ERRCODE = 'integrity_constraint_violation';"
    young = f"old.at > now() - interval '{SHORTEST} days'"
    body = f"IF TG_OP = 'UPDATE' OR {young} THEN {refuse} END IF; RETURN old;"
    cursor.execute(f"CREATE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $body$BEGIN {body} END$body$")
    cursor.execute(
        f"CREATE TRIGGER {TABLE}_never BEFORE UPDATE OR DELETE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION {FUNCTION}()"
    )
