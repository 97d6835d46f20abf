"""What was loaded from seeds goes by the files of the release before, there and back."""

from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command

from claims.models import LoadedRow

SEEDS = settings.BASE_DIR / "seeds"


def load_seeds():
    call_command("load_seeds", stdout=(printed := StringIO()))
    return printed.getvalue()


@pytest.mark.django_db(transaction=True)
def test_what_was_loaded_goes_by_its_old_files_in_the_release_before_and_by_its_folders_again(migrating):
    load_seeds()
    before = set(LoadedRow.objects.values_list("kind", "file", "key"))
    try:
        call_command("migrate", "claims", "0026_old_addresses", verbosity=0)
        files = set(LoadedRow.objects.values_list("file", flat=True))
        keys = LoadedRow.objects.filter(kind="participant").values_list("key", flat=True)
        assert "russia-us-security-2021/ukraine" in keys
    finally:
        call_command("migrate", verbosity=0)
    assert files == {"vocabulary.json", *(path.name for path in SEEDS.glob("*/0*.toml"))}
    after = set(LoadedRow.objects.values_list("kind", "file", "key"))
    assert before - after == {row for row in before if row[0] == "sourcecoding"} and after < before
    assert "0 created" in load_seeds()
    assert set(LoadedRow.objects.values_list("kind", "file", "key")) == before
