"""The variables of a bibliographic record, as readers are shown them."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from ..rules import csl
from ..rules.citations import MONTHS
from ..rules.folding import isolate
from .days import format_day

_AS_THEY_ARE = frozenset({"DOI", "ISBN", "ISSN", "PMCID", "PMID"})


class RecordLine(NamedTuple):
    """A variable with its label and value in words, and where it leads, if anywhere."""

    label: str
    text: str
    href: str = ""


def list_record(record: csl.Record) -> list[RecordLine]:
    """Return the lines of a record, in the order of their labels; the archived copy last."""
    lines = [_write_line(name, value) for name, value in record.items() if name != csl.CUSTOM]
    custom = record.get(csl.CUSTOM)
    return sorted(lines) + ([_write_archived(custom)] if custom else [])


def write_date(value: Mapping[str, Any]) -> str:
    """Write a date of CSL: “10 Jan 2022”, “January 2022 to March 2022”, “about 1999”."""
    written = " to ".join(map(_write_parts, value.get("date-parts", ()))) or value.get("literal", "")
    return f"about {written}" if value.get("circa") else written


def _write_line(name: str, value: Any) -> RecordLine:
    label = name if name in _AS_THEY_ARE else name.replace("-", " ").replace("_", " ").capitalize()
    if name in csl.NAMES:
        return RecordLine(label, "; ".join(isolate(csl.write_name(name)) for name in value))
    if name in csl.DATES:
        return RecordLine(label, write_date(value))
    return RecordLine(label, value, f"https://doi.org/{value}" if name == "DOI" and value.startswith("10.") else "")


def _write_archived(custom: Mapping[str, Any]) -> RecordLine:
    day = write_date(custom[csl.ARCHIVED]) if csl.ARCHIVED in custom else ""
    address = custom.get(csl.ARCHIVE_URL, "")
    return RecordLine("Archived copy", ", ".join(filter(None, (address, day and f"of {day}"))), address)


def _write_parts(parts: list[int]) -> str:
    if len(parts) == 3:
        return format_day(date(*parts))
    return f"{MONTHS[parts[1] - 1]} {parts[0]}" if len(parts) == 2 else str(parts[0])
