"""What the lists of proposals, actors and sources have in common: a table that the query string sorts and cuts."""

from functools import partial
from typing import Any, NamedTuple

from django.core.paginator import Page
from django.http import HttpRequest
from django_tables2.data import TableListData
from django_tables2.utils import Accessor, OrderByTuple

from ... import queries
from ...models.claims import ClaimQuerySet
from . import downloads
from .answers import answer_filtered
from .urls_with import change_query


class NumberedPages(NamedTuple):
    """Where a page stands among its like, and the addresses of its neighbours (None at an end)."""

    number: int
    last: int
    previous: str | None
    next: str | None


class RowsWithNoneLast(TableListData):
    """Rows of which some have no value in a column: sorted by that column these come last, whichever way."""

    def order_by(self, aliases: OrderByTuple) -> None:
        for alias in reversed(aliases):  # sorts are stable: what counts most is sorted last
            column = self.table.columns[alias.bare]
            as_ordered = alias.is_descending == column.order_by_alias.is_descending
            for key in reversed(column.order_by if as_ordered else column.order_by.opposite):
                self.data.sort(key=partial(_make_key, Accessor(key.bare), key.is_descending), reverse=key.is_descending)


def _make_key(accessor: Accessor, is_descending: bool, row: Any) -> tuple[bool, Any]:
    """Return what a row is sorted by, such that None comes last."""
    value = accessor.resolve(row, quiet=True)
    return ((value is None) != is_descending, 0 if value is None else value)


def show_list(request, template, filters, make_table, export):
    """Render a list; for htmx, only the part that the filters change. `export` makes of all its rows, in their order,
    the ExportTable that downloads."""
    if filters.export_chosen:
        exported = export(sort_table(make_table(), filters).data)
        return downloads.send_table(request, filters, exported.name, exported)
    section, table = "claims/partials/listing.html", configure_table(make_table(), request, filters)
    context = {"filters": filters, "section": section, "table": table, "shown": getattr(table, "shown", "")}
    return answer_filtered(request, filters, template, context, section)


def configure_table(table, request, filters):
    """Sort a table as the filters allow and cut it; a page that does not exist shows the nearest that does. Of claims
    only those of the page are loaded: to sort all with what is shown of them takes longer."""
    sort_table(table, filters)
    table.paginate(per_page=filters.rows_a_page)
    table.page = table.paginator.get_page(request.GET.get("page"))
    rows = table.page.object_list
    if isinstance(rows.data, ClaimQuerySet):
        rows.data = queries.read_listed_claims(rows.data, None)
    return table


def number_pages(request: HttpRequest, page: Page, parameter: str) -> NumberedPages | None:
    """Return where a page of Django's paginator stands that `parameter` chooses, or None if it is the only one. The
    links keep the rest of the query string."""
    if page.paginator.num_pages < 2:
        return None

    def link_page(number: int) -> str:
        return change_query(request.path, request.GET, **{parameter: number if number > 1 else None})

    return NumberedPages(
        page.number,
        page.paginator.num_pages,
        link_page(page.number - 1) if page.has_previous() else None,
        link_page(page.number + 1) if page.has_next() else None,
    )


def sort_table(table, filters):
    """Sort a table by the columns that are chosen, if any."""
    if filters.chosen.get("sort"):
        table.order_by = filters.chosen["sort"]
    return table
