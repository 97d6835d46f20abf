"""What a database holds: its migrations, the models as they were at these, and what a backup takes of them."""

from django.db.migrations.loader import MigrationLoader

# Never saved: who is logged in, and from where logins failed.
LEFT_OUT = {"sessions", "axes"}
# What `migrate` fills by itself: a database that holds nothing else is empty.
MADE_BY_MIGRATE = {
    "contenttypes.contenttype",
    "auth.permission",
    "auth.group",
    "auth.group_permissions",
    "claims.dataversion",
}


def applied(connection):
    """Return the loader of migrations and those applied to the database, in a fixed order."""
    loader = MigrationLoader(connection)
    return loader, sorted(loader.applied_migrations)


def models_at(loader, migrations):
    """Return label → model of every table as these migrations make it, in a fixed order."""
    apps = loader.project_state(migrations).apps
    models = [m for m in apps.get_models(include_auto_created=True) if m._meta.managed and not m._meta.proxy]
    return {model._meta.label_lower: model for model in sorted(models, key=lambda model: model._meta.label_lower)}


def saved(models):
    """Return those of the models whose rows a backup holds."""
    return {label: model for label, model in models.items() if model._meta.app_label not in LEFT_OUT}


def columns(model):
    """Return the fields that are written; the database derives the others."""
    return [field for field in model._meta.concrete_fields if not field.generated]


def last_id(connection, model):
    """Return the highest id that the table ever gave, or None where it gives none."""
    field, table = model._meta.auto_field, model._meta.db_table
    if field is None:
        return None
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        else:
            sequence = _sequence(cursor, table, field)
            cursor.execute(f"SELECT last_value FROM {sequence} WHERE is_called")  # noqa: S608 - the database named it
        given = cursor.fetchone() or (0,)
    highest = model._base_manager.order_by("-pk").values_list("pk", flat=True).first()  # some ids are named, not given
    return max(given[0], highest or 0) or None


def give_ids_after(connection, model, last):
    """Let the table give no id up to `last` again."""
    field, table = model._meta.auto_field, model._meta.db_table
    if field is None or not last:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, last])
        else:
            cursor.execute("SELECT setval(%s::regclass, %s)", [_sequence(cursor, table, field), last])


def empty(connection, model):
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")  # noqa: S608 - a table of ours


def drop(connection, names):
    """Drop those of the named tables that are there."""
    cascade = "" if connection.vendor == "sqlite" else " CASCADE"
    with connection.cursor() as cursor:
        for name in sorted(set(names) & set(connection.introspection.table_names(cursor))):
            cursor.execute(f"DROP TABLE {connection.ops.quote_name(name)}{cascade}")


def _sequence(cursor, table, field):
    cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [f'"{table}"', field.column])
    return cursor.fetchone()[0]
