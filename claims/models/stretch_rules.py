"""What the database itself refuses of rows of a stretch of days, whoever writes: what no constraint of Django's says.

Two parts of one actor in a negotiation never overlap; an official has none; only a party or a coalition is a principal.
Two memberships of one party in a coalition never overlap; only a party is a member, and only a coalition has any. On
SQLite and PostgreSQL triggers hold this, made after every migrate, as the search index is and for the same reason. On
PostgreSQL each locks the actor's row first: of two who write at once, the second sees what the first has written.
"""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from django.db.backends.utils import CursorWrapper

from .trigger_sets import TriggerSet


class StretchRule(NamedTuple):
    """A rule of a table: under which condition a row breaks it, in SQL, and the columns on which that depends. It is
    about the rows of one model, and there is none of it in a state without that."""

    name: str
    table: str
    columns: str
    broken: str
    model: str


# Of which stretches no two may overlap: `place` of their models says the same. No side leaves its negotiation.
_SAME_PART = (
    "other.actor_id = new.actor_id AND (SELECT negotiation_id FROM claims_side WHERE id = other.side_id) = "
    "(SELECT negotiation_id FROM claims_side WHERE id = new.side_id)"
)
_SAME_MEMBERSHIP = "other.member_id = new.member_id AND other.coalition_id = new.coalition_id"
_OVERLAP = """
    EXISTS (SELECT 1 FROM {table} other WHERE {same} AND other.id <> new.id
        AND coalesce(other.since, {{first}}) <= coalesce(new.until, {{last}})
        AND coalesce(new.since, {{first}}) <= coalesce(other.until, {{last}}))
"""
_KIND_OF = "(SELECT kind FROM claims_actor WHERE id = new.{})"
_ACTORS, _PARTS, _MEMBERS = "claims_actor", "claims_participant", "claims_member"
_RULES = [
    StretchRule(
        "participant_stretches_apart",
        _PARTS,
        "actor_id, side_id, since, until",
        _OVERLAP.format(table=_PARTS, same=_SAME_PART),
        "participant",
    ),
    StretchRule(
        "participant_of_no_official", _PARTS, "actor_id", f"{_KIND_OF.format('actor_id')} = 'official'", "participant"
    ),
    StretchRule(
        "participant_principal_is_party",
        _PARTS,
        "actor_id, principal",
        f"new.principal AND {_KIND_OF.format('actor_id')} NOT IN ('party', 'coalition')",
        "participant",
    ),
    StretchRule(
        "participant_of_no_official",
        _ACTORS,
        "kind",
        "new.kind = 'official' AND EXISTS (SELECT 1 FROM claims_participant WHERE actor_id = new.id)",
        "participant",
    ),
    StretchRule(
        "participant_principal_is_party",
        _ACTORS,
        "kind",
        "new.kind NOT IN ('party', 'coalition') AND "
        "EXISTS (SELECT 1 FROM claims_participant WHERE actor_id = new.id AND principal)",
        "participant",
    ),
    StretchRule(
        "member_stretches_apart",
        _MEMBERS,
        "member_id, coalition_id, since, until",
        _OVERLAP.format(table=_MEMBERS, same=_SAME_MEMBERSHIP),
        "member",
    ),
    StretchRule("member_is_party", _MEMBERS, "member_id", f"{_KIND_OF.format('member_id')} <> 'party'", "member"),
    StretchRule(
        "member_of_coalition", _MEMBERS, "coalition_id", f"{_KIND_OF.format('coalition_id')} <> 'coalition'", "member"
    ),
    StretchRule(
        "member_is_party",
        _ACTORS,
        "kind",
        "new.kind <> 'party' AND EXISTS (SELECT 1 FROM claims_member WHERE member_id = new.id)",
        "member",
    ),
    StretchRule(
        "member_of_coalition",
        _ACTORS,
        "kind",
        "new.kind <> 'coalition' AND EXISTS (SELECT 1 FROM claims_member WHERE coalition_id = new.id)",
        "member",
    ),
]
_TABLES = (_ACTORS, _PARTS, _MEMBERS)
_LOCKED = {_PARTS: "actor_id", _MEMBERS: "member_id"}  # the actor whose stretches they are


def _name_triggers(table: str) -> tuple[str, str]:
    return f"{table}_rules_insert", f"{table}_rules_update"


def _drop(cursor: CursorWrapper, vendor: str) -> None:
    for table in _TABLES:
        if vendor == "sqlite":
            for name in _name_triggers(table):
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
        else:
            cursor.execute(f"DROP FUNCTION IF EXISTS {table}_rules() CASCADE")


def _join_columns(rules: Sequence[StretchRule]) -> str:
    return ", ".join(sorted({column for rule in rules for column in rule.columns.split(", ")}))


def _make_on_sqlite(cursor: CursorWrapper, table: str, rules: Sequence[StretchRule]) -> None:
    """Make two triggers, since one is for one kind of write; what they refuse is undone."""
    checks = " ".join(
        f"SELECT RAISE(ABORT, 'CHECK constraint failed: {rule.name}') "
        f"WHERE {rule.broken.format(first=repr('0001-01-01'), last=repr('9999-12-31'))};"
        for rule in rules
    )
    insert, update = _name_triggers(table)
    cursor.execute(f"CREATE TRIGGER {insert} AFTER INSERT ON {table} BEGIN {checks} END")
    cursor.execute(f"CREATE TRIGGER {update} AFTER UPDATE OF {_join_columns(rules)} ON {table} BEGIN {checks} END")


def _make_on_postgresql(cursor: CursorWrapper, table: str, rules: Sequence[StretchRule]) -> None:
    """Make a trigger over a function, both of which need no more than the right to make tables."""
    checks = "\n".join(
        f"IF {rule.broken.format(first=repr('-infinity'), last=repr('infinity'))} THEN\n"
        f"RAISE EXCEPTION 'new row violates check constraint \"{rule.name}\"' "
        f"USING ERRCODE = 'check_violation', CONSTRAINT = '{rule.name}', TABLE = '{table}'; END IF;"
        for rule in rules
    )
    lock = ""
    if table in _LOCKED:
        # S608: names of ours
        lock = f"PERFORM 1 FROM claims_actor WHERE id = new.{_LOCKED[table]} FOR NO KEY UPDATE;"  # noqa: S608
    body = f"BEGIN {lock} {checks} RETURN NULL; END"
    cursor.execute(f"CREATE FUNCTION {table}_rules() RETURNS trigger LANGUAGE plpgsql AS $rules${body}$rules$")
    cursor.execute(
        f"CREATE TRIGGER {table}_rules AFTER INSERT OR UPDATE OF {_join_columns(rules)} ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_rules()"
    )


def _make(cursor: CursorWrapper, vendor: str, models: Collection[str]) -> None:
    make = _make_on_sqlite if vendor == "sqlite" else _make_on_postgresql
    for table in _TABLES:
        rules = [rule for rule in _RULES if rule.table == table and rule.model in models]
        if rules:
            make(cursor, table, rules)


TRIGGERS = TriggerSet("claims", _drop, _make)
