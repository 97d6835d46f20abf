import pytest
from django.core.management import call_command
from django.db import connection

from claims.models import Claim, DataVersion
from tests.make import make_claim, make_user
from tests.test_roles import RIGHTS, rights


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.django_db(transaction=True)
def test_migrating_from_nothing_gives_a_database_that_works():
    try:
        call_command("migrate", "claims", "zero", verbosity=0)
        tables = connection.introspection.table_names()
        assert not [table for table in tables if table.startswith("claims_")]
    finally:
        call_command("migrate", verbosity=0)
    assert rights() == RIGHTS
    number = DataVersion.current()
    claim = make_claim(by=make_user("analyst"))
    assert Claim.objects.published().get().history.get().public_id == claim.public_id
    assert DataVersion.current() > number
