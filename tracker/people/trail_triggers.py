"""What the database itself refuses of the trail, whoever writes: to change it, or to delete it within a month.

Triggers hold it on SQLite and PostgreSQL, made after every migrate, as those of releases are.
"""

from collections.abc import Collection

from django.db.backends.utils import CursorWrapper

from claims.models.trigger_sets import TriggerSet

TABLE = "people_accountevent"
NEVER = "the trail never changes"
SHORTEST = 30  # days for which it is kept at the least
FUNCTION = "people_trail_never"


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


def _make(cursor: CursorWrapper, vendor: str, models: Collection[str]) -> None:
    if "accountevent" in models:
        (_make_on_sqlite if vendor == "sqlite" else _make_on_postgresql)(cursor)


TRIGGERS = TriggerSet("people", _drop, _make)
