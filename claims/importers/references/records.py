"""What stands in a file of records: items of CSL-JSON, each with its line, whatever form the file has."""

from enum import StrEnum
from typing import Any, NamedTuple

Item = dict[str, Any]


class RecordsFormat(StrEnum):
    """The forms in which reference managers hand out records."""

    RIS = "RIS"
    BIBTEX = "BibTeX"
    CSL_JSON = "CSL-JSON"


class FileRecord(NamedTuple):
    """A record as it stands in a file: as an item, or with the fault for which it is none. `left_out` are the tags and
    fields for which CSL has no variable."""

    line: int  # on which it begins
    item: Item
    fault: str = ""
    left_out: tuple[str, ...] = ()


class FileRecords(NamedTuple):
    """The records of a file, in which form and which encoding; where that is not `sure`, with those to choose from."""

    format: RecordsFormat
    records: tuple[FileRecord, ...]
    encoding: str
    encodings: tuple[str, ...]
    sure: bool


class RecordsRefused(Exception):
    """A file of which no record can be read; says why, and what to do."""
