"""Which verdicts depend on one source, one origin, second-hand claims or a condition."""

from collections import defaultdict
from collections.abc import Collection
from itertools import chain
from typing import NamedTuple

from ..models import Proposal, Source, Touched
from ..rules.measures import robustness
from ..rules.scales import Dimension
from ..rules.stances import RuleClaim, summarise
from ..rules.verdicts import Principal
from .claims import make_provenance, read_named_sources, read_source_ids
from .ids import list_ids
from .snapshot import Snapshot, following
from .stances import StanceTable, read_deciding_claims, select_claims_of_cells
from .verdicts import collect_positions_on, list_changed_proposals
from .vocabulary import Vocabulary, list_put_forward, read_vocabulary


class Grounds(NamedTuple):
    """What the trials of one proposal follow from: its principals' sources and the proposals that their conditions
    name (slugs), and whether any of them has spoken, so that there is a verdict."""

    sources: frozenset[str]
    named: frozenset[str]
    spoken: bool


class Robustness(NamedTuple):
    """All Changes, the Grounds of each proposal by its slug, and the sources by slug."""

    changes: list[robustness.Change]
    grounds: dict[str, Grounds]
    sources: dict[str, Source]

    @property
    def verdicts(self) -> int:
        """How many verdicts there are."""
        return sum(of_proposal.spoken for of_proposal in self.grounds.values())

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
        grounds = {slug: of_proposal for slug, of_proposal in self.grounds.items() if slug in slugs}
        return Robustness(changes, grounds, self.sources)

    def list_hanging_on(self, slugs: Collection[str]) -> set[str]:
        """Return the proposals (slugs) whose trials follow from what was said of some: these, and those whose
        conditions name them."""
        hanging = {slug for slug, of_proposal in self.grounds.items() if not of_proposal.named.isdisjoint(slugs)}
        return hanging.union(slugs)


class _Read(NamedTuple):
    """What the principals say of some proposals: by slug their positions, by slug and holder their claims; the
    Provenance of each claim by its id, and the sources by slug."""

    positions: dict[str, list[Principal]]
    cells: dict[tuple[str, int | None], list[RuleClaim]]
    provenance: dict[int, robustness.Provenance]
    sources: dict[str, Source]

    def join(self, others: "_Read") -> "_Read":
        return _Read(
            self.positions | others.positions,
            self.cells | others.cells,
            self.provenance | others.provenance,
            self.sources | others.sources,
        )

    def list_named(self) -> frozenset[str]:
        """Return the proposals (slugs) that any condition names."""
        return robustness.list_named(chain.from_iterable(self.cells.values()))

    def find_grounds(self) -> dict[str, Grounds]:
        claims: defaultdict[str, list[RuleClaim]] = defaultdict(list)
        for (slug, _), of_cell in self.cells.items():
            claims[slug] += of_cell
        return {
            slug: Grounds(
                frozenset(self.provenance[claim.id].source for claim in claims[slug]),
                robustness.list_named(claims[slug]),
                any(principal.stance.spoken for principal in stood),
            )
            for slug, stood in self.positions.items()
        }

    def find_changes(self, vocab: Vocabulary, names: dict[str, str]) -> list[robustness.Change]:
        return robustness.find_changes(self.positions, self.cells, self.provenance, vocab.titles, names)


def _follow_robustness(snapshot: Snapshot, before: Robustness, touched: Touched) -> Robustness | None:
    """Try those verdicts alone that follow from the touched cells of principals (six queries at most); None where a
    voice has another name now."""
    if not touched.alone:
        return None
    vocab = snapshot.get(read_vocabulary)
    changed = list_changed_proposals(vocab, touched)
    if not changed:
        return before
    concerned = before.list_hanging_on({vocab.proposals[pk].slug for pk in changed})
    read = _read(snapshot, [vocab.by_slug[slug] for slug in concerned])
    grounds = before.grounds | read.find_grounds()
    cited = frozenset().union(*(of_proposal.sources for of_proposal in grounds.values()))
    sources = {slug: source for slug, source in (before.sources | read.sources).items() if slug in cited}
    names, names_before = _name_voices(sources), _name_voices(before.sources)
    if any(names_before.get(voice, name) != name for voice, name in names.items()):
        return None
    named = [vocab.by_slug[slug] for slug in read.list_named() - concerned if slug in vocab.by_slug]
    tried = read.join(_read(snapshot, named)) if named else read
    changes = [change for change in before.changes if change.proposal not in concerned]
    changes += [change for change in tried.find_changes(vocab, names) if change.proposal in concerned]
    return Robustness(robustness.order_changes(changes, vocab.by_slug), grounds, sources)


@following(_follow_robustness)
def compute_robustness(snapshot: Snapshot) -> Robustness:
    """Try every verdict from the principals' claims (three queries)."""
    vocab = snapshot.get(read_vocabulary)
    read = _read(snapshot, list(vocab.proposals.values()))
    changes = read.find_changes(vocab, _name_voices(read.sources))
    return Robustness(changes, read.find_grounds(), read.sources)


def _read(snapshot: Snapshot, proposals: Collection[Proposal]) -> _Read:
    """Read what the principals say of some proposals, or of all (three queries)."""
    vocab, put_forward = snapshot.get(read_vocabulary), snapshot.get(list_put_forward)
    chosen = None if len(proposals) == len(vocab.proposals) else list_ids([proposal.pk for proposal in proposals])
    principals = [actor.pk for actor in vocab.principals]
    claims = select_claims_of_cells(snapshot.scope, [Dimension.POSITION], chosen, principals)
    by_cell, source_of = read_deciding_claims(claims), read_source_ids(claims)
    sources = read_named_sources({*source_of.values()})
    origins = {pk: make_provenance(source) for pk, source in sources.items()}
    # What was written between these queries counts from the next data version on.
    counting = {
        (proposal, holder): [claim for claim in said if source_of.get(claim.id) in origins]
        for (proposal, holder), said in by_cell.items()
        if proposal in put_forward
    }
    provenance = {claim.id: origins[source_of[claim.id]] for said in counting.values() for claim in said}
    cited = {origin.source for origin in provenance.values()}
    table = StanceTable({str(Dimension.POSITION): {cell: summarise(said) for cell, said in counting.items() if said}})
    return _Read(
        {proposal.slug: collect_positions_on(vocab, table, proposal) for proposal in proposals},
        {(put_forward[proposal].slug, holder): said for (proposal, holder), said in counting.items()},
        provenance,
        {source.slug: source for source in sources.values() if source.slug in cited},
    )


def _name_voices(sources: dict[str, Source]) -> dict[str, str]:
    return robustness.name_voices(map(make_provenance, sources.values()))
