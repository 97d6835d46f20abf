"""Whether the database has the tables of this version: what a command that works on it asks first."""

from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from .write_gate import find_hindrance


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


def _name_database() -> str:
    return f"“{connection.settings_dict['NAME']}”"
