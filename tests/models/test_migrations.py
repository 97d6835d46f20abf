import ast
import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection

from claims import migrations
from claims.backup import files
from claims.models import Claim, DataVersion, SourceText
from claims.models.source_texts import sha256
from claims.services.write_gate import editing
from tests.make import hold_text, make_claim, make_source, make_user
from tests.rights import RIGHTS, read_rights

FOLDER = Path(migrations.__file__).parent
MIGRATIONS = sorted(path.stem for path in FOLDER.glob("*.py") if path.stem != "__init__")
UPGRADES = Path(__file__).parent.parent / "upgrades"
THEIRS = ("django", "simple_history", "hashlib", "re", "unicodedata")  # what a migration may import


@pytest.mark.parametrize("name", MIGRATIONS)
def test_a_migration_imports_nothing_of_the_living_code(name):
    """What it computes with is copied into it: the code of today may say something else tomorrow."""
    tree = ast.parse((FOLDER / f"{name}.py").read_text())
    imported = [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    imported += [node.module or "." for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert imported
    assert {module for module in imported if module.partition(".")[0] not in THEIRS} == set()


def migrations_of(path):
    return sorted(name for app, name in files.check_file(path)[0].migrations if app == "claims")


def test_an_upgrade_file_stands_for_each_migration_that_landed():
    """The newest file is of the newest state: no migration lands without one (tests/upgrades/README.md)."""
    applied = {name for path in UPGRADES.glob("*.backup") for name in migrations_of(path)}
    assert set(MIGRATIONS) - applied == set(), "make a file of the new state: tests/upgrades/fill.py says how"


def test_each_upgrade_file_holds_the_state_that_it_is_listed_with():
    """A file that is made anew, instead of another one, no longer shows that its state can be upgraded."""
    listed = re.findall(r"^\| `(.+?)` \| `(.+?)` \|", (UPGRADES / "README.md").read_text(), re.MULTILINE)
    assert listed == [(path.name, migrations_of(path)[-1]) for path in sorted(UPGRADES.glob("*.backup"))]


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, stdout=(printed := StringIO()))
    assert printed.getvalue() == "No changes detected\n"


@pytest.mark.django_db(transaction=True)
def test_migrating_from_nothing_gives_a_database_that_works():
    call_command("migrate", "claims", "zero", verbosity=0)
    tables = connection.introspection.table_names()
    assert not [table for table in tables if table.startswith("claims_")]
    call_command("migrate", verbosity=0)
    assert read_rights() == RIGHTS
    number = DataVersion.current()
    claim = make_claim(by=make_user("analyst"))
    assert Claim.objects.published().get().history.get().public_id == claim.public_id
    assert DataVersion.current() > number


@pytest.mark.django_db(transaction=True)
def test_a_quote_from_before_quotes_had_a_limit_is_kept_until_it_is_shortened():
    claims = [make_claim(quote=quote, by=make_user("analyst")) for quote in ("Short.", "Long.")]
    try:
        call_command("migrate", "claims", "0004_plain_names", verbosity=0)
        with connection.cursor() as cursor:
            cursor.execute("UPDATE claims_claim SET quote = %s WHERE id = %s", ["We refuse. " * 300, claims[1].pk])
    finally:
        call_command("migrate", verbosity=0)
    assert [*Claim.objects.order_by("pk").values_list("overlong_quote", flat=True)] == [False, True]
    claim = Claim.objects.get(pk=claims[1].pk)
    assert claim.quote == "We refuse. " * 300
    with pytest.raises(ValidationError, match="at most 2,000 characters"):
        claim.full_clean()
    with editing(None, "a word of it") as gate:
        claim = gate.lock(Claim, claim.pk)
        claim.locator = "p. 4"
        gate.save(claim)
        claim.quote = "We refuse."
        gate.save(claim)
    assert not Claim.objects.get(pk=claim.pk).overlong_quote


@pytest.mark.django_db(transaction=True)
def test_texts_of_sources_go_to_a_table_of_their_own_and_back():
    sources = [make_source(text=text) for text in ("Held.", "")]
    hold_text(sources[0], "Held since.")
    try:
        call_command("migrate", "claims", "0007_folded_names", verbosity=0)
        with connection.cursor() as cursor:
            cursor.execute("SELECT text FROM claims_source ORDER BY id")
            assert cursor.fetchall() == [("Held since.",), ("",)]
    finally:
        call_command("migrate", verbosity=0)
    (text,) = SourceText.objects.all()
    assert (text.source_id, text.text, text.sha256) == (sources[0].pk, "Held since.", sha256("Held since."))
    assert text.current and text.added_at is None
