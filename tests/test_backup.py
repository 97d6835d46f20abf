"""A backup holds everything, is of one moment, and comes back all or nothing, on this database or on the other."""

import errno
import gzip
import inspect
import json
import os
import stat
import subprocess
import sys
import threading
from io import StringIO

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import QuerySet
from django.test import Client

from claims import search
from claims.backup import BackupError, files, restore, restoring, save, tables
from claims.models import Claim, DataVersion, Proposal, release_triggers
from claims.rules.documents import DocumentType, PageStart
from claims.services.original_files import NewOriginal, keep_original, keep_waiting
from claims.services.write_gate import editing
from tests import database
from tests.database import drop_everything
from tests.make import (
    hold_text,
    make_actor,
    make_claim,
    make_proposal,
    make_remark,
    make_search,
    make_source,
    make_user,
)
from tests.make_releases import make_release
from tests.secret_talks import set_team
from tracker.people import trail_triggers

EARLIER = settings.BASE_DIR / "tests/upgrades/4-right-first.backup"

built = {}  # the models of a state of migrations, which are the same for each who looks

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("migrating")]


@pytest.fixture
def path(tmp_path):
    return tmp_path / "tracker.backup"


def make_everything():
    """Make rows of every kind, with history, drafts, people, and ids that were given and lost again."""
    analyst, reviewer = make_user("analyst"), make_user("reviewer")
    actor = make_actor(name="Müller „Ω“ 😀", kind="official")
    proposal = make_proposal(proposers=[actor, make_actor()], by=reviewer)
    source = hold_text(make_source(text="Line one."), 'Line one.\r\nLine two.\t\\ "quoted"')
    original = NewOriginal("Line.pdf", bytes(range(256)), DocumentType.PDF, "pypdf", "7", pages=(PageStart(0, "i"),))
    with editing(analyst) as gate:
        keep_original(gate, source.texts.get(current=True), original)
    keep_waiting(analyst, "Line.html", b"Line one.")
    claim = make_claim(quote="Line one.", source=source, proposal=proposal, by=analyst, note="=1+1")
    make_claim(status="draft", conditions="if asked", depends_on=proposal.slug, by=analyst)
    make_search(by=analyst, proposal=proposal)
    make_remark(by=analyst, proposal=proposal, holder=None, published=False)
    make_release(by=reviewer, package=bytes(range(256)) * 5000, verdicts={proposal.slug: "open"})
    set_team(proposal.negotiation, analyst, public=False)
    gone = make_claim(by=analyst)
    with editing(reviewer, "withdrawn, for good", operator=True):
        claim.value = 1
        claim.save()
        gone.delete()
    Client().force_login(analyst)
    return claim


def dump():
    """Return all that a backup owes: {label: [row, …, the last id that was given]}."""
    loader, applied = tables.read_applied(connection)
    if (state := tuple(applied)) not in built:
        built[state] = tables.select_saved(tables.build_models(loader, applied))
        built[state].pop("claims.dataversion")  # it goes on, whatever is restored
    models = built[state]
    return {
        label: [*sorted(map(show, model._base_manager.values_list())), tables.read_last_id(connection, model)]
        for label, model in models.items()
    }


def show(row):
    """Return the values of a row in writing; PostgreSQL gives bytes in a form that does not show them."""
    return repr([bytes(value) if isinstance(value, memoryview) else value for value in row])


def ahead():
    """Put the counter beyond the clock, as if very much had been published, and return it."""
    number = DataVersion.current() + 10**9
    DataVersion.objects.update(number=number)
    return number


@pytest.mark.parametrize("into", ["nothing", "a migrated database", "another one"])
def test_all_comes_back(path, into):
    claim = make_everything()
    before, number = dump(), ahead()
    rows = sum(len(rows) - 1 for rows in before.values()) + 1  # and the data version
    assert rows == save(path)
    kinds = ("historicalclaim", "proposal_proposers", "searchrecord", "editorialnote", "historicaleditorialnote")
    for label in (*kinds, "negotiation_team", "historicalnegotiation_team", "originalfile", "release", "releasefile"):
        assert len(before[f"claims.{label}"]) > 1, label
    assert len(before["claims.releasechunk"]) == 3  # two, and the last id
    if into == "nothing":
        drop_everything()
    else:
        for triggers in (release_triggers, trail_triggers):
            triggers.TRIGGERS.remove()  # whoever empties a database with releases or people in it does so on purpose
        call_command("flush", interactive=False, verbosity=0)
    if into == "another one":
        make_claim(quote="Of the other.")
        number = ahead()
    assert restore(path, replace=into == "another one") == rows
    assert DataVersion.current() > number  # readers of another database must not take its pages for these
    assert dump() == before
    assert list(search.find_claims(Claim.objects.all(), '"line one"')) == [claim]


