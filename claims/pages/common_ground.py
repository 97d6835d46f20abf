"""Where the sides agree and disagree: the proposals by verdict, each with its reason and who stands in the way."""

from typing import NamedTuple

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


class Finding(NamedTuple):
    """A proposal with all that explains its verdict; `sides` are (side, lines of its principals)."""

    proposal: Proposal
    verdict: verdicts.Verdict
    gap: int | None
    sides: list
    conditions: list


class Group(NamedTuple):
    """The proposals of one verdict."""

    kind: VerdictKind
    word: Word
    findings: list


@vary_on_headers("HX-Request")
def common_ground(request):
    """Show the proposals by verdict, with the sides' stances, the conditions, and who refuses them."""
    filters = TableFilter(request.GET, queryset=Claim.objects.published())
    valid = filters.is_valid()
    context = {"filters": filters, "said": filters.in_words()}
    if valid:
        picture, groups = _groups(filters)
        if filters.export_chosen():
            return _download(request, filters, picture, groups)
        context["groups"] = groups
    template = "claims/partials/common_ground.html" if request.htmx else "claims/common_ground.html"
    return render(request, template, context, status=200 if valid else 400)


def _download(request, filters, picture, groups):
    """Send one row for each proposal and principal, silent ones included, in the order of the page."""
    cells = [
        matrix.cell_of(picture, finding, actor, Dimension.POSITION)
        for group in groups
        for finding in group.findings
        for actor in picture.vocab.principals
    ]
    return downloads.answer(request, filters, "common-ground", matrix.long_table(picture, cells))


def _groups(filters):
    """Return the stances as a Picture, and the Groups that hold a proposal, in the order of the matrix; inside, the
    widest gap first."""
    vocab = loading.vocabulary()
    principals = [actor.pk for actor in vocab.principals]
    scope = filters.scope()
    table = loading.table(scope, vocab, dimensions=(Dimension.POSITION, Dimension.SALIENCE), holders=principals)
    positions = loading.positions(vocab, table)
    decided = loading.all_verdicts(vocab, positions)
    lines = Lines(vocab, table, positions, filters.counting_query())
    conditional = {"dimension": Dimension.POSITION, "conditional": True, "holder__in": principals}
    by_id = {claim.pk: claim for claim in loading.shown_claims(scope, **conditional)}
    found = [
        _finding(proposal, decided[proposal.slug], positions, vocab, lines, by_id)
        for proposal in vocab.proposals.values()
    ]
    found.sort(key=lambda finding: -1 if finding.gap is None else finding.gap, reverse=True)
    groups = [Group(kind, VERDICTS[kind], [f for f in found if f.verdict.kind == kind]) for kind in VerdictKind]
    picture = matrix.Picture(scope, vocab, table, lines.refused)
    return picture, [group for group in groups if group.findings] if vocab.principals else []


def _finding(proposal, verdict, positions, vocab, lines, by_id):
    sides, conditions = {}, []
    for actor in vocab.principals:
        line = lines.line(Dimension.POSITION, proposal, actor)
        sides.setdefault(actor.side, []).append((actor, line))
        conditions += lines.conditions(Dimension.POSITION, proposal, actor, by_id)
    return Finding(proposal, verdict, verdicts.gap(positions[proposal.slug]), list(sides.items()), conditions)
