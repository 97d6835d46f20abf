"""The site's database as an earlier release left it, of the files of tests/upgrades."""

from tests.faults.site import ROOT, ForkedCommand
from tests.faults.state import forget_connections


def make_older(world, state):
    """Bring the database into a state that an earlier release made, with the tables of that release."""
    if world.has(state):
        return world.enter(state)
    world.enter("empty")
    forget_connections()
    told = ForkedCommand("check", before=lambda: _fill(ROOT / "tests" / "upgrades" / f"{state}.backup")).wait()
    if told.code:
        raise RuntimeError(told.said)
    return world.keep(state)


def _fill(path):
    """Restore a backup, and stop before its tables are migrated forward."""
    from django.db import connection, transaction

    from claims.backup import files, restoring

    header, _ = files.check_file(path)
    with connection.constraint_checks_disabled(), transaction.atomic():
        restoring._clear(connection, header, replace=True)
        restoring._migrate(connection, header.migrations)
        connection.check_constraints()
        restoring._fill(connection, path, header.migrations)
