"""What the database itself refuses of releases, whoever writes: to change or delete them, or to add to a whole file.

Triggers hold it on SQLite and PostgreSQL, made after every migrate, as those of stretches are and for the same reason.
"""

from collections.abc import Collection

from django.db.backends.utils import CursorWrapper

from .trigger_sets import TriggerSet

NEVER = "releases never change"
WHOLE = "a file of a release is whole"
TABLES = ("claims_release", "claims_releasefile", "claims_releasechunk")
CHUNKS = TABLES[-1]
# S608: names of ours
_TOO_MUCH = (
    "(SELECT coalesce(sum(length(data)), 0) FROM claims_releasechunk WHERE file_id = new.file_id)"  # noqa: S608
    " > (SELECT size FROM claims_releasefile WHERE id = new.file_id)"
)


def _drop(cursor: CursorWrapper, vendor: str) -> None:
    if vendor == "sqlite":
        for table in TABLES:
            for write in ("update", "delete"):
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_never_{write}")
        cursor.execute(f"DROP TRIGGER IF EXISTS {CHUNKS}_whole")
    else:
        cursor.execute("DROP FUNCTION IF EXISTS claims_releases_never() CASCADE")
        cursor.execute("DROP FUNCTION IF EXISTS claims_release_whole() CASCADE")


def _make_on_sqlite(cursor: CursorWrapper) -> None:
    for table in TABLES:
        for write in ("update", "delete"):
            cursor.execute(
                f"CREATE TRIGGER {table}_never_{write} BEFORE {write.upper()} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{NEVER}'); END"
            )
    cursor.execute(
        f"CREATE TRIGGER {CHUNKS}_whole AFTER INSERT ON {CHUNKS} WHEN {_TOO_MUCH} "
        f"BEGIN SELECT RAISE(ABORT, '{WHOLE}'); END"
    )


def _make_on_postgresql(cursor: CursorWrapper) -> None:
    _make_function(cursor, "claims_releases_never", _refuse(NEVER))
    _make_function(cursor, "claims_release_whole", f"IF {_TOO_MUCH} THEN {_refuse(WHOLE)} END IF; RETURN NULL;")
    for table in TABLES:
        cursor.execute(
            f"CREATE TRIGGER {table}_never BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION claims_releases_never()"
        )
    cursor.execute(
        f"CREATE TRIGGER {CHUNKS}_whole AFTER INSERT ON {CHUNKS} FOR EACH ROW EXECUTE FUNCTION claims_release_whole()"
    )


def _refuse(reason: str) -> str:
    return f"RAISE EXCEPTION '{reason}' USING ERRCODE = 'integrity_constraint_violation';"


def _make_function(cursor: CursorWrapper, name: str, body: str) -> None:
    cursor.execute(f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $body$BEGIN {body} END$body$")


def _make(cursor: CursorWrapper, vendor: str, models: Collection[str]) -> None:
    if "release" in models:
        (_make_on_sqlite if vendor == "sqlite" else _make_on_postgresql)(cursor)


TRIGGERS = TriggerSet("claims", _drop, _make)
