"""What is said of each proposal in one line: its verdict, its gap, and how much there is of it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from math import inf
from typing import NamedTuple

from ..models import Proposal
from ..rules.packages import list_within
from ..rules.scales import VerdictKind
from ..rules.verdicts import Verdict
from .counts import Tally, tally_proposals
from .outcomes import StandingOutcome, find_standing_outcomes
from .packages import PlaceInPackage, map_places, read_packages
from .snapshot import Snapshot
from .spread import NO_SPREAD, compute_spreads
from .verdicts import decide_verdicts
from .vocabulary import list_put_forward


class Summary(NamedTuple):
    """A proposal with what its principals' positions add up to, and how much there is of it.

    `parts` are the verdicts of all that is within a package, at any depth and each once, `packages` those that the
    proposal is part of, `tally` counts claims, actors with a stance, and the newest day.
    `outcome` stands above the verdict, if the proposal has one: nothing is grouped, sorted or counted by it.
    """

    proposal: Proposal
    verdict: Verdict
    gap: int | None
    tally: Tally
    parts: tuple[VerdictKind, ...] = ()
    outcome: StandingOutcome | None = None
    packages: Sequence[PlaceInPackage] = ()


def summarise_proposals(snapshot: Snapshot) -> list[Summary]:
    """Return the Summary of every proposal that has a row, in the order of proposals."""
    proposals, tallies = snapshot.get(list_put_forward), snapshot.get(tally_proposals)
    decisions, outcomes = snapshot.get(decide_verdicts), snapshot.get(find_standing_outcomes)
    packages, places, nothing = snapshot.get(read_packages), snapshot.get(map_places), Tally()
    return [
        Summary(
            proposal,
            decisions.verdicts[proposal.slug],
            decisions.gaps[proposal.slug],
            tallies.get(pk, nothing),
            tuple(
                decisions.verdicts[proposals[part].slug].kind
                for part in list_within(packages.parts, pk)
                if part in proposals
            ),
            outcomes.get(pk),
            places.get(pk, ()),
        )
        for pk, proposal in proposals.items()
    ]


def sort_by_verdict(snapshot: Snapshot) -> list[Summary]:
    """Return the Summaries by verdict; inside, the widest gap first (none last), then the most claims."""

    def key(summary: Summary) -> tuple[int, int, int]:
        return summary.verdict.kind.place, 1 if summary.gap is None else -summary.gap, -summary.tally.claims

    return sorted(snapshot.get(summarise_proposals), key=key)


def sort_by_division(snapshot: Snapshot, measure: str) -> list[Summary]:
    """Return the Summaries by what divides most: the widest *gap*, the least *agreement* of all actors, or the largest
    share of the variance *between-sides*; what has no number comes last, and equals stand by verdict."""
    spreads = snapshot.get(compute_spreads)

    def key(summary: Summary) -> float:
        spread = spreads.get(summary.proposal.pk, NO_SPREAD)
        number = {"gap": summary.gap, "agreement": spread.agreement, "between-sides": spread.between}[measure]
        return inf if number is None else number if measure == "agreement" else -number

    return sorted(snapshot.get(sort_by_verdict), key=key)


def count_verdicts(summaries: Iterable[Summary]) -> dict[VerdictKind, int]:
    """Return how many proposals have which verdict, of the verdicts that there are, in their order."""
    kinds = Counter(summary.verdict.kind for summary in summaries)
    return {kind: kinds[kind] for kind in VerdictKind if kinds[kind]}
