"""A Word file → its text, by python-docx: what stands in the document, inserted by tracked changes too, with its notes
at the end. Word has no pages until it draws them."""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from importlib.metadata import version
from io import BytesIO
from typing import Any

from ...wording import documents as wording
from ..packed_files import is_encrypted
from .extracted import DocumentRefused, DocumentType, ExtractedText

LARGEST_UNPACKED = 200_000_000  # bytes of all that is packed in it, pictures too
LARGEST_PART = 50_000_000  # bytes of its text with all marks of form
MOST_FILES = 5_000
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_LEFT_OUT = {f"{_W}{name}" for name in ("del", "moveFrom", "rPr", "pPr", "instrText", "delText")} | {_FALLBACK}
_SIGNS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "\u2011", f"{_W}ptab": "\t"}
_NOTES = ("footnotes", "endnotes")


def read_word_file(data: bytes) -> ExtractedText:
    """Return the text of a Word file; raise DocumentRefused where it is damaged, a bomb, or has no text."""
    _refuse_bombs(data)
    from docx import Document
    from docx.opc.exceptions import PackageNotFoundError
    from lxml.etree import LxmlError, XMLSyntaxError

    try:
        document = Document(BytesIO(data))
        body = document.element.body
        notes = list(_read_notes(document.part))
        lines = list(_read_lines(body))
        tracked = next(body.iter(f"{_W}ins", f"{_W}del", f"{_W}moveTo"), None) is not None
    except ValueError as error:
        raise DocumentRefused(wording.MACROS if "content type" in str(error) else wording.UNREADABLE) from None
    except XMLSyntaxError:
        raise DocumentRefused(_find_damaged_part(data) or wording.UNREADABLE) from None
    except (PackageNotFoundError, LxmlError, zipfile.BadZipFile, OSError, EOFError, *_ASTRAY):
        raise DocumentRefused(wording.UNREADABLE) from None
    text = "\n".join([*lines, *(["", *notes] if notes else [])]).strip("\n")
    if not text.strip():
        raise DocumentRefused(wording.NO_TEXT)
    warnings = [
        *([wording.tell_notes(len(notes))] if notes else []),
        *([wording.DELETIONS_LEFT_OUT] if tracked else []),
    ]
    return ExtractedText(text, DocumentType.WORD, "python-docx", version("python-docx"), warnings=tuple(warnings))


# What python-docx and zlib raise where parts are missing or damaged.
_ASTRAY = (AssertionError, AttributeError, LookupError, RuntimeError, TypeError, struct.error, zlib.error)


def _find_damaged_part(data: bytes) -> str:
    """Say which part of a Word file is no XML, and where it ceases to be; nothing where each is."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False)
    with zipfile.ZipFile(BytesIO(data)) as packed:
        for part in packed.namelist():
            if part.endswith((".xml", ".rels")):
                try:
                    etree.fromstring(packed.read(part), parser)
                except etree.XMLSyntaxError as error:
                    return wording.DAMAGED_PART.format(part=part, line=error.lineno, column=error.offset)
    return ""


def _refuse_bombs(data: bytes) -> None:
    """Look at the sizes that the file says its parts have: it is not unpacked beyond them."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, *_ASTRAY):
        raise DocumentRefused(wording.UNREADABLE) from None
    if any(map(is_encrypted, parts)):
        raise DocumentRefused(wording.LOCKED_WORD)
    sizes = [part.file_size for part in parts]
    largest = max((part.file_size for part in parts if part.filename.endswith((".xml", ".rels"))), default=0)
    if sum(sizes) > LARGEST_UNPACKED or len(parts) > MOST_FILES or largest > LARGEST_PART:
        raise DocumentRefused(wording.UNPACKS_TOO_LARGE)


def _read_lines(within: Any) -> Iterator[str]:
    """Yield a line of each paragraph and of each row of a table, whose cells tabs part; a paragraph ends in a blank
    line, so that its text is read by paragraphs."""
    for block in within:
        if block.tag == f"{_W}p":
            yield from (_read_paragraph(block), "")
        elif block.tag == f"{_W}tbl":
            yield from (_read_row(row) for row in block.iter(f"{_W}tr"))
            yield ""
        elif block.tag not in _LEFT_OUT:
            yield from _read_lines(block)  # what wraps paragraphs: content controls, insertions


def _read_row(row: Any) -> str:
    cells = (cell for cell in row.iter(f"{_W}tc") if next(cell.iterancestors(f"{_W}tr")) is row)
    return "\t".join(" ".join(text for text in map(_read_paragraph, _list_own(cell)) if text) for cell in cells)


def _list_own(cell: Any) -> list[Any]:
    """Return the paragraphs of a cell, without those of a table within it, which has rows of its own."""
    return [each for each in cell.iter(f"{_W}p") if next(each.iterancestors(f"{_W}tc")) is cell]


def _read_paragraph(paragraph: Any) -> str:
    return "".join(_read_pieces(paragraph))


def _read_pieces(element: Any) -> Iterator[str]:
    """Yield the text of an element in its order: runs, links, insertions, fields, text boxes."""
    for child in element:
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag in _SIGNS:
            yield _SIGNS[child.tag]
        elif isinstance(child.tag, str) and child.tag not in _LEFT_OUT:
            yield from _read_pieces(child)
            if child.tag == f"{_W}p":
                yield "\n"  # of a text box


def _read_notes(part: Any) -> Iterator[str]:
    """Yield the footnotes and endnotes, each on a line with its number; the lines that part them are no notes."""
    from docx.oxml import parse_xml

    for kind in _NOTES:
        related = [each.target_part for each in part.rels.values() if each.reltype.endswith(f"/{kind}")]
        number = 0
        for note in parse_xml(related[0].blob) if related else ():
            if note.get(f"{_W}type", "normal") != "normal":
                continue
            text = " ".join(filter(None, map(str.strip, map(_read_paragraph, note.iter(f"{_W}p")))))
            if text:
                number += 1
                yield f"{number} {text}"
