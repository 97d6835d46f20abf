"""Downloads: what a page shows, all rows of it, as a file from the same address."""

from django.http import StreamingHttpResponse

from ...exporters import annotations, claims, formats, graphs, matrix
from ...models.frozen import get_today
from ...rendering.columns import make_column
from ...rules.scales import Dimension
from ..rendering.claim_sentence import tell_claim
from .negotiation import sees_as_editor
from .word import send_claims_as_word, send_matrix_as_word, send_proposal_as_word


def send_table(request, filters, name, table, write=None):
    """Stream a table in the format that the query string names; the file is called after what it holds and its day."""
    file = formats.make_download(table, filters.export_chosen, _write_name(filters, name), write)
    return StreamingHttpResponse(file.chunks, headers=file.headers)


def send_graph(request, filters, name, graph):
    """Stream a network in the format that the query string names."""
    file = graphs.make_graph_download(graph, filters.graph_chosen, _write_name(filters, name))
    return StreamingHttpResponse(file.chunks, headers=file.headers)


def send_graphs_of_windows(request, filters, name, of_windows):
    """Stream networks of windows of time as a zip file of such files."""
    file = graphs.make_windows_download(of_windows, filters.graph_chosen, _write_name(filters, name))
    return StreamingHttpResponse(file.chunks, headers=file.headers)


def send_claims(request, filters, name, rows, title="Claims"):
    """Stream a queryset of claims, one row per claim; notes and status for those only who work there. Where they are
    asked for as annotations, one of these per claim; as a Word file with that title, which nobody's notes are in."""
    if filters.word_chosen:
        return send_claims_as_word(request, filters, _write_name(filters, name), title, rows)
    if getattr(filters, "annotations_chosen", False):
        make_address = request.build_absolute_uri
        called = _write_name(filters, name)
        file = annotations.make_annotations(rows, called, make_address(), make_address, tell_claim)
        return StreamingHttpResponse(file.chunks, headers=file.headers)
    editor = sees_as_editor(request, "claims.change_claim")
    return send_table(request, filters, name, claims.make_claims_table(rows, editor, filters.scope.as_of))


def send_stances(request, filters, name, snapshot, proposals, holders):
    """Stream the stances of holders on proposals, in all dimensions, one row per cell."""
    matrix_slice = _slice_stances(snapshot, proposals, holders)
    return send_table(request, filters, name, matrix.make_cells_table(matrix_slice, matrix.read_cells(matrix_slice)))


def send_proposal(request, filters, snapshot, proposal, holders, claims):
    """Send the page of a proposal as a Word file: the stances of holders on it, and the claims."""
    matrix_slice = _slice_stances(snapshot, [proposal], holders)
    return send_proposal_as_word(request, filters, _write_name(filters, proposal.slug), matrix_slice, claims)


def send_matrix(request, filters, matrix_slice, said):
    """Send the matrix as a Word file; `said` tells what is left out of it, and how a blank reads."""
    return send_matrix_as_word(request, filters, _write_name(filters, "matrix"), matrix_slice, said)


def _slice_stances(snapshot, proposals, holders):
    columns = [make_column(holder, dimension) for holder in holders for dimension in Dimension]
    return matrix.MatrixSlice(snapshot, proposals, columns)


def _write_name(filters, name):
    day = filters.chosen.get("as_of") or get_today()
    return f"{name}-{day.isoformat()}"
