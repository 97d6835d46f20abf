"""A window of the matrix: as many rows and columns as a browser and a reader can bear; the address chooses which."""

from typing import NamedTuple

from django.core.paginator import Paginator

from ... import queries
from ...rendering.columns import MatrixColumn
from .list_view import NumberedPages, number_pages

MOST_CELLS = 20_000
MOST_COLUMNS = 200


class MatrixWindow(NamedTuple):
    """The rows and columns of one page, and where it stands among the others (None where all fit)."""

    rows: list[queries.Summary]
    columns: list[MatrixColumn]
    row_pages: NumberedPages | None
    column_pages: NumberedPages | None

    @property
    def place(self) -> list[tuple[str, int]]:
        """(parameter, number) of the pages that are not the first."""
        pages = (("page", self.row_pages), ("columns", self.column_pages))
        return [(name, page.number) for name, page in pages if page and page.number > 1]

    @property
    def cells(self) -> int:
        """How many cells stand there."""
        return len(self.rows) * sum(len(column.actors) for column in self.columns)


def cut_window(request, filters, rows, columns):
    """Cut the window that the address asks for; a page that does not exist shows the nearest that does.

    The rows of a page are as many as the reader chose, but fewer where they would hold more than MOST_CELLS.
    """
    across = Paginator(columns, MOST_COLUMNS).get_page(request.GET.get("columns"))
    most_rows = MOST_CELLS // max(1, sum(len(column.actors) for column in across))
    down = Paginator(rows, max(1, min(filters.rows_a_page, most_rows))).get_page(request.GET.get("page"))
    rows_of, columns_of = (
        number_pages(request, page, name, without="cell") for page, name in ((down, "page"), (across, "columns"))
    )
    return MatrixWindow(list(down), list(across), rows_of, columns_of)
