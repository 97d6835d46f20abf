"""The stance matrix: the first screen, which tells the story without a click."""

from typing import NamedTuple
from urllib.parse import urlencode

import django_tables2 as tables
from django.shortcuts import render
from django.views.decorators.vary import vary_on_headers

from ... import queries, search
from ...exporters import matrix as exporter
from ...exporters import workbook
from ...models import Actor, Proposal
from ...models.suggestions import CONFIRMED
from ...rendering.columns import MatrixColumn
from ...rendering.legend import make_legend
from ...rules.scales import DIMENSIONS, VERDICTS, Dimension
from ...wording.blanks import write_blanks
from ...wording.columns import write_hidden
from ...wording.days import format_day
from ..filters import MatrixFilter
from ..rendering import matrix_columns
from ..rendering.matrix_rows import CellLinks, MatrixRows
from ..rendering.opened_cell import find_cell, open_cell
from ..shared import downloads, matrix_window
from ..shared.answers import answer_filtered
from ..shared.read_filters import read_filters
from ..shared.urls_with import change_query
from ..tables import MatrixTable

MOST_REPEATED = 4_000_000  # letters of the query string, in the addresses of all cells of a page


@vary_on_headers("HX-Request")
def matrix(request):
    """Show who stands where on what, with one cell opened beside it if the address names one; for htmx, only what the
    filters change, or only the opened cell."""
    filters = read_filters(request, MatrixFilter)
    opened = _open_cell(request, filters)
    if filters.export_chosen:
        return _download(request, filters)
    if opened and request.htmx and filters.is_valid():
        return render(request, "claims/partials/cell.html", opened)
    legend = make_legend(filters.marks_one_source, filters.has_verdicts)
    context = {"filters": filters, "legend": legend, **opened, **_show_matrix(request, filters)}
    return answer_filtered(request, filters, "claims/matrix.html", context, "claims/partials/matrix.html")


class MatrixSelection(NamedTuple):
    """What the filters choose of the whole table: all rows and columns in order, and the actors without a column.

    `of_any_verdict` are the rows without regard to the verdict that is chosen. `before` is the table as of the day
    before the day since which changes are marked, or None.
    """

    snapshot: queries.Snapshot
    of_any_verdict: list[queries.Summary]
    rows: list[queries.Summary]
    columns: list[MatrixColumn]
    hidden: list[Actor]
    before: queries.Snapshot | None


def _open_cell(request, filters):
    """Return what the template of the opened cell names; empty where none is asked for, or one that does not exist."""
    address = filters.chosen.get("cell")
    if not address:
        return {}
    snapshot = queries.get_snapshot(filters.scope._replace(dimension=None), request.data_version)
    cell = find_cell(snapshot, *address)
    if cell is None:
        filters.refuse("cell", f"There is no cell of “{address.holder[:80]}” on “{address.proposal[:80]}”.")
        return {}
    opened = open_cell(snapshot, *cell, filters.counting_query, filters.counted_everywhere)
    return {**opened, "close_address": change_query(request.path, request.GET, cell=None)}


def _select(filters, version, choice):
    """Choose rows and columns from what is kept of the whole table; no cell is drawn from it."""
    snapshot = queries.get_snapshot(filters.scope, version)
    summaries = snapshot.get(queries.summarise_proposals)
    of_any_verdict = _choose_rows(snapshot, filters)
    wanted = filters.chosen.get("verdict")
    rows = [row for row in of_any_verdict if wanted in (None, row.verdict.kind if filters.has_verdicts else "")]
    in_rows = [row.proposal.pk for row in rows or summaries]
    choice = choice._replace(of_some_rows=len(in_rows) < len(summaries))
    columns, hidden = matrix_columns.choose_columns(snapshot, choice, in_rows)
    before = queries.get_snapshot_before(snapshot, filters.chosen.get("since"))
    return MatrixSelection(snapshot, of_any_verdict, rows, columns, hidden, before)


def _download(request, filters):
    """Send the cells as a long table; to Excel the picture too, with the other parties in columns of their own."""
    selection = _select(filters, request.data_version, _read_choice(filters)._replace(others_open=True))
    single = filters.marks_one_source
    proposals = [row.proposal for row in selection.rows]
    matrix_slice = exporter.MatrixSlice(selection.snapshot, proposals, selection.columns, selection.before, single)
    cells = exporter.make_cells_table(matrix_slice, exporter.read_cells(matrix_slice))
    said = [
        f"Counted: published claims{', ' if filters.counted_words else ''}{', '.join(filters.counted_words)}.",
        *(f"Shown: {clause}." for clause in filters.display_words),
        *([f"{write_hidden(selection.hidden)}."] if selection.hidden else []),
        f"A blank reads: {_write_blanks(filters, selection)}.",
    ]
    write = workbook.make_writer(
        matrix_slice, cells, make_legend(single, filters.has_verdicts), said, filters.chosen.get("group") == "topic"
    )
    return downloads.send_table(request, filters, "matrix", cells, write)


