"""One cell of the matrix, opened: what decides it, its branches, and what others say."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.vary import vary_on_headers

from ... import queries
from ...models import ActorKind, Claim
from ...rendering import cells
from ...rules import stances
from ...rules.measures import robustness
from ...rules.scales import DIMENSIONS, Attribution, Dimension
from ..filters import CountingFilter
from ..rendering import evidence_summary
from ..rendering.stance_lines import StanceLines


@vary_on_headers("HX-Request")
def cell_detail(request, proposal_slug, holder_slug):
    """Open one cell: the stance in every dimension, the claims that decide it, and what others say."""
    filters = CountingFilter(request.GET, queryset=Claim.objects.published())
    snapshot = queries.get_snapshot(filters.scope, request.data_version)
    proposal, holder = snapshot.vocab.proposal(proposal_slug), snapshot.vocab.actor(holder_slug)
    if proposal is None or holder is None or holder.kind == ActorKind.OFFICIAL:
        raise Http404(f"There is no cell of {holder_slug} on {proposal_slug}.")
    context = {
        "filters": filters,
        "proposal": proposal,
        "holder": holder,
        "dimensions": _dimensions(filters, snapshot, proposal, holder),
        "sources": snapshot.sources,
        "searches": queries.read_searches([proposal.pk], [holder.pk])[proposal.pk, holder.pk],
        "remarks": queries.read_notes(proposal, holder),
        "query": filters.counting_query,
    }
    template = "claims/partials/cell.html" if request.htmx else "claims/cell.html"
    answer = render(request, template, context, status=200 if filters.is_valid() else 400)
    answer["HX-Push-Url"] = "false"  # opened in its panel, the matrix keeps its address
    return answer


def _dimensions(filters, snapshot, proposal, holder):
    """Return what is known of the cell in each dimension (one query)."""
    vocab = snapshot.vocab
    found = queries.read_cell_claims(snapshot.scope, proposal, holder)
    everything = [claim for claims in found.values() for claim in claims]
    lines = StanceLines(snapshot, queries.fold_loaded_claims(everything, vocab), filters.counting_query)
    for claim in everything:
        claim.links = lines.links(claim.depends_on, holder)
    return [_opened(Dimension(d), found[d], vocab, lines) for d in map(str, Dimension) if found.get(d)]


def _opened(dimension, claims, vocab, lines):
    """Fold the claims of one cell and sort them into what decides, branches, what others say, and the rest."""
    of_rule = queries.make_rule_claims(claims, vocab)
    stance = stances.summarise(of_rule)
    deciding = {c.id for c in stance.deciding}
    branches = {c.id for c in stance.branches} - deciding
    others = {c.pk for c in claims if c.attribution >= Attribution.ATTRIBUTED} - deciding - branches
    sorted_out = deciding | branches | others
    marks = lines.marks(dimension, stance, claims[0].proposal, claims[0].holder)
    return {
        "word": DIMENSIONS[dimension],
        "stance": stance,
        "since": stances.find_start(of_rule),
        "rests_on": evidence_summary.summarise_claims(
            robustness.collect_behind(stance), queries.collect_provenance(claims)
        ),
        "face": cells.draw_face(stance, dimension, marks),
        "deciding": [c for c in claims if c.pk in deciding],
        "branches": [c for c in claims if c.pk in branches],
        "others": [c for c in claims if c.pk in others],
        "rest": [c for c in claims if c.pk not in sorted_out],
    }
