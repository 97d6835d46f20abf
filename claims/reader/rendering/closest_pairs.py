"""Who is closest and who farthest apart of all actors, in a sentence beside the finding of a comparison."""

from ... import queries
from ...rules.measures.agreement import MINIMUM
from ...rules.scales import Dimension
from ...wording.closeness import write_closest
from .pair_ranges import NumbersOfPairs, tell_closeness


def tell_closest(snapshot: queries.Snapshot) -> str:
    """Return the sentence, by the positions on all proposals, as the page of all pairs has it without a filter; empty
    where nobody can be compared."""
    asked = queries.PairsRequest(
        str(Dimension.POSITION),
        queries.KeptRows(queries.list_present(snapshot, (Dimension.POSITION,))),
        queries.KeptRows(snapshot.get(queries.list_put_forward).values()),
        MINIMUM,
    )
    ranked = snapshot.get(queries.rank_closeness, asked)
    places = {place for end in (ranked.closest, ranked.farthest) if end for place in end.pair}
    bounds = snapshot.get(queries.compute_lower_bounds, asked, tuple(sorted(places)))
    numbers = NumbersOfPairs(snapshot.get(queries.compare_pairs, asked), bounds)
    return write_closest(tell_closeness(snapshot, asked, numbers, None))
