"""Reads a file of records in a process of its own: `python -m claims.importers.references.apart ENCODING MEMORY
SECONDS` reads one from its input."""

from typing import Any

from ...wording import references as wording
from ..apart import MEMORY, SECONDS, Broke, Exhausted, answer, run_apart
from .read import read_records, refuse_sizes
from .records import FileRecord, FileRecords, RecordsFormat, RecordsRefused


def read_records_apart(data: bytes, encoding: str = "", seconds: float = SECONDS, memory: int = MEMORY) -> FileRecords:
    """Do what `read_records` does, in a process of its own; raise RecordsRefused as it does, and where the file takes
    more than `seconds` or `memory` (bytes)."""
    refuse_sizes(data)
    try:
        said = run_apart(__name__, data, encoding, seconds, memory)
    except Exhausted:
        raise RecordsRefused(wording.TAKES_TOO_LONG) from None
    except Broke:
        raise RecordsRefused(wording.UNREADABLE) from None
    if "refused" in said:
        raise RecordsRefused(said["refused"])
    form, records, chosen, offered, sure = said["read"]
    read = tuple(FileRecord(line, item, fault, tuple(left_out)) for line, item, fault, left_out in records)
    return FileRecords(RecordsFormat(form), read, chosen, tuple(offered), sure)


def _read(data: bytes, encoding: str) -> dict[str, Any]:
    try:
        return {"read": read_records(data, encoding)}
    except RecordsRefused as refusal:
        return {"refused": str(refusal)}


if __name__ == "__main__":
    answer(_read, {"refused": wording.TAKES_TOO_LONG})
