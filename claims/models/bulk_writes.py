"""Many rows of a tracked model at once, each with its history row: an INSERT … SELECT a call from the rows as they
stand. Only the gate calls this; it has counted their versions up."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.auth.models import User
from django.db import connections, router
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.utils import timezone


class PastVersion(NamedTuple):
    """Since when a row from elsewhere is as it is, and what it was before: unsaved rows, each with since when."""

    since: datetime
    earlier: Sequence[tuple[Any, datetime]] = ()


def insert(rows: Sequence[Any], user: User | None, reason: str, past: Sequence[PastVersion] = ()) -> None:
    """Insert unsaved rows of one model, those from elsewhere with their past; they have their keys afterwards."""
    if not rows:
        return
    written = insert_without_history(rows)
    if past:
        _remember_past(rows, written, past, user, reason)
    else:
        _remember(type(rows[0]), [row.pk for row in rows], "+", user, reason)


def insert_without_history(rows: Sequence[Any]) -> Mapping[str, Sequence[Any]]:
    """Insert unsaved rows of one model, which have their keys afterwards; return what was written of them by column."""
    if not rows:
        return {}
    model = type(rows[0])
    connection = connections[router.db_for_write(model)]
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    with connection.cursor() as cursor:
        for row, key in zip(rows, _draw_keys(connection, cursor, model, len(rows)), strict=True):
            row.pk = key
            row._state.adding, row._state.db = False, connection.alias
        for field in (field for field in fields if field.related_model is model):
            for row in (row for row in rows if field.is_cached(row) and field.get_cached_value(row)):
                setattr(row, field.attname, field.get_cached_value(row).pk)  # of one of these rows, perhaps
        written = {field.column: _prepare(connection, field, rows) for field in fields}
        _put(connection, cursor, model._meta.db_table, [*written], zip(*written.values(), strict=True))
    return written


def _prepare(connection: BaseDatabaseWrapper, field: Any, rows: Sequence[Any]) -> list[Any]:
    """Return what rows have in a field as the database takes it; what many have alike is prepared once."""
    prepared: dict[Any, Any] = {}
    column = []
    for row in rows:
        value = getattr(row, field.attname)
        alike = value.__class__, value
        try:
            column.append(prepared[alike])
        except KeyError:
            column.append(prepared.setdefault(alike, field.get_db_prep_save(value, connection)))
        except TypeError:  # it is a list, or a dict
            column.append(field.get_db_prep_save(value, connection))
    return column


def update(rows: Sequence[Any], names: Collection[str], user: User | None, reason: str) -> Any | None:
    """Write these fields of saved rows of one model, which stand one version below their own.

    Return None, or one of them that does not, as it stands: then the transaction must not go on.
    """
    model = type(rows[0])
    connection = connections[router.db_for_write(model)]
    locked = model._base_manager.select_for_update().order_by("pk").filter(pk__in=[row.pk for row in rows])
    versions = dict(locked.values_list("pk", "version"))
    for row in rows:
        if versions.get(row.pk) != row.version - 1:
            return model._base_manager.filter(pk=row.pk).first() or row
    _assign(connection, rows, sorted({*names, "version"}))
    _remember(model, [row.pk for row in rows], "~", user, reason)
    return None


def refresh(rows: Sequence[Any], names: Collection[str]) -> None:
    """Write these derived columns of saved rows of one model as they stand, without a history row."""
    if rows:
        _assign(connections[router.db_for_write(type(rows[0]))], rows, sorted(names))


def _assign(connection: BaseDatabaseWrapper, rows: Sequence[Any], names: Sequence[str]) -> None:
    quote = connection.ops.quote_name
    model = type(rows[0])
    fields = [model._meta.get_field(name) for name in names]
    assigned = ", ".join(f"{quote(field.column)} = %s" for field in fields)
    # S608: names of ours; the values are parameters
    sql = f"UPDATE {quote(model._meta.db_table)} SET {assigned} WHERE id = %s"  # noqa: S608
    columns = [*(_prepare(connection, field, rows) for field in fields), [row.pk for row in rows]]
    with connection.cursor() as cursor:
        cursor.executemany(sql, list(zip(*columns, strict=True)))


def _remember(model: Any, keys: list[int], kind: str, user: User | None, reason: str) -> None:
    """Copy the rows as they stand into the model's history, as one act of the user."""
    history = model.history.model
    connection = connections[router.db_for_write(history)]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in history.tracked_fields)
    act: dict[str, Any] = {
        "history_date": connection.ops.adapt_datetimefield_value(timezone.now()),
        "history_change_reason": reason,
        "history_type": kind,
        "history_user_id": user and user.pk,
    }
    # One statement whatever the keys: SQLite would keep many in memory, each with thousands of keys in it.
    sqlite = connection.vendor == "sqlite"
    these, parameter = ("IN (SELECT value FROM json_each(%s))", json.dumps(keys)) if sqlite else ("= ANY(%s)", keys)
    # S608: names of ours; the values are parameters
    sql = (
        f"INSERT INTO {quote(history._meta.db_table)} ({columns}, {', '.join(map(quote, act))}) "  # noqa: S608
        f"SELECT {columns}, {', '.join(['%s'] * len(act))} FROM {quote(model._meta.db_table)} "
        f"WHERE id {these} ORDER BY id"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*act.values(), parameter])


