"""Downloads: what a page shows, all rows of it, as a file from the same address."""

from django.http import StreamingHttpResponse
from django.utils.timezone import localdate

from .. import loading
from ..outgoing import claims, matrix, sheets
from ..rules import verdicts
from ..rules.scales import Dimension, State


def answer(request, filters, name, table, write=None):
    """Stream a Table in the format that the query string names; the file is called after what it holds and its day.

    What a logged-in user sees may not be for others: no cache keeps it.
    """
    day = filters.chosen.get("as_of") or localdate()
    found = sheets.download(table, filters.export_chosen(), f"{name}-{day.isoformat()}", write)
    headers = {"Cache-Control": "private, no-store"} if request.user.is_authenticated else {}
    return StreamingHttpResponse(found.chunks, headers={**found.headers, **headers})


def of_claims(request, filters, name, found):
    """Stream a queryset of claims, one row a claim; notes and status for editors only."""
    editor = request.user.has_perm("claims.change_claim")
    return answer(request, filters, name, claims.table(found, editor))


def of_stances(request, filters, name, folded, proposals, holders):
    """Stream what is known of holders on proposals, in all dimensions, one row a cell.

    `folded` is the vocabulary, the table of their stances, and the principals' positions on every proposal.
    """
    vocab, table, positions = folded
    decided = loading.all_verdicts(vocab, positions)
    picture = matrix.Picture(filters.scope(), vocab, table, verdicts.refused_by_others(positions))
    cells = [
        matrix.cell_of(picture, matrix.Line(proposal, decided[proposal.slug]), holder, dimension)
        for proposal in proposals
        for holder in holders
        for dimension in Dimension
    ]
    known = [cell for cell in cells if cell.stance.state != State.BLANK]
    return answer(request, filters, name, matrix.long_table(picture, known))
