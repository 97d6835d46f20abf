"""What a database holds: its migrations, the models as they were at these, and what a backup takes of them."""

from collections.abc import Iterable

from django.core.management.color import no_style
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.models import Field, Model

from .files import Migration

Models = dict[str, type[Model]]  # by label

# Never saved: who is logged in, and from where logins failed.
LEFT_OUT = {"sessions", "axes"}
LEFT_OUT_ALONE = {"people.loginsession"}  # of apps whose other tables are saved
# How many rows are held in memory of tables whose rows may be megabytes long: texts of sources, which earlier states
# kept with these, the files from which they were taken, and those of releases.
AT_ONCE = {
    "claims.sourcetext": 10,
    "claims.source": 10,
    "claims.originalfile": 1,
    "claims.importfile": 1,
    "claims.releasechunk": 1,
}
# What `migrate` and each change fill by themselves: a database that holds nothing else is empty.
MADE_BY_MIGRATE = {
    "contenttypes.contenttype",
    "auth.permission",
    "auth.group",
    "auth.group_permissions",
    "claims.dataversion",
    "claims.negotiationversion",
    "claims.touchedcells",
}


def read_applied(connection: BaseDatabaseWrapper) -> tuple[MigrationLoader, list[Migration]]:
    """Return the loader of migrations and those applied to the database, in a fixed order."""
    loader = MigrationLoader(connection)
    return loader, sorted(loader.applied_migrations)


def build_models(loader: MigrationLoader, migrations: list[Migration]) -> Models:
    """Return label → model of every table as these migrations make it, in a fixed order."""
    apps = loader.project_state(migrations).apps
    models = [m for m in apps.get_models(include_auto_created=True) if m._meta.managed and not m._meta.proxy]
    return {model._meta.label_lower: model for model in sorted(models, key=lambda model: model._meta.label_lower)}


def select_saved(models: Models) -> Models:
    """Return those of the models whose rows a backup holds."""
    saved = {label: model for label, model in models.items() if model._meta.app_label not in LEFT_OUT}
    return {label: model for label, model in saved.items() if label not in LEFT_OUT_ALONE}


def count_at_once(model: type[Model]) -> int:
    """Return how many rows of a table are held in memory."""
    return AT_ONCE.get(model._meta.label_lower, 2000)


def list_columns(model: type[Model]) -> list[Field]:
    """Return the fields that are written; the database derives the others."""
    return [field for field in model._meta.concrete_fields if not field.generated]


def read_last_id(connection: BaseDatabaseWrapper, model: type[Model]) -> int | None:
    """Return the highest id that the table ever gave, or None where it gives none."""
    field, table = model._meta.auto_field, model._meta.db_table
    if field is None:
        return None
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        else:
            sequence = _find_sequence(cursor, table, field)
            cursor.execute(f"SELECT last_value FROM {sequence} WHERE is_called")  # noqa: S608 - the database named it
        given = cursor.fetchone() or (0,)
    highest = model._base_manager.order_by("-pk").values_list("pk", flat=True).first()  # some ids are named, not given
    return max(given[0], highest or 0) or None


def give_ids_after(connection: BaseDatabaseWrapper, model: type[Model], last: int | None) -> None:
    """Let the table give no id up to `last` again."""
    field, table = model._meta.auto_field, model._meta.db_table
    if field is None or not last:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, last])
        else:
            cursor.execute("SELECT setval(%s::regclass, %s)", [_find_sequence(cursor, table, field), last])


def empty_table(connection: BaseDatabaseWrapper, model: type[Model]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")  # noqa: S608 - a table of ours


def empty_tables(connection: BaseDatabaseWrapper, names: Iterable[str]) -> None:
    """Empty tables and let each give its first id again, as if it had just been made."""
    connection.ops.execute_sql_flush(connection.ops.sql_flush(no_style(), sorted(names), reset_sequences=True))


def drop_tables(connection: BaseDatabaseWrapper, names: Iterable[str]) -> None:
    """Drop those of the named tables that are there."""
    cascade = "" if connection.vendor == "sqlite" else " CASCADE"
    with connection.cursor() as cursor:
        for name in sorted(set(names) & set(connection.introspection.table_names(cursor))):
            cursor.execute(f"DROP TABLE {connection.ops.quote_name(name)}{cascade}")


def _find_sequence(cursor: CursorWrapper, table: str, field: Field) -> str:
    cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [f'"{table}"', field.column])
    return cursor.fetchone()[0]
