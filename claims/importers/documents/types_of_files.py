"""Which type a file is, told by its content: names and browsers may say anything."""

import re
import struct
import zipfile
from io import BytesIO

from ...wording import documents as wording
from . import encodings
from .extracted import DocumentRefused, DocumentType

_WITHIN = 1024  # bytes before which a PDF begins, as programs that show it allow
# How files begin from which no text is taken.
_OTHERS = (
    (b"{\\rtf", "a Rich Text file", ": save it as .docx"),
    (b"\x89PNG", "a picture", ": put it through text recognition (OCR) first"),
    (b"\xff\xd8\xff", "a picture", ": put it through text recognition (OCR) first"),
    (b"GIF8", "a picture", ": put it through text recognition (OCR) first"),
    (b"II*\x00", "a picture", ": put it through text recognition (OCR) first"),
    (b"MM\x00*", "a picture", ": put it through text recognition (OCR) first"),
    (b"%!PS", "a PostScript file", ": save it as .pdf"),
    (b"\x1f\x8b", "a packed file", ": unpack it first"),
    (b"7z\xbc\xaf", "a packed file", ": unpack it first"),
    (b"Rar!\x1a\x07", "a packed file", ": unpack it first"),
    (b"BZh", "a packed file", ": unpack it first"),
    (b"\xfd7zXZ", "a packed file", ": unpack it first"),
    (b"bplist00", "a web archive of Safari", ": save the page as its source (.html)"),
    (b"MZ", "a program", ""),
    (b"\x7fELF", "a program", ""),
    (b"SQLite format 3", "a database", ""),
)
_COMPOUND = b"\xd0\xcf\x11\xe0"  # Office until 2003, and whatever Office encrypts
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
# What a zip file is by the files in it; the first that fits.
_PACKED = (
    ("word/", "a Word file", ""),
    ("xl/", "an Excel workbook", ": claims in workbooks are imported (docs/exchange.md)"),
    ("ppt/", "a presentation", ": save it as .pdf"),
    ("content.xml", "an OpenDocument file", ": save it as .docx or .pdf"),
    ("META-INF/container.xml", "an e-book", ": save it as .pdf"),
    ("Index/", "a Pages file", ": export it as .docx or .pdf"),
)
_HTML = re.compile(
    r"\s*(<\?xml[^>]*\?>\s*)?(<!--.*?-->\s*)*<(!doctype\s+html|html|head|body|title|meta|article|main|div|p|h1)\b",
    re.IGNORECASE | re.DOTALL,
)
_XML = re.compile(r"\s*<(\?xml|!doctype|svg|rss|feed)\b", re.IGNORECASE)
_WEB_ARCHIVE = re.compile(r"(?s)(From: .*?)?MIME-Version: .*?multipart/related", re.IGNORECASE)
_BEGINNING = 4096


def tell_type(data: bytes) -> DocumentType:
    """Return the type of a file; raise DocumentRefused where no text is taken from such files."""
    if b"%PDF-" in data[:_WITHIN]:
        return DocumentType.PDF
    if data.startswith(b"PK\x03\x04"):
        return _tell_packed(data)
    if data.startswith(_COMPOUND):
        raise DocumentRefused(wording.LOCKED_WORD if _ENCRYPTED in data else wording.OLD_WORD)
    for start, kind, advice in _OTHERS:
        if data.startswith(start) and not (start.isalnum() and _is_ascii(data)):
            raise DocumentRefused(wording.WRONG_TYPE.format(kind=kind, advice=advice))
    return _tell_letters(data)


def _is_ascii(data: bytes) -> bool:
    """Whether a file that begins as a program or a picture does may yet be a text: “MZ met with …”."""
    return data[:_BEGINNING].isascii() and b"\x00" not in data[:_BEGINNING]


def _tell_packed(data: bytes) -> DocumentType:
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            names = packed.namelist()
    except (zipfile.BadZipFile, ValueError, EOFError, NotImplementedError, OSError, struct.error):
        raise DocumentRefused(wording.UNREADABLE) from None
    if "word/document.xml" in names or ("[Content_Types].xml" in names and _has(names, "word/")):
        return DocumentType.WORD
    kinds = ((kind, advice) for start, kind, advice in _PACKED if _has(names, start))
    kind, advice = next(kinds, ("a packed file", ": unpack it first"))
    raise DocumentRefused(wording.WRONG_TYPE.format(kind=kind, advice=advice))


def _has(names: list[str], start: str) -> bool:
    return any(name.startswith(start) for name in names)


def _tell_letters(data: bytes) -> DocumentType:
    beginning = encodings.read_beginning(data, _BEGINNING)
    if _HTML.match(beginning):
        return DocumentType.WEB_PAGE
    if _WEB_ARCHIVE.match(beginning):
        kind, advice = "a web archive (.mht)", ": save the page as .html"
    elif _XML.match(beginning):
        kind, advice = "an XML file", ""
    else:
        return DocumentType.PLAIN
    raise DocumentRefused(wording.WRONG_TYPE.format(kind=kind, advice=advice))
