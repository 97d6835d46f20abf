"""Pairs of actors as ranges from 0 to 1: what the blanks allow, how they stand, and how they would stand with every
condition met. Across, places are percentages of the drawing, so that its text keeps its size at every width."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from ... import queries
from ...models import Negotiation
from ...rules.folding import isolate
from ...rules.measures.agreement import READINGS
from ...rules.measures.closeness import Extreme, Pair, choose_drawn
from ...rules.scales import Dimension
from ...wording.closeness import (
    GROUPS,
    ClosenessTold,
    PairNumber,
    PairTold,
    write_on_how_many,
    write_pair_number,
)

AS_IT_STANDS, IF_MET = READINGS
START, SPAN = 2, 96  # per cent: marks at the ends have room
TICKS = (0, 0.25, 0.5, 0.75, 1)

LowerBounds = Mapping[str, Sequence[Sequence[float]]]


class ScaleTick(NamedTuple):
    """A line of the scale: where it stands, and its number."""

    x: str
    number: str


class DrawnReach(NamedTuple):
    """What the blanks allow under one reading, from where to where, and how wide that is."""

    start: str
    end: str
    width: str


class PairRange(NamedTuple):
    """One pair: its names and address, the words that say all that is drawn, and under each reading its mark and reach
    (None without a number) and the number beside the drawing."""

    name: str
    href: str
    words: str
    dot: str | None
    ring: str | None
    reach_now: DrawnReach | None
    reach: DrawnReach | None
    as_it_stands: str
    if_met: str


class RangeGroup(NamedTuple):
    """Some pairs under a heading, which is empty where they are all."""

    heading: str
    ranges: list[PairRange]


class NumbersOfPairs:
    """The numbers of all pairs of `pairs`; `bounds` are the lower bounds by reading, as far as they are asked for."""

    def __init__(self, pairs: queries.Pairs, bounds: LowerBounds) -> None:
        self._pairs = pairs
        self._bounds = bounds

    def read(self, reading: str, pair: Pair) -> PairNumber:
        """Return the number of a pair under a reading."""
        of_reading = self._pairs.agreements[reading]
        n, units = int(of_reading.n[pair]), int(of_reading.units[pair])
        a, b = pair
        numbers = (float(of_reading.value[pair]), float(self._bounds[reading][a][b]), float(of_reading.upper[pair]))
        value, lower, upper = (None if number != number else number for number in numbers)
        return PairNumber(value, n, units, lower, upper)


def list_drawn(snapshot: queries.Snapshot, asked: queries.PairsRequest) -> list[tuple[str, list[Pair]]]:
    """Return the pairs that are drawn, by the headings of their groups."""
    principals = {actor.pk for actor in snapshot.get(queries.read_vocabulary).principals}
    actors = snapshot.get(queries.compare_pairs, asked).actors
    places = [place for place, actor in enumerate(actors) if actor.pk in principals]
    groups = choose_drawn(snapshot.get(queries.rank_closeness, asked), places)
    return [(GROUPS[group], pairs) for group, pairs in groups]


def draw_groups(
    negotiation: Negotiation,
    pairs: queries.Pairs,
    numbers: NumbersOfPairs,
    drawn: Iterable[tuple[str, Iterable[Pair]]],
    query: str,
) -> list[RangeGroup]:
    """Draw some pairs in groups; `query` is what links to pairs keep."""

    def draw(pair: Pair) -> PairRange:
        a, b = (pairs.actors[place] for place in pair)
        href = negotiation.get_address("pair", a.slug, b.slug) + query
        return draw_range((a.short_name, b.short_name), href, [numbers.read(name, pair) for name in READINGS])

    return [RangeGroup(heading, [draw(pair) for pair in of_group]) for heading, of_group in drawn]


def draw_range(names: Sequence[str], href: str, numbers: Sequence[PairNumber]) -> PairRange:
    """Draw one pair from its number under each reading."""
    stands, met = numbers
    one, other = map(isolate, names)
    said = "; ".join(write_pair_number(name, number) for name, number in zip(READINGS, numbers, strict=True))
    return PairRange(
        f"{one} – {other}",
        href,
        f"{one} and {other}: {said}",
        None if stands.value is None else _place(stands.value),
        None if met.value is None else _place(met.value),
        _draw_reach(stands),
        _draw_reach(met),
        write_on_how_many(stands),
        write_on_how_many(met),
    )


def list_ticks() -> list[ScaleTick]:
    """Return the lines of the scale."""
    return [ScaleTick(_place(number), f"{number:g}") for number in TICKS]


def tell_closeness(
    snapshot: queries.Snapshot, asked: queries.PairsRequest, numbers: NumbersOfPairs, as_of: date | None
) -> ClosenessTold:
    """Return what the headline tells of the Pairs asked for; `numbers` have the bounds of the pairs that are drawn."""
    closeness, actors = snapshot.get(queries.rank_closeness, asked), snapshot.get(queries.compare_pairs, asked).actors
    reading, alone = closeness.reading, closeness.closest if len(closeness.first) == 1 else None

    def tell(end: Extreme | None) -> PairTold | None:
        if end is None:
            return None
        names = [actors[place].short_in_sentence for place in end.pair]
        return PairTold(names, numbers.read(reading, end.pair), end.others)

    return ClosenessTold(
        len(closeness.first),
        len(closeness.first) + len(closeness.then),
        reading == IF_MET,
        Dimension(asked.dimension),
        asked.minimum,
        as_of,
        tell(closeness.closest),
        tell(closeness.farthest),
        numbers.read(AS_IT_STANDS if reading == IF_MET else IF_MET, alone.pair) if alone else None,
    )


def _draw_reach(number: PairNumber) -> DrawnReach | None:
    if number.lower is None or number.upper is None:
        return None
    return DrawnReach(_place(number.lower), _place(number.upper), f"{SPAN * (number.upper - number.lower):.2f}%")


def _place(number: float) -> str:
    return f"{START + SPAN * number:.2f}%"
