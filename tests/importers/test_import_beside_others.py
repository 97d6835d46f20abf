"""An import checks first and writes after: what others do in between is noticed, and nothing is half done."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import IntegrityError, OperationalError, connection

from claims import search
from claims.importers.spreadsheet import run
from claims.importers.spreadsheet.run import ImportFailed, import_claims
from claims.models import Actor, Claim, Source
from claims.services.write_gate import Gate, editing
from tests.database import make_url
from tests.importers.claim_files import Files
from tests.importers.seed_folders import dump
from tests.make import change, make_actor


@pytest.fixture
def files(tmp_path):
    return Files(tmp_path)


@pytest.fixture
def between(monkeypatch):
    """Return a function that lets things happen, one at each attempt, after the file was checked."""
    carry_out = run.carry_out

    def then(*happen):
        left = list(happen)

        def carried(*args):
            if left:
                left.pop(0)()
            return carry_out(*args)

        monkeypatch.setattr(run, "carry_out", carried)
        return left

    return then


@pytest.mark.django_db
def test_no_transaction_is_open_while_the_file_is_read(files, monkeypatch):
    opened = []
    enter = Gate.__init__
    monkeypatch.setattr(
        Gate, "__init__", lambda self, *args, **options: (opened.append(1), enter(self, *args, **options))[1]
    )
    files.bring({}, options=["--dry-run"])
    files.refused({"value": 9})
    assert not opened
    files.bring({})
    files.bring({})
    assert len(opened) == 1


@pytest.mark.django_db(transaction=True)
def test_claim_that_somebody_enters_meanwhile_is_not_entered_twice(files, between):
    path = files.write([{}, {"quote": "Never."}])
    between(lambda: files.bring({"quote": "Never."}, name="other.csv"))
    assert import_claims(path).created == 1
    assert Claim.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_claim_that_somebody_changes_meanwhile_is_read_anew(files, between):
    files.bring({})
    path = files.write([{"value": 1}])
    between(lambda: change(files.claim(), note="an editor's"))
    assert import_claims(path).changed == 1
    assert (files.claim().note, files.claim().value, files.claim().version) == ("an editor's", 1, 3)


@pytest.mark.django_db(transaction=True)
def test_name_that_somebody_adds_meanwhile_is_found(files, between):
    path = files.write([{"holder": "Minsk"}])
    between(lambda: make_actor(slug="belarus", name="Minsk"))
    assert import_claims(path, create=True).actors == 0
    assert files.claim().holder.slug == "belarus"


@pytest.mark.django_db(transaction=True)
def test_import_that_never_gets_its_turn_says_so_and_changes_nothing(files, between):
    path = files.write([{}])
    others = [lambda: make_actor() for _ in range(run.ATTEMPTS)]
    left = between(*others)
    with pytest.raises(ImportFailed) as failed:
        import_claims(path)
    assert "somebody changed the same rows" in str(failed.value.faults[0])
    assert not left and not Claim.objects.exists() and not Source.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_what_fails_in_the_middle_leaves_nothing(files, monkeypatch):
    path = files.write([{"holder": "Minsk"}, {"quote": "Never."}])
    before = dump()
    create_many = Gate.create_many

    def fails(self, rows):
        create_many(self, rows)
        if rows and isinstance(rows[0], Claim):
            raise IntegrityError("of the database")

    monkeypatch.setattr(Gate, "create_many", fails)
    with pytest.raises(ImportFailed):
        import_claims(path, create=True)
    after = dump()
    of_the_user = {"auth_user", "people_accountevent"}  # in whose name it is imported, and that it was made
    assert {name for name in after if after[name] != before[name]} <= of_the_user
    assert not Actor.objects.filter(name="Minsk").exists()


@pytest.mark.django_db
def test_import_that_is_written_never_says_that_it_was_not(files, monkeypatch):
    def busy():
        raise OperationalError("database is locked")

    monkeypatch.setattr(run.statistics, "refresh", busy)
    assert files.bring({}) == (1, 0, 0)
    assert Claim.objects.count() == 1


@pytest.mark.django_db
def test_what_is_imported_is_found_by_search_however_the_index_is_made(files, monkeypatch):
    files.bring({"quote": "Alpha."})
    said = []
    monkeypatch.setattr(run, "INDEX_ANEW", 2)
    path = files.write([{"quote": "Beta."}, {"quote": "Gamma."}])
    assert import_claims(path, say=said.append).created == 2
    assert bool(said) == (connection.vendor == "sqlite")
    for word in ("alpha", "beta", "gamma"):
        assert search.find_claims(Claim.objects.all(), word).count() == 1
    with editing(None):
        Claim.objects.get(quote="Beta.").delete()
    assert not search.find_claims(Claim.objects.all(), "beta")


@pytest.mark.django_db
def test_batches_of_a_file_are_one_import(files, monkeypatch):
    monkeypatch.setattr("claims.importers.spreadsheet.spool.cut_into_batches.__defaults__", (2,))
    rows = [{"quote": f"Passage {number}."} for number in range(7)]
    assert files.bring(*rows) == (7, 0, 0)
    assert files.bring(*rows) == (0, 0, 7)
    (fault,) = files.refused(*rows, rows[0])
    assert fault.startswith("9: is the same claim as line 2, which is ")
    assert Claim.history.values("history_change_reason").distinct().count() == 1


PEAK = """
import os, resource, sys, django
os.environ["DJANGO_SETTINGS_MODULE"] = "tracker.settings"
django.setup()
from pathlib import Path
from claims.importers.spreadsheet.run import import_claims
print(import_claims(Path(sys.argv[1]), dry_run=sys.argv[2] == "dry").created)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


@pytest.mark.django_db(transaction=True)
def test_memory_does_not_grow_with_the_file(files, tmp_path):
    def peak(number):
        path = tmp_path / f"{number}.csv"
        rows = (f"moscow,talks,1,One,2022-01-01,Passage {n} of many words that are said\n" for n in range(number))
        path.write_text("holder,proposal,value,source_title,said_on,quote\n" + "".join(rows))
        environment = {**os.environ, "DATABASE_URL": make_url(), "DATA_DIR": str(tmp_path), "SECRET_KEY": "of-no-use"}
        command = [sys.executable, "-c", PEAK, path, "dry"]
        printed = subprocess.run(
            command, cwd=settings.BASE_DIR, env=environment, capture_output=True, check=True
        ).stdout
        created, kilobytes = map(int, printed.split())
        assert created == number
        return kilobytes

    assert peak(30_000) < 1.2 * peak(4_000)


@pytest.mark.parametrize("typed", ["yesterday", "01/10/2022", "20220110", "2022-W02-1"])
def test_day_of_the_command_is_a_day(tmp_path, typed):
    with pytest.raises(CommandError, match=f"--said-on: “{typed}” is no day. Write the day as 2022-01-10, 10 Jan 2022"):
        call_command("import_claims", str(tmp_path / "x.csv"), "--said-on", typed)


def test_day_of_the_command_has_come(tmp_path):
    with pytest.raises(CommandError, match="--said-on: 14 Mar 2942 is still to come"):
        call_command("import_claims", str(tmp_path / "x.csv"), "--said-on", "14 Mar 2942")
