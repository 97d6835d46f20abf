"""What a file says of an outcome: its columns, each with how a cell of it is read."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from .exchange_columns import read_day, read_text, read_word_of
from .faults import BrokenRule, FaultCode, RowFault
from .quotes import LONGEST_QUOTE
from .scales import OutcomeKind

OUTCOME_COLUMNS: Mapping[str, Callable[[Any], Any]] = MappingProxyType(
    {
        "proposal": read_text,
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
