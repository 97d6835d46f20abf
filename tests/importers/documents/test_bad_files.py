"""Files from which no text is taken: each is refused in a sentence that says what to do, and none breaks anything."""

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.importers.documents import pdf_files, word_files
from claims.importers.documents.extracted import DocumentRefused
from claims.importers.documents.read import read_document
from claims.wording import documents as wording
from tests.importers.documents.files_to_read import LONG, lock_pdf, make_page, make_pdf, make_word, pack, repack

PDF = make_pdf([LONG, LONG])
WORD = make_word(LONG)
TYPES = "[Content_Types]_DOT_xml"
ENTITIES = (
    '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + ']><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r>'
    "<w:t>&j;</w:t></w:r></w:p></w:body></w:document>"
)


def change_part(name, part):
    """Return the Word file with another part of this name, or without it (None)."""
    return repack(WORD, lambda each, data: part if each == name else data)


def with_macros():
    return repack(
        WORD,
        lambda name, data: (
            data.replace(
                b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
                b"application/vnd.ms-word.document.macroEnabled.main+xml",
            )
            if name == "[Content_Types].xml"
            else data
        ),
    )


def lock_part():
    """Return the Word file whose first part says that it is encrypted."""
    data = bytearray(WORD)
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


BAD = {
    # nothing, or too much
    "an empty file": (b"", wording.EMPTY),
    "blanks": (b" \n\t\n", wording.NO_TEXT),
    "more than 20 MB": (b"a" * (wording.LARGEST_FILE + 1), wording.TOO_LARGE),
    "a text of more than 5 MB": (b"a " * 2_500_001, wording.TEXT_TOO_LARGE),
    # wrong types
    "a picture (PNG)": (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "This is a picture"),
    "a picture (JPEG)": (b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"\0" * 50, "This is a picture"),
    "a picture (GIF)": (b"GIF89a" + b"\0" * 50, "This is a picture"),
    "a picture (TIFF)": (b"II*\0" + b"\0" * 50, "This is a picture"),
    "a drawing (SVG)": (b"<svg xmlns='http://www.w3.org/2000/svg'><text>Hi</text></svg>", "This is an XML file"),
    "a feed": (b"<?xml version='1.0'?><rss><channel/></rss>", "This is an XML file"),
    "Rich Text": (rb"{\rtf1\ansi Talks go on.}", "save it as .docx"),
    "PostScript": (b"%!PS-Adobe-3.0\nshowpage", "save it as .pdf"),
    "Word 97": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, wording.OLD_WORD),
    "Word behind a password": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"),
        wording.LOCKED_WORD,
    ),
    "an Excel workbook": (pack(**{TYPES: "", "xl__workbook_DOT_xml": ""}), "This is an Excel workbook"),
    "a presentation": (pack(**{TYPES: "", "ppt__presentation_DOT_xml": ""}), "This is a presentation"),
    "OpenDocument": (pack(mimetype="application/vnd", content_DOT_xml="<a/>"), "This is an OpenDocument file"),
    "an e-book": (pack(**{"META-INF__container_DOT_xml": ""}), "This is an e-book"),
    "a packed file (zip)": (pack(a_DOT_txt="Talks go on."), "unpack it first"),
    "a packed file (gzip)": (b"\x1f\x8b\x08\0\0\0\0\0", "unpack it first"),
    "a packed file (7z)": (b"7z\xbc\xaf\x27\x1c" + b"\0" * 20, "unpack it first"),
    "a program": (b"\x7fELF\x02\x01\x01\0" + b"\0" * 50, "This is a program"),
    "a program of Windows": (b"MZ\x90\x00\x03" + b"\0" * 50, "This is a program"),
    "a database": (b"SQLite format 3\0" + b"\0" * 50, "This is a database"),
    "a web archive": (b"MIME-Version: 1.0\nContent-Type: multipart/related; x\n\n", "This is a web archive"),
    # no texts
    "null characters": (b"One.\nTalks\x00go on, and on.", "the first on line 2 at letter 6: it is no plain text."),
    "noise": (bytes(range(1, 32)) * 40, wording.BINARY),
    "halves of letters": (
        "One.\nTwo".encode("utf-16") + b"\x00\xd8a\x00",
        "no text in UTF-16: on line 2, letter 4 is none.",
    ),
    "a page without text": (b"<!doctype html><html><body><img src=x></body></html>", wording.NO_TEXT),
    "a page of nothing but scripts": (b"<html><script>" + b"talk();" * 50 + b"</script></html>", wording.NO_TEXT),
    # PDF
    "a scan": (make_pdf(["", ""]), wording.SCAN),
    "a scan with a stamp": (make_pdf(["Scan 1", ""]), wording.SCAN),
    "a PDF behind a password": (lock_pdf(PDF, user="secret"), wording.LOCKED_PDF),
    "a PDF that must not be copied": (lock_pdf(PDF), wording.LOCKED_PDF),
    "a PDF without pages": (make_pdf([]), wording.NO_PAGES),
    "a PDF that is cut off": (PDF[: len(PDF) // 3], wording.UNREADABLE),
    "the first line of a PDF": (b"%PDF-1.7\n", wording.UNREADABLE),
    "noise that says it is a PDF": (b"%PDF-1.7\n" + bytes(range(256)) * 20, wording.UNREADABLE),
    "a PDF whose pages lead to themselves": (
        PDF.replace(b"/Kids [4 0 R 6 0 R]", b"/Kids [2 0 R 2 0 R]"),
        wording.UNREADABLE,
    ),
    "a PDF of thousands of pages": (
        PDF.replace(b"/Kids [4 0 R 6 0 R]", b"/Kids [" + b"4 0 R " * (wording.MOST_PAGES + 1) + b"]"),
        wording.TOO_MANY_PAGES,
    ),
    "a PDF that unpacks to much": (
        make_pdf(["", LONG], packed=zlib.compress(b"\0" * (pdf_files.LARGEST_STREAM + 1))),
        wording.PAGE_UNPACKS_TOO_LARGE.format(page=1),
    ),
    "a PDF packed twice that unpacks to much": (
        make_pdf(
            ["", LONG],
            packed=zlib.compress(zlib.compress(b"\0" * (pdf_files.LARGEST_STREAM + 1))),
            filters="[/FlateDecode /FlateDecode]",
        ),
        wording.PAGE_UNPACKS_TOO_LARGE.format(page=1),
    ),
    # Word
    "Word with macros": (with_macros(), wording.MACROS),
    "a Word file that is cut off": (WORD[: len(WORD) // 2], wording.UNREADABLE),
    "a Word file with a locked part": (lock_part(), wording.LOCKED_WORD),
    "a Word file without its list of types": (change_part("[Content_Types].xml", None), wording.UNREADABLE),
    "a Word file without its relations": (change_part("_rels/.rels", None), wording.UNREADABLE),
    "a Word file whose text is no XML": (
        change_part("word/document.xml", b"<w>\n</v>"),
        "The file is damaged, in word/document.xml, line 2, column 4. Save it anew",
    ),
    "a Word file without a text": (make_word(), wording.NO_TEXT),
    "a Word file that swells by entities": (
        change_part("word/document.xml", ENTITIES),
        "damaged, in word/document.xml, line 1",
    ),
    "a Word file that unpacks to much": (
        change_part("word/document.xml", b"<a>" + b" " * word_files.LARGEST_PART),
        wording.UNPACKS_TOO_LARGE,
    ),
    "a Word file of thousands of parts": (
        repack(WORD, lambda name, data: data, **{f"word/media/{n}": b"" for n in range(word_files.MOST_FILES)}),
        wording.UNPACKS_TOO_LARGE,
    ),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_file_is_refused_in_a_sentence(kind):
    data, words = BAD[kind]
    with pytest.raises(DocumentRefused) as refusal:
        read_document(data)
    assert words in str(refusal.value)
    assert str(refusal.value).endswith((".", ")"))


def test_there_are_forty_kinds_of_bad_files():
    assert len(BAD) >= 40


def test_a_pdf_that_takes_too_long_is_refused_between_two_pages():
    with pytest.raises(DocumentRefused, match="too long: its page 1 was not reached"):
        pdf_files.read_pdf(PDF, seconds=-1)


@pytest.mark.parametrize("encoding", ["", "cp1252"])
def test_letters_are_read_in_no_encoding_in_which_they_are_none(encoding):
    with pytest.raises(DocumentRefused):
        read_document(b"\x81\x8d\x00\x90", encoding)


@pytest.mark.parametrize("encoding", ["rot13", "unicode_escape", "../etc", "utf-7"])
def test_only_a_listed_encoding_is_taken(encoding):
    with pytest.raises(DocumentRefused, match="listed encodings"):
        read_document(b"Talks go on.", encoding)


FILES = {"PDF": PDF, "Word": WORD, "page": make_page(LONG, "Talks go on."), "text": "Überall".encode("cp1252")}
CHANGES = st.lists(st.tuples(st.integers(0, 1_000_000), st.integers(0, 255)), min_size=1, max_size=8)


@given(CHANGES, st.sampled_from(sorted(FILES)))
def test_a_file_with_a_few_bytes_changed_is_read_or_refused(changes, kind):
    changed = bytearray(FILES[kind])
    for at, byte in changes:
        changed[at % len(changed)] = byte
    try:
        assert read_document(bytes(changed)).text.strip()
    except DocumentRefused as refusal:
        assert str(refusal)
