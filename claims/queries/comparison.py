"""Where no side negotiates: the leaning of each proposal, and the orders in which proposals are compared."""

from collections import Counter
from collections.abc import Iterable, Mapping

from ..rules.comparison import ComparedBy, find_leaning, measure_distance, place_in_order
from ..rules.findings import NamedProposal
from ..rules.scales import Leaning
from .snapshot import Snapshot
from .spread import NO_SPREAD, compute_spreads
from .summaries import Summary, summarise_proposals
from .vocabulary import list_put_forward


def map_leanings(snapshot: Snapshot) -> dict[int, Leaning]:
    """Return proposal id → its leaning, of all that have a row."""
    spreads = snapshot.get(compute_spreads)
    return {pk: find_leaning(spreads.get(pk, NO_SPREAD).counts) for pk in snapshot.get(list_put_forward)}


def sort_compared(snapshot: Snapshot, order: str) -> list[Summary]:
    """Return the Summaries in an order of the comparison; equals stand by their number of claims, the most first, and
    then as listed."""
    spreads, summaries = snapshot.get(compute_spreads), snapshot.get(summarise_proposals)
    if order == ComparedBy.LISTED:
        return list(summaries)

    def place(summary: Summary) -> tuple[float, ...]:
        spread = spreads.get(summary.proposal.pk, NO_SPREAD)
        return *place_in_order(spread, order), -summary.tally.claims

    return sorted(summaries, key=place)


def find_most_divided(snapshot: Snapshot, rows: Iterable[Summary]) -> NamedProposal | None:
    """Return which of some rows divides most, the first of equals in that order; None where on none two actors
    differ."""
    spreads, chosen = snapshot.get(compute_spreads), {row.proposal.pk for row in rows}
    for row in snapshot.get(sort_compared, ComparedBy.DIVIDED):
        if row.proposal.pk in chosen and measure_distance(spreads.get(row.proposal.pk, NO_SPREAD).counts):
            return NamedProposal(row.proposal.slug, row.proposal.title)
    return None


def count_leanings(rows: Iterable[Summary], leanings: Mapping[int, Leaning]) -> dict[Leaning, int]:
    """Return how many proposals have which leaning, of those that occur, in their order."""
    numbers = Counter(leanings[row.proposal.pk] for row in rows)
    return {leaning: numbers[leaning] for leaning in Leaning if numbers[leaning]}
