"""By whom and when documents were fully coded for the negotiation in whose folder they lie → the gate."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError

from ...models import Negotiation, Source, SourceCoding
from .files import CODING_COLUMNS, RECORD_COLUMNS, SeedFile
from .merge import Merge, WantedRow, digest_fields

SOURCE_NAMES = tuple(column.field for column in RECORD_COLUMNS.values())
CODING_NAMES = tuple(column.field for column in CODING_COLUMNS.values())


def make_wanted_coding(
    merge: Merge, file: SeedFile, source: Source, negotiations: Mapping[str, Negotiation]
) -> WantedRow | None:
    """Return what a document says of its coding; None, with a fault, where that is invalid."""
    said = {column.field: file.source.get(name) for name, column in CODING_COLUMNS.items()}
    row = SourceCoding(source=source, negotiation=negotiations[file.negotiation])
    for name in CODING_NAMES:
        setattr(row, name, said[name] or getattr(row, name))
    wanted = WantedRow(file.name, file.source_lines, file.source["slug"], row, CODING_NAMES)
    try:
        row.clean_fields(
            exclude=["source", "negotiation"]
        )  # turns a name into one on a line, as a save and a reload would
    except ValidationError as error:
        merge.refuse(wanted, error)
        return None
    return wanted


def merge_coding(merge: Merge, wanted: WantedRow) -> None:
    """Merge the coding of a document whose record is merged; one that says nothing only if it once did."""
    if wanted.row.fully_coded_by or wanted.row.fully_coded_on or wanted.row_key in merge.records:
        merge.bring_in(wanted, merge.gate.save)


def take_apart(merge: Merge, wanted: WantedRow, coding: WantedRow) -> None:
    """Let what was loaded of a document, before its coding had a row of its own, be known as loaded of its record and
    of its coding, where the file or the database is still as it was then."""
    record = merge.records.get(wanted.row_key)
    if record is None or coding.row_key in merge.records:
        return
    stored = merge.find_stored(wanted)
    coding.row.source = stored or wanted.row
    pairs = [(wanted.row, coding.row), (stored, merge.find_stored(coding) or SourceCoding())]
    for source, coded in pairs if stored else ():
        if record.digest == _digest_together(source, coded):
            merge.remember(wanted.row_key, stored, digest_fields(source, SOURCE_NAMES))
            if coded.fully_coded_by:
                merge.remember(coding.row_key, coding.row, digest_fields(coded, CODING_NAMES))
            return


def _digest_together(source: Source, coding: SourceCoding) -> str:
    """Return the digest of a record as it was while its coding stood in it."""
    for name in CODING_NAMES:
        setattr(source, name, getattr(coding, name))
    return digest_fields(source, (*SOURCE_NAMES, *CODING_NAMES))
