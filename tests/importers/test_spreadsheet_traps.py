"""Spreadsheets that are not what they seem: read as they were meant, or refused with the true cause."""

import csv
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from django.core.management import CommandError, call_command
from openpyxl import Workbook

from claims.exporters import claims as exporter
from claims.exporters import formats
from claims.models import Claim
from tests.importers.claim_files import Files
from tests.make import change, make_claim

pytestmark = pytest.mark.django_db

HEADING = ["holder", "proposal", "value", "source_title", "said_on", "quote"]
ROW = ["moscow", "talks", 1, "One", "2022-01-01", "Yes."]


@pytest.fixture
def files(tmp_path):
    return Files(tmp_path)


def say(path, *options):
    out = StringIO()
    call_command("import_claims", path, *options, stdout=out, stderr=out, no_color=True)
    return out.getvalue()


def write_book(files, *tables, name="claims.xlsx", lay_out=lambda book: None):
    """Write a workbook of sheets, each a list of rows."""
    book = Workbook()
    for number, rows in enumerate(tables):
        sheet = book.active if number == 0 else book.create_sheet(f"Sheet{number + 1}")
        for row in rows:
            sheet.append(row)
    lay_out(book)
    path = files.root / name
    book.save(path)
    return path


def write_text(files, text, encoding="utf-8"):
    path = files.root / "claims.csv"
    path.write_bytes(text.encode(encoding))
    return path


TEXT = "holder,proposal,value,source_title,said_on,quote\nmoscow,talks,1,Größe,2022-01-01,Ja.\n"


@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#DIV/0!", "Err:508"])
@pytest.mark.parametrize("column", ["holder", "quote", "value", "source_title"])
@pytest.mark.parametrize("name", ["claims.csv", "claims.xlsx"])
def test_error_of_the_spreadsheet_is_no_name_and_no_quote(files, error, column, name):
    (fault,) = files.refused({}, {column: error}, options=["--create"], name=name)
    assert (
        fault == f"3: {column}: holds “{error}”, an error of the spreadsheet: correct its formula, or empty the cell."
    )


def test_words_about_an_error_are_words(files):
    assert files.bring({"quote": "The cell says #N/A."}) == (1, 0, 0)


def test_cells_merged_downwards_have_their_value_in_every_row(files):
    rows = [HEADING, ROW, ["", "no-expansion", *ROW[2:]], ["kofman", *ROW[1:]]]
    path = write_book(files, rows, lay_out=lambda book: book.active.merge_cells("A2:A3"))
    assert files.run(path) == (3, 0, 0)
    assert Claim.objects.filter(holder=files.moscow).count() == 2


def test_cells_merged_sideways_are_refused_and_titles_above_are_not(files):
    rows = [["Votes of the year"], [], HEADING, ROW, ["kofman", *ROW[1:]]]

    def lay_out(book):
        book.active.merge_cells("A1:F1")

    assert files.run(write_book(files, rows, lay_out=lay_out)) == (2, 0, 0)
    path = write_book(files, rows, lay_out=lambda book: book.active.merge_cells("A5:B5"))
    assert files.refused(path=path) == [
        "5: has cells merged across columns (A5:B5): unmerge them, so that each column has its own value."
    ]


def test_lines_above_the_heading_are_left_out_and_lines_keep_their_numbers(files):
    text = "Votes of the 3rd session;;\n\nSource: Assembly; printed 2022;\n" + TEXT.replace(",", ";")
    assert files.run(write_text(files, text)) == (1, 0, 0)
    assert files.refused(path=write_text(files, text.replace(";1;", ";9;")))[0].startswith("5: value: ")


def test_second_sheet_is_read_whatever_the_order_and_case_of_its_heading(files):
    other = [["QUOTE", " Said on", "source_title ", "Value", "Proposal", "Holder"], ROW[::-1]]
    other[1] = ["No.", "2022-01-01", "One", -1, "no-expansion", "kofman"]
    assert files.run(write_book(files, [HEADING, ROW], other)) == (2, 0, 0)
    claim = Claim.objects.get(holder=files.kofman)
    assert (claim.quote, claim.value, claim.proposal) == ("No.", -1, files.expansion)


def test_sheet_that_is_not_read_is_named_and_one_with_other_columns_is_a_fault(files):
    said = say(write_book(files, [["Read me"], ["first"]], [HEADING, ROW], [["remember"], ["the milk"]]))
    assert "1 created" in said
    assert "The sheet “Sheet” was not read: it has no heading of such a file." in said
    assert "The sheet “Sheet3” was not read" in said
    path = write_book(files, [HEADING, ROW], [HEADING[:-1], ROW[:-1]])
    assert files.refused(path=path) == ["1: the sheet “Sheet2” does not have the columns of “Sheet”. Different: quote."]


