"""Whether the database has the tables of this version: what a command that works on it asks first."""

import re

from django.db import DatabaseError, OperationalError, ProgrammingError, connection
from django.db.migrations.executor import MigrationExecutor

from .write_gate import find_hindrance

MISSING = ("42P01", "42703")  # PostgreSQL's codes: a table, a column
IS_MISSING = r"no such (table|column)|has no column named"  # SQLite's words


def explain_missing_tables() -> str:
    """Say why nothing can be done with the database, if it cannot be opened or has not the tables of this version."""
    try:
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
        begun = any(app == "claims" for app, _ in executor.loader.applied_migrations)
    except OperationalError as error:
        if find_hindrance(error):
            raise
        return f"The database cannot be opened: {error}."
    if missing and not begun:
        return (
            f"The database {_name_database()} has no tables: is it the right one? DATA_DIR=FOLDER or DATABASE_URL "
            "names it; for a new one, run `make run` or `.venv/bin/python manage.py migrate` first."
        )
    if missing:
        return f"The database {_name_database()} is of another version: run `.venv/bin/python manage.py migrate` first."
    return ""


def lacks_tables(error: Exception) -> bool:
    """Whether an error says that a table or a column is missing, and the database is of another version: it is being
    migrated, or was not yet. Where it is of this version, what asks for them is at fault."""
    if not isinstance(error, OperationalError | ProgrammingError):
        return False
    if getattr(error.__cause__, "sqlstate", None) not in MISSING and not re.search(IS_MISSING, str(error)):
        return False
    try:
        loader = MigrationExecutor(connection).loader
    except DatabaseError:
        return False
    return set(loader.applied_migrations) != set(loader.disk_migrations)


def _name_database() -> str:
    return f"“{connection.settings_dict['NAME']}”"
