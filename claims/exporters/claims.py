"""Claims as rows of the exchange form, one row per claim, read narrow and one chunk at a time."""

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet

from ..models import Claim
from ..queries import Scope, fetch_plain_rows, map_packages_written, read_packages, read_sides
from ..rules import csl
from ..rules.exchange_columns import EXCHANGE_COLUMNS, ExchangeColumn
from ..rules.vocabulary_columns import PART_OF
from .formats import Cell, ExportTable


def choose_columns(editor: bool = False) -> list[ExchangeColumn]:
    """Return the columns that the reader may see."""
    return [column for column in EXCHANGE_COLUMNS.values() if editor or not column.for_editors]


def make_claims_table(claims: QuerySet[Claim], editor: bool = False, as_of: date | None = None) -> ExportTable:
    """Return the table of a queryset of claims, in its order; nothing is read before its rows are drawn (four queries).

    Sides are those of a day, or of today, in the negotiation of each claim.
    """
    columns = choose_columns(editor)
    return ExportTable("claims", tuple(column.name for column in columns), _read_rows(claims, columns, as_of))


def _read_rows(claims: QuerySet[Claim], columns: Sequence[ExchangeColumn], as_of: date | None) -> Iterator[list[Cell]]:
    sides = read_sides(Scope(as_of=as_of).day)
    part_of = map_packages_written(read_packages(None))
    names = [column.name for column in columns]
    writers = [*_choose_writers(columns), (names.index(PART_OF), lambda proposal: part_of.get(proposal, ""))]
    of_sides = [(place, column.of_side) for place, column in enumerate(columns) if column.of_side]
    paths = [*(column.path for column in columns), "proposal__negotiation"]
    for row in fetch_plain_rows(claims.values_list(*paths), streamed=True):
        *cells, negotiation = row
        for place, write in writers:
            cells[place] = write(cells[place])
        for place, field in of_sides:
            cells[place] = getattr(sides.get((cells[place], negotiation)), field, "")
        yield cells


def _choose_writers(columns: Sequence[ExchangeColumn]) -> Iterator[tuple[int, Callable[[Any], Cell]]]:
    """Yield (place, what writes its cell) of the columns whose values are no cells as the database's driver gives
    them."""
    for place, column in enumerate(columns):
        if column.write is csl.write_record:
            yield place, _write_record
        elif column.write:
            yield place, column.write


@lru_cache(maxsize=2000)
def _write_record(text: str) -> str:
    """Return the record of a source, which comes as a text, as a cell holds it: once for many of its claims."""
    return csl.write_record(json.loads(text))
