"""The page of one cell of the matrix, opened."""

from django.http import Http404
from django.shortcuts import render

from ... import queries
from ..filters import CountingFilter
from ..rendering.opened_cell import find_cell, open_cell
from ..shared.read_filters import read_filters


def cell_detail(request, proposal_slug, holder_slug):
    """Show one cell: the stance in every dimension, the claims that decide it, and what others say."""
    filters = read_filters(request, CountingFilter)
    snapshot = queries.get_snapshot(filters.scope, request.data_version)
    cell = find_cell(snapshot, proposal_slug, holder_slug)
    if cell is None:
        raise Http404(f"There is no cell of {holder_slug} on {proposal_slug}.")
    context = {"filters": filters, **open_cell(snapshot, *cell, filters.counting_query, filters.counted_words)}
    return render(request, "claims/cell.html", context, status=200 if filters.is_valid() else 400)
