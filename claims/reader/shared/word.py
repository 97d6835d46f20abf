"""Word files of pages: what stands in the head of each, and what it holds.

python-docx is loaded when the first is asked for.
"""

from django.http import StreamingHttpResponse

from ...models.frozen import get_today
from ...wording.days import format_day
from ..rendering.claim_sentence import tell_claim
from .urls_with import change_query


def send_claims_as_word(request, filters, name, title, claims):
    """Send as many claims of a queryset as a file holds (one query)."""
    from ...exporters.word import reports

    rows = claims.select_related("holder", "speaker", "proposal__topic", "proposal__negotiation", "source", "wording")
    held, left_out = reports.cut_claims(rows[: reports.MOST_CLAIMS + 1])
    tables = [reports.list_positions(held)]
    return _send(
        request, _describe(request, filters, name, title)._replace(claims=held, left_out=left_out, tables=tables)
    )


def send_proposal_as_word(request, filters, name, matrix_slice, claims):
    """Send a proposal: its definition, who stands where, and the claims on it."""
    from ...exporters.word import reports, stances

    (proposal,) = matrix_slice.proposals
    held, left_out = reports.cut_claims(claims[: reports.MOST_CLAIMS + 1])
    rows, _ = stances.read_rows(matrix_slice)
    report = _describe(request, filters, name, proposal.full_title or proposal.title)._replace(
        tables=[stances.tabulate_proposal(rows, held)],
        claims=held,
        left_out=left_out,
        about=[proposal.definition, *stances.tell_proposals(matrix_slice, [proposal]).get(proposal.pk, ())],
    )
    return _send(request, report)


def send_matrix_as_word(request, filters, name, matrix_slice, said):
    """Send the matrix: its cells in words, and the claims that they rest on; `said` tells what is left out of it."""
    from ...exporters.word import reports, stances

    rows, rows_left_out = stances.read_rows(matrix_slice)
    held, claims_left_out = reports.cut_claims(stances.read_deciding(matrix_slice, rows))
    report = _describe(request, filters, name, "Matrix")._replace(
        tables=stances.tabulate_matrix(matrix_slice, rows, held),
        claims=held,
        left_out=" ".join(filter(None, (rows_left_out, claims_left_out))),
        about=said,
        of_proposals=stances.tell_proposals(matrix_slice, [row.proposal for row in rows]),
        wide=True,
    )
    return _send(request, report)


def _describe(request, filters, name, title):
    """Return the report of a page with its head, and nothing in it yet."""
    from ...exporters.word.reports import WordReport

    day, today, negotiation = filters.scope.day, get_today(), filters.negotiation
    facts = [
        *([("Negotiation", negotiation.title)] if negotiation else []),
        ("As of", format_day(day)),
        ("Counted", filters.counted_claims),
        *([("Shown", ", ".join(filters.display_words))] if filters.display_words else []),
        _say_which(request, today),
    ]
    address = request.build_absolute_uri(change_query(request.path, request.GET, _export=None))
    return WordReport(title, name, day, facts, address, tables=(), claims=())


def _say_which(request, today):
    """Return (word, text) that say which state of the site is told: the release, or the day on which it was read."""
    as_of = getattr(request, "as_of_release", None)
    return ("Release", as_of.named) if as_of else ("Accessed", format_day(today))


def _send(request, report):
    from ...exporters.word.reports import make_report_download

    file = make_report_download(report, request.build_absolute_uri, tell_claim)
    return StreamingHttpResponse(file.chunks, headers=file.headers)
