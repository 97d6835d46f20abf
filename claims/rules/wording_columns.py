"""What a file says of a wording of a proposal, besides the document that it is from: its columns, each with how a cell
of it is read."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from .exchange_columns import SOURCE_COLUMNS, read_day, read_name, read_text
from .faults import BrokenRule, FaultCode, RowFault


def read_slugs(value: Any) -> str:
    """Return slugs with blanks between them, given so or as a list."""
    return " ".join(map(read_text, value)) if isinstance(value, list) else read_text(value)


WORDING_COLUMNS: Mapping[str, Callable[[Any], Any]] = MappingProxyType(
    {
        "proposal": read_text,
        "label": read_name,
        "day": read_day,
        "text": read_text,
        "authors": read_slugs,
        "locator": read_text,
    }
)
WORDING_FILE_COLUMNS = ("wording", "negotiation", *WORDING_COLUMNS, *SOURCE_COLUMNS, "version")
REQUIRED = ("proposal", "label", "day", "text")


def read_wording(row: Mapping[str, Any]) -> tuple[dict[str, Any], list[RowFault]]:
    """Return (fields, faults) of a wording, its proposal and authors by slug. Unknown columns are faults; fields that
    cannot be read are left out of `fields`."""
    faults = [RowFault(name, FaultCode.UNKNOWN_COLUMN) for name in row if name not in WORDING_COLUMNS]
    fields = {}
    for name, read in WORDING_COLUMNS.items():
        try:
            fields[name] = read(row.get(name, ""))
        except BrokenRule as broken:
            faults.append(broken.at(name))
    faults += [RowFault(name, FaultCode.REQUIRED) for name in REQUIRED if fields.get(name, True) in ("", None)]
    return fields, faults
