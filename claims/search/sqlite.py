"""SQLite's full-text search: an FTS5 table for each index, without a copy of the texts, kept up by triggers.

FTS5 would end a word at a character that nobody sees, and knows no ligature: both are folded on the way into the index,
and in what is looked for.
"""

from collections.abc import Iterator, Sequence
from functools import reduce
from typing import TYPE_CHECKING
from unicodedata import normalize

from django.db.backends.utils import CursorWrapper

from ..rules.folding import LIGATURES, UNSEEN, drop_unseen, part_ligatures

if TYPE_CHECKING:
    from .index import Index

# Those that stand within words; variants of a picture and signs of formulas do not.
_UNSEEN = [char for char in UNSEEN if not "\ufe00" <= char <= "\ufe0f" and not "\u2061" <= char <= "\u2064"]
# FTS5 drops the mark of a letter that is written as two characters, and of one that is one only where it is Latin:
# of others that are in use the two are made one.
_MARKED = [(normalize("NFD", letter), letter) for letter in "йЙёЁїЇўЎάέήίόύώΆΈΉΊΌΎΏ"]
# Each of these characters becomes those: but only of the few texts that have one, which is asked once a row.
_FOLDS = [*((char, "") for char in _UNSEEN), *((letter, LIGATURES[letter]) for letter in "Ĳĳﬀﬁﬂﬃﬄﬅﬆ"), *_MARKED]
_FOLDED = "\u00ad\u0301\u0306\u0308\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeffĲĳﬀ-ﬆ"
FOLDS_AT_ONCE = 11  # SQLite's parser takes no more than a hundred brackets and the like within each other
FOLDING = "unicode61 remove_diacritics 2"


def quote_term(term: str) -> str:
    """Return the term, folded, as one FTS5 string, in which nothing is an operator."""
    return '"' + normalize("NFC", part_ligatures(drop_unseen(term))).replace('"', " ") + '"'


def build_matches(index: "Index") -> str:
    """Return SQL of the ids of the rows that match one term."""
    return f"SELECT rowid FROM {index.name} WHERE {index.name} MATCH %s"  # noqa: S608 - names of ours; the term is a parameter


def build_membership(column: str, ids: str) -> str:
    """Return SQL that is true where a column is among the ids that a SELECT finds."""
    return f"{column} IN ({ids})"


def set_up(cursor: CursorWrapper, index: "Index") -> None:
    """Make the table and its triggers from the rows, unless all stand as they should."""
    if _stands_as_wanted(cursor, index):
        return
    remove(cursor, index)
    for sql in _build_statements(index).values():
        cursor.execute(sql)
    _learn_all(cursor, index)


def find_faults(cursor: CursorWrapper, index: "Index") -> Iterator[str]:
    """Yield what is wrong with an index. Beside it one is made anew, for this connection alone, and the two compared:
    which words stand in which column, in how many rows and how often."""
    if not _stands_as_wanted(cursor, index):
        yield f"The search index of {index.model}s, or what keeps it up, is missing or not as this version makes it."
        return
    anew, ours, theirs = (f"temp.{name}_{index.name}" for name in ("anew", "words", "words_anew"))
    statements = [
        _build_table(anew, index),
        f"CREATE VIRTUAL TABLE {ours} USING fts5vocab('main', '{index.name}', 'col')",
        f"CREATE VIRTUAL TABLE {theirs} USING fts5vocab('temp', '{anew[5:]}', 'col')",
    ]
    try:
        for statement in statements:
            cursor.execute(statement)
        _learn_all(cursor, index._replace(name=anew))
        for one, other, words in ((theirs, ours, "lacks"), (ours, theirs, "holds too much:")):
            # A word that stands oftener in one than in the other, or in it alone.
            sql = (
                f"SELECT count(*), min(one.term) FROM {one} one LEFT JOIN {other} other "  # noqa: S608
                "ON other.term = one.term AND other.col = one.col WHERE one.cnt > coalesce(other.cnt, 0)"
            )
            cursor.execute(sql)
            number, word = cursor.fetchone()
            if number:
                yield f"The search index of {index.model}s {words} {number} of the words of its rows, such as “{word}”."
    finally:
        for name in (theirs, ours, anew):
            cursor.execute(f"DROP TABLE IF EXISTS {name}")


