"""A window of the matrix with all that stands around it, as one request asks for it."""

from collections import Counter
from urllib.parse import urlencode

from django.template.loader import render_to_string

from ... import queries
from ...rendering.chips import Style
from ...rendering.columns import MOST_FITTING
from ...rendering.key import make_key
from ...rules.comparison import ComparedBy
from ...rules.scales import Dimension
from ...wording.columns import write_hidden, write_order
from ...wording.days import format_day
from ...wording.numbers import write_shown
from ...wording.outcomes import write_settled
from ..rendering import matrix_columns
from ..rendering.cell_neighbours import find_neighbours
from ..rendering.closest_pairs import tell_closest
from ..rendering.compared_columns import ComparedColumns
from ..rendering.main_finding import tell_finding
from ..rendering.matrix_cells import CellLinks, MatrixCells
from ..rendering.matrix_heads import draw_heads
from ..rendering.matrix_rows import MatrixLine, MatrixRows, find_group, mark_opened
from ..rendering.opened_cell import open_cell
from ..rendering.verdict_bar import draw_leaning_bar, draw_verdict_bar
from . import matrix_window
from .matrix_selection import count_changed, select_matrix, write_blanks_of
from .urls_with import change_query

MOST_REPEATED = 4_000_000  # letters of the query string, in the addresses of all cells of a page
MOST_BESIDE = 9  # columns beside which an opened cell leaves room for the reasons of verdicts


