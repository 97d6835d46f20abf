"""What a file says of an outcome: its columns, each with how a cell of it is read."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from .exchange_columns import ROW_COLUMNS, SOURCE_COLUMNS, read_day, read_text, read_word_of
from .faults import BrokenRule, FaultCode, RowFault
from .quotes import LONGEST_QUOTE
from .scales import OutcomeKind

OUTCOME_COLUMNS: Mapping[str, Callable[[Any], Any]] = MappingProxyType(
    {
        "proposal": read_text,
        "wording": read_text,
        "kind": read_word_of({kind.value: kind.value for kind in OutcomeKind}, ""),
        "day": read_day,
        "quote": read_text,
        "locator": read_text,
        "prefix": read_text,
        "suffix": read_text,
        "note": read_text,
    }
)
REQUIRED = ("proposal", "kind", "day")
# What a row of a spreadsheet says of itself: its id, its status, how often it was written.
OUTCOME_STATE: Mapping[str, Callable[[Any], Any]] = MappingProxyType(
    {"outcome": read_text, "status": ROW_COLUMNS["status"].read, "version": ROW_COLUMNS["version"].read}
)
# The columns of a spreadsheet, in their order; visitors never see those for editors.
OUTCOME_FILE_COLUMNS = (
    "outcome",
    "negotiation",
    "proposal",
    "wording",
    "kind",
    "day",
    *SOURCE_COLUMNS,
    "quote",
    "locator",
    "prefix",
    "suffix",
    "note",
    "status",
    "version",
)
FOR_EDITORS = frozenset({"note", "status"})


def read_outcome(row: Mapping[str, Any]) -> tuple[dict[str, Any], list[RowFault]]:
    """Return (fields, faults) of an outcome, its proposal by slug. Unknown columns are faults; fields that cannot be
    read are left out of `fields`."""
    faults = [RowFault(name, FaultCode.UNKNOWN_COLUMN) for name in row if name not in OUTCOME_COLUMNS]
    fields = {}
    for name, read in OUTCOME_COLUMNS.items():
        try:
            fields[name] = read(row.get(name, ""))
        except BrokenRule as broken:
            faults.append(broken.at(name))
    faults += [RowFault(name, FaultCode.REQUIRED) for name in REQUIRED if fields.get(name, True) in ("", None)]
    if len(fields.get("quote", "")) > LONGEST_QUOTE:
        faults.append(RowFault("quote", FaultCode.QUOTE_TOO_LONG))
    return fields, faults
