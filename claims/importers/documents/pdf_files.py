"""A PDF → its text, page by page, by pypdf."""

import struct
import time
import zlib
from importlib.metadata import version
from io import BytesIO

from ...wording import documents as wording
from .extracted import DocumentRefused, DocumentType, ExtractedText, PageStart

BETWEEN_PAGES = "\n\n"
_FEWEST_LETTERS = 10  # of a whole file: fewer are the stamp of a scanner
_MOST_GARBLED = 0.2  # of the letters
SECONDS = 15
LARGEST_STREAM = 20_000_000  # bytes of a page unpacked; one that is full of print has a hundredth of it
MOST_STEPS = 500_000  # by which a page is drawn


def read_pdf(data: bytes, seconds: float = SECONDS) -> ExtractedText:
    """Return the text of a PDF and where its pages begin; raise DocumentRefused where it is encrypted, a scan, damaged,
    too long, or takes more than `seconds`."""
    from pypdf import apply_configuration

    with apply_configuration(zlib_maximum_output_length=LARGEST_STREAM, stream_parsing_work_maximum_count=MOST_STEPS):
        return _read_pages(data, time.monotonic() + seconds)


def _read_pages(data: bytes, until: float) -> ExtractedText:
    from pypdf import PdfReader
    from pypdf.errors import LimitReachedError, PyPdfError

    try:
        reader = PdfReader(BytesIO(data))
        if reader.is_encrypted:
            raise DocumentRefused(wording.LOCKED_PDF)
        number = len(reader.pages)
    except LimitReachedError:
        raise DocumentRefused(wording.UNPACKS_TOO_LARGE) from None
    except (PyPdfError, *_DAMAGED):
        raise DocumentRefused(wording.UNREADABLE) from None
    if not number:
        raise DocumentRefused(wording.NO_PAGES)
    if number > wording.MOST_PAGES:
        raise DocumentRefused(wording.TOO_MANY_PAGES)
    labels = _read_labels(reader, number)
    texts, lost = [], []
    for at in range(number):
        if time.monotonic() > until:
            raise DocumentRefused(wording.PAGE_TAKES_TOO_LONG.format(page=at + 1))
        try:
            texts.append(_clean(reader.pages[at].extract_text()))
        except LimitReachedError:
            raise DocumentRefused(wording.PAGE_UNPACKS_TOO_LARGE.format(page=at + 1)) from None
        except (PyPdfError, *_DAMAGED):
            texts.append("")
            lost.append(at)
    return _join(texts, labels, lost)


# What pypdf raises of its own accord where a damaged file leads it astray.
_DAMAGED = (
    *(ArithmeticError, AssertionError, AttributeError, LookupError, OSError, RuntimeError, TypeError, ValueError),
    *(struct.error, zlib.error),
)


def _read_labels(reader: "PdfReader", number: int) -> list[str]:  # type: ignore[name-defined]  # noqa: F821
    """Return how the document counts its pages; by their number where it says nothing or nonsense."""
    try:
        labels = [" ".join(label.split())[:20] for label in reader.page_labels]
    except Exception:  # noqa: BLE001, S110 - the text matters, and can be read without
        labels = []
    if len(labels) != number or not all(labels):
        return [str(at) for at in range(1, number + 1)]
    return labels


def _clean(text: str) -> str:
    """Leave out null characters, and mark halves of letters as what they are: nobody can store them."""
    return text.replace("\x00", "").encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").strip("\n")


def _join(texts: list[str], labels: list[str], lost: list[int]) -> ExtractedText:
    if sum(len(text.strip()) for text in texts) < _FEWEST_LETTERS:
        raise DocumentRefused(wording.UNREADABLE if lost else wording.SCAN)
    text, pages = "", []
    pieces, length = [], 0
    for piece, label in zip(texts, labels, strict=True):
        pages.append(PageStart(length, label))
        pieces.append(piece)
        length += len(piece) + len(BETWEEN_PAGES)
    text = BETWEEN_PAGES.join(pieces)
    garbled = sum(1 for letter in text if letter == "\ufffd" or "\ue000" <= letter <= "\uf8ff")
    if garbled > _MOST_GARBLED * len(text):
        raise DocumentRefused(wording.GARBLED)
    empty = [
        label
        for at, (piece, label) in enumerate(zip(texts, labels, strict=True))
        if not piece.strip() and at not in lost
    ]
    warnings = [
        *([wording.warn_of_empty_pages(empty)] if empty else []),
        *([wording.warn_of_lost_pages([labels[at] for at in lost])] if lost else []),
        *([wording.warn_of_garbled(garbled)] if garbled else []),
    ]
    return ExtractedText(text, DocumentType.PDF, "pypdf", version("pypdf"), tuple(pages), warnings=tuple(warnings))
