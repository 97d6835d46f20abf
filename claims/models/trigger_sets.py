"""Triggers that hold a rule whoever writes, on SQLite and PostgreSQL, made after every migrate: never in one migration,
which a later one or a flush would undo."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps as installed
from django.apps.registry import Apps
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.utils import CursorWrapper


@dataclass(frozen=True)
class TriggerSet:
    """The triggers of an app (its label): `drop` drops all that there are, and `make` makes those of the models (their
    names) that a state has. Both are given a cursor and the vendor of its database."""

    app: str
    drop: Callable[[CursorWrapper, str], None]
    make: Callable[[CursorWrapper, str, Collection[str]], None]

    def set_up(self, using: str = DEFAULT_DB_ALIAS, apps: Apps = installed, **kwargs: Any) -> None:
        """Make the triggers; called after each migrate, idempotent."""
        connection = connections[using]
        with transaction.atomic(using), connection.cursor() as cursor:
            self.drop(cursor, connection.vendor)
            self.make(cursor, connection.vendor, apps.all_models[self.app])

    def stand_aside(self, using: str = DEFAULT_DB_ALIAS, plan: Sequence[Any] = (), **kwargs: Any) -> None:
        """Let migrations change the tables, which the triggers would refuse; called before each migrate."""
        if plan:
            self.remove(using)

    def remove(self, using: str = DEFAULT_DB_ALIAS) -> None:
        """Drop the triggers, until the next `set_up`: for whoever restores a whole database."""
        connection = connections[using]
        with transaction.atomic(using), connection.cursor() as cursor:
            self.drop(cursor, connection.vendor)
