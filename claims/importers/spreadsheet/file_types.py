"""Refuses a file that is no table, or would not fit into memory, before it is read: by its content, not by its name."""

import zipfile
from pathlib import Path

from ..packed_files import UNREADABLE, count_times_packed, is_encrypted
from .tables import Unreadable

LARGEST_UNPACKED = (
    2_000_000_000  # bytes of all that a workbook says is packed in it; a million rows of claims have less
)
LARGEST_OF_A_PAGE = 200_000_000  # the same, of what a server reads while somebody waits
MOST_PARTS = 10_000
SMALL = 10_000_000  # bytes of a part that may be packed as it likes
_START = 1 << 12
_COMPOUND = b"\xd0\xcf\x11\xe0"  # Office until 2003, and whatever Office encrypts
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_PACKED = b"PK\x03\x04"

ENCRYPTED = (
    "is encrypted: open it in Excel with its password, take that off (File, Info, Protect Workbook), and save it."
)
OLD_EXCEL = "is an Excel file of before 2007 (.xls): save it as “Excel Workbook (.xlsx)”."
UNPACKS_TOO_LARGE = "unpacks to {size:,} bytes, more than the {most:,} that are read: save it as CSV, or in parts."
PACKED_TOO_WELL = "packs {part} {times:,} times smaller than it is, as no spreadsheet program does: save it anew."
DAMAGED = "is no Excel workbook, or is damaged: open it in Excel, and save it anew."
NOT_A_TABLE = "is {kind}, which is no table: {advice}."
_AS_CSV = "save the table as .csv or .xlsx"
# How files begin that are no tables.
_OTHERS = (
    (b"%PDF-", "a PDF", "copy its table into a spreadsheet, or take its text in as a source"),
    (b"\x89PNG", "a picture", _AS_CSV),
    (b"\xff\xd8\xff", "a picture", _AS_CSV),
    (b"GIF8", "a picture", _AS_CSV),
    (b"{\\rtf", "a Rich Text file", _AS_CSV),
    (b"\x1f\x8b", "a packed file", "unpack it first"),
    (b"7z\xbc\xaf", "a packed file", "unpack it first"),
    (b"Rar!\x1a\x07", "a packed file", "unpack it first"),
    (b"\x7fELF", "a program", _AS_CSV),
    (b"SQLite format 3", "a database", _AS_CSV),
)
# What a zip file is by the files in it; the first that fits.
_BY_PARTS = (
    ("xl/workbook.bin", "a binary workbook (.xlsb)", "save it as “Excel Workbook (.xlsx)”"),
    ("word/", "a Word file", "copy its table into a spreadsheet"),
    ("ppt/", "a presentation", "copy its table into a spreadsheet"),
    ("content.xml", "an OpenDocument file", "save it as .xlsx or .csv"),
    ("Index/", "a Numbers file", "export it as .xlsx or .csv"),
)


def refuse_other_types(path: Path, most: int = LARGEST_UNPACKED) -> None:
    """Raise Unreadable, with what to do, for a file that is not of the type that its name says, and for a workbook that
    unpacks to more than `most` bytes."""
    with path.open("rb") as file:
        start = file.read(_START)
    if not start.strip(b"\0\t\r\n \xef\xbb\xbf"):
        raise Unreadable("is empty.")
    if start.startswith(_COMPOUND):
        raise Unreadable(ENCRYPTED if _ENCRYPTED in path.read_bytes() else OLD_EXCEL)
    for beginning, kind, advice in _OTHERS:
        if start.startswith(beginning):
            raise Unreadable(NOT_A_TABLE.format(kind=kind, advice=advice))
    if start.lstrip(b"\xef\xbb\xbf\t\r\n ")[:14].lower().startswith((b"<!doctype html", b"<html")):
        raise Unreadable(NOT_A_TABLE.format(kind="a web page", advice=_AS_CSV))
    if path.suffix.lower() == ".csv" and start.startswith(_PACKED):
        raise Unreadable("is an Excel workbook or another packed file, not CSV: give its name the ending .xlsx.")
    if path.suffix.lower() == ".xlsx":
        _refuse_packed(path, most)


def _refuse_packed(path: Path, most: int) -> None:
    """Look into what a workbook says it is made of; nothing is unpacked beyond these sizes."""
    try:
        with zipfile.ZipFile(path) as packed:
            parts = packed.infolist()
    except UNREADABLE:
        raise Unreadable(DAMAGED) from None
    names = [part.filename for part in parts]
    for beginning, kind, advice in _BY_PARTS:
        if any(name.startswith(beginning) for name in names) and "xl/workbook.xml" not in names:
            raise Unreadable(NOT_A_TABLE.format(kind=kind, advice=advice))
    if any(map(is_encrypted, parts)):
        raise Unreadable(ENCRYPTED)
    size = sum(part.file_size for part in parts)
    if size > most or len(parts) > MOST_PARTS:
        raise Unreadable(UNPACKS_TOO_LARGE.format(size=size, most=most))
    for part in parts:
        if times := count_times_packed(part, SMALL):
            raise Unreadable(PACKED_TOO_WELL.format(part=part.filename, times=times))
