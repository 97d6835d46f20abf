"""Stances from claims, as the pages get them from loading, beside the bare fetch of the same claims.

What is compared: for which cells there are claims at all. That the stances of these are right is the tests' affair.
"""

from functools import partial

from claims import loading

from . import floors
from .pages import CELLS
from .timing import Measure

A_PAGE = 50  # proposals
PRINCIPALS = (
    "SELECT c.proposal_id, c.holder_id, c.attribution, c.doubtful, c.said_on, c.value, c.conditional, c.pending, c.id "
    "FROM claims_claim c JOIN claims_actor a ON a.id = c.holder_id AND a.principal "
    "JOIN claims_side s ON s.id = a.side_id AND s.negotiates "
    "WHERE c.status = 'published' AND c.dimension = 'position' ORDER BY c.proposal_id, c.holder_id"
)


def measures(bench):
    yield "stances: a page of cells", partial(page_of_cells, bench)
    yield "stances: all verdicts", partial(all_verdicts, bench)


def page_of_cells(bench):
    """Stances of fifty proposals and all holders in every dimension."""
    vocab = loading.vocabulary()
    proposals = sorted(vocab.proposals)[:A_PAGE]
    sql = CELLS.format(", ".join(map(str, proposals)))

    def cells(table):
        return {cell for found in table.stances.values() for cell in found}

    return Measure(
        "stances: a page of cells",
        product=lambda: loading.table(loading.Scope(), vocab, proposals=proposals),
        floor=lambda: {row[:2] for row in floors.fetch(bench.database, sql)},
        shown=cells,
        bar=3,
    )


def all_verdicts(bench):
    """Verdicts of every proposal, from the principals' claims."""
    vocab = loading.vocabulary()
    slugs = {pk: proposal.slug for pk, proposal in vocab.proposals.items()}

    def product():
        positions = loading.principal_positions(loading.Scope(), vocab)
        return positions, loading.all_verdicts(vocab, positions)

    def cells(found):
        return {(slug, who.actor) for slug, principals in found[0].items() for who in principals if who.stance.count}

    return Measure(
        "stances: all verdicts",
        product=product,
        floor=lambda: {(slugs[row[0]], row[1]) for row in floors.fetch(bench.database, PRINCIPALS)},
        shown=cells,
        bar=4,
    )
