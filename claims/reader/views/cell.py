"""One cell of the matrix, opened: what decides it, its branches, and what others say."""

from urllib.parse import urlencode

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.vary import vary_on_headers

from ... import queries
from ...models import ActorKind, Claim
from ...rendering import cells
from ...rules.scales import DIMENSIONS, Dimension
from ..filters import CountingFilter
from ..rendering.evidence_summary import write_ground
from ..rendering.stance_lines import StanceLines

MOST_QUOTED = 20  # claims of each kind; the list of claims holds all


@vary_on_headers("HX-Request")
def cell_detail(request, proposal_slug, holder_slug):
    """Open one cell: the stance in every dimension, the claims that decide it, and what others say."""
    filters = CountingFilter(request.GET, queryset=Claim.objects.published())
    snapshot = queries.get_snapshot(filters.scope, request.data_version)
    vocab = snapshot.get(queries.read_vocabulary)
    proposal, holder = vocab.find_proposal(proposal_slug), vocab.find_actor(holder_slug)
    if proposal is None or holder is None or holder.kind == ActorKind.OFFICIAL:
        raise Http404(f"There is no cell of {holder_slug} on {proposal_slug}.")
    context = {
        "filters": filters,
        "proposal": proposal,
        "holder": holder,
        "dimensions": _open_dimensions(filters, snapshot, proposal, holder),
        "sources": snapshot.get(queries.count_fully_coded_sources),
        "searches": queries.read_searches([proposal.pk], [holder.pk]).get((proposal.pk, holder.pk)),
        "remarks": queries.read_notes(proposal, holder),
        "query": filters.counting_query,
        "claims_address": _link_claims(filters, proposal, holder),
    }
    template = "claims/partials/cell.html" if request.htmx else "claims/cell.html"
    answer = render(request, template, context, status=200 if filters.is_valid() else 400)
    answer["HX-Push-Url"] = "false"  # opened in its panel, the matrix keeps its address
    return answer


def _open_dimensions(filters, snapshot, proposal, holder):
    """Return the cell in each dimension in which it has claims (one query)."""
    vocab = snapshot.get(queries.read_vocabulary)
    by_dimension = queries.read_cell_claims(snapshot.scope, proposal, holder)
    claims = [claim for of_dimension in by_dimension.values() for claim in of_dimension]
    lines = StanceLines(snapshot, queries.fold_loaded_claims(claims, vocab), filters.counting_query)
    for claim in claims:
        claim.links = lines.list_links(claim.depends_on, holder)
    dimensions = []
    for dimension in Dimension:
        if dimension in by_dimension:
            opened = queries.open_stance(by_dimension[dimension], vocab)
            marks = lines.collect_marks(dimension, proposal, holder)
            dimensions.append(
                {
                    "word": DIMENSIONS[dimension],
                    "face": cells.draw_face(opened.stance, dimension, marks),
                    "rests_on": write_ground(opened.ground),
                    **_cut_lists(opened),
                    "number": len(by_dimension[dimension]),
                    "address": _link_claims(filters, proposal, holder, dimension),
                }
            )
    return dimensions


def _cut_lists(opened):
    """Return what was opened by name, of each list of claims the first; `left` is how many the page does not quote."""
    fields = opened._asdict()
    lists = {name: rows for name, rows in fields.items() if isinstance(rows, list)}
    left = sum(len(rows[MOST_QUOTED:]) for rows in lists.values())
    return {**fields, **{name: rows[:MOST_QUOTED] for name, rows in lists.items()}, "left": left}


def _link_claims(filters, proposal, holder, dimension=None):
    """Return the address of the list of the claims that count of a cell, or of one dimension of it."""
    chosen = {"holder": holder.slug, "proposal": proposal.slug, **({"dimension": str(dimension)} if dimension else {})}
    query = filter(None, (filters.counting_query.removeprefix("?"), urlencode(chosen)))
    return f"{reverse('claims:claims')}?{'&'.join(query)}"