class MatrixPage:
    """What the templates of the matrix and of its opened cell name."""

    def __init__(self, request, filters):
        self.request, self.filters = request, filters
        self.selection = select_matrix(filters, request.data_version)
        self.snapshot = self.selection.snapshot
        self.window = matrix_window.cut_window(
            request, filters.rows_a_page, self.selection.rows, self.selection.columns
        )
        self.style = _choose_style(filters, self.window)
        self.view_query = urlencode([*filters.chosen_of_page, *self.window.place])
        self.opens_in_place = len(self.view_query) * self.window.cells <= MOST_REPEATED
        self.links = (
            _link_cells(request.path, self.view_query)
            if self.opens_in_place
            else CellLinks.to_pages(request.negotiation, filters.counting_query)
        )
        self.by_topic = filters.chosen.get("group") == "topic"
        self.span = len(self.window.columns) + matrix_columns.count_around(not filters.has_verdicts)
        self.compared = None if filters.has_verdicts else self._compare()

    def _compare(self):
        """Return what draws the columns that compare."""
        spreads = self.snapshot.get(queries.compute_spreads)
        return ComparedColumns(spreads, self.filters.chosen.get("order"), self.filters.counting_query)

    def _link_order(self, order):
        """Return the address of the matrix in an order of the comparison."""
        usual = order == ComparedBy.DIVIDED
        changes = {"order": None if usual else str(order), "page": None, "cell": None}
        return change_query(self.request.path, self.request.GET, **changes)

    def open_cell(self, proposal, holder):
        """Return what the template of the opened cell names, with the cells around it."""
        filters, scope = self.filters, self.filters.scope
        snapshot = queries.get_snapshot(scope._replace(dimension=None), self.request.data_version)
        rows = [row.proposal for row in self.window.rows]
        kept = filters.counting_query, filters.counted_everywhere
        return {
            **open_cell(snapshot, proposal, holder, *kept, forced=scope.dimension),
            "opens_in_place": self.opens_in_place,
            "around": find_neighbours(self.snapshot, rows, self.window.columns, (proposal, holder), self.links),
            "close_address": change_query(self.request.path, self.request.GET, cell=None),
            "own_address": self.links.write(proposal.slug, holder.slug),
            "span": self.span,
        }

    def describe(self, opened):
        """Return what the template of the page names; `opened` is what that of the opened cell does, or None."""
        snapshot, selection, filters, columns = self.snapshot, self.selection, self.filters, self.window.columns
        lines = self._draw_window()
        return {
            "lines": self._place_opened(lines, opened) if opened else lines,
            "heads": draw_heads(columns, filters.counting_query),
            "compared_heads": self.compared.draw_heads(self._link_order) if self.compared else "",
            "groups": matrix_columns.count_groups(columns),
            "span": self.span,
            "opens_in_place": self.opens_in_place,
            "window": self.window,
            "kept_beside_row": [*self.filters.chosen_of_page, *self.window.place],
            "order": write_order(filters.has_verdicts),
            "fits": len(columns) <= MOST_FITTING,
            "style": self.style.value,
            "many": len(columns) > MOST_BESIDE,
            "has_verdicts": filters.has_verdicts,
            "key": make_key(columns, self.style, filters.marks_one_source, selection.before is not None),
            "totals": snapshot.get(queries.count_totals),
            "events": snapshot.get(queries.list_events),
            "blank": write_blanks_of(selection, filters),
            "settled": write_settled(selection.settled, filters.hides_settled),
            "hidden": write_hidden(selection.hidden, selection.of_some_rows),
            "later": snapshot.get(queries.count_put_forward_later),
            "shown": self._count_shown(),
            "since": filters.chosen.get("since") and format_day(filters.chosen["since"]),
            "changed": count_changed(selection),
            "changes_query": filters.query_of_changes,
            "closeness": self._tell_closeness(),
            **tell_finding(snapshot, filters.counting_query, selection.of_any_kind if selection.of_some_rows else None),
            **self._make_links(),
        }

    def _tell_closeness(self):
        """Say who is close to whom where actors are compared on all proposals."""
        if not self.filters.compares or self.selection.of_some_rows:
            return ""
        scope = self.snapshot.scope._replace(dimension=None)
        return queries.get_snapshot(scope, self.snapshot.version).get(tell_closest)

    def _count_shown(self):
        """Say how many of all rows and actors stand in the table."""
        actors = {actor.pk for column in self.selection.columns for actor in column.actors}
        return write_shown(
            (len(self.selection.rows), len(self.snapshot.get(queries.summarise_proposals)), "proposal"),
            (len(actors), len(self.snapshot.get(queries.list_present)), "actor"),
        )

    def _draw_window(self):
        """Draw the lines of the window: what takes longest of the page, and is kept by what its address shows."""
        key = self.request.path, self.view_query, self.snapshot.scope.day
        return queries.WINDOWS.get(self.snapshot.version, key, self._draw_lines)

    def _draw_lines(self):
        selection, filters, columns = self.selection, self.filters, self.window.columns
        folded = next((column for column in columns if column.folded), None)
        cell_stances = queries.read_cell_stances(
            self.snapshot,
            selection.before,
            [row.proposal.pk for row in self.window.rows],
            [actor.pk for column in columns if not column.folded for actor in column.actors],
            filters.marks_one_source,
            [actor.pk for actor in folded.actors] if folded else (),
            folded.dimension if folded else Dimension.POSITION,
        )
        query = filters.counting_query
        cells = MatrixCells(self.snapshot, cell_stances, columns, self.links, query, self.style)
        sizes = Counter(find_group(row, self.by_topic, filters.has_verdicts) for row in selection.rows)
        rows = MatrixRows(self.snapshot, cells, query, filters.numbers_query, sizes, self.by_topic, self.compared)
        return rows.draw_rows(self.window.rows)

    def _place_opened(self, lines, opened):
        """Return the lines with the opened cell below its row; above all where that does not stand on the page."""
        html = render_to_string("claims/partials/opened_row.html", opened, self.request)
        place = next((n for n, line in enumerate(lines) if line.proposal == opened["proposal"]), None)
        if place is None:
            return [MatrixLine(html), *lines]
        marked = mark_opened(lines[place], opened["own_address"])
        return [*lines[:place], marked, MatrixLine(html), *lines[place + 1 :]]

    def _make_links(self):
        """Return the links above and below the table, each with the rest of the query string kept; None where one would
        change nothing."""
        path, query, chosen = self.request.path, self.request.GET.copy(), self.filters.chosen
        query.pop("cell", None)
        can_open, can_close = (self.selection.can_fold and bool(chosen.get("others")) == are for are in (False, True))
        return {
            **self._draw_bar(path, query),
            "show_hidden": change_query(path, query, empty="show", columns=None),
            "show_settled": change_query(path, query, settled=None, page=None, columns=None),
            "hide_settled": change_query(path, query, settled="hide", page=None, columns=None),
            "hide_again": change_query(path, query, empty=None, columns=None) if chosen.get("empty") else None,
            "open_others": change_query(path, query, others="open", columns=None) if can_open else None,
            "fold_others": change_query(path, query, others=None, columns=None) if can_close else None,
        }

    def _draw_bar(self, path, query):
        """Return the bar of verdicts, or where no side negotiates of leanings, and the way back from one of them."""
        name = "verdict" if self.filters.has_verdicts else "leaning"
        rows, wanted = self.selection.of_any_kind, self.filters.chosen.get(name)

        def show_only(kind):
            return change_query(path, query, **{name: str(kind), "page": None})

        if self.filters.has_verdicts:
            bar = draw_verdict_bar(rows, show_only, wanted)
        else:
            bar = draw_leaning_bar(rows, self.snapshot.get(queries.map_leanings), show_only, wanted)
        return {"bar": bar, "whole_bar": change_query(path, query, **{name: None, "page": None}) if wanted else None}


def _choose_style(filters, window):
    """Return how the cells of a window tell values, and so how narrow its columns are."""
    if filters.in_numbers:
        return Style.SIGNS
    return Style.WORDS if len(window.columns) <= MOST_FITTING else Style.NUMBERS


def _link_cells(path, view_query):
    """Return the links that open cells below their rows in the matrix as it is shown."""
    return CellLinks(f"{path}?{view_query}&cell=" if view_query else f"{path}?cell=", "")
