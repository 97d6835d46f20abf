"""Claims as rows of the exchange form, one row a claim, read narrow and one chunk at a time."""

from collections.abc import Iterator, Sequence
from functools import partial

from django.db.models import QuerySet

from ..models import Claim
from ..queries import read_packages, write_packages_of
from ..rules.exchange_columns import EXCHANGE_COLUMNS, ExchangeColumn
from ..rules.vocabulary_columns import PART_OF
from .formats import Cell, ExportTable

ROWS_A_FETCH = 2000


def choose_columns(editor: bool = False) -> list[ExchangeColumn]:
    """Return the columns that the reader may see."""
    return [column for column in EXCHANGE_COLUMNS.values() if editor or not column.for_editors]


def make_claims_table(claims: QuerySet[Claim], editor: bool = False) -> ExportTable:
    """Return the table of a queryset of claims, in its order; nothing is read before its rows are drawn (two
    queries)."""
    columns = choose_columns(editor)
    return ExportTable("claims", tuple(column.name for column in columns), _read_rows(claims, columns))


def _read_rows(claims: QuerySet[Claim], columns: Sequence[ExchangeColumn]) -> Iterator[list[Cell]]:
    writers = [(place, column.write) for place, column in enumerate(columns) if column.write]
    writers.append(
        ([column.name for column in columns].index(PART_OF), partial(write_packages_of, read_packages(None)))
    )
    for row in claims.values_list(*(column.path for column in columns)).iterator(chunk_size=ROWS_A_FETCH):
        cells = list(row)
        for place, write in writers:
            cells[place] = write(cells[place])
        yield cells
