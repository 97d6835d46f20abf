"""The stance matrix: the first screen, which tells the story without a click."""

from urllib.parse import quote

from django.shortcuts import redirect, render
from django.views.decorators.vary import vary_on_headers

from ... import queries
from ...exporters import matrix as exporter
from ...exporters import workbook
from ...rendering.legend import make_legend
from ...wording.columns import write_hidden
from ..filters import MatrixFilter
from ..rendering.opened_cell import find_cell
from ..shared import downloads
from ..shared.answers import answer_filtered
from ..shared.matrix_page import MatrixPage
from ..shared.matrix_selection import select_matrix, write_blanks_of
from ..shared.read_filters import read_filters
from ..shared.urls_with import change_query


@vary_on_headers("HX-Request")
def matrix(request):
    """Show who stands where on what, with one cell opened below its row if the address names one; for htmx, only what
    the filters change, or only the opened cell. Whoever asks for a row is led to it: no form can name a place on a
    page."""
    if "row" in request.GET:
        return redirect(f"{change_query(request.path, request.GET, row=None)}#{quote(request.GET['row'])}")
    filters = read_filters(request, MatrixFilter)
    cell = _find_cell(request, filters)
    if filters.export_chosen:
        return _download(request, filters)
    page = MatrixPage(request, filters)
    opened = page.open_cell(*cell) if cell else None
    if opened and request.htmx and filters.is_valid():
        return render(request, "claims/partials/opened_row.html", opened)
    context = {"filters": filters, **page.describe(opened)}
    return answer_filtered(request, filters, "claims/matrix.html", context, "claims/partials/matrix.html")


def _find_cell(request, filters):
    """Return the proposal and the holder of the cell that is asked for, or None; one that does not exist is refused."""
    address = filters.chosen.get("cell")
    if not address:
        return None
    snapshot = queries.get_snapshot(filters.scope._replace(dimension=None), request.data_version)
    cell = find_cell(snapshot, *address)
    if cell is None:
        filters.refuse("cell", f"There is no cell of “{address.holder[:80]}” on “{address.proposal[:80]}”.")
    return cell


def _download(request, filters):
    """Send the cells as a long table; to Excel the picture too, with the other parties in columns of their own, and to
    Word the picture with the claims that it rests on."""
    selection = select_matrix(filters, request.data_version, others_open=True)
    single = filters.marks_one_source
    proposals = [row.proposal for row in selection.rows]
    matrix_slice = exporter.MatrixSlice(selection.snapshot, proposals, selection.columns, selection.before, single)
    hidden = write_hidden(selection.hidden, selection.of_some_rows)
    said = [
        f"Counted: published claims{', ' if filters.counted_words else ''}{', '.join(filters.counted_words)}.",
        *(f"Shown: {clause}." for clause in filters.display_words),
        *([f"{hidden}."] if hidden else []),
        f"A blank reads: {write_blanks_of(selection, filters)}.",
    ]
    if filters.word_chosen:
        return downloads.send_matrix(request, filters, matrix_slice, said[1 + len(filters.display_words) :])
    cells = exporter.make_cells_table(matrix_slice, exporter.read_cells(matrix_slice))
    write = workbook.make_writer(
        matrix_slice, cells, make_legend(single, filters.has_verdicts), said, filters.chosen.get("group") == "topic"
    )
    return downloads.send_table(request, filters, "matrix", cells, write)
