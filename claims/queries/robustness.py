"""Which verdicts hang on one source, one voice, second-hand claims or a condition."""

from typing import NamedTuple

from ..rules.measures import robustness
from ..rules.scales import Dimension
from ..rules.stances import summarise
from .claims import make_provenance, read_source_ids, read_sources_of
from .stances import StanceTable, collect_positions, read_claims_by_cell, select_claims_of_cells


class Robustness(NamedTuple):
    """All Changes, how many verdicts there are (where a party has spoken), and the sources by slug.

    `origins` are the voices that are the origin of a source; the others are known by where they were read.
    """

    changes: list
    verdicts: int
    sources: dict
    origins: frozenset

    @property
    def on_one_source(self):
        """How many verdicts hang on a single source."""
        return len({change.proposal for change in self.changes if change.trial == robustness.TrialKind.SOURCE})


def compute_robustness(scope, vocab):
    """Try every verdict from the principals' claims (three queries)."""
    principals = [actor.pk for actor in vocab.principals]
    claims = select_claims_of_cells(scope, [Dimension.POSITION], holders=principals)
    read = read_claims_by_cell(claims, vocab)
    sources = read_sources_of(claims)
    origins = {pk: make_provenance(source) for pk, source in sources.items()}
    provenance = {claim: origins[source] for claim, source in read_source_ids(claims).items() if source in origins}
    slugs = {pk: proposal.slug for pk, proposal in vocab.proposals.items()}
    titles = {proposal.slug: proposal.title for proposal in vocab.proposals.values()}
    # What was written between these queries counts from the next data version on.
    by_cell = {cell: [c for c in found if c.id in provenance] for cell, found in read.items() if cell[0] in slugs}
    table = StanceTable({str(Dimension.POSITION): {cell: summarise(found) for cell, found in by_cell.items() if found}})
    cells = {(slugs[proposal], holder): found for (proposal, holder), found in by_cell.items()}
    by_slug = collect_positions(vocab, table)
    return Robustness(
        changes=robustness.find_changes(by_slug, cells, provenance, titles),
        verdicts=sum(any(p.stance.spoken for p in principals) for principals in by_slug.values()),
        sources={source.slug: source for source in sources.values()},
        origins=frozenset(source.origin for source in sources.values() if source.origin),
    )