def test_a_database_of_the_same_migrations_is_emptied_and_not_made_anew(path, monkeypatch):
    make_claim(quote="Line one.")
    save(path)
    before = dump()
    make_everything()
    monkeypatch.setattr(MigrationExecutor, "apply_migration", lambda *args, **kwargs: 1 / 0)
    restore(path, replace=True)
    assert dump() == before and not Session.objects.exists()
    assert make_claim().pk == 2 and search.find_claims(Claim.objects.all(), '"line one"').count() == 1


def test_what_comes_after_a_restore_is_new(path):
    make_everything()
    gone = make_claim()
    with editing(None):
        gone_id = gone.pk
        gone.delete()
    save(path)
    drop_everything()
    restore(path)
    claim = make_claim(quote="Afterwards.")
    assert claim.pk > gone_id and claim.history.count() == 1
    assert list(search.find_claims(Claim.objects.all(), "afterwards")) == [claim]


def test_no_session_and_no_secret_is_saved(path):
    user = make_user("analyst")
    client = Client()
    client.force_login(user)
    save(path)
    text = gzip.decompress(path.read_bytes()).decode()
    assert client.session.session_key not in text and settings.SECRET_KEY not in text
    assert user.username in text and user.password in text
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_backup_is_of_one_moment_while_others_write(path):
    """Each write adds a claim, its history and one to the counter: in a torn backup these would not agree."""
    holder, proposal, source = make_actor(), make_proposal(), make_source()
    stop, writing, failures = threading.Event(), threading.Event(), []

    def write():
        try:
            while not stop.is_set():
                make_claim(holder=holder, proposal=proposal, source=source)
                writing.set()
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    writer = threading.Thread(target=write)
    before = DataVersion.current()
    writer.start()
    written = []
    try:
        assert writing.wait(30)
        for number in range(5):
            begun = Claim.objects.count()
            save(path.with_suffix(f".{number}"))
            written.append(Claim.objects.count() - begun)
    finally:
        stop.set()
        writer.join()
    assert not failures and any(written), "nobody wrote meanwhile"
    for number in range(5):
        counts = {}
        for table, rows in files.read_tables(path.with_suffix(f".{number}")):
            counts[table.label] = list(rows)
        claims = len(counts["claims.claim"])
        versions = counts["claims.dataversion"] + counts["claims.negotiationversion"]
        assert claims == len(counts["claims.historicalclaim"]) == sum(number for _, number in versions) - before


def test_a_file_is_never_overwritten(path):
    path.write_text("mine")
    with pytest.raises(CommandError, match="is there already"):
        call_command("backup", path)
    assert path.read_text() == "mine"


