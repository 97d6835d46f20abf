"""What pages need of the whole table, however little of it they show: verdicts, gaps, counts, who has a column.

Each part is worked out when it is first asked for, and kept by data version and Scope.
"""

from collections import defaultdict
from threading import RLock
from typing import NamedTuple

import numpy as np

from ..models import Proposal
from ..rules import stance_arrays, stances, verdicts
from ..rules.scales import Dimension, VerdictKind
from . import counts, editorial
from .cache import SCOPES, SHARED, VersionedCache
from .robustness import compute_robustness
from .spread import compute_spreads
from .stance_arrays import read_stance_arrays
from .stances import collect_positions, read_stances
from .vocabulary import read_proposers, read_vocabulary

MOST_CHOICES = 6  # of a reader's, whose results a Snapshot keeps


class Summary(NamedTuple):
    """A proposal with what its principals' positions add up to, and how much there is of it.

    `parts` are the verdicts of a package's parts, `tally` counts claims, actors with a stance, and the newest day.
    """

    proposal: Proposal
    verdict: verdicts.Verdict
    gap: int | None
    tally: counts.Tally
    parts: tuple[VerdictKind, ...] = ()


class Snapshot:
    """The whole table under one Scope at one data version; shared by all who ask, so nothing in it is changed."""

    def __init__(self, version, scope):
        self.version = version
        self.scope = scope
        self._parts = {}
        self._recent = VersionedCache(MOST_CHOICES)
        self._lock = RLock()

    def get(self, function, *args):
        """Return `function(self, *args)`, made once and kept."""
        return self._part((function, args), lambda: function(self, *args))

    @property
    def vocab(self):
        """Actors and proposals (two queries)."""
        return SHARED.get(self.version, "vocabulary", read_vocabulary)

    def grid(self, dimension):
        """Return the StanceArrays of a dimension (one query)."""
        return self._part(str(dimension), lambda: read_stance_arrays(self.scope, dimension))

    @property
    def refusing(self):
        """Return slug → the principals that stand at −1 or less on it."""
        return self._decided[0]

    @property
    def refused(self):
        """Return the test whether another side's principal refuses a proposal."""
        return verdicts.make_refused_test(self.refusing)

    @property
    def summaries(self):
        """Return the Summary of every proposal, in the order of proposals."""
        return self._part("summaries", self._summaries)

    @property
    def by_verdict(self):
        """Return the Summaries by verdict; inside, the widest gap first (none last), then the most claims."""
        return self._part("by verdict", lambda: sorted(self.summaries, key=_by_verdict))

    @property
    def verdicts(self):
        """Return slug → Verdict of every proposal."""
        return self._decided[1]

    @property
    def gaps(self):
        """Return slug → gap of every proposal, None where there is none."""
        return self._decided[2]

    @property
    def spreads(self):
        """Return proposal id → Spread of the positions on it; proposals without a value are left out."""
        return self._part("spreads", lambda: compute_spreads(self.grid(Dimension.POSITION), self.vocab))

    @property
    def robustness(self):
        """Return what the verdicts hang on, as a Robustness (three queries)."""
        return self._part("robustness", lambda: compute_robustness(self.scope, self.vocab))

    def holders(self, dimension):
        """Return holder id → the number of cells that hold anything of it in a dimension."""
        found = self.grid(dimension).holders
        return self._part(("holders", str(dimension)), lambda: stance_arrays.sum_by_id(found, np.ones(len(found))))

    def proposals_of(self, holder_id):
        """Return the proposals on which anything is known of a holder, in any dimension, in the order of proposals."""
        known = set()
        for dimension in Dimension:
            found = self.grid(dimension)
            known.update(found.proposals[found.holders == holder_id].tolist())
        return [proposal for pk, proposal in self.vocab.proposals.items() if pk in known]

    def holding(self, dimension, cells):
        """Return those of the cells, (proposal id, holder id), that hold anything in a dimension."""
        if not cells:
            return set()
        asked = np.array(sorted(cells), np.int64)
        found = self.grid(dimension)
        at = stance_arrays.find_places(
            stance_arrays.number_cells(found.proposals, found.holders), stance_arrays.number_cells(*asked.T)
        )
        return {(int(proposal), int(holder)) for proposal, holder in asked[at >= 0]}

    @property
    def coverage(self):
        """Return the Coverage of what counts in numbers of claims (one query)."""
        return self._part("coverage", lambda: counts.count_coverage(self.scope, self._counted))

    @property
    def by_proposal(self):
        """Return proposal id → Tally of what counts in numbers of claims."""
        return self._part("by proposal", lambda: counts.count_tallies(self._counted, "proposals", "holders"))

    @property
    def by_holder(self):
        """Return holder id → Tally of what counts in numbers of claims."""
        return self._part("by holder", lambda: counts.count_tallies(self._counted, "holders", "proposals"))

    @property
    def by_speaker(self):
        """Return actor id → Tally of what it says, for itself and of others (one query)."""
        return self._part("by speaker", lambda: counts.count_spoken_tallies(self.scope))

    @property
    def sources(self):
        """Return how many sources are fully coded (one query)."""
        return SHARED.get(self.version, "sources", counts.count_fully_coded_sources)

    @property
    def proposers(self):
        """Return proposal id → ids of the actors that put it on the table (one query)."""
        return SHARED.get(self.version, "proposers", read_proposers)

    @property
    def searches(self):
        """Return (proposal id, holder id) → the searches that are recorded of it (one query)."""
        return SHARED.get(self.version, "searches", editorial.read_searches)

    @property
    def days(self):
        """Return the newest days of publication (one query)."""
        return SHARED.get(self.version, "days", counts.read_days_of_publication)

    @property
    def _counted(self):
        return [self.grid(d) for d in ([self.scope.dimension] if self.scope.dimension else Dimension)]

    def changes(self, before, dimension):
        """Return (proposal ids, holder ids), two arrays, of the cells that changed or filled since `before`.

        The arrays tell all but the words of conditions: where they see no change and something newer was said on a
        condition, the readable rule decides (two queries, if there is such a cell).
        """
        return self.cached_recent(("changes", before.scope, str(dimension)), lambda: self._changes(before, dimension))

    def _changes(self, before, dimension):
        old, new = before.grid(dimension), self.grid(dimension)
        differs = stance_arrays.find_changed(old, new)
        uncertain = np.flatnonzero(~differs & new.branching & (new.newest > _eve(before)))
        cells = list(zip(new.proposals[uncertain].tolist(), new.holders[uncertain].tolist(), strict=True))
        proposals = {proposal for proposal, _ in cells}
        if proposals:
            tables = [
                read_stances(w.scope, self.vocab, dimensions=[dimension], proposals=proposals) for w in (before, self)
            ]
            differs[uncertain] = [stances.has_changed(*(t.stance(dimension, *cell) for t in tables)) for cell in cells]
        return new.proposals[differs], new.holders[differs]

    def cached_recent(self, name, make):
        """Return what readers' choices make, by name: of these only the last few are kept."""
        return self._recent.get(self.version, name, make)

    @property
    def _decided(self):
        return self._part("decided", self._decide)

    def _decide(self):
        """Work out the verdicts of all rows, from the principals' claims alone (one query)."""
        principals = [actor.pk for actor in self.vocab.principals]
        cells = read_stances(self.scope, self.vocab, dimensions=[Dimension.POSITION], holders=principals)
        by_slug = collect_positions(self.vocab, cells)
        titles = {proposal.slug: proposal.title for proposal in self.vocab.proposals.values()}
        gaps = {slug: verdicts.compute_gap(found) for slug, found in by_slug.items()}
        return verdicts.find_refusers(by_slug), verdicts.decide_all(by_slug, titles), gaps

    def _summaries(self):
        decided, gaps = self.verdicts, self.gaps
        parts = defaultdict(list)
        for proposal in self.vocab.proposals.values():
            if proposal.part_of_id:
                parts[proposal.part_of_id].append(decided[proposal.slug].kind)
        nothing = counts.Tally()
        return [
            Summary(p, decided[p.slug], gaps[p.slug], self.by_proposal.get(p.pk, nothing), tuple(parts[p.pk]))
            for p in self.vocab.proposals.values()
        ]

    def _part(self, name, make):
        with self._lock:
            if name not in self._parts:
                self._parts[name] = make()
            return self._parts[name]


def get_snapshot(scope, version):
    """Return the Snapshot of a Scope, as it is kept; `version` is the data version, read before anything else."""
    return SCOPES.get(version, scope, lambda: Snapshot(version, scope))


def _eve(snapshot):
    return snapshot.scope.as_of.toordinal()


def _by_verdict(summary):
    return summary.verdict.kind.place, 1 if summary.gap is None else -summary.gap, -summary.tally.claims
