"""A window of the matrix: as many rows and columns as a reader can survey; the address chooses which."""

from collections.abc import Sequence
from typing import NamedTuple

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

from ... import queries
from ...rendering.columns import MatrixColumn, fold_columns
from .urls_with import change_query

MOST_COLUMNS = 30
EXPERTS = 6  # of the columns of a window, so that what they expect stands beside where the parties stand


class Excerpt(NamedTuple):
    """Which rows or columns of how many stand on the page, which is one of some number, of this `size`; and the
    addresses of others, None where they would lead to this one or to one of its neighbours."""

    first: int
    last: int
    of: int
    number: int
    size: int
    to_first: str | None
    to_previous: str | None
    to_next: str | None
    to_last: str | None

    @property
    def following(self) -> int:
        """How many stand on the next page."""
        return min(self.size, self.of - self.last)


class MatrixWindow(NamedTuple):
    """The rows and columns of one page, and which they are of all (None where all stand there).

    Parties whose columns stand on other pages are folded into one.
    """

    rows: list[queries.Summary]
    columns: list[MatrixColumn]
    row_excerpt: Excerpt | None
    column_excerpt: Excerpt | None

    @property
    def place(self) -> list[tuple[str, int]]:
        """(parameter, number) of the pages that are not the first."""
        excerpts = (("page", self.row_excerpt), ("columns", self.column_excerpt))
        return [(name, excerpt.number) for name, excerpt in excerpts if excerpt and excerpt.number > 1]

    @property
    def cells(self) -> int:
        """How many cells stand there."""
        return len(self.rows) * len(self.columns)


def cut_window(
    request: HttpRequest, rows_a_page: int, rows: Sequence[queries.Summary], columns: Sequence[MatrixColumn]
) -> MatrixWindow:
    """Cut the window that the address asks for; a page that does not exist shows the nearest that does."""
    down = Paginator(rows, rows_a_page).get_page(request.GET.get("page"))
    windows = deal_columns(columns)
    across = Paginator(windows, 1).get_page(request.GET.get("columns"))
    window = windows[across.number - 1]
    before = sum(map(len, windows[: across.number - 1]))
    return MatrixWindow(
        list(down),
        fold_others(window, columns),
        _link_pages(request, "page", down, (down.start_index(), down.end_index(), len(rows)), rows_a_page),
        _link_pages(request, "columns", across, (before + 1, before + len(window), len(columns)), MOST_COLUMNS),
    )


def deal_columns(columns: Sequence[MatrixColumn]) -> list[list[MatrixColumn]]:
    """Return the columns of each window, each of MOST_COLUMNS but the last: of these EXPERTS, as long as there are both
    parties and experts."""
    parties, experts = [c for c in columns if not c.of_experts], [c for c in columns if c.of_experts]
    windows: list[list[MatrixColumn]] = []
    while len(parties) + len(experts) > MOST_COLUMNS:
        beside = min(len(experts), max(EXPERTS, MOST_COLUMNS - len(parties)))
        windows.append([*parties[: MOST_COLUMNS - beside], *experts[:beside]])
        parties, experts = parties[MOST_COLUMNS - beside :], experts[beside:]
    return [*windows, [*parties, *experts]]


def fold_others(window: Sequence[MatrixColumn], columns: Sequence[MatrixColumn]) -> list[MatrixColumn]:
    """Return the columns of a window with one for the parties whose columns stand in others, before the experts."""
    here = {column.key for column in window}
    others = [column for column in columns if not column.of_experts and column.key not in here]
    parties, experts = [c for c in window if not c.of_experts], [c for c in window if c.of_experts]
    return [*parties, *([fold_columns(others)] if others else []), *experts]


def _link_pages(
    request: HttpRequest, parameter: str, page: Page, places: tuple[int, int, int], size: int
) -> Excerpt | None:
    """Return the Excerpt of a page that `parameter` chooses, or None if it is the only one; `places` are its first and
    last and the number of all, `size` how many a page holds. The links keep the query string, but no cell is opened."""
    number, pages = page.number, page.paginator.num_pages
    if pages < 2:
        return None

    def link(to: int, useful: bool) -> str | None:
        changes = {parameter: to if to > 1 else None, "cell": None}
        return change_query(request.path, request.GET, **changes) if useful else None

    return Excerpt(
        *places,
        number,
        size,
        to_first=link(1, number > 2),
        to_previous=link(number - 1, number > 1),
        to_next=link(number + 1, number < pages),
        to_last=link(pages, number < pages - 1),
    )
