"""Spreadsheets of claims that are broken in one place, each with where that is told: line, column, and how the reason
begins."""

import re
from datetime import date
from io import BytesIO
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook

from tests.importers.documents.files_to_read import make_pdf, make_word

HEADING = ["holder", "proposal", "value", "source_title", "source_published_on", "quote"]
ROW = ["moscow", "no-expansion", 2, "One", "2022-01-17", "No expansion."]
CSV = f"{','.join(HEADING)}\nmoscow,no-expansion,1,Zero,2022-01-10,“Yes”.\n{','.join(map(str, ROW))}\n"
SHEET = "xl/worksheets/sheet1.xml"
NO_BOOK = "is no Excel workbook, or is damaged: open it in Excel"
BROKEN_ROW = "cannot be read from this row of the sheet “Sheet” on"


class Broken(NamedTuple):
    """A broken file, and where its fault is told: on which line (0: of the file as a whole), in which column or field
    (empty: of the line as a whole), and how its reason begins."""

    content: bytes
    line: int
    column: str
    reason: str

    @property
    def place(self):
        line = f":{self.line}" if self.line else ""
        return f"{line}: {self.column}: {self.reason}" if self.column else f"{line}: {self.reason}"


def change(*pairs, text=CSV):
    """Return a text, as bytes, with what stands first in each pair replaced at its last place."""
    for old, new in pairs:
        before, there, after = text.rpartition(old)
        assert there, old
        text = f"{before}{new}{after}"
    return text.encode()


def tell(cell, column, told, reason):
    """Return a file whose third line holds another cell."""
    cells = dict(zip(HEADING, ROW, strict=True)) | {column: cell}
    heading = list(dict.fromkeys([*HEADING, column]))
    rows = [heading, [*ROW, *[""] * (len(heading) - len(ROW))], [cells[name] for name in heading]]
    rows[1][-1 if len(heading) == len(HEADING) else len(HEADING) - 1] = "Other."
    return Broken("\n".join(",".join(map(str, row)) for row in rows).encode(), 3, told, reason)


_URL = Broken(
    change((",quote\n", ",quote,source_url\n"), ("No expansion.", "No expansion.,nowhere")),
    3,
    "source_url",
    "“nowhere” cannot stand here",
)
NO_PROPOSAL = Broken(
    change((",quote\n", ",quote,conditions,depends_on\n"), ("No expansion.", "No expansion.,so,nothing")),
    3,
    "depends_on",
    "There is no proposal “nothing”.",
)

