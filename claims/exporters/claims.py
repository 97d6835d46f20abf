"""Claims as rows of the exchange form, one row per claim, read narrow and one chunk at a time."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial

from django.db.models import QuerySet

from ..models import Claim
from ..queries import Scope, read_packages, read_sides, write_packages_of
from ..rules.exchange_columns import EXCHANGE_COLUMNS, ExchangeColumn
from ..rules.vocabulary_columns import PART_OF
from .formats import Cell, ExportTable

ROWS_A_FETCH = 2000


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
    writers = [(place, column.write) for place, column in enumerate(columns) if column.write]
    writers.append(
        ([column.name for column in columns].index(PART_OF), partial(write_packages_of, read_packages(None)))
    )
    of_sides = [(place, column.of_side) for place, column in enumerate(columns) if column.of_side]
    paths = [*(column.path for column in columns), "proposal__negotiation"]
    for row in claims.values_list(*paths).iterator(chunk_size=ROWS_A_FETCH):
        *cells, negotiation = row
        for place, write in writers:
            cells[place] = write(cells[place])
        for place, field in of_sides:
            cells[place] = getattr(sides.get((cells[place], negotiation)), field, "")
        yield cells
