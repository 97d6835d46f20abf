"""One cell of the matrix, opened: what decides it, its branches, and what others say."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.vary import vary_on_headers

from .. import cells, loading
from ..filters import CountingFilter
from ..models import ActorKind, Claim
from ..rules import stances
from ..rules.scales import DIMENSIONS, MARKS, Attribution, Dimension
from .queries import counting


@vary_on_headers("HX-Request")
def cell(request, proposal, holder):
    """Open one cell: the stance in every dimension, the claims that decide it, and what others say."""
    filters = CountingFilter(request.GET, queryset=Claim.objects.published())
    scope = filters.scope()
    vocab = loading.vocabulary()
    on = next((p for p in vocab.proposals.values() if p.slug == proposal), None)
    by = next((a for a in vocab.actors.values() if a.slug == holder and a.kind != ActorKind.OFFICIAL), None)
    if on is None or by is None:
        raise Http404(f"There is no cell of {holder} on {proposal}.")
    found = loading.cell_claims(scope, on, by)
    context = {
        "filters": filters,
        "said": filters.in_words(),
        "proposal": on,
        "holder": by,
        "dimensions": [opened(d, found[d], vocab) for d in map(str, Dimension) if found.get(d)],
        "sources": loading.fully_coded_sources(),
        "query": counting(request.GET),
    }
    template = "claims/partials/cell.html" if request.htmx else "claims/cell.html"
    return render(request, template, context, status=200 if filters.is_valid() else 400)


def opened(dimension, claims, vocab):
    """Fold the claims of one cell and sort them into what decides, branches, what others say, and the rest."""
    stance = stances.summarise(loading.rule_claims(claims, vocab))
    deciding = {c.id for c in stance.deciding}
    branches = {c.id for c in stance.branches} - deciding
    others = {c.pk for c in claims if c.attribution >= Attribution.ATTRIBUTED} - deciding - branches
    sorted_out = deciding | branches | others
    return {
        "word": DIMENSIONS[Dimension(dimension)],
        "stance": stance,
        "face": cells.face(stance, Dimension(dimension), stance.marks),
        "marks": [MARKS[mark] for mark in stance.marks],
        "deciding": [c for c in claims if c.pk in deciding],
        "branches": [c for c in claims if c.pk in branches],
        "others": [c for c in claims if c.pk in others],
        "rest": [c for c in claims if c.pk not in sorted_out],
    }
