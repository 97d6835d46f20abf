"""What the database's planner knows of the tables: how many rows share a value, and so which index finds few."""

from typing import Any

from django.apps import apps as installed
from django.apps.registry import Apps
from django.db import DEFAULT_DB_ALIAS, connections

SEARCHED = ("claim", "source", "actor", "proposal")
SAMPLE = 1000  # rows of an index that SQLite looks at


def refresh(using: str = DEFAULT_DB_ALIAS, apps: Apps = installed, **kwargs: Any) -> None:
    """Have the planner look at the tables anew: after each migrate, and after many rows were written at once.

    SQLite never does it by itself: a million claims that it knows nothing of, it reads from end to end to find those on
    one proposal. PostgreSQL does, but minutes later.
    """
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"PRAGMA analysis_limit={SAMPLE}")
        for name in SEARCHED:
            if name in apps.all_models["claims"]:  # not so where one migrated back to before it
                cursor.execute(f"ANALYZE claims_{name}")
