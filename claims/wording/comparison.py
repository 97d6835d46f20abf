"""Where no side negotiates: the orders in which proposals are compared, and how many are for one and against it."""

from ..rules.comparison import Camps, ComparedBy, find_value, measure_distance
from ..rules.measures.spread import Distribution, Spread
from ..rules.scales import LOWEST, SCALES, VALUES, Dimension
from .numbers import format_hundredths, format_value
from .spread import TOO_FEW

_SHARE_OF = {
    2: "share that supports",
    1: "share that is open to it",
    0: "share that is neutral",
    -1: "share that is sceptical",
    -2: "share that rejects",
}

# What an order is called where it is chosen; the first is the usual one.
ORDERS = {
    ComparedBy.DIVIDED: "most divided first",
    ComparedBy.MEAN: "mean, highest first",
    ComparedBy.LOWEST_MEAN: "mean, lowest first",
    **{SCALES[Dimension.POSITION][value].word: _SHARE_OF[value] for value in VALUES},
    ComparedBy.LISTED: "as listed",
}

SHARES_HEADING = "Share of each value"
MEAN_HEADING = "Mean"
AGREEMENT_HEADING = "A"
DISTANCE_HEADING = "Distance"
DISTANCE_TITLE = "how far apart the highest and the lowest value are; fewer than three actors have any"
MEAN_TITLE = "the mean of all values, from −2 (all reject) to +2 (all support)"
AGREEMENT_TITLE = "van der Eijk’s agreement of all values: 1 all alike, 0 evenly spread, −1 split into two ends"


def write_shares_heading(order: str | None) -> str:
    """Say what stands beside the strips: the share by which the proposals are ordered, else all of them."""
    value = find_value(order)
    return SHARES_HEADING if value is None else _SHARE_OF[value].capitalize()


def write_share(counts: Distribution, value: int) -> str:
    """Write the share of one value: “45 %”; empty where nobody has any."""
    of_all = sum(counts)
    return _write_per_cent(counts[value - LOWEST], of_all) if of_all else ""


def write_camps(camps: Camps) -> str:
    """Say how large the camps are: “62 % for it, 30 % against it, of 37”."""
    if not camps.of_all:
        return "nobody has a position on it"
    shares = (_write_per_cent(number, camps.of_all) for number in (camps.number_for, camps.number_against))
    return "{} for it, {} against it, of {}".format(*shares, camps.of_all)


def write_mean(mean: float | None) -> str:
    """Write a mean with its sign: “+0.42”; empty where there is none."""
    if mean is None:
        return ""
    written = format_hundredths(mean)
    return f"+{written}" if mean > 0 and written != "0.00" else written


def explain_no_agreement(spread: Spread) -> str:
    """Say why there is no A, and how far apart the ends are: “fewer than 3 actors have a value; 4 steps apart”."""
    distance = measure_distance(spread.counts)
    return TOO_FEW if distance is None else f"{TOO_FEW}; {write_distance(distance)}"


def write_distance(distance: int) -> str:
    """Say how far apart the highest and the lowest value are."""
    return "alike" if not distance else f"{distance} step{'' if distance == 1 else 's'} apart"


def write_values(counts: Distribution) -> str:
    """Say how many stand at each value that anybody holds, the highest first: “12 at +2, 3 at −2”."""
    return ", ".join(f"{counts[value - LOWEST]} at {format_value(value)}" for value in VALUES if counts[value - LOWEST])


def _write_per_cent(number: int, of_all: int) -> str:
    return f"{100 * number / of_all:.0f}\u00a0%"