def test_hidden_rows_columns_and_sheets_are_read_and_named(files):
    more = [["kofman", *ROW[1:-1], f"Word {number}."] for number in range(3)]

    def lay_out(book):
        for row in (3, 4):
            book.active.row_dimensions[row].hidden = True
        book.active.column_dimensions["C"].hidden = True
        book["Sheet2"].sheet_state = "hidden"

    tables = [HEADING, ROW, *more], [HEADING, ["moscow", "no-expansion", *ROW[2:]]], [["nothing"]]
    said = say(write_book(files, *tables, lay_out=lay_out))
    assert "5 created" in said
    assert "The sheet “Sheet” hides 2 rows (3–4): what is hidden was read too." in said
    assert "The sheet “Sheet” hides columns (C): what is hidden was read too." in said
    assert "The sheet “Sheet2” is hidden: what is hidden was read too." in said
    assert "The sheet “Sheet3” was not read" in said


def test_blanks_before_a_quoted_cell_say_nothing(files):
    text = TEXT.replace("moscow,talks", '"moscow",  "talks"').replace("Ja.", ' "Ja, ja."')
    assert files.run(write_text(files, text)) == (1, 0, 0)
    assert files.claim().quote == "Ja, ja."


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "utf-32"])
@pytest.mark.parametrize("separator", [",", "\t"])
def test_utf_16_is_read_with_its_mark_or_without(files, encoding, separator):
    assert files.run(write_text(files, TEXT.replace(",", separator), encoding)) == (1, 0, 0)
    assert files.claim().source.title == "Größe"


def test_other_encoding_is_refused_with_a_remedy_that_works(files):
    path = write_text(files, TEXT, "cp1252")
    (fault,) = files.refused(path=path)
    assert fault.startswith("2: is not UTF-8 at letter 18 of this line: in Excel, save it as “CSV UTF-8”, or name")
    assert files.run(path, "--encoding", "cp1252") == (1, 0, 0)
    assert files.claim().source.title == "Größe"
    for name in ("klingon", "undefined"):  # the second is one, which refuses every letter
        with pytest.raises(CommandError, match=f"--encoding: “{name}” is no encoding"):
            say(path, "--encoding", name)


def test_long_text_that_we_exported_comes_back_from_csv(files):
    claim = make_claim(holder=files.moscow, note="word " * 40_000)
    change(claim, note="word " * 40_000 + "end")
    table = exporter.make_claims_table(Claim.objects.all(), editor=True)
    path = files.root / "claims.csv"
    path.write_bytes(b"".join(formats.stream_csv(table)))
    assert files.run(path) == (0, 0, 1)


def test_text_that_excel_had_to_cut_does_not_come_back_cut(files):
    make_claim(holder=files.moscow, note="word " * 8_000)
    table = exporter.make_claims_table(Claim.objects.all(), editor=True)
    path = files.root / "claims.xlsx"
    path.write_bytes(b"".join(formats.make_download(table, "xlsx", "claims").chunks))
    (fault,) = files.refused(path=path)
    assert fault == "2: note: was cut, as Excel holds 32,767 characters per cell: import the file as CSV."


def test_strict_workbook_is_refused_with_a_remedy(files):
    path = write_book(files, [HEADING, ROW])
    changed = BytesIO()
    with ZipFile(path) as members, ZipFile(changed, "w") as kept:
        for name in members.namelist():
            old, new = (
                b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
                b"http://purl.oclc.org/ooxml/spreadsheetml/main",
            )
            kept.writestr(name, members.read(name).replace(old, new))
    path.write_bytes(changed.getvalue())
    (fault,) = files.refused(path=path)
    assert fault.startswith("is a “Strict Open XML” workbook, which is not read: in Excel, save it as “Excel Workbook")


LIMITS = {
    "side": {"holder": "Minsk", "side": "x" * 301},
    "topic": {"proposal": "Arms", "topic": "x" * 301},
    "holder": {"holder": "x" * 301},
    "source_title": {"source_title": "x" * 301},
    "source_publisher": {"source_title": "Two", "source_publisher": "x" * 301},
    "source_origin": {"source_title": "Two", "source_origin": "x" * 301},
    "source_url": {"source_title": "Two", "source_url": f"https://a.example/{'x' * 500}"},
    "source": {"source": "x" * 61, "source_title": "Two"},
    "conditions": {"conditions": "x" * 301},
    "covers": {"covers": "x" * 201},
    "argument": {"argument": "x" * 501},
    "translation": {"translation": "x" * 4001},
}


@pytest.mark.parametrize("column", LIMITS)
def test_limit_is_said_at_the_column_that_breaks_it_in_our_words(files, column):
    (fault,) = files.refused(LIMITS[column], options=["--create"])
    assert fault.startswith(f"2: {column}: is longer than ")


def test_topic_of_99_characters_is_a_fault_of_the_topic_or_none(files):
    path = files.write([{"proposal": "Arms", "topic": "x" * 99}])
    printed = StringIO()
    try:
        call_command("import_claims", path, "--create", stdout=StringIO(), stderr=printed)
    except CommandError:
        assert ": topic: is longer than " in printed.getvalue() and "Ensure" not in printed.getvalue()
    else:
        assert Claim.objects.get().proposal.topic.name == "x" * 99


def test_csv_rows_are_told_by_line_wherever_they_begin(files):
    rows = StringIO(newline="")
    csv.writer(rows).writerows([HEADING, [*ROW[:-1], "Two\nlines."], ["moscow", "talks", 7, "One", "2022-01-01", "c"]])
    assert files.refused(path=write_text(files, rows.getvalue()))[0].startswith("4: value: ")