SHEETS = {
    # The file as a whole
    "nothing": Broken(b"", 0, "", "is empty."),
    "a mark alone": Broken(b"\xef\xbb\xbf", 0, "", "is empty."),
    "blank lines": Broken(b"\n\n\n", 0, "", "is empty."),
    "packed": Broken(b"\x1f\x8b\x08abc", 0, "", "is a packed file"),
    "a PDF": Broken(make_pdf(["Talks"]), 0, "", "is a PDF"),
    "a workbook of another name": Broken(make_word("Talks"), 0, "", "is an Excel workbook or another packed file"),
    "a web page": Broken(b"<!doctype html><table>", 0, "", "is a web page"),
    # Letters
    "Latin-1": Broken(
        CSV.replace("“Yes”", "Ja").replace("One", "Überall").encode("latin-1"), 3, "", "is not UTF-8 at letter 23"
    ),
    "half a letter in UTF-8": Broken(CSV.encode() + b"\xed\xa0\x80", 4, "", "is not UTF-8 at letter 1 "),
    "UTF-16 that is cut off": Broken(CSV.encode("utf-16-le")[:-1], 3, "", "is not UTF-16-LE at letter 51"),
    "half a letter in UTF-16": Broken(
        CSV.encode("utf-16-le") + b"\x00\xd8\n\x00", 4, "", "is not UTF-16-LE at letter 1 "
    ),
    "null": Broken(change(("One", "O\0e")), 3, "source_title", "holds a null character."),
    "null in the heading": Broken(change(("quote", "quo\0te")), 1, "column F", "holds a null character."),
    # Quote marks and cells
    "an open quote mark": Broken(
        change(("One", '"One')), 3, "column D", "has a cell here that opens with a quote mark"
    ),
    "an open quote mark behind others": Broken(
        change(("moscow", '"mos""cow"'), ("No exp", '  "No exp')), 3, "column F", "has a cell here that opens"
    ),
    "letters behind a quote mark": Broken(
        change(("One", '"One"x')), 3, "column D", "has letters here behind the closing"
    ),
    "a cell too many": Broken(
        change(("expansion.", "expansion.,more")), 3, "column G", "holds a cell that stands under"
    ),
    "cells too few": Broken(change((",2,One,2022-01-17,No expansion.", "")), 3, "source_title", "is required."),
    # The heading
    "a column twice": Broken(change((",quote", ",value")), 1, "value", "heads more than one column."),
    "no such column": Broken(change(("quote", "qoute")), 1, "qoute", "is no column of a claim. Do you mean quote?"),
    "a column missing": Broken(change(("source_title", "source")), 1, "source_title", "is required: there is no such"),
    "no heading": Broken(b"moscow,no-expansion,2\n", 1, "holder", "is required: there is no such column."),
    # Cells
    "nobody": tell("Nobody", "holder", "holder", "There is no actor “Nobody”."),
    "nothing to decide": tell("nothing", "proposal", "proposal", "There is no proposal “nothing”."),
    "no value": tell("", "value", "value", "is required: a whole number"),
    "a value off the scale": tell("3", "value", "value", "A value lies between −2 and +2."),
    "endless": tell("inf", "value", "value", "“inf” is no whole number"),
    "no number": tell("1e400", "value", "value", "“1e400” is no whole number"),
    "a number of 5,000 digits": tell("9" * 5000, "value", "value", "“999"),
    "no day": tell("2022-02-30", "source_published_on", "source_published_on", "“2022-02-30” is no day."),
    "a year of five digits": tell("99999-01-01", "said_on", "said_on", "“99999-01-01” is no day."),
    "a day to come": tell("9999-12-31", "said_on", "said_on", "31 Dec 9999 is still to come"),
    "a dimension that is none": tell("mood", "dimension", "dimension", "“mood” is none of position"),
    "a flag that is none": tell("perhaps", "pending", "pending", "“perhaps” is neither yes nor no."),
    "a type that is none": tell("vote", "source_type", "source_type", "“vote” is none of article-newspaper"),
    "an address that is none": _URL,
    "an id that is none": tell("C-1", "claim", "claim", "“C-1” is no claim's id"),
    "a record that is none": tell("{", "source_csl", "source_csl", ""),
    "a language that is none": tell(
        "russian", "quote_language", "quote_language", "“russian” is no code of a language"
    ),
    "an enormous cell": tell("x" * 200_000, "source_title", "source_title", "is longer than 300 characters."),
    "an enormous quote": tell("x" * 200_000, "quote", "quote", "A quote has at most 2,000 characters"),
    "an error of the spreadsheet": tell("#REF!", "quote", "quote", "holds “#REF!”, an error of the spreadsheet"),
    "a condition on nothing": NO_PROPOSAL,
}


def write_book(rows=(HEADING, ROW, [*ROW[:5], "Never."]), merged=""):
    book, out = Workbook(), BytesIO()
    for row in rows:
        book.active.append(row)
    if merged:
        book.active.merge_cells(merged)
    book.save(out)
    return out.getvalue()


def change_part(name, change, book=None):
    """Return a workbook with another part of this name, or without it (None)."""
    out = BytesIO()
    with ZipFile(BytesIO(book or write_book())) as packed, ZipFile(out, "w", ZIP_DEFLATED) as again:
        for part in packed.namelist():
            content = change(packed.read(part)) if part == name else packed.read(part)
            if content is not None:
                again.writestr(part, content)
    return out.getvalue()


def change_sheet(old, new, book=None):
    return change_part(SHEET, lambda xml: xml.replace(old, new), book)


