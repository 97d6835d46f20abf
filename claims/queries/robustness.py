"""Which verdicts depend on one source, one origin, second-hand claims or a condition."""

from collections.abc import Collection
from typing import NamedTuple

from ..models import Source
from ..rules.measures import robustness
from ..rules.scales import Dimension
from ..rules.stances import RuleClaim, summarise
from .claims import make_provenance, read_named_sources, read_source_ids
from .snapshot import Snapshot
from .stances import StanceTable, read_deciding_claims, select_claims_of_cells
from .verdicts import collect_positions
from .vocabulary import list_put_forward, read_vocabulary


class Robustness(NamedTuple):
    """All Changes, the slugs of the proposals that have a verdict (a party has spoken), and the sources by slug."""

    changes: list[robustness.Change]
    spoken: frozenset[str]
    sources: dict[str, Source]

    @property
    def verdicts(self) -> int:
        """How many verdicts there are."""
        return len(self.spoken)

    @property
    def on_one_source(self) -> int:
        """How many verdicts depend on a single source."""
        return self.count_proposals(robustness.TrialKind.SOURCE)

    def count_proposals(self, trial: str) -> int:
        """Return how many verdicts would be others in a trial."""
        return len({change.proposal for change in self.changes if change.trial == trial})

    def of(self, slugs: Collection[str]) -> "Robustness":
        """Return that of these proposals alone."""
        changes = [change for change in self.changes if change.proposal in slugs]
        return Robustness(changes, self.spoken.intersection(slugs), self.sources)


def compute_robustness(snapshot: Snapshot) -> Robustness:
    """Try every verdict from the principals' claims (three queries)."""
    vocab = snapshot.get(read_vocabulary)
    principals = [actor.pk for actor in vocab.principals]
    claims = select_claims_of_cells(snapshot.scope, [Dimension.POSITION], holders=principals)
    read = read_deciding_claims(claims)
    source_of = read_source_ids(claims)
    sources = read_named_sources({*source_of.values()})
    origins = {pk: make_provenance(source) for pk, source in sources.items()}
    provenance = {claim: origins[source] for claim, source in source_of.items() if source in origins}
    slugs = {pk: proposal.slug for pk, proposal in snapshot.get(list_put_forward).items()}
    titles = {proposal.slug: proposal.title for proposal in vocab.proposals.values()}
    # What was written between these queries counts from the next data version on.
    by_cell = {cell: [c for c in of_cell if c.id in provenance] for cell, of_cell in read.items() if cell[0] in slugs}
    stances = {cell: summarise(of_cell) for cell, of_cell in by_cell.items() if of_cell}
    by_slug = collect_positions(vocab, StanceTable({str(Dimension.POSITION): stances}))
    cells: dict[tuple[str, int | None], list[RuleClaim]] = {
        (slugs[proposal], holder): of_cell for (proposal, holder), of_cell in by_cell.items()
    }
    return Robustness(
        changes=robustness.find_changes(by_slug, cells, provenance, titles),
        spoken=frozenset(slug for slug, stood in by_slug.items() if any(p.stance.spoken for p in stood)),
        sources={source.slug: source for source in sources.values()},
    )