def _stands_as_wanted(cursor: CursorWrapper, index: "Index") -> bool:
    """Whether the table and its triggers are those that this version makes."""
    cursor.execute("SELECT name, sql FROM sqlite_master WHERE name LIKE %s", [f"{index.name}%"])
    present = dict(cursor.fetchall())
    return all(present.get(name) == sql for name, sql in _build_statements(index).items())


def _learn_all(cursor: CursorWrapper, index: "Index") -> None:
    """Tell an index all rows of its table."""
    for folded in (False, True):
        cursor.execute(_build_insert(index, f"FROM {index.table}", folded=folded))


def stand_aside(cursor: CursorWrapper, index: "Index") -> None:
    """Drop the triggers: a column that they name can be neither dropped nor renamed."""
    for name in list(_build_statements(index))[1:]:
        cursor.execute(f"DROP TRIGGER IF EXISTS {name}")


def remove(cursor: CursorWrapper, index: "Index") -> None:
    stand_aside(cursor, index)
    cursor.execute(f"DROP TABLE IF EXISTS {index.name}")


def read_names(cursor: CursorWrapper) -> set[str]:
    """Return the names of all tables."""
    cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    return {name for (name,) in cursor.fetchall()}


def _build_statements(index: "Index") -> dict[str, str]:
    """Return name → SQL of the table and its triggers. FTS5 forgets a row only when told the words that it had."""
    name = index.name
    learn = "".join(f"{_build_insert(index, row='new.', folded=folded)}; " for folded in (False, True))
    forget = "".join(f"{_build_insert(index, row='old.', folded=folded, forgets=True)}; " for folded in (False, True))
    changed = " OR ".join(f"old.{column} IS NOT new.{column}" for column in ("id", *index.columns))
    on = f"ON {index.table}"
    return {
        name: _build_table(name, index),
        f"{name}_insert": f"CREATE TRIGGER {name}_insert AFTER INSERT {on} BEGIN {learn} END",
        f"{name}_delete": f"CREATE TRIGGER {name}_delete AFTER DELETE {on} BEGIN {forget} END",
        f"{name}_update": f"CREATE TRIGGER {name}_update AFTER UPDATE {on} WHEN {changed} BEGIN {forget} {learn} END",
    }


def _build_table(name: str, index: "Index") -> str:
    return f"CREATE VIRTUAL TABLE {name} USING fts5({', '.join(index.columns)}, content='', tokenize='{FOLDING}')"


def _build_insert(index: "Index", table: str = "", row: str = "", *, folded: bool, forgets: bool = False) -> str:
    """Return SQL that tells the index the words of the rows that need folding, or of those that do not; or that these
    words have gone. The rows are those of a table, or the one of a trigger."""
    columns = ", ".join(index.columns)
    named = ", ".join(f"{row}{column} AS {column}" for column in ("id", *index.columns))
    text = f"({' || '.join(f'{row}{column}' for column in index.columns)})"
    # S608, here and below: names of ours
    needs_folding = f"length({text}) <> length(CAST({text} AS BLOB)) AND {text} GLOB '*[{_FOLDED}]*'"
    rows = f"SELECT {named} {table} WHERE {'' if folded else 'NOT '}({needs_folding})"  # noqa: S608
    for at in range(0, len(_FOLDS) if folded else 0, FOLDS_AT_ONCE):
        texts = ", ".join(f"{_fold(name, _FOLDS[at : at + FOLDS_AT_ONCE])} AS {name}" for name in index.columns)
        rows = f"SELECT id, {texts} FROM ({rows})"  # noqa: S608
    if forgets:
        return f"INSERT INTO {index.name}({index.name}, rowid, {columns}) SELECT 'delete', id, {columns} FROM ({rows})"  # noqa: S608
    return f"INSERT INTO {index.name}(rowid, {columns}) SELECT id, {columns} FROM ({rows})"  # noqa: S608


def _fold(column: str, folds: Sequence[tuple[str, str]]) -> str:
    """Return SQL of a text with characters replaced."""
    return reduce(lambda sql, fold: f"replace({sql}, '{fold[0]}', '{fold[1]}')", folds, column)
