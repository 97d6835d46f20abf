"""What coders of a batch coded, and how it was settled, as a table: a row for each coding, those of a unit together."""

from collections.abc import Iterable, Iterator
from functools import partial
from typing import NamedTuple

from ..models import BlindCoding, Settlement
from ..queries.batch_units import BatchUnit
from ..rules.exchange_columns import CLAIM_COLUMNS
from .formats import Cell, Columns, ExportTable, get_slug, make_table


class CodingRow(NamedTuple):
    """A coding with the number of its unit, and in what that differs."""

    unit: int
    differences: tuple[str, ...]
    coding: BlindCoding
    settlement: Settlement | None


def _read(row: CodingRow, name: str) -> Cell:
    """Return a column of a claim as the export of claims has it."""
    column = CLAIM_COLUMNS[name]
    said = getattr(row.coding, name)
    value = get_slug(said) if column.path.endswith("__slug") else said
    return column.write(value) if column.write else value


COLUMNS: Columns[CodingRow] = {
    "unit": lambda row: row.unit,
    "differences": lambda row: " ".join(row.differences),
    "coder": lambda row: str(row.coding.coder),
    "machine": lambda row: bool(row.coding.coder.machine),
    **{name: partial(_read, name=name) for name in CLAIM_COLUMNS},
    "source": lambda row: row.coding.source.slug,
    "source_title": lambda row: row.coding.source.title,
    "decision": lambda row: row.settlement.decision if row.settlement else "",
    "taken": lambda row: bool(row.settlement and row.settlement.coding_id == row.coding.pk),
    "reason": lambda row: row.settlement.reason if row.settlement else "",
    "settled_by": lambda row: str(row.settlement.settled_by) if row.settlement else "",
    "settled_at": lambda row: row.settlement.settled_at.date() if row.settlement else None,
    "settled_as": lambda row: row.settlement.claim.public_id if row.settlement and row.settlement.claim else "",
}


def make_codings_table(units: Iterable[BatchUnit]) -> ExportTable:
    """Return the table of all codings of a batch, unit by unit in the order of its page."""
    return make_table("codings", COLUMNS, _list_rows(units))


def _list_rows(units: Iterable[BatchUnit]) -> Iterator[CodingRow]:
    for number, unit in enumerate(units, 1):
        for coding in unit.codings:
            yield CodingRow(number, unit.differences, coding, unit.settlement)
