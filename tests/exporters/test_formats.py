"""Files of tables: what comes back from each format, and that rows are drawn only as they are written."""

import csv
import json
import tempfile
from datetime import date, datetime, time
from io import BytesIO, StringIO

import pytest
from django.utils.timezone import localdate
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from claims.exporters import formats
from claims.exporters.formats import ExportTable, make_download, make_table, shorten
from claims.rules.exchange import unescape_formula

HOSTILE = (
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "'=1", "''=1", "'plain", "", "=cmd|' /C calc'!A0", "http://x.example",
    "<r>", "<r></r>", "<r><t>x</t></r>", "_x0041_", "a\r\nb", " = 1 ", 'say "so"', "{=1}", "1.5", "001", "\ufeff", "😀",
)  # fmt: skip


def cells_of(chunks):
    """Return the sheets of a workbook as lists of rows of openpyxl's cells."""
    book = load_workbook(BytesIO(b"".join(chunks)))
    return {sheet.title: list(sheet.rows) for sheet in book}


def text_table(texts):
    return ExportTable("texts", ("n", "text"), [(n, text) for n, text in enumerate(texts)])


def read_csv(table):
    text = b"".join(formats.stream_csv(table)).decode("utf-8-sig")
    return list(csv.reader(StringIO(text, newline="")))[1:]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.text(st.one_of(st.sampled_from("'=+-@\t\r\n,\""), st.characters(exclude_categories=["Cs"])))))
def test_texts_come_back_from_csv_and_none_can_run(texts):
    texts = [text.replace("\0", "") for text in texts]
    cells = [cell for _, cell in read_csv(text_table(texts))]
    assert [unescape_formula(cell) for cell in cells] == texts
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_hostile_texts_come_back_from_every_format():
    table = text_table(HOSTILE)
    assert [unescape_formula(cell) for _, cell in read_csv(table)] == list(HOSTILE)
    assert [row["text"] for row in json.loads(b"".join(formats.stream_json(table)))] == list(HOSTILE)
    (rows,) = cells_of(formats.stream_xlsx(table)).values()
    assert {cell.data_type for _, cell in rows[1:] if cell.value is not None} <= {"s", "inlineStr"}
    assert not [cell for _, cell in rows if cell.hyperlink]
    found = [cell.value or "" for _, cell in rows[1:]]
    assert [_as_excel_reads(text) for text in found] == list(HOSTILE)


def _as_excel_reads(text):
    """Undo what openpyxl leaves of Excel's way of writing a carriage return and of what looks like it."""
    return text.replace("_x000D_", "\r").replace("_x005F_", "_")


def test_numbers_days_and_flags_are_what_they_are():
    day = date(2022, 1, 17)
    table = ExportTable(
        "kinds", ("number", "day", "yes", "no", "nothing", "old"), [(-2, day, True, False, None, date(1, 2, 3))]
    )
    assert read_csv(table) == [["-2", "2022-01-17", "yes", "", "", "0001-02-03"]]
    (row,) = json.loads(b"".join(formats.stream_json(table)))
    assert list(row.values()) == [-2, "2022-01-17", True, False, None, "0001-02-03"]
    cells = cells_of(formats.stream_xlsx(table))["kinds"][1]
    assert (cells[0].value, cells[0].data_type, cells[2].value) == (-2, "n", "yes")
    assert cells[1].is_date and cells[1].value.date() == day
    assert [cell.value for cell in cells[3:]] == [None, None, "0001-02-03"]


def test_a_table_reads_its_columns_in_their_order_from_rows_that_come_one_by_one():
    rows = iter([date(2022, 1, 17), date(2023, 2, 18)])
    table = make_table("days", {"year": lambda day: day.year, "day": lambda day: day}, rows)
    assert (table.name, table.columns) == ("days", ("year", "day"))
    assert next(iter(table.rows)) == [2022, date(2022, 1, 17)]
    assert list(rows) == [date(2023, 2, 18)]


def test_an_empty_table_is_a_file_with_its_heading():
    table = ExportTable("none", ("a", "b"), [])
    assert b"".join(formats.stream_csv(table)) == b"\xef\xbb\xbfa,b\r\n"
    assert json.loads(b"".join(formats.stream_json(table))) == []
    assert [cell.value for cell in cells_of(formats.stream_xlsx(table))["none"][0]] == ["a", "b"]


@pytest.mark.parametrize("write", [formats.stream_csv, formats.stream_json])
def test_the_first_piece_leaves_before_the_last_row_is_drawn(write):
    drawn = []
    rows = ((drawn.append(number) or number, "text") for number in range(5000))
    chunks = write(ExportTable("many", ("n", "text"), rows))
    assert next(chunks) and len(drawn) <= 2 * formats.ROWS_A_CHUNK
    assert b"".join(chunks) and len(drawn) == 5000


def test_a_table_longer_than_a_sheet_goes_on_in_the_next(monkeypatch):
    monkeypatch.setattr(formats, "ROWS_A_SHEET", 4)
    found = cells_of(formats.stream_xlsx(ExportTable("long", ("n",), [(n,) for n in range(1, 8)])))
    assert [[row[0].value for row in rows] for rows in found.values()] == [["n", 1, 2, 3], ["n", 4, 5, 6], ["n", 7]]
    assert list(found) == ["long", "long 2", "long 3"]


def test_a_text_longer_than_a_cell_of_excel_is_cut_at_a_word_there_only():
    text = "word " * 10_000
    table = text_table([text, "😀" * 20_000])
    assert [row["text"] for row in json.loads(b"".join(formats.stream_json(table)))][0] == text
    cut, faces = (cell.value for _, cell in cells_of(formats.stream_xlsx(table))["texts"][1:])
    assert cut.endswith("word…") and 32_000 < len(cut) <= 32_767
    assert len(faces.encode("utf-16-le")) // 2 <= 32_767
    assert shorten("as it is", 8) == "as it is" and shorten("one two three", 9) == "one two…"


def test_a_workbook_leaves_nothing_behind_when_it_breaks_off(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    def rows():
        yield from ([n, "text"] for n in range(10))
        raise RuntimeError("the connection broke")

    with pytest.raises(RuntimeError):
        list(formats.stream_xlsx(ExportTable("broken", ("n", "text"), rows())))
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_named_and_never_shown_in_the_browser():
    found = make_download(text_table(["x"]), "xlsx", "claims-2022-01-17")
    assert found.headers["Content-Disposition"] == 'attachment; filename="claims-2022-01-17.xlsx"'
    assert "spreadsheetml" in found.headers["Content-Type"]


def test_a_workbook_bears_its_day_and_no_time():
    book = load_workbook(BytesIO(b"".join(formats.stream_xlsx(ExportTable("t", ("a",), [(1,)])))))
    assert book.properties.created == datetime.combine(localdate(), time.min)
