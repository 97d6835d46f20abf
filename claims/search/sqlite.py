"""SQLite's full-text search: an FTS5 table for each index, without a copy of the texts, kept up by triggers."""

from typing import TYPE_CHECKING

from django.db.backends.utils import CursorWrapper

if TYPE_CHECKING:
    from .index import Index

FOLDING = "unicode61 remove_diacritics 2"


def quote_term(term: str) -> str:
    """Return the term as one FTS5 string, in which nothing is an operator."""
    return '"' + term.replace('"', " ") + '"'


def build_matches(index: "Index") -> str:
    """Return SQL of the ids of the rows that match one term."""
    return f"SELECT rowid FROM {index.name} WHERE {index.name} MATCH %s"  # noqa: S608 - names of ours; the term is a parameter


def build_membership(column: str, ids: str) -> str:
    """Return SQL that is true where a column is among the ids that a SELECT finds."""
    return f"{column} IN ({ids})"


def set_up(cursor: CursorWrapper, index: "Index") -> None:
    """Make the table and its triggers from the rows, unless all stand as they should."""
    wanted = _build_statements(index)
    cursor.execute("SELECT name, sql FROM sqlite_master WHERE name LIKE %s", [f"{index.name}%"])
    present = dict(cursor.fetchall())
    if all(present.get(name) == sql for name, sql in wanted.items()):
        return
    remove(cursor, index)
    for sql in wanted.values():
        cursor.execute(sql)
    cursor.execute(f"INSERT INTO {index.name}({index.name}) VALUES ('rebuild')")  # noqa: S608 - names of ours


def stand_aside(cursor: CursorWrapper, index: "Index") -> None:
    """Drop the triggers: a column that they name can be neither dropped nor renamed."""
    for name in list(_build_statements(index))[1:]:
        cursor.execute(f"DROP TRIGGER IF EXISTS {name}")


def remove(cursor: CursorWrapper, index: "Index") -> None:
    stand_aside(cursor, index)
    cursor.execute(f"DROP TABLE IF EXISTS {index.name}")


def _build_statements(index: "Index") -> dict[str, str]:
    """Return name → SQL of the table and its triggers. FTS5 forgets a row only when told the words that it had."""
    name, columns = index.name, ", ".join(index.columns)
    old, new = (", ".join(f"{row}.{column}" for column in index.columns) for row in ("old", "new"))
    # S608: names and columns are ours, from `index`
    forget = f"INSERT INTO {name}({name}, rowid, {columns}) VALUES ('delete', old.id, {old});"  # noqa: S608
    learn = f"INSERT INTO {name}(rowid, {columns}) VALUES (new.id, {new});"  # noqa: S608
    changed = " OR ".join(f"old.{column} IS NOT new.{column}" for column in ("id", *index.columns))
    content = f"content='{index.table}', content_rowid='id', tokenize='{FOLDING}'"
    on = f"ON {index.table}"
    return {
        name: f"CREATE VIRTUAL TABLE {name} USING fts5({columns}, {content})",
        f"{name}_insert": f"CREATE TRIGGER {name}_insert AFTER INSERT {on} BEGIN {learn} END",
        f"{name}_delete": f"CREATE TRIGGER {name}_delete AFTER DELETE {on} BEGIN {forget} END",
        f"{name}_update": f"CREATE TRIGGER {name}_update AFTER UPDATE {on} WHEN {changed} BEGIN {forget} {learn} END",
    }
