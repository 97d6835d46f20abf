"""An upgrade leaves the site open: the code of the release before works with the tables of the next one."""

from importlib import import_module
from pathlib import Path

import pytest
from django.db import migrations, models
from django.db.models import NOT_PROVIDED

from claims import migrations as room

FROM = 44  # earlier ones were made before sites were upgraded while they serve
# Migrations that keep to no rule below, with what CHANGELOG.md tells whoever upgrades: “stop the service first”.
CLOSE_THE_SITE: set[str] = set()
LATER = sorted(
    path.stem for path in Path(room.__file__).parent.glob("[0-9]*.py") if int(path.stem.partition("_")[0]) >= FROM
)
ALWAYS_OPEN = (
    migrations.CreateModel,
    migrations.AddIndex,
    migrations.RemoveIndex,
    migrations.RemoveConstraint,
    migrations.AlterModelOptions,
    migrations.AlterModelManagers,
    migrations.RunPython,  # what it may do, no program can tell: docs/contributing.md
    migrations.RunSQL,
)


def find_what_closes(operations):
    """Return what the code of the release before would fail on: it names every column that it knows, and no other."""
    made = {operation.name_lower for operation in operations if isinstance(operation, migrations.CreateModel)}
    return [
        operation.describe()
        for operation in operations
        if not isinstance(operation, ALWAYS_OPEN)
        and getattr(operation, "model_name_lower", None) not in made  # of a table that it does not know
        and not is_filled_by_the_database(operation)
    ]


def is_filled_by_the_database(operation):
    if not isinstance(operation, migrations.AddField):
        return False
    field = operation.field
    return field.null or field.many_to_many or field.db_default is not NOT_PROVIDED


def test_the_release_before_works_with_the_tables_of_each_migration():
    closing = {
        name: faults
        for name in LATER
        if (faults := find_what_closes(import_module(f"claims.migrations.{name}").Migration.operations))
    }
    assert closing.keys() == CLOSE_THE_SITE, closing


@pytest.mark.parametrize(
    ("operation", "closes"),
    [
        (migrations.AddField("claim", "a", models.CharField(default="", max_length=1)), True),
        (migrations.AddField("claim", "a", models.CharField(default="", db_default="", max_length=1)), False),
        (migrations.AddField("claim", "a", models.DateField(null=True)), False),
        (migrations.RemoveField("claim", "quote"), True),
        (migrations.RenameField("claim", "quote", "words"), True),
        (migrations.DeleteModel("claim"), True),
        (migrations.AlterField("claim", "quote", models.TextField(max_length=5)), True),
        (migrations.AddConstraint("claim", models.CheckConstraint(name="a", condition=models.Q(pk=1))), True),
        (migrations.RemoveConstraint("claim", "a"), False),
        (migrations.CreateModel("New", [("id", models.BigAutoField(primary_key=True))]), False),
    ],
)
def test_what_the_release_before_would_fail_on_is_told(operation, closes):
    assert bool(find_what_closes([operation])) == closes


def test_a_table_that_is_new_may_be_changed_as_it_is_made():
    new = migrations.CreateModel("New", [("id", models.BigAutoField(primary_key=True))])
    constraint = migrations.AddConstraint("new", models.CheckConstraint(name="a", condition=models.Q(pk=1)))
    assert find_what_closes([new, constraint]) == []