def test_a_backup_that_fails_leaves_no_file(path, monkeypatch):
    monkeypatch.setattr(tables, "read_last_id", lambda *args: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        save(path)
    assert not path.exists()
    with pytest.raises(BackupError, match="cannot be written"):
        save(path / "nowhere")


def test_a_backup_that_fails_leaves_no_cursor_open(path, monkeypatch):
    """It would outlive the connection, and Python would print where it was made."""
    opened, iterate = [], QuerySet.iterator
    monkeypatch.setattr(QuerySet, "iterator", lambda *given: opened.append(iterate(*given)) or opened[-1])

    def fill(writer, value):
        if isinstance(value, tuple):
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(files.BackupWriter, "_write_line", fill)
    with pytest.raises(BackupError, match="No space left on device"):
        save(path)
    assert {inspect.getgeneratorstate(rows) for rows in opened} == {inspect.GEN_CLOSED}


def test_a_database_that_holds_anything_is_not_replaced_unasked(path):
    make_user()
    save(path)
    before = dump()
    with pytest.raises(CommandError, match=r"not empty \(auth.user, people.accountevent\).*Nothing"):
        call_command("restore", path)
    assert dump() == before
    call_command("restore", path, "--replace", stdout=StringIO())
    assert dump()["auth.user"] == before["auth.user"]


def lines_of(path):
    return gzip.decompress(path.read_bytes()).splitlines(keepends=True)


def signed(lines):
    """Return lines with an end that fits them."""
    body = b"".join(lines[:-1])
    rows = sum(line.startswith(b"[") for line in body.splitlines())
    return gzip.compress(body + json.dumps({"rows": rows, "sha256": files.sha256(body).hexdigest()}).encode())


DAMAGE = {
    "empty": (lambda data, lines: b"", "not whole|no backup"),
    "text": (lambda data, lines: b"once upon a time", "no backup"),
    "other lines": (lambda data, lines: gzip.compress(b"once\n"), "no backup"),
    "other JSON": (lambda data, lines: gzip.compress(b"{}\n"), "no backup of this tracker"),
    "cut": (lambda data, lines: data[: len(data) // 2], "no backup, or it is damaged"),
    "without an end": (lambda data, lines: gzip.compress(b"".join(lines[:-1])), "its end is missing"),
    "a line less": (lambda data, lines: gzip.compress(b"".join(lines[:20] + lines[21:])), "checksum"),
    "a line more": (lambda data, lines: gzip.compress(b"".join([*lines, lines[-1]])), "goes on after its end"),
    "a word changed": (lambda data, lines: gzip.compress(b"".join(lines).replace(b"Passage", b"Message")), "checksum"),
    "a row too short": (lambda data, lines: signed([*lines[:-1], b"[1]\n", lines[-1]]), "does not fit its table"),
    "of a later format": (
        lambda data, lines: signed([lines[0].replace(b'"version":1', b'"version":2'), *lines[1:]]),
        "later release",
    ),
    "of a later release": (
        lambda data, lines: signed([lines[0].replace(b"0001_initial", b"9999_later"), *lines[1:]]),
        "migrations that this one has not",
    ),
    "of other tables": (
        lambda data, lines: signed([b"".join(lines[:-1]).replace(b'"claims.claim"', b'"claims.other"'), lines[-1]]),
        "does not fit its own migrations",
    ),
    "of rows that the database refuses": (
        lambda data, lines: signed([b"".join(lines[:-1]).replace(b',"position",-2,', b',"position",-9,'), lines[-1]]),
        "claim_value_on_scale",
    ),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_file_that_is_not_right_changes_nothing(path, damage):
    make_claim()
    save(path)
    spoil, message = DAMAGE[damage]
    path.write_bytes(spoil(path.read_bytes(), lines_of(path)))
    before = dump()
    with pytest.raises(Exception, match=message) as fault:
        restore(path, replace=True)
    assert fault.type is (IntegrityError if damage == "of rows that the database refuses" else BackupError)
    assert dump() == before
    assert list(search.find_claims(Claim.objects.all(), "passage")) == [Claim.objects.get()]


@pytest.mark.parametrize("release", ["this release", "an earlier one"])
def test_a_restore_that_fails_at_its_end_changes_nothing(path, monkeypatch, release):
    """Neither where tables are emptied nor where they are made anew."""
    make_everything()
    save(path)
    if release == "an earlier one":
        path = EARLIER
    make_claim(quote="Later.")
    before = dump()
    monkeypatch.setattr(restoring, "_overtake", lambda *args: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        restore(path, replace=True)
    assert dump() == before
    assert search.find_claims(Claim.objects.all(), "later").count() == 1
    assert Proposal.objects.count() == len(before["claims.proposal"]) - 1


def test_there_is_no_such_file(path):
    with pytest.raises(BackupError, match="cannot be read"):
        restore(path)


def rows_of(path):
    return {t.label: list(rows) for t, rows in files.read_tables(path) if t.label != "claims.dataversion"}


def test_a_backup_moves_from_either_database_to_a_new_one_of_sqlite(path, tmp_path):
    """Which is then that of another process, as it is to be."""
    make_everything()
    call_command("backup", path, stdout=StringIO())
    folder, again = tmp_path / "data", tmp_path / "again.backup"
    folder.mkdir()
    with database.beside(folder / "tracker.sqlite3"):
        call_command("restore", path, stdout=StringIO())
    environment = {**os.environ, "DATABASE_URL": "", "DATA_DIR": str(folder), "LOG_LEVEL": "ERROR"}
    environment["DJANGO_SETTINGS_MODULE"] = "tracker.settings"
    program = f"""
import django
from django.core.management import call_command
django.setup()
call_command("check", database=["default"])
call_command("migrate", check_unapplied=True)
call_command("backup", {str(again)!r})
"""
    assert subprocess.run([sys.executable, "-c", program], cwd=settings.BASE_DIR, env=environment).returncode == 0
    assert rows_of(again) == rows_of(path)
