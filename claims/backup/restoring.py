"""File → database, all or nothing: in one transaction the tables are made as the file's migrations made them, filled,
and migrated forward to this release. Where the database has just these migrations, its tables are emptied instead."""

from collections.abc import Callable, Iterator
from itertools import islice

from django.contrib.contenttypes.management import inject_rename_contenttypes_operations
from django.contrib.contenttypes.models import ContentType
from django.core.management.sql import emit_post_migrate_signal
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import DateField, Model, TimeField

from ..models import DataVersion, release_triggers
from ..search import index
from . import files, tables
from .files import BackupError, BackupHeader, Migration, Row, StrPath

# What lets tables be emptied that the database else guards, until the signal after the last migration. Other apps add
# theirs.
STAND_ASIDE: list[Callable[[str], None]] = [index.remove, release_triggers.TRIGGERS.remove]


def restore(path: StrPath, replace: bool = False, using: str = DEFAULT_DB_ALIAS) -> int:
    """Fill an empty database from a file, or with `replace` any; return the number of rows.

    The file is read to its end before anything is changed.
    """
    header, rows = files.check_file(path)
    connection = connections[using]
    # Without checks, as SQLite's tables can be neither dropped nor remade with them; they are made before the end.
    with connection.constraint_checks_disabled(), transaction.atomic(using):
        number = _clear(connection, header, replace)
        _migrate(connection, header.migrations)
        connection.check_constraints()  # and from here on at the end again: PostgreSQL's new keys check each row
        _fill(connection, path, header.migrations)
        connection.check_constraints()
        _migrate(connection)
        ContentType.objects.clear_cache()
        emit_post_migrate_signal(verbosity=0, interactive=False, db=using)
        connection.check_constraints()
        _overtake(using, number)
    return rows


def _clear(connection: BaseDatabaseWrapper, header: BackupHeader, replace: bool) -> int:
    """Drop every table of the tracker, or empty it where it is made as the file's migrations make it, if that loses
    nothing or is wished; return the data version that it had."""
    loader, migrations = tables.read_applied(connection)
    ours = set(loader.disk_migrations)
    if not set(header.migrations) <= ours:
        raise BackupError("The backup was made by another release, which has migrations that this one has not.")
    if not set(migrations) <= ours:
        raise BackupError("The database belongs to another release, which has migrations that this one has not.")
    models = tables.build_models(loader, migrations)
    held = [
        label for label in sorted(tables.select_saved(models).keys() - tables.MADE_BY_MIGRATE) if _holds(models[label])
    ]
    if held and not replace:
        raise BackupError(f"The database is not empty ({', '.join(held)}): --replace would lose what it holds.")
    counters = [models[label] for label in ("claims.dataversion", "claims.negotiationversion") if label in models]
    number = sum(number for model in counters for number in model._base_manager.values_list("number", flat=True))
    for stand_aside in STAND_ASIDE:
        stand_aside(connection.alias)
    names = {model._meta.db_table for model in models.values()}
    if set(migrations) == set(header.migrations):
        tables.empty_tables(connection, names)
    else:
        tables.drop_tables(connection, {*names, MigrationRecorder.Migration._meta.db_table})
    return number or 0


def _holds(model: type[Model]) -> bool:
    return model._base_manager.exists()


def _migrate(connection: BaseDatabaseWrapper, migrations: list[Migration] | None = None) -> None:
    """Run those of these migrations that a database has not yet, or those that are left to this release's."""
    executor = MigrationExecutor(connection)
    targets = executor.loader.graph.leaf_nodes()
    plan = executor.migration_plan(targets)
    if migrations:
        plan = [step for step in plan if (step[0].app_label, step[0].name) in migrations]
    # As `migrate` does: where a migration renames a model, what Django keeps of the model is renamed with it.
    inject_rename_contenttypes_operations(plan=plan, using=connection.alias)
    executor.migrate(targets, plan)


def _fill(connection: BaseDatabaseWrapper, path: StrPath, migrations: list[Migration]) -> None:
    models = tables.select_saved(tables.build_models(MigrationExecutor(connection).loader, migrations))
    for model in models.values():
        tables.empty_table(connection, model)  # of rows that a migration made: the file has them
    for table, rows in files.read_tables(path):
        target = models.get(table.label)
        if target is None or [field.attname for field in tables.list_columns(target)] != table.columns:
            raise BackupError(f"{path} does not fit its own migrations: {table.label}.")
        _insert(target, rows)
        tables.give_ids_after(connection, target, table.last)


def _insert(model: type[Model], rows: Iterator[Row]) -> None:
    fields = tables.list_columns(model)
    for field in fields:
        if isinstance(field, DateField | TimeField):
            field.auto_now = field.auto_now_add = False  # the times are the file's; these models are nobody else's
    read = [(field.attname, field.to_python) for field in fields]
    made = (
        model(**{name: to_python(value) for (name, to_python), value in zip(read, row, strict=True)}) for row in rows
    )
    while batch := list(islice(made, tables.count_at_once(model))):
        model._default_manager.bulk_create(batch)


def _overtake(using: str, number: int) -> None:
    """Make the data version one that readers have never seen, or they would keep old pages: neither of what was
    replaced, nor of what was at this address after the backup was made and is gone."""
    restored = DataVersion.objects.using(using).get(pk=1)
    restored.number = max(number, restored.number, DataVersion.of_the_clock()) + 1
    restored.save()
