"""A hundred broken files and more, of every format that is read: each is refused in a sentence that names its line and
its column or field, and the database stays as it is."""

import os
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from claims.models import ImportFile, Negotiation
from tests.importers.broken_seeds import ACTORS, DOCUMENTS, NEGOTIATIONS, TEXTS
from tests.importers.broken_sheets import BOOKS, CSV, SHEETS
from tests.importers.claim_files import Files
from tests.importers.refusing import has, refuse
from tests.importers.seed_folders import dump
from tests.make import make_batch, make_source, make_user
from tests.reader.read_pages import words

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore:Cell .* is marked as a date")]

TABLES = [pytest.param("claims.csv", SHEETS[name], id=f"csv-{name}") for name in SHEETS]
TABLES += [pytest.param("claims.xlsx", BOOKS[name], id=f"xlsx-{name}") for name in BOOKS]


@pytest.fixture
def files(tmp_path):
    return Files(tmp_path)


def test_there_are_a_hundred_and_more():
    """Those of data packages, documents and records stand in the modules of these formats."""
    assert sum(map(len, (SHEETS, BOOKS, DOCUMENTS, NEGOTIATIONS, ACTORS, TEXTS))) >= 140


@pytest.mark.parametrize(("name", "broken"), TABLES)
def test_a_broken_spreadsheet_is_refused_at_its_line_and_column(files, name, broken):
    path = files.root / name
    path.write_bytes(broken.content)
    said = refuse("import_claims", path)
    assert has(said, name, broken), said


@pytest.mark.parametrize(("name", "broken"), TABLES)
def test_the_page_refuses_a_broken_spreadsheet_or_names_its_bad_rows(client, files, name, broken):
    client.force_login(make_user("analyst"))
    before = dump()
    upload = SimpleUploadedFile(name, broken.content)
    form = {"file": upload, "negotiation": Negotiation.objects.get().pk, "encoding": ""}
    answer = client.post(reverse("admin:claims_import"), form)
    if answer.status_code == 400:
        line = f"Line {broken.line:}: " if broken.line else "The file "
        column = f"{broken.column}: " if broken.column else ""
        said = words(answer.content.decode())
        assert f"{line}{column}{broken.reason}" in said or "has no heading" in said
        assert dump() == before
        return
    page = client.get(answer["Location"])  # what single rows have is told beside them, or asked about first
    while page.status_code == 302:
        page = client.get(page["Location"])
    assert page.status_code in (200, 400) and ImportFile.objects.count() == 1


@pytest.mark.parametrize("name", ["claims.csv", "claims.xlsx"])
def test_codings_of_a_machine_are_refused_as_claims_are(files, name):
    batch = make_batch([make_source(title="One", text="No expansion.", published_on="2022-01-17")])
    path = files.root / name
    for broken in (BOOKS if name.endswith("xlsx") else SHEETS).values():
        path.write_bytes(broken.content)
        said = refuse("import_codings", batch.public_id, path, "--coder", "model-1")
        if broken.column not in ("claim", "source_url"):  # neither of which a machine can say
            assert has(said, name, broken), said


@pytest.mark.parametrize("name", ["claims.csv", "claims.xlsx"])
def test_a_folder_in_place_of_a_spreadsheet_is_named(files, name):
    (files.root / name).mkdir()
    assert f"invalid: {name}: cannot be read: Is a directory." in refuse("import_claims", files.root / name)


COMMANDS = {
    "import_claims": (), "import_dna": ("talks",), "import_package": (), "import_qdpx": ("talks",),
    "import_qualomat": ("talks",), "import_sources": (), "new_negotiation": (),
}  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS)
def test_a_name_that_is_no_text_is_refused_before_the_file_is_read(files, command):
    path = Path(os.fsdecode(os.path.join(os.fsencode(files.root), b"caf\xe9.csv")))
    path.write_text(CSV)
    assert "caf�.csv” is not UTF-8: rename the file." in refuse(command, path, *COMMANDS[command])


@pytest.mark.parametrize("encoding", ["utf-7", "unicode_escape", "raw-unicode-escape", "punycode"])
def test_an_encoding_that_reads_halves_of_letters_is_none_of_a_file(files, encoding):
    path = files.write([{"quote": "\\ud800 +2AA-"}])
    assert f"“{encoding}” is no encoding" in refuse("import_claims", path, "--encoding", encoding)


def test_two_halves_of_a_letter_are_one(files):
    assert files.bring({"quote": "No_xD83D__xDE00_."}, name="claims.xlsx") == (1, 0, 0)
    assert files.claim().quote == "No😀."
