"""File → text, by the type that its content shows."""

from ...wording import documents as wording
from .extracted import DocumentRefused, DocumentType, ExtractedText
from .pdf_files import read_pdf
from .plain_texts import read_plain_text
from .types_of_files import tell_type
from .web_pages import read_web_page
from .word_files import read_word_file


def read_document(data: bytes, encoding: str = "") -> ExtractedText:
    """Return the text of a file, of letters in the `encoding` that was chosen, or else the likeliest.

    Raise DocumentRefused where it is empty, too large, of another type, damaged, locked or without text.
    """
    refuse_sizes(data)
    match tell_type(data):
        case DocumentType.PDF:
            extracted = read_pdf(data)
        case DocumentType.WORD:
            extracted = read_word_file(data)
        case DocumentType.WEB_PAGE:
            extracted = read_web_page(data, encoding)
        case DocumentType.PLAIN:
            extracted = read_plain_text(data, encoding)
    if not extracted.text.strip():
        raise DocumentRefused(wording.NO_TEXT)
    if len(extracted.text.encode()) > wording.LARGEST_TEXT:
        raise DocumentRefused(wording.TEXT_TOO_LARGE)
    return extracted


def refuse_sizes(data: bytes) -> None:
    """Raise DocumentRefused for a file that is empty or too large."""
    if not data:
        raise DocumentRefused(wording.EMPTY)
    if len(data) > wording.LARGEST_FILE:
        raise DocumentRefused(wording.TOO_LARGE)
