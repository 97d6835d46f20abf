"""What the database itself refuses of the parts of actors, whoever writes: what no constraint of Django's can say.

Two stretches of one actor in a negotiation never overlap; an official has none; only a party or a coalition is a
principal. On SQLite and PostgreSQL triggers hold this, made after every migrate, as the search index is and for the
same reason. On PostgreSQL each locks the actor's row first: of two who write at once, the second sees what the first
has written.
"""

from collections.abc import Sequence
from typing import Any

from django.apps import apps as installed
from django.apps.registry import Apps
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.utils import CursorWrapper

APART, NO_OFFICIAL, IS_PARTY = (
    "participant_stretches_apart",
    "participant_of_no_official",
    "participant_principal_is_party",
)
# Of which stretches no two may overlap: `Participant.place` says the same. No side leaves its negotiation.
_SAME = (
    "other.actor_id = new.actor_id AND (SELECT negotiation_id FROM claims_side WHERE id = other.side_id) = "
    "(SELECT negotiation_id FROM claims_side WHERE id = new.side_id)"
)
_OVERLAP = f"""
    EXISTS (SELECT 1 FROM claims_participant other WHERE {_SAME} AND other.id <> new.id
        AND coalesce(other.since, {{first}}) <= coalesce(new.until, {{last}})
        AND coalesce(new.since, {{first}}) <= coalesce(other.until, {{last}}))
"""  # noqa: S608 - names of ours, here and below
_OF_OFFICIAL = "(SELECT kind FROM claims_actor WHERE id = new.actor_id) = 'official'"
_OF_NO_PARTY = "new.principal AND (SELECT kind FROM claims_actor WHERE id = new.actor_id) NOT IN ('party', 'coalition')"
_BECOMES_OFFICIAL = "new.kind = 'official' AND EXISTS (SELECT 1 FROM claims_participant WHERE actor_id = new.id)"
_LEAVES_PRINCIPAL = (
    "new.kind NOT IN ('party', 'coalition') AND "
    "EXISTS (SELECT 1 FROM claims_participant WHERE actor_id = new.id AND principal)"
)
# table: its rules, and the columns on which they depend
_RULES: dict[str, tuple[dict[str, str], str]] = {
    "claims_participant": (
        {APART: _OVERLAP, NO_OFFICIAL: _OF_OFFICIAL, IS_PARTY: _OF_NO_PARTY},
        "actor_id, side_id, principal, since, until",
    ),
    "claims_actor": ({NO_OFFICIAL: _BECOMES_OFFICIAL, IS_PARTY: _LEAVES_PRINCIPAL}, "kind"),
}


def set_up(using: str = DEFAULT_DB_ALIAS, apps: Apps = installed, **kwargs: Any) -> None:
    """Make the triggers; called after each migrate, idempotent. None are made for a state without participants."""
    connection = connections[using]
    with transaction.atomic(using), connection.cursor() as cursor:
        _drop(cursor, connection.vendor)
        if "participant" in apps.all_models["claims"]:
            for table in _RULES:
                (_make_on_sqlite if connection.vendor == "sqlite" else _make_on_postgresql)(cursor, table)


def stand_aside(using: str = DEFAULT_DB_ALIAS, plan: Sequence[Any] = (), **kwargs: Any) -> None:
    """Let migrations change the tables, which SQLite's triggers would refuse; called before each migrate."""
    if plan:
        remove(using)


def remove(using: str = DEFAULT_DB_ALIAS) -> None:
    """Drop the triggers, until the next `set_up`."""
    connection = connections[using]
    with transaction.atomic(using), connection.cursor() as cursor:
        _drop(cursor, connection.vendor)


def _name_triggers(table: str) -> tuple[str, str]:
    return f"{table}_rules_insert", f"{table}_rules_update"


def _drop(cursor: CursorWrapper, vendor: str) -> None:
    for table in _RULES:
        if vendor == "sqlite":
            for name in _name_triggers(table):
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
        else:
            cursor.execute(f"DROP FUNCTION IF EXISTS {table}_rules() CASCADE")


def _make_on_sqlite(cursor: CursorWrapper, table: str) -> None:
    """Make two triggers, since one is for one kind of write; what they refuse is undone."""
    rules, columns = _RULES[table]
    checks = " ".join(
        f"SELECT RAISE(ABORT, 'CHECK constraint failed: {name}') "
        f"WHERE {rule.format(first=repr('0001-01-01'), last=repr('9999-12-31'))};"
        for name, rule in rules.items()
    )
    insert, update = _name_triggers(table)
    cursor.execute(f"CREATE TRIGGER {insert} AFTER INSERT ON {table} BEGIN {checks} END")
    cursor.execute(f"CREATE TRIGGER {update} AFTER UPDATE OF {columns} ON {table} BEGIN {checks} END")


def _make_on_postgresql(cursor: CursorWrapper, table: str) -> None:
    """Make a trigger over a function, both of which need no more than the right to make tables."""
    rules, columns = _RULES[table]
    checks = "\n".join(
        f"IF {rule.format(first=repr('-infinity'), last=repr('infinity'))} THEN\n"
        f"RAISE EXCEPTION 'new row violates check constraint \"{name}\"' "
        f"USING ERRCODE = 'check_violation', CONSTRAINT = '{name}', TABLE = '{table}'; END IF;"
        for name, rule in rules.items()
    )
    lock = "PERFORM 1 FROM claims_actor WHERE id = new.actor_id FOR NO KEY UPDATE;"
    body = f"BEGIN {lock if table == 'claims_participant' else ''} {checks} RETURN NULL; END"
    cursor.execute(f"CREATE FUNCTION {table}_rules() RETURNS trigger LANGUAGE plpgsql AS $rules${body}$rules$")
    cursor.execute(
        f"CREATE TRIGGER {table}_rules AFTER INSERT OR UPDATE OF {columns} ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_rules()"
    )
