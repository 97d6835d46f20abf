"""Where the sides agree and disagree: the proposals by verdict, each with its reason and who stands in the way."""

from collections import Counter
from itertools import groupby
from math import inf
from typing import NamedTuple

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.vary import vary_on_headers

from ... import queries
from ...exporters import lists, matrix
from ...models import Claim, Proposal
from ...rendering.columns import make_column
from ...rules import verdicts
from ...rules.measures.spread import Spread
from ...rules.scales import VERDICTS, Dimension, VerdictKind, Word
from ...wording.spread import NO_GAP, explain_agreement, explain_between
from ..filters import FindingsFilter
from ..rendering import distribution, evidence_summary
from ..rendering.stance_lines import StanceLines
from ..shared import downloads
from ..shared.list_view import number_pages
from ..tables import draw_figure
from . import robustness

FINDINGS_A_PAGE = 100
ORDERS = {
    "gap": Word("by gap", "The widest gap between the nearest principals of two sides first; none last."),
    "agreement": Word("by agreement", "The least agreement of all actors (van der Eijk’s A) first; none last."),
    "between-sides": Word(
        "by variance between the sides", "The largest share of the variance between the sides (η²) first; none last."
    ),
}


class Finding(NamedTuple):
    """A proposal with all that explains its verdict; `sides` are (side, lines of its principals).

    `sums` is where its numbers are added up, `rests_on` says what the verdict rests on.
    """

    proposal: Proposal
    verdict: verdicts.Verdict
    gap: int | None
    spread: Spread
    sides: list
    conditions: list
    rests_on: evidence_summary.EvidenceSummary | None
    sums: str

    @property
    def word(self):
        return VERDICTS[self.verdict.kind]

    @property
    def proof(self):
        """Where the claims stand that the verdict rests on."""
        return f"{self.sums.removesuffix('#divides')}#verdict"

    @property
    def drawing(self):
        return distribution.draw_small(self.spread.counts, self.sums, self.proposal.title)

    @property
    def figures(self):
        """The gap, A and η², each a link to its sum or a dash with the reason."""
        spread = self.spread
        return [
            draw_figure(self.gap, self.sums, NO_GAP),
            draw_figure(spread.agreement, self.sums, explain_agreement(spread)),
            draw_figure(spread.between, self.sums, explain_between(spread)),
        ]


class FindingGroup(NamedTuple):
    """The proposals of one verdict that the page shows, and how many of it there are.

    In another order than that of verdicts all proposals are one group, of no `kind`.
    """

    kind: VerdictKind | None
    word: Word
    count: int
    findings: list


@vary_on_headers("HX-Request")
def common_ground(request):
    """Show the proposals by verdict, with the sides' stances, the conditions, and who refuses them."""
    filters = FindingsFilter(request.GET, queryset=Claim.objects.published())
    valid = filters.is_valid()
    context = {"filters": filters}
    if valid:
        snapshot = queries.get_snapshot(filters.scope, request.data_version)
        found = _in_order(snapshot, filters.chosen.get("order")) if snapshot.vocab.principals else []
        if filters.export_chosen:
            return _download(request, filters, snapshot, found)
        page = Paginator(found, FINDINGS_A_PAGE).get_page(request.GET.get("page"))
        context["groups"] = _groups(filters, snapshot, found, list(page))
        context["pages"] = number_pages(request, page, "page")
        context |= robustness.panel(snapshot, filters)
    template = "claims/partials/common_ground.html" if request.htmx else "claims/common_ground.html"
    return render(request, template, context, status=200 if valid else 400)


def _download(request, filters, snapshot, found):
    """Send one row for each proposal and principal, silent ones included, in the order of the page; or, if that is
    chosen, one row for each verdict that would change."""
    if filters.robustness_chosen:
        return downloads.send_table(
            request, filters, "robustness", lists.make_robustness_table(snapshot.robustness.changes)
        )
    principals = [make_column(actor, Dimension.POSITION) for actor in snapshot.vocab.principals]
    matrix_slice = matrix.MatrixSlice(snapshot, [summary.proposal for summary in found], principals)
    cells = matrix.read_cells(matrix_slice, blanks=True)
    return downloads.send_table(request, filters, "common-ground", matrix.make_cells_table(matrix_slice, cells))


def _in_order(snapshot, order):
    """Return the Summaries in the order that is asked for: what divides most first, what has no number last."""
    if not order:
        return snapshot.by_verdict
    spreads = snapshot.spreads

    def key(summary):
        spread = spreads.get(summary.proposal.pk, queries.NO_SPREAD)
        number = {"gap": summary.gap, "agreement": spread.agreement, "between-sides": spread.between}[order]
        return inf if number is None else number if order == "agreement" else -number

    return sorted(snapshot.by_verdict, key=key)


def _groups(filters, snapshot, found, shown):
    """Return the Groups of the Summaries that are shown, with the positions of their principals (three queries)."""
    principals = [actor.pk for actor in snapshot.vocab.principals]
    chosen = {"proposals": [summary.proposal.pk for summary in shown], "holders": principals}
    dimensions = (Dimension.POSITION, Dimension.SALIENCE)
    table = queries.read_stances(snapshot.scope, snapshot.vocab, dimensions=dimensions, **chosen)
    lines = StanceLines(snapshot, table, filters.counting_query)
    claims = queries.select_claims_of_cells(snapshot.scope, [Dimension.POSITION], **chosen)
    provenance = queries.read_provenance(claims)
    branches = {
        branch.id
        for stance in table.stances[Dimension.POSITION].values()
        for folded in (stance, stance.forecast)
        if folded
        for branch in folded.branches
    }
    by_id = {claim.pk: claim for claim in queries.select_claims(snapshot.scope, pk__in=branches)}
    findings = [_finding(summary, snapshot, lines, by_id, provenance) for summary in shown]
    order = filters.chosen.get("order")
    if order:
        return [FindingGroup(None, ORDERS[order], len(found), findings)] if findings else []
    kinds = Counter(summary.verdict.kind for summary in found)
    by_kind = groupby(findings, key=lambda finding: finding.verdict.kind)
    return [FindingGroup(kind, VERDICTS[kind], kinds[kind], list(of_kind)) for kind, of_kind in by_kind]


def _finding(summary, snapshot, lines, by_id, provenance):
    proposal, sides, conditions, standing = summary.proposal, {}, [], []
    for actor in snapshot.vocab.principals:
        line = lines.line(Dimension.POSITION, proposal, actor)
        sides.setdefault(actor.side, []).append((actor, line))
        conditions += lines.conditions(Dimension.POSITION, proposal, actor, by_id)
        standing.append(lines.table.stance(Dimension.POSITION, proposal.pk, actor.pk))
    return Finding(
        proposal=proposal,
        verdict=summary.verdict,
        gap=summary.gap,
        spread=snapshot.spreads.get(proposal.pk, queries.NO_SPREAD),
        sides=list(sides.items()),
        conditions=conditions,
        rests_on=evidence_summary.summarise_stances(standing, provenance),
        sums=f"{proposal.get_absolute_url()}{lines.query}#divides",
    )