def _remember_past(
    rows: Sequence[Any],
    written: Mapping[str, Sequence[Any]],
    past: Sequence[PastVersion],
    user: User | None,
    reason: str,
) -> None:
    """Write the history of rows from elsewhere: what they were there, and since when they are what was `written` of
    them, by column."""
    history = type(rows[0]).history.model
    connection = connections[router.db_for_write(history)]
    fields = history.tracked_fields
    by = reason, user and user.pk
    values: list[list[Any]] = []
    now_of_all = zip(*(written[field.column] for field in fields), strict=True)
    for row, now, its in zip(rows, now_of_all, past, strict=True):
        kind = "+"
        for version, since in its.earlier:
            version.pk = row.pk
            before = [f.get_db_prep_save(getattr(version, f.attname), connection) for f in fields]
            values.append([*before, connection.ops.adapt_datetimefield_value(since), kind, *by])
            kind = "~"
        values.append([*now, connection.ops.adapt_datetimefield_value(its.since), kind, *by])
    act = ("history_date", "history_type", "history_change_reason", "history_user_id")
    with connection.cursor() as cursor:
        _put(connection, cursor, history._meta.db_table, [*(field.column for field in fields), *act], values)


def _draw_keys(connection: BaseDatabaseWrapper, cursor: CursorWrapper, model: Any, number: int) -> Sequence[int]:
    """Return so many keys that the table has given to no row: SQLite has one writer, PostgreSQL a sequence."""
    table = model._meta.db_table
    if connection.vendor == "sqlite":
        cursor.execute("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = %s", [table])
        (last,) = cursor.fetchone()
        return range(last + 1, last + 1 + number)
    cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, number])
    return [key for (key,) in cursor.fetchall()]


def _put(
    connection: BaseDatabaseWrapper,
    cursor: CursorWrapper,
    table: str,
    names: Sequence[str],
    values: Iterable[Sequence[Any]],
) -> None:
    """Insert rows of values, in the quickest way that the database has."""
    quote = connection.ops.quote_name
    into = f"{quote(table)} ({', '.join(map(quote, names))})"
    if connection.vendor == "sqlite":
        # S608: names of ours; the values are parameters
        cursor.executemany(f"INSERT INTO {into} VALUES ({', '.join(['%s'] * len(names))})", list(values))  # noqa: S608
    else:
        # Django names no error of what it does not know: a full disk here would be told as a failure of ours.
        with connection.wrap_database_errors, cursor.copy(f"COPY {into} FROM STDIN") as copy:
            for row in values:
                copy.write_row(row)
