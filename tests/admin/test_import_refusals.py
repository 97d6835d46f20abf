"""Files that cannot be imported on the page: each is refused with a sentence that says why and what to do."""

import re
import zipfile
from io import BytesIO

import pytest

from claims.models import Claim, ImportFile
from claims.wording import imports as wording
from tests.admin.spreadsheets import HEADING, IMPORT, Talks, go_on, row, step, upload, write_csv, write_xlsx
from tests.reader.read_pages import words


def pack(**parts):
    """Return a zip file of these parts."""
    data = BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in parts.items():
            packed.writestr(name.replace("__", "/"), text)
    return data.getvalue()


def lock(book):
    """Return a workbook whose parts say that they need a password."""
    locked = bytearray(book)
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := locked.find(signature, at + 1)) >= 0:
            locked[at + flags] |= 1
    return bytes(locked)


GOOD = write_csv([row()])
BOOK = write_xlsx([row()])
REFUSED = {
    "nothing": ("a.csv", b"", "The file is empty."),
    "blank lines": ("a.csv", b"\r\n \r\n", "The file is empty."),
    "only a mark": ("a.csv", b"\xef\xbb\xbf", "The file is empty."),
    "another ending": ("a.ods", GOOD, "The file is neither .csv nor .xlsx."),
    "no ending": ("claims", GOOD, "The file is neither .csv nor .xlsx."),
    "old Excel": ("a.xlsx", b"\xd0\xcf\x11\xe0" + b"x" * 600, "is an Excel file of before 2007 (.xls): save it as"),
    "old Excel as CSV": ("a.csv", b"\xd0\xcf\x11\xe0" + b"x" * 600, "is an Excel file of before 2007 (.xls)"),
    "password": (
        "a.xlsx",
        b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le") * 9,
        "is encrypted: open it in",
    ),
    "parts with a password": ("a.xlsx", lock(BOOK), "is encrypted: open it in Excel with its password"),
    "workbook as CSV": ("a.csv", BOOK, "is an Excel workbook or another packed file, not CSV"),
    "CSV as workbook": ("a.xlsx", GOOD, "is no Excel workbook, or is damaged"),
    "half a workbook": ("a.xlsx", BOOK[: len(BOOK) // 2], "is no Excel workbook, or is damaged"),
    "a zip of something": ("a.xlsx", pack(letter="x"), "is no Excel workbook, or is damaged"),
    "a Word file": ("a.xlsx", pack(word__document="x"), "is a Word file, which is no table: copy its table"),
    "OpenDocument": ("a.xlsx", pack(**{"content.xml": "x"}), "is an OpenDocument file, which is no table: save it as"),
    "a binary workbook": ("a.xlsx", pack(**{"xl/workbook.bin": "x"}), "is a binary workbook (.xlsb)"),
    "a PDF": ("a.csv", b"%PDF-1.7 ...", "is a PDF, which is no table"),
    "a picture": ("a.csv", b"\x89PNG\r\n\x1a\n....", "is a picture, which is no table"),
    "a web page": ("a.csv", b"<!DOCTYPE html><table></table>", "is a web page, which is no table"),
    "Latin-1": (
        "a.csv",
        write_csv([row("Überall")], encoding="latin-1"),
        "Line 2: is not UTF-8 at letter 1 of this line",
    ),
    "an open quote": ("a.csv", GOOD + b'"open', "Line 3: column A: has a cell here that opens with a quote mark"),
    "only a heading": ("a.csv", write_csv([]), "has a heading and no row that can be read."),
    "no heading": ("a.csv", write_csv([row(), row()], heading=None), "has no heading: the first line has to name"),
    "two headings of one name": (
        "a.csv",
        write_csv([row()], heading=["Who", "Who", *HEADING[2:]]),
        "heads more than one",
    ),
    "merged heading": ("a.xlsx", None, "has cells merged across columns"),
}


@pytest.fixture
def talks(db):
    return Talks()


def merge_heading():
    from openpyxl import load_workbook

    book, data = load_workbook(BytesIO(BOOK)), BytesIO()
    book.active.merge_cells("A1:B1")
    book.save(data)
    return data.getvalue()


@pytest.mark.parametrize("kind", REFUSED)
def test_a_file_is_refused_in_words_and_nothing_is_kept(as_analyst, talks, kind):
    name, data, reason = REFUSED[kind]
    answer = upload(as_analyst, merge_heading() if data is None else data, name)
    assert answer.status_code == 400 and reason in words(answer.content.decode())
    assert not ImportFile.objects.exists() and not Claim.objects.exists()


def test_a_file_that_unpacks_to_too_much_is_refused_before_it_is_read(as_analyst, talks, monkeypatch):
    monkeypatch.setattr("claims.importers.spreadsheet.workbooks.load_workbook", lambda *args, **kw: pytest.fail("read"))
    bomb = pack(**{"xl/workbook.xml": "x", "xl/worksheets/sheet1.xml": b"0" * 210_000_000})
    assert len(bomb) < 1_000_000
    answer = upload(as_analyst, bomb, "bomb.xlsx")
    assert answer.status_code == 400 and "unpacks to 210,000,001 bytes" in words(answer.content.decode())


def test_a_part_that_is_packed_as_no_program_packs_tables_is_refused(as_analyst, talks):
    bomb = pack(**{"xl/workbook.xml": "x", "xl/sharedStrings.xml": b"0" * 11_000_000})
    answer = upload(as_analyst, bomb, "bomb.xlsx")
    assert answer.status_code == 400
    assert re.search(r"packs xl/sharedStrings.xml \d,?\d+ times smaller than it is", words(answer.content.decode()))


def test_a_file_that_is_too_large_names_the_command(as_analyst, talks, monkeypatch):
    monkeypatch.setattr(wording, "LARGEST_FILE", 10)
    assert "import larger ones by the command" in words(upload(as_analyst, GOOD).content.decode())


def test_a_file_of_too_many_rows_names_the_command(as_analyst, talks, monkeypatch):
    monkeypatch.setattr("claims.admin.waiting_import.MOST_ROWS", 2)
    answer = upload(as_analyst, write_csv([row()] * 3))
    reason = (
        "has more than 2 rows, which is the most that is taken here: ask whoever runs the installation to import it"
    )
    assert reason in words(answer.content.decode()) and "import_claims FILE --as YOU" in answer.content.decode()
    assert upload(as_analyst, write_csv([row()] * 2))["Location"] == step("columns")


@pytest.mark.parametrize(
    ("posted", "reason"),
    [
        ({}, "Fill this in."),
        ({"negotiation": "0"}, "is not in the list: choose from the list."),
        ({"negotiation": "nonsense"}, "is not in the list: choose from the list."),
        ({"profile": "9" * 30}, "is not in the list: choose from the list."),
        ({"encoding": "klingon"}, "is not in the list: choose from the list."),
    ],
)
def test_an_upload_that_no_page_of_ours_sent_is_refused(as_analyst, talks, posted, reason):
    from claims.admin.import_forms import UploadForm
    from tests.make import make_profile

    make_profile()
    answer = as_analyst.post(IMPORT, {"negotiation": talks.negotiation.pk} | posted)
    assert answer.status_code == 400 and reason in words(answer.content.decode())
    assert isinstance(answer.context["form"], UploadForm)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"column-0": "shoe-size"}, "is not in the list: choose from the list."),
        ({"column-1": "holder"}, "“Who” and “Issue” cannot both become who holds the view (holder): leave one out."),
        ({"column-0": ""}, "Match a column, or say once for all rows: who holds the view (holder)."),
        ({"column-3": "(actor)"}, "In a wide sheet the columns of actors say who holds a view"),
        ({"column-3": "", "always-said_on": "soon"}, "“soon” is no day."),
        ({"column-3": "", "always-said_on": "2999-01-01"}, "is still to come"),
        ({"always-holder": "\x00"}, "It holds a null character"),
    ],
)
def test_columns_that_cannot_be_matched_so_are_told_and_kept(as_analyst, talks, changes, reason):
    upload(as_analyst, GOOD)
    answer = go_on(as_analyst, "columns", **changes)
    assert answer.status_code == 400 and reason in words(answer.content.decode())
    assert not ImportFile.objects.get().matching
    name, value = next(iter(changes.items()))
    assert answer.context["form"][name].value() == value


