"""One cell of the matrix, opened: what decides it, its branches, and what others say."""

from typing import Any
from urllib.parse import urlencode

from ... import queries
from ...models import Actor, ActorKind, Proposal
from ...queries.cells import OpenedStance
from ...rendering import cells
from ...rules.scales import DIMENSIONS, Dimension, Word
from ...wording.blanks import write_blank
from .evidence_summary import write_ground
from .stance_lines import SpokenForLink, StanceLines, list_spoken_for

MOST_QUOTED = 20  # claims of each kind; the list of claims holds all


def find_cell(snapshot: queries.Snapshot, proposal_slug: str, holder_slug: str) -> tuple[Proposal, Actor] | None:
    """Return the proposal and the holder of a cell, or None if there is no such cell: officials have none."""
    vocab = snapshot.get(queries.read_vocabulary)
    proposal, holder = vocab.find_proposal(proposal_slug), queries.find_actor(snapshot, holder_slug)
    if proposal is None or holder is None or holder.kind == ActorKind.OFFICIAL:
        return None
    return proposal, holder


def open_cell(
    snapshot: queries.Snapshot, proposal: Proposal, holder: Actor, query: str, counted: list[str]
) -> dict[str, Any]:
    """Return what the template of an opened cell names. `query` says which claims count, as the Snapshot does, and
    links keep it; `counted` are the clauses that say so."""
    return {
        "proposal": proposal,
        "holder": holder,
        "dimensions": _open_dimensions(snapshot, proposal, holder, query),
        "blank": write_blank(queries.count_coded(snapshot, proposal), filtered=bool(counted)),
        "spoken_for": _list_spoken_for(snapshot, proposal, holder, query),
        "searches": queries.read_searches(None, [proposal.pk], [holder.pk]).get((proposal.pk, holder.pk)),
        "remarks": queries.read_notes(proposal, holder),
        "query": query,
        "counted": counted,
        "claims_address": _link_claims(query, proposal, holder),
    }


def _list_spoken_for(
    snapshot: queries.Snapshot, proposal: Proposal, holder: Actor, query: str
) -> list[tuple[Word, list[SpokenForLink]]]:
    """Return the dimensions in which the cell is blank and its holder spoken for."""
    links = [(DIMENSIONS[d], list_spoken_for(snapshot, d, proposal, holder, query)) for d in Dimension]
    return [(word, of_dimension) for word, of_dimension in links if of_dimension]


def _open_dimensions(snapshot: queries.Snapshot, proposal: Proposal, holder: Actor, query: str) -> list[dict[str, Any]]:
    """Return the cell in each dimension in which it has claims (one query)."""
    vocab = snapshot.get(queries.read_vocabulary)
    by_dimension = queries.read_cell_claims(snapshot.scope, proposal, holder)
    claims = [claim for of_dimension in by_dimension.values() for claim in of_dimension]
    lines = StanceLines(snapshot, queries.fold_loaded_claims(claims, vocab), query)
    for claim in claims:
        claim.links = lines.list_links(claim.depends_on, holder)  # type: ignore[attr-defined]  # for the template
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
                    "address": _link_claims(query, proposal, holder, dimension),
                }
            )
    return dimensions


def _cut_lists(opened: OpenedStance) -> dict[str, Any]:
    """Return what was opened by name, of each list of claims the first; `left` is how many the page does not quote."""
    fields = opened._asdict()
    lists = {name: rows for name, rows in fields.items() if isinstance(rows, list)}
    left = sum(len(rows[MOST_QUOTED:]) for rows in lists.values())
    return {**fields, **{name: rows[:MOST_QUOTED] for name, rows in lists.items()}, "left": left}


def _link_claims(query: str, proposal: Proposal, holder: Actor, dimension: Dimension | None = None) -> str:
    """Return the address of the list of the claims that count of a cell, or of one dimension of it."""
    chosen = {"holder": holder.slug, "proposal": proposal.slug, **({"dimension": str(dimension)} if dimension else {})}
    address = proposal.negotiation.get_address("claims")
    return f"{address}?{'&'.join(filter(None, (query.removeprefix('?'), urlencode(chosen))))}"
