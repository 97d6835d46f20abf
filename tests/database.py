"""The test database as a whole."""

from urllib.parse import quote

from django.db import connection

from claims import search
from claims.backup import tables


def make_url():
    """Return the test database as a DATABASE_URL."""
    at = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{at['NAME']}"
    user, password = quote(at["USER"]), quote(at["PASSWORD"])
    return f"postgres://{user}:{password}@{at['HOST']}:{at['PORT']}/{quote(at['NAME'])}"


def drop_everything():
    models = tables.build_models(*tables.read_applied(connection))
    search.index.remove()
    connection.disable_constraint_checking()
    tables.drop_tables(connection, {*(m._meta.db_table for m in models.values()), "django_migrations"})
    connection.enable_constraint_checking()
    assert not [name for name in connection.introspection.table_names() if name.startswith(("claims", "auth"))]
