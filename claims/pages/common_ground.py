"""Where the sides agree and disagree: the proposals by verdict, each with its reason and who stands in the way."""

from collections import Counter
from itertools import groupby
from typing import NamedTuple

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.vary import vary_on_headers

from .. import loading
from ..filters import TableFilter
from ..models import Claim, Proposal
from ..outgoing import matrix
from ..rules import verdicts
from ..rules.scales import VERDICTS, Dimension, VerdictKind, Word
from . import downloads
from .lines import Lines
from .listing import pages_of

FINDINGS_A_PAGE = 100


class Finding(NamedTuple):
    """A proposal with all that explains its verdict; `sides` are (side, lines of its principals)."""

    proposal: Proposal
    verdict: verdicts.Verdict
    gap: int | None
    sides: list
    conditions: list


class Group(NamedTuple):
    """The proposals of one verdict that the page shows, and how many of it there are."""

    kind: VerdictKind
    word: Word
    count: int
    findings: list


@vary_on_headers("HX-Request")
def common_ground(request):
    """Show the proposals by verdict, with the sides' stances, the conditions, and who refuses them."""
    filters = TableFilter(request.GET, queryset=Claim.objects.published())
    valid = filters.is_valid()
    context = {"filters": filters, "said": filters.in_words()}
    if valid:
        whole = loading.whole(filters.scope(), request.data_version)
        found = whole.by_verdict if whole.vocab.principals else []
        if filters.export_chosen():
            return _download(request, filters, whole, found)
        page = Paginator(found, FINDINGS_A_PAGE).get_page(request.GET.get("page"))
        context["groups"] = _groups(filters, whole, found, list(page))
        context["pages"] = pages_of(request, page, "page")
    template = "claims/partials/common_ground.html" if request.htmx else "claims/common_ground.html"
    return render(request, template, context, status=200 if valid else 400)


def _download(request, filters, whole, found):
    """Send one row for each proposal and principal, silent ones included, in the order of the page."""
    picture = matrix.Picture(whole, rows=found)
    principals = [matrix.Seat([actor], Dimension.POSITION) for actor in whole.vocab.principals]
    cells = matrix.cells(picture._replace(columns=principals), blanks=True)
    return downloads.answer(request, filters, "common-ground", matrix.long_table(picture, cells))


def _groups(filters, whole, found, shown):
    """Return the Groups of the Summaries that are shown, with the positions of their principals (two queries)."""
    principals = [actor.pk for actor in whole.vocab.principals]
    chosen = {"proposals": [summary.proposal.pk for summary in shown], "holders": principals}
    dimensions = (Dimension.POSITION, Dimension.SALIENCE)
    table = loading.table(whole.scope, whole.vocab, dimensions=dimensions, **chosen)
    lines = Lines(whole, table, filters.counting_query())
    branches = {
        branch.id
        for stance in table.stances[Dimension.POSITION].values()
        for folded in (stance, stance.forecast)
        if folded
        for branch in folded.branches
    }
    by_id = {claim.pk: claim for claim in loading.shown_claims(whole.scope, pk__in=branches)}
    kinds = Counter(summary.verdict.kind for summary in found)
    by_kind = groupby(shown, key=lambda summary: summary.verdict.kind)
    return [
        Group(kind, VERDICTS[kind], kinds[kind], [_finding(s, whole.vocab, lines, by_id) for s in summaries])
        for kind, summaries in by_kind
    ]


def _finding(summary, vocab, lines, by_id):
    sides, conditions = {}, []
    for actor in vocab.principals:
        line = lines.line(Dimension.POSITION, summary.proposal, actor)
        sides.setdefault(actor.side, []).append((actor, line))
        conditions += lines.conditions(Dimension.POSITION, summary.proposal, actor, by_id)
    return Finding(summary.proposal, summary.verdict, summary.gap, list(sides.items()), conditions)
