"""A data package that older code wrote is taken in by today's: what came later is empty."""

from pathlib import Path

import pytest
from django.core.management import call_command

from claims.exporters.data_package import descriptor, write
from claims.importers.data_package import archive, run
from claims.models import Claim, Event
from claims.rules.data_package import FORMAT, TABLES
from tests.database import undone
from tests.make import the_negotiation
from tests.whole_talks import make_talks

pytestmark = pytest.mark.django_db

PACKAGES = sorted((Path(__file__).parent / "data_packages").glob("*.zip"))
NEXT = FORMAT + 1


def test_there_is_a_package_of_each_format_and_nothing_that_came_later_is_required():
    assert [path.name.partition("-")[0] for path in PACKAGES] == [str(number + 1) for number in range(FORMAT)]
    for table in TABLES:
        assert max(table.came_in, *(column.came_in for column in table.columns)) <= FORMAT
        assert not [column.name for column in table.columns if column.came_in > table.came_in and column.required]


@pytest.mark.parametrize("path", PACKAGES, ids=lambda path: path.name)
def test_the_package_of_each_format_is_taken_in(path):
    call_command("import_package", str(path))
    assert Claim.objects.published().count() == 130
    call_command("check_claims")


def bring_in_next_format(table):
    """Return the table as if events, and the arguments of claims, came in the next format."""
    columns = [column._replace(came_in=NEXT) if column.name == "argument" else column for column in table.columns]
    return table._replace(columns=tuple(columns), came_in=NEXT if table.name == "events" else 1)


def test_what_an_older_format_does_not_have_is_empty(tmp_path, monkeypatch):
    tables = tuple(map(bring_in_next_format, TABLES))
    path = tmp_path / "older.zip"
    with undone(), monkeypatch.context() as older:
        for module in (write, descriptor):
            older.setattr(module, "TABLES", tuple(table.of_format(FORMAT) for table in tables if table.came_in == 1))
        make_talks()
        call_command("export_package", the_negotiation().slug, str(path))
    for module in (archive, run):
        monkeypatch.setattr(module, "TABLES", tables)
    monkeypatch.setattr(archive, "FORMAT", NEXT)
    call_command("import_package", str(path))
    assert Claim.objects.exists() and set(Claim.objects.values_list("argument", flat=True)) == {""}
    assert not Event.objects.exists()
