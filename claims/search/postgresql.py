"""PostgreSQL's full-text search: one GIN index for each table, over vectors of its columns.

Folding is a function of our own, which needs no extension and so no superuser. It splits words where
SQLite does: PostgreSQL's own parser would keep a hyphened word, an address or a file name as one.
"""

from collections.abc import Iterator
from hashlib import sha256
from typing import TYPE_CHECKING

from django.db.backends.utils import CursorWrapper

from ..rules.folding import LIGATURES, UNSEEN

if TYPE_CHECKING:
    from .index import Index

LONGEST = 100_000  # letters of a column that are searched: a vector has an end, at a megabyte

# All that ends a word: ASCII but its letters and digits, and what stands among them in other blocks.
_BETWEEN_WORDS = (
    r"[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00a9\u00ab-\u00b1\u00b4\u00b6-\u00b8\u00bb\u00bf\u00d7\u00f7"
    r"\u2000-\u206f\u20a0-\u20cf\u2190-\u245f\u2500-\u2bff\u2e00-\u2e7f\u3000-\u3004\u3008-\u3020\ufeff]+"
)
# What nobody sees parts no word, and a ligature is the letters that it is made of.
_PARTED = f"regexp_replace(left($1, {LONGEST}), '[{UNSEEN}]+', '', 'g')"
for _letter, _letters in LIGATURES.items():
    _PARTED = f"replace({_PARTED}, '{_letter}', '{_letters}')"
# An accent goes where its letter is Latin, as on SQLite: й stays й.
_FOLDED = rf"""
BEGIN RETURN regexp_replace(
    lower(normalize(
        regexp_replace(normalize({_PARTED}, NFD), '([A-Za-z])[\u0300-\u036f]+', '\1', 'g'), NFC){{locale}}),
    '{_BETWEEN_WORDS}', ' ', 'g'); END
"""
_ICU = "und-x-icu"


def quote_term(term: str) -> str:
    """Return the term as it is: `phraseto_tsquery` knows no operators."""
    return term


def build_matches(index: "Index") -> str:
    """Return SQL of the ids of the rows that match one term, of a row once for each column that does.

    Column by column: of three that are joined by OR the planner takes far more rows to match than do.
    """
    ids = f"SELECT id FROM {index.table} WHERE %s @@ phraseto_tsquery('pg_catalog.simple', search_folded(%%s))"  # noqa: S608 - names of ours; the term is a parameter
    return " UNION ALL ".join(ids % vector for vector in _build_vectors(index))


def build_membership(column: str, ids: str) -> str:
    """Return SQL that is true where a column is among the ids that a SELECT finds.

    As an array they are found first and looked up one by one; a plain IN joins them with a scan of the whole table as
    soon as the planner overrates their number, which it does for any rare word.
    """
    return f"{column} = ANY(ARRAY({ids}))"


def set_up(cursor: CursorWrapper, index: "Index") -> None:
    """Make the index from the rows, unless it stands as it should; its comment tells what it was made from."""
    folding = _build_folding(cursor)
    build = _build_statement(index)
    made_from = _digest(folding, build)
    if _read_comment(cursor, index) == made_from:
        return
    remove(cursor, index)
    cursor.execute(folding)
    # What is checked at the end of a transaction is checked now: no index is built on a table with checks pending.
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
    cursor.execute(build)
    cursor.execute(f"COMMENT ON INDEX {index.name} IS '{made_from}'")


def find_faults(cursor: CursorWrapper, index: "Index") -> Iterator[str]:
    """Yield what is wrong with an index: PostgreSQL keeps it equal to its table, as long as it is there and valid."""
    if _read_comment(cursor, index) != _digest(_build_folding(cursor), _build_statement(index)):
        yield f"The search index of {index.model}s is missing, or not as this version makes it."
    cursor.execute("SELECT 1 FROM pg_index WHERE indexrelid = to_regclass(%s) AND NOT indisvalid", [index.name])
    if cursor.fetchone():
        yield f"The search index of {index.model}s is not valid."


def _read_comment(cursor: CursorWrapper, index: "Index") -> str | None:
    cursor.execute("SELECT obj_description(to_regclass(%s), 'pg_class')", [index.name])
    comment: str | None = cursor.fetchone()[0]
    return comment


def _digest(folding: str, build: str) -> str:
    return sha256(f"{folding}\n{build}".encode()).hexdigest()


def stand_aside(cursor: CursorWrapper, index: "Index") -> None:
    """Nothing stands in a migration's way: an index goes with its column and follows its table."""


def remove(cursor: CursorWrapper, index: "Index") -> None:
    cursor.execute(f"DROP INDEX IF EXISTS {index.name}")


def _build_statement(index: "Index") -> str:
    return f"CREATE INDEX {index.name} ON {index.table} USING gin ({', '.join(_build_vectors(index))})"


def read_names(cursor: CursorWrapper) -> set[str]:
    """Return the names of all indexes."""
    cursor.execute("SELECT indexname FROM pg_indexes WHERE schemaname = ANY(current_schemas(false))")
    return {name for (name,) in cursor.fetchall()}


def _build_vectors(index: "Index") -> list[str]:
    """Return a vector for each column, so that no phrase reaches from one into the next."""
    return [f"to_tsvector('pg_catalog.simple', search_folded({column}))" for column in index.columns]


def _build_folding(cursor: CursorWrapper) -> str:
    """Return the SQL of the function that folds, by ICU's rules where this server has them: by those of a database
    in locale C, Ü has no lower case."""
    cursor.execute("SELECT 1 FROM pg_collation WHERE collname = %s", [_ICU])
    body = _FOLDED.format(locale=f' COLLATE "{_ICU}"' if cursor.fetchone() else "")
    return (
        "CREATE OR REPLACE FUNCTION search_folded(text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE "
        f"COST 1000 AS $fold${body}$fold$"
    )