def test_a_column_of_texts_is_no_column_of_values(as_analyst, talks):
    upload(as_analyst, write_csv([row(stance=f"Statement {number}.") for number in range(61)]))
    answer = go_on(as_analyst, "columns")
    assert "“Stance” holds 61 different values, a scale at most 60" in words(answer.content.decode())


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "Type which actor it is."),
        ("Nobody", "There is no actor “Nobody”"),
        ("a\x00", "It holds a null character"),
        ("x" * 400, "at most 300 letters"),
    ],
)
def test_a_name_that_means_nobody_is_told(as_analyst, talks, typed, reason):
    upload(as_analyst, write_csv([row("The Kremlin")]))
    go_on(as_analyst, "columns")
    go_on(as_analyst, "words")
    answer = go_on(as_analyst, "names", **{"name-0": "typed", "typed-0": typed})
    assert answer.status_code == 400 and reason in words(answer.content.decode())


@pytest.mark.parametrize("page", ["columns", "words", "names", "rows", "done", "wrong", "drop"])
@pytest.mark.parametrize("key", ["0", "nonsense", "9" * 40])
def test_an_address_of_no_file_leads_nowhere(as_analyst, talks, page, key):
    address = {"wrong": "rows-to-mend"}.get(page, page)
    assert as_analyst.get(f"{IMPORT}{key}/{address}/").status_code == 404


@pytest.mark.parametrize("query", ["state=x", "state=invalid&page=99999999999999999999", "page=-1", "page=%00"])
def test_odd_addresses_of_rows_show_rows(as_analyst, talks, query):
    upload(as_analyst, GOOD)
    go_on(as_analyst, "columns")
    go_on(as_analyst, "words")
    assert as_analyst.get(f"{step('rows')}?{query}").status_code == 200


def test_a_name_as_odd_as_a_file_can_have_it_is_shown_as_it_is(as_analyst, talks):
    upload(as_analyst, GOOD, "<b>ä</b>=cmd" + "x" * 300 + ".csv")
    page = as_analyst.get(step("columns")).content.decode()
    assert "<b>ä" not in page and as_analyst.get(step("rows")).status_code == 302
