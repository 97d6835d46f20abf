"""Commands that work on a database say where there is none, and leave nothing behind."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db.migrations.recorder import MigrationRecorder


def run(*words, **environment):
    changed = {
        key: value
        for key, value in os.environ.items()
        if key not in ("DATABASE_URL", "DATA_DIR", "DJANGO_SETTINGS_MODULE")
    } | environment
    command = [sys.executable, "manage.py", *words]
    return subprocess.run(command, cwd=settings.BASE_DIR, env=changed, capture_output=True, text=True)


@pytest.mark.parametrize(
    "words",
    [("import_claims", "docs/import-example.csv"), ("new_negotiation", "docs/negotiation-example.toml")],
    ids=["import_claims", "new_negotiation"],
)
def test_without_a_folder_of_data_nothing_is_made(tmp_path, words):
    folder = tmp_path / "nothing"
    done = run(*words, DATA_DIR=str(folder))
    assert done.returncode and f"There is no folder {folder}: DATA_DIR=FOLDER names" in done.stderr
    assert not folder.exists()


def test_without_tables_the_command_says_what_to_do(tmp_path):
    done = run("import_claims", "docs/import-example.csv", DATA_DIR=str(tmp_path))
    assert done.returncode and "has no tables: is it the right one?" in done.stderr
    assert "busy" not in done.stderr


@pytest.mark.django_db
@pytest.mark.parametrize(
    "words",
    [
        ["import_claims", "docs/import-example.csv"],
        ["check_claims"],
        ["load_seeds"],
        ["static_copies"],
        ["new_negotiation", "docs/negotiation-example.toml"],
    ],
)
def test_database_of_an_older_version_is_migrated_first(words):
    MigrationRecorder.Migration.objects.filter(app="claims").order_by("-pk").first().delete()
    with pytest.raises(CommandError, match="is of another version: run `.venv/bin/python manage.py migrate` first"):
        call_command(*words)


def test_other_python_is_told_which_one_to_use():
    program = "import sys; sys.modules['django'] = None; import runpy; runpy.run_path('manage.py', run_name='__main__')"
    done = subprocess.run([sys.executable, "-c", program], cwd=settings.BASE_DIR, capture_output=True, text=True)
    assert done.returncode and "run it as .venv/bin/python manage.py" in done.stderr


def test_documented_commands_name_the_python_that_has_django():
    for name in ("README.md", "docs/exchange.md"):
        text = (settings.BASE_DIR / name).read_text(encoding="utf-8")
        assert "\npython manage.py" not in text and "`manage.py" not in text
