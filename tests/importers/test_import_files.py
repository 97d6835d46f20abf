"""Files of either kind are read alike, and what the tracker wrote it reads back."""

import csv
import shutil
from datetime import date, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from openpyxl import Workbook

from claims.exporters import claims as exporter
from claims.exporters import formats
from claims.importers.seeds.load import load
from claims.importers.spreadsheet.reader import FILE_TYPES
from claims.models import Actor, Claim, Event, Source, SourceCoding
from claims.services.write_gate import editing
from tests.importers.claim_files import ROW, Files
from tests.make import make_claim, make_source

pytestmark = pytest.mark.django_db


@pytest.fixture
def files(tmp_path):
    return Files(tmp_path)


def content():
    return sorted(map(str, Claim.objects.values_list("holder", "proposal", "value", "said_on", "quote", "pending")))


WRITTEN_AND_READ = [extension for extension in formats.FORMATS if f".{extension}" in FILE_TYPES]
FORMS = [
    {},
    {"encoding": "utf-8-sig"},
    {"separator": ";"},
    {"separator": "\t"},
    {"name": "claims.xlsx"},
]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: " ".join(form.values()) or "plain")
def test_every_form_of_a_file_says_the_same(files, form):
    rows = [
        {"quote": "Größe; “über”, alles\nund mehr."},
        {"value": 0, "pending": "yes", "quote": "We wait."},
        {"quote": ""},
    ]
    assert files.bring(*rows) == (3, 0, 0)
    before = content()
    assert files.bring(*rows, **form) == (0, 0, 3)
    assert content() == before


@pytest.mark.parametrize("name", [f"claims{ending}" for ending in FILE_TYPES])
def test_blanks_around_a_cell_say_nothing(files, name):
    row = {"holder": " moscow", "value": " 2 ", "said_on": "2022-01-17 ", "attribution": "own ", "pending": " no"}
    blank = dict.fromkeys([*ROW, *row], " ")
    assert files.bring(row, blank, name=name) == (1, 0, 0)
    assert files.bring({"said_on": "2022-01-17"}, name=name) == (0, 0, 1)


def test_excel_s_own_days_numbers_and_flags_are_taken(files):
    book = Workbook()
    book.active.append(
        ["Holder", "proposal", "value", "Source title", "source_published_on", "said_on", "pending", "locator", None]
    )
    book.active.append(["moscow", "talks", 0.0, "One", datetime(2022, 1, 17), date(2022, 1, 5), True, 4])
    book.active.append([])
    book.active.append(["moscow", "no-expansion", -2, "One", date(2022, 1, 17), None, False, 4.5])
    path = files.root / "days.xlsx"
    book.save(path)
    assert files.run(path) == (2, 0, 0)
    found = Claim.objects.order_by("pk").values_list("value", "said_on", "pending", "locator")
    assert list(found) == [(0, date(2022, 1, 5), True, "4"), (-2, date(2022, 1, 17), False, "4.5")]


def test_excel_goes_on_in_sheets_with_the_same_heading_and_leaves_others_alone(files):
    book = Workbook()
    heading = ["holder", "proposal", "value", "source_title", "said_on"]
    for row in (heading, ["moscow", "talks", 1, "One", "2022-01-01"]):
        book.active.append(row)
    more, notes = book.create_sheet("more"), book.create_sheet("notes")
    more.append(heading)
    more.append(["kofman", "talks", 1, "One", "2022-01-01"])
    notes.append(["remember"])
    notes.append(["the milk"])
    path = files.root / "sheets.xlsx"
    book.save(path)
    assert files.run(path) == (2, 0, 0)


@pytest.mark.parametrize("quote", ["=1+1", "-2 degrees", "'=quoted", "@all", "+ more"])
@pytest.mark.parametrize("extension", WRITTEN_AND_READ)
def test_text_that_looks_like_a_formula_comes_back_to_the_letter(files, quote, extension):
    claim = make_claim(quote=quote)
    path = files.root / f"claims.{extension}"
    path.write_bytes(
        b"".join(formats.make_download(exporter.make_claims_table(Claim.objects.all()), extension, "claims").chunks)
    )
    assert files.run(path) == (0, 0, 1)
    with editing(None):
        claim.delete()
    assert files.run(path, "--publish") == (1, 0, 0)
    assert files.claim().quote == quote


@pytest.mark.parametrize("quote", ["_x0041_", "Is _x000D_ it?", "one\rtwo", "bell\x07"])
@pytest.mark.parametrize("extension", WRITTEN_AND_READ)
def test_text_that_excel_writes_in_its_own_way_comes_back_to_the_letter(files, quote, extension):
    make_claim(quote=quote)
    path = files.root / f"claims.{extension}"
    path.write_bytes(
        b"".join(formats.make_download(exporter.make_claims_table(Claim.objects.all()), extension, "claims").chunks)
    )
    assert files.run(path) == (0, 0, 1)


@pytest.mark.parametrize("extension", WRITTEN_AND_READ)
def test_note_that_was_typed_in_lines_comes_back_unchanged(files, extension):
    make_claim(holder=files.moscow, note="In doubt:\r\nmay be irony.")
    table = exporter.make_claims_table(Claim.objects.all(), editor=True)
    path = files.root / f"claims.{extension}"
    path.write_bytes(b"".join(formats.make_download(table, extension, "claims").chunks))
    assert files.run(path) == (0, 0, 1)


def exported():
    """Return the claims export for editors as sets of cells, since within a day its order is that of entry."""
    text = b"".join(formats.stream_csv(exporter.make_claims_table(Claim.objects.all(), editor=True))).decode(
        "utf-8-sig"
    )
    return sorted(map(tuple, csv.reader(StringIO(text, newline=""))))


@pytest.mark.parametrize("extension", WRITTEN_AND_READ)
def test_seeds_come_back_from_their_export_as_they_were(tmp_path, extension):
    seeds = settings.BASE_DIR / "seeds" / "russia-us-security-2021"
    shutil.copytree(seeds / "first-coding", tmp_path / seeds.name)
    shutil.copy(seeds / "negotiation.toml", tmp_path / seeds.name)
    load(tmp_path, settings.BASE_DIR / "fixtures")
    before = exported()
    assert len(before) > 100
    path = tmp_path / f"claims.{extension}"
    path.write_bytes(
        b"".join(
            formats.make_download(exporter.make_claims_table(Claim.objects.all(), True), extension, "claims").chunks
        )
    )
    with editing(None):
        for model in (Event, Claim, SourceCoding, Source):
            for row in model.objects.all():
                row.delete()
    call_command("import_claims", path, "--publish", stdout=StringIO())
    assert exported() == before


def test_example_of_the_documentation_imports(tmp_path):
    example = Path(settings.BASE_DIR) / "docs" / "import-example.csv"
    said = StringIO()
    call_command("import_claims", example, "--create", "--publish", stdout=said)
    assert said.getvalue() == "5 created, 0 changed, 0 unchanged; 2 new sources, 3 new actors, 2 new proposals\n"
    assert set(Claim.objects.values_list("locator", "status")) == {("recorded vote", "published")}
    assert set(Actor.objects.values_list("name", "stretches__side__name")) == {
        ("Norland", "Upper house"),
        ("Sudland", "Upper house"),
        ("Ostland", "Lower house"),
    }
    assert example.read_text() in (Path(settings.BASE_DIR) / "docs" / "exchange.md").read_text()


def test_guarded_texts_of_another_column_are_freed_too(files):
    make_source(slug="one", title="=One")
    assert files.bring({"source_title": "'=One"}) == (1, 0, 0)
    assert Source.objects.count() == 1
