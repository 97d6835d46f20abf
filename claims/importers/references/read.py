"""A file of records → these, by the form that its content shows: names of files may say anything."""

from collections.abc import Iterator

from ...wording import references as wording
from ..documents import encodings
from ..documents.extracted import DocumentRefused, DocumentType
from ..documents.types_of_files import tell_type
from . import bibtex_files, csl_files, ris_files
from .records import FileRecord, FileRecords, RecordsFormat, RecordsRefused

_READERS = (
    (RecordsFormat.CSL_JSON, csl_files.looks_like_json, csl_files.read_csl_json),
    (RecordsFormat.RIS, ris_files.looks_like_ris, ris_files.read_ris),
    (RecordsFormat.BIBTEX, bibtex_files.looks_like_bibtex, bibtex_files.read_bibtex),
)
_OTHERS = {DocumentType.PDF: "a PDF", DocumentType.WORD: "a Word file", DocumentType.WEB_PAGE: "a web page"}


def read_records(data: bytes, encoding: str = "") -> FileRecords:
    """Return the records of a file, of letters in the `encoding` that was chosen, or else in the likeliest.

    Raise RecordsRefused where it is empty, too large, of another kind, or has no record or too many.
    """
    refuse_sizes(data)
    text, offered, chosen, sure = _decode(data, encoding)
    for form, looks_like_it, read in _READERS:
        if looks_like_it(text):
            records = _take(read(text))
            return FileRecords(form, records, chosen, tuple(offered), sure)
    raise RecordsRefused(wording.NO_RECORDS)


def refuse_sizes(data: bytes) -> None:
    """Raise RecordsRefused for a file that is empty or too large."""
    if not data.strip():
        raise RecordsRefused(wording.EMPTY)
    if len(data) > wording.LARGEST_FILE:
        raise RecordsRefused(wording.TOO_LARGE)


def _take(records: Iterator[FileRecord]) -> tuple[FileRecord, ...]:
    taken: list[FileRecord] = []
    for record in records:
        taken.append(record)
        if len(taken) > wording.MOST_RECORDS:
            raise RecordsRefused(wording.TOO_MANY)
    if not taken:
        raise RecordsRefused(wording.NONE_IN_IT)
    return tuple(taken)


def _decode(data: bytes, encoding: str) -> tuple[str, list[str], str, bool]:
    """Return (the letters of a file, the encodings to choose from, that which is taken, whether it is sure)."""
    try:
        kind = tell_type(data)
        if kind in _OTHERS:
            raise RecordsRefused(wording.WRONG_TYPE.format(kind=_OTHERS[kind]))
        offered, sure = encodings.list_encodings(data)
        chosen = encoding or next(iter(offered), "")
        if not chosen:
            raise RecordsRefused(wording.NO_TEXT)
        text = encodings.decode(data, chosen).lstrip("\ufeff")
    except DocumentRefused as refusal:
        raise RecordsRefused(str(refusal)) from None
    return text.replace("\r\n", "\n").replace("\r", "\n"), offered, chosen, sure and not encoding