def _show_matrix(request, filters):
    """Draw a window of the table and all that stands above it."""
    selection = _select(filters, request.data_version, _read_choice(filters))
    snapshot = selection.snapshot
    summaries = snapshot.get(queries.summarise_proposals)
    window = matrix_window.cut_window(request, filters, selection.rows, selection.columns)
    view_query = urlencode([*filters.chosen_of_page, *window.place])
    in_place = len(view_query) * window.cells <= MOST_REPEATED
    links = (
        _link_cells(request.path, view_query)
        if in_place
        else CellLinks.to_pages(request.negotiation, filters.counting_query)
    )
    rows = queries.WINDOWS.get(
        snapshot.version,
        (request.path, view_query, snapshot.scope.day),
        lambda: _draw_window(filters, selection, window, links),
    )
    query = request.GET.copy()
    query.pop("cell", None)
    return {
        "table": _make_table(window.columns, rows, filters.has_verdicts, in_place),
        "window": window,
        "has_verdicts": filters.has_verdicts,
        "dimension": DIMENSIONS[snapshot.scope.dimension or Dimension.POSITION],
        "totals": snapshot.get(queries.count_totals),
        "events": snapshot.get(queries.list_events),
        "blank": _write_blanks(filters, selection),
        "hidden": write_hidden(selection.hidden),
        "later": snapshot.get(queries.count_put_forward_later),
        "rows_left_out": len(summaries) - len(selection.rows),
        "since": filters.chosen.get("since") and format_day(filters.chosen["since"]),
        "changed": _count_changed(selection),
        **_make_links(request.path, filters, query, selection),
    }


def _link_cells(path, view_query):
    """Return the links that open cells beside the matrix as it is shown."""
    return CellLinks(f"{path}?{view_query}&cell=" if view_query else f"{path}?cell=", "")


def _draw_window(filters, selection, window, links):
    """Draw the rows of a window: what takes longest of the page, and is kept by what its address shows."""
    cell_stances = queries.read_cell_stances(
        selection.snapshot,
        selection.before,
        [row.proposal.pk for row in window.rows],
        [actor.pk for column in window.columns for actor in column.actors],
        filters.marks_one_source,
    )
    newest = selection.snapshot.get(queries.count_totals).newest
    kept = filters.counting_query, filters.numbers_query
    rows = MatrixRows(selection.snapshot, cell_stances, window.columns, links, *kept, newest and newest.year)
    return rows.draw_rows(window.rows, by_topic=filters.chosen.get("group") == "topic")


def _count_changed(selection):
    """Count the cells that changed or filled since then, in all rows and columns that are chosen, on whatever page."""
    if selection.before is None:
        return 0
    proposals = [row.proposal.pk for row in selection.rows]
    holders = matrix_columns.list_holders_by_dimension(selection.columns)
    return queries.count_changed_cells(selection.snapshot, selection.before.scope, proposals, holders)


def _write_blanks(filters, selection):
    """Say what the blanks of all chosen rows say."""
    coded = queries.list_coded(selection.snapshot, [row.proposal for row in selection.rows])
    return write_blanks(coded, filtered=bool(filters.counted_words))


def _choose_rows(snapshot, filters):
    """Return the Summaries that the reader asked for, of any verdict, in the order asked for."""
    chosen = filters.chosen
    matches = _search_proposals(chosen.get("q"), snapshot)
    if chosen.get("group") == "topic":
        rows = snapshot.get(queries.summarise_proposals)
    elif filters.has_verdicts:
        rows = snapshot.get(queries.sort_by_verdict)
    else:
        rows = snapshot.get(queries.sort_by_division, "agreement")
    return [
        row for row in rows if filters.shows_proposal(row.proposal) and (matches is None or row.proposal.pk in matches)
    ]


def _search_proposals(words, snapshot):
    """Return the ids of the proposals in which the words are found, or None without any (one query)."""
    if not words:
        return None
    outcomes = queries.select_outcomes(snapshot)
    matches = search.find_proposals(
        Proposal.objects.filter(**CONFIRMED).of(snapshot.scope.negotiations),
        words,
        snapshot.scope.select_claims(),
        outcomes,
        queries.select_wordings(snapshot),
    )
    return set(matches.order_by().values_list("pk", flat=True))


def _read_choice(filters):
    chosen = filters.chosen
    return matrix_columns.ColumnChoice(
        forced=filters.chosen.get("dimension"),
        actors=frozenset(actor.pk for actor in chosen.get("actor") or ()),
        sides=frozenset(side.pk for side in chosen.get("side") or ()),
        others_open=chosen.get("others") == "open",
        show_empty=chosen.get("empty") == "show",
    )


def _make_links(path, filters, query, selection):
    """Return the links above and below the table, each with the rest of the query string kept; None where one would
    change nothing."""
    wanted, folded = filters.chosen.get("verdict"), any(column.folded for column in selection.columns)
    return {
        "verdict_counts": [
            (VERDICTS[kind], count, change_query(path, query, verdict=kind.value, page=None), kind == wanted)
            for kind, count in queries.count_verdicts(selection.of_any_verdict).items()
        ],
        "verdict": VERDICTS[wanted] if wanted and filters.has_verdicts else None,
        "all_verdicts": change_query(path, query, verdict=None, page=None),
        "show_hidden": change_query(path, query, empty="show", columns=None),
        "hide_again": change_query(path, query, empty=None, columns=None) if filters.chosen.get("empty") else None,
        "open_others": change_query(path, query, others="open", columns=None) if folded else None,
        "fold_others": change_query(path, query, others=None, columns=None) if filters.chosen.get("others") else None,
    }


def _make_table(columns, rows, has_verdicts, opens_in_place):
    """Make the django-tables2 table: its columns are the headings, its rows ready strings."""
    named = ("verdict", "Verdict") if has_verdicts else ("divides", "What divides")
    extra = [("proposal", tables.Column(verbose_name="Proposal")), (named[0], tables.Column(verbose_name=named[1]))]
    for column in columns:
        attrs = {"th": {"title": column.title, "class": "actor"}}
        extra.append((f"actor-{column.key}", tables.Column(verbose_name=column.heading, attrs=attrs)))
    extra += [("claims", tables.Column(verbose_name="Claims")), ("newest", tables.Column(verbose_name="Newest"))]
    groups = matrix_columns.count_groups(columns)
    return MatrixTable(rows, extra_columns=extra, groups=groups, opens_in_place=opens_in_place)
