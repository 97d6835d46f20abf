"""What can be searched, and how the database keeps it up.

The index follows every write by itself, `update` and bulk loads included. It is (re)made after every migrate, never
by a migration: on SQLite a later migration that rebuilds a table drops the table's triggers without a word.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple, Protocol

from django.apps import apps as installed
from django.apps.registry import Apps
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

from . import postgresql, sqlite


class Index(NamedTuple):
    """The searched columns of a model's table."""

    name: str
    model: str
    columns: tuple[str, ...]

    @property
    def table(self) -> str:
        return f"claims_{self.model}"


CLAIMS = Index("search_claims", "claim", ("quote", "translation", "conditions", "covers", "argument", "label"))
PROPOSALS = Index("search_proposals", "proposal", ("title", "full_title", "definition", "aliases"))
ACTORS = Index("search_actors", "actor", ("name", "short_name", "aliases"))
SOURCES = Index("search_sources", "source", ("title", "publisher", "origin", "authors", "csl_words"))
OUTCOMES = Index("search_outcomes", "outcome", ("quote",))
WORDINGS = Index("search_wordings", "wording", ("label", "text"))
PARTS = Index("search_parts", "part", ("place",))
INDEXES = (CLAIMS, PROPOSALS, ACTORS, SOURCES, OUTCOMES, WORDINGS, PARTS)


class Engine(Protocol):
    """What each of the modules does that know a database's full-text search."""

    def quote_term(self, term: str, /) -> str: ...
    def build_matches(self, index: Index, /) -> str: ...
    def build_membership(self, column: str, ids: str, /) -> str: ...
    def set_up(self, cursor: CursorWrapper, index: Index, /) -> None: ...
    def stand_aside(self, cursor: CursorWrapper, index: Index, /) -> None: ...
    def remove(self, cursor: CursorWrapper, index: Index, /) -> None: ...
    def find_faults(self, cursor: CursorWrapper, index: Index, /) -> Iterator[str]: ...
    def read_names(self, cursor: CursorWrapper, /) -> set[str]: ...


_ENGINES: dict[str, Engine] = {"sqlite": sqlite, "postgresql": postgresql}


def get_engine(connection: BaseDatabaseWrapper) -> Engine:
    """Return the module that knows this database's full-text search."""
    return _ENGINES[connection.vendor]


def set_up(using: str = DEFAULT_DB_ALIAS, apps: Apps = installed, **kwargs: Any) -> None:
    """Make every index that is missing or not as it should be; called after each migrate, idempotent."""
    connection = connections[using]
    with transaction.atomic(using), connection.cursor() as cursor:
        for index in INDEXES:
            if _is_there(index, apps):
                get_engine(connection).set_up(cursor, index)
            else:
                get_engine(connection).remove(cursor, index)


def find_faults(using: str = DEFAULT_DB_ALIAS) -> Iterator[str]:
    """Yield in a sentence each way in which an index is not what the rows would make of it; nothing is changed."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for index in INDEXES:
            yield from get_engine(connection).find_faults(cursor, index)


def stand_aside(using: str = DEFAULT_DB_ALIAS, plan: Sequence[Any] = (), **kwargs: Any) -> None:
    """Let migrations change the searched tables, which SQLite's triggers would refuse; called before each migrate.

    What is written until `set_up` is found after it.
    """
    connection = connections[using]
    if plan:
        with transaction.atomic(using), connection.cursor() as cursor:
            for index in INDEXES:
                get_engine(connection).stand_aside(cursor, index)


def is_there(using: str = DEFAULT_DB_ALIAS) -> bool:
    """Tell whether every index can be searched (one query); one that a migration lets stand aside can."""
    connection = connections[using]
    with connection.cursor() as cursor:
        return get_engine(connection).read_names(cursor) >= {index.name for index in INDEXES}


def rebuild(using: str = DEFAULT_DB_ALIAS) -> None:
    """Make every index anew from the rows: about half a minute for a million of them."""
    with transaction.atomic(using):
        remove(using)
        set_up(using)


def remove(using: str = DEFAULT_DB_ALIAS) -> None:
    """Drop every index, until the next `set_up`: before the searched tables themselves are dropped."""
    connection = connections[using]
    with transaction.atomic(using), connection.cursor() as cursor:
        for index in INDEXES:
            get_engine(connection).remove(cursor, index)


@contextmanager
def rebuild_at_the_end(using: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """Run a bulk load, in its transaction, without keeping the index up; then make it anew at once.

    It pays from some ten thousand rows on. On PostgreSQL others wait with their writes until the transaction ends,
    on SQLite they wait anyway.
    """
    with transaction.atomic(using):
        remove(using)
        yield
        set_up(using)


def _is_there(index: Index, apps: Apps) -> bool:
    """Tell whether the table has its searched columns: not so where one migrated back to before them."""
    model = apps.all_models["claims"].get(index.model)
    return model is not None and set(index.columns) <= {field.column for field in model._meta.concrete_fields}
