"""A data package → a database of SQLite with its rows: what `manage.py make_release_database` does.

It is a program of its own: it takes as long as an import, and must not meet what a server keeps in memory.
"""

from contextlib import closing
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connections

from ..importers.data_package.run import import_package
from ..importers.users import IMPORT_USER, get_or_create_user
from ..whole_files import write_whole
from .connecting import connect

# Nothing of a file that is not whole yet is of use to anybody: it needs no journal on disk.
AS_IT_IS_MADE = "PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF; PRAGMA temp_store=MEMORY;"


def make_database(package: Path, file: Path) -> None:
    """Write the rows of a package to a new database, which is this process's own from now on. The file has its name
    once it is whole; raise ImportFailed with the faults of the package, or NotWritten."""
    with write_whole(file) as partial, closing(connect(partial.name, AS_IT_IS_MADE)) as connection:
        connections[DEFAULT_DB_ALIAS] = connection
        # As the models have them now, instead of migrating: nothing is to be brought from older ones.
        settings.MIGRATION_MODULES = {app.label: None for app in apps.get_app_configs()}
        call_command("migrate", run_syncdb=True, verbosity=0, interactive=False)
        import_package(package, user=get_or_create_user(IMPORT_USER))
