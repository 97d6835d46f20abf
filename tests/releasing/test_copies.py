"""Each release gets its static copy once, of its own rows, however late that is."""

import fcntl
import io
import os
from datetime import date, datetime
from hashlib import sha256
from zipfile import ZipFile

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from claims.models import Claim, Release
from claims.releasing.copy_lock import LOCK
from claims.releasing.databases import get_folder
from tests.make import change, make_claim, make_negotiation, make_proposal, make_topic
from tests.make_releases import make_release
from tests.releasing.read_copy import StaticCopy

pytestmark = pytest.mark.django_db
SITE = "https://stances.example.org"
DAY = date(2024, 5, 6)


@pytest.fixture
def talks(monkeypatch, tmp_path):
    """Talks with a claim, released in May 2024."""
    monkeypatch.setattr(settings, "SITE_ADDRESS", SITE)
    monkeypatch.setattr(settings, "DATA_DIR", tmp_path)
    talks = make_negotiation()
    make_claim(proposal=make_proposal(topic=make_topic(negotiation=talks)), quote="Said then.")
    package = tmp_path / "package.zip"
    call_command("export_package", talks.slug, str(package), verbosity=0)
    make_release(talks, package=package.read_bytes(), title="Before Geneva", day=DAY)
    return talks


def read_stored(release, folder):
    """Unpack the static copy that is stored with a release."""
    [file] = release.files.filter(kind="copy")
    content = b"".join(file.read())
    assert (file.size, file.sha256) == (len(content), sha256(content).hexdigest())
    with ZipFile(io.BytesIO(content)) as archive:
        archive.extractall(folder)
    return StaticCopy(folder)


def test_a_release_has_a_copy_of_its_own_rows_however_late_it_is_made(talks, tmp_path, capsys):
    release, claim = Release.objects.get(), Claim.objects.get()
    change(claim, quote="Said in other words since.")
    left = get_folder() / "copy-of-another"  # by a process that was killed
    left.mkdir(parents=True)
    (left / "9.zip.partial").write_bytes(b"half of it")
    call_command("static_copies")
    assert "pages" in capsys.readouterr().out
    copied = read_stored(release, tmp_path / "copy")
    assert copied.list_dead() == []
    page, start = copied.pages[f"claims/{claim.public_id}/index.html"], f"{SITE}/{talks.slug}/release-1/"
    assert "Said then." in page.text_content()
    assert "Said in other words" not in page.text_content()
    assert "Frozen copy of release 1 of 6 May 2024, “Before Geneva”. " in page.text_content()
    assert page.xpath(f"//p[@class='frozen']/a[@href='{start}claims/{claim.public_id}/']")
    assert f"{start}claims/{claim.public_id}/" in page.get_element_by_id("cite").text_content()
    assert not page.find_class("as-of-release")
    assert load_workbook(copied.folder / "matrix.xlsx").properties.created == datetime(2024, 5, 6)
    call_command("static_copies")
    assert capsys.readouterr().out == ""
    assert not list(get_folder().glob("copy-*"))


def test_one_process_makes_copies_at_a_time_and_a_failure_is_told(talks, capsys, monkeypatch):
    get_folder().mkdir(exist_ok=True)
    other = os.open(get_folder() / LOCK, os.O_CREAT | os.O_WRONLY)
    fcntl.flock(other, fcntl.LOCK_EX)
    call_command("static_copies")
    os.close(other)
    assert capsys.readouterr().out == "Another process is making the static copies that are missing.\n"
    monkeypatch.setattr(settings, "REQUIRE_LOGIN", True)
    with pytest.raises(CommandError, match="Not every release has its static copy"):
        call_command("static_copies")
    assert "visitors who are not logged in" in capsys.readouterr().out
    with pytest.raises(CommandError, match="has no release 2"):
        call_command("static_copy", talks.slug, str(get_folder() / "none"), release=2)
    assert not Release.objects.get().files.filter(kind="copy").exists()