def cut_half(xml):
    return xml[: len(xml) // 2]


def drop(xml):
    return None


ENTITIES = b'<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa">%s]>' % b"".join(
    b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(8)
)
DAYS = [HEADING, ROW, [*ROW[:4], date(2022, 1, 17), "Never."]]
BOOKS = {
    "no zip file": Broken(b"PK, or not", 0, "", NO_BOOK),
    "nothing": Broken(b"", 0, "", "is empty."),
    "a zip file that is cut off": Broken(write_book()[:-30], 0, "", NO_BOOK),
    "an empty zip file": Broken(b"PK\x05\x06" + b"\0" * 18, 0, "", NO_BOOK),
    "a Word file": Broken(make_word("Talks"), 0, "", "is a Word file"),
    "a zip bomb": Broken(change_part(SHEET, lambda xml: xml + b" " * 20_000_000), 0, "", f"packs {SHEET} "),
    "a broken list of sheets": Broken(change_part("xl/workbook.xml", cut_half), 0, "", NO_BOOK),
    "no list of sheets": Broken(change_part("xl/workbook.xml", drop), 0, "", NO_BOOK),
    "broken types": Broken(change_part("[Content_Types].xml", cut_half), 0, "", NO_BOOK),
    "no types": Broken(change_part("[Content_Types].xml", drop), 0, "", NO_BOOK),
    "broken relations": Broken(change_part("xl/_rels/workbook.xml.rels", cut_half), 0, "", NO_BOOK),
    "broken styles": Broken(change_part("xl/styles.xml", cut_half), 0, "", NO_BOOK),
    "entities that swell": Broken(
        change_sheet(b"<worksheet", ENTITIES + b"<worksheet", change_sheet(b"Never.", b"&h;")), 0, "", NO_BOOK
    ),
    "a sheet that is cut off": Broken(change_part(SHEET, lambda xml: xml[: xml.index(b"Never")]), 3, "", BROKEN_ROW),
    "a number that is none": Broken(change_sheet(b"<v>2</v>", b"<v>two</v>"), 2, "", BROKEN_ROW),
    "a number of 5,000 digits": Broken(change_sheet(b"<v>2</v>", b"<v>%s</v>" % (b"9" * 5000)), 2, "", BROKEN_ROW),
    "a cell beyond all columns": Broken(change_sheet(b'r="A3"', b'r="ZZZZZZ3"'), 3, "", BROKEN_ROW),
    "a row beyond all rows": Broken(
        change_sheet(b'<row r="3"', b'<row r="99999999999"'), 1_048_577, "", "has a row below"
    ),
    "merged cells that are none": Broken(
        change_sheet(b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="A9999999:ZZZZ2"/></mergeCells>'),
        0,
        "",
        "has a damaged sheet, “Sheet”",
    ),
    "cells merged sideways": Broken(write_book(merged="A3:B3"), 3, "", "has cells merged across columns (A3:B3)"),
    "half a letter": Broken(write_book([HEADING, [*ROW[:5], "No_xDC00_."]]), 2, "quote", "holds half a letter"),
    "half a letter in the heading": Broken(
        write_book([[*HEADING[:5], "quote_xD800_"], ROW]), 1, "column F", "holds half a letter"
    ),
    "null": Broken(write_book([HEADING, [*ROW[:5], "No_x0000_."]]), 2, "quote", "holds a null character."),
    "a day out of range": Broken(
        change_part(
            SHEET, lambda xml: re.sub(rb'(?: t="n")?><v>44578</v>', b"><v>99999999999</v>", xml), write_book(DAYS)
        ),
        3,
        "source_published_on",
        "holds “#VALUE!”, an error of the spreadsheet",
    ),
    "endless": Broken(change_sheet(b"<v>2</v>", b"<v>1e999</v>"), 2, "value", "“inf” is no whole number"),
    "an error": Broken(write_book([HEADING, [*ROW[:5], "#N/A"]]), 2, "quote", "holds “#N/A”"),
    "a day to come": Broken(
        write_book([HEADING, [*ROW[:4], date(2990, 1, 1), "No."]]), 2, "source_published_on", "1 Jan 2990"
    ),
    "a column twice": Broken(write_book([[*HEADING, "value"], ROW]), 1, "value", "heads more than one column."),
}
