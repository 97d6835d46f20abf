"""Trades that are open: each of two sides wants what the other could give.

The rule is the product's own, of no other source. A side *wants* a proposal where one of its principals stands at +1 or
more on it without a condition, and none at −1 or less. Another side *could give* it where each of its principals that
has spoken of it has a value above −2, not all of them are for it without a condition already, and it is no red line to
any: its salience is below +2. What one side wants and the other could give is a **concession**; two concessions the
other way round are a **trade**. Where the salience of a proposal to one of those who would give it is not known, nobody
can say that they could: such trades are listed apart, *importance unknown*.

Trades that conditions tie already come first, then what costs least: the higher the values of those who give, then of
those who want. Their number is exact, however many are listed; it is 0 where no two sides have spoken.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain, combinations, islice, permutations, zip_longest
from typing import NamedTuple

from ..scales import HIGHEST, LOWEST, State
from ..verdicts import Principal
from .linkages import Linkage, Positions

MOST_TRADES = 30

Importance = Mapping[tuple[str, int | None], int]  # (slug, actor) → how much the whole of it matters
Pair = frozenset[str]  # two slugs


class Concession(NamedTuple):
    """A proposal (its slug) that a side wants and another could give: the principals who stand there, and whether it is
    known how much it matters to all who would give."""

    proposal: str
    wanted_by: tuple[Principal, ...]
    given_by: tuple[Principal, ...]
    importance_known: bool


class Trade(NamedTuple):
    """Two concessions: the second is given by the side that wants the first. `linkages` are the conditions of these
    principals that tie the two proposals already."""

    first: Concession
    second: Concession
    linkages: tuple[Linkage, ...] = ()

    @property
    def importance_known(self) -> bool:
        return self.first.importance_known and self.second.importance_known


class Trades(NamedTuple):
    """Trades in their order, those of which the importance is unknown apart, as many as were asked for; and how many
    there are of each."""

    listed: list[Trade]
    unknown: list[Trade]
    number: int
    number_unknown: int


class _Offers(NamedTuple):
    """The concessions between two sides (slugs), cheapest first: what the first wants, and what the second does."""

    sides: tuple[str, str]
    one: list[Concession]
    other: list[Concession]

    @property
    def known(self) -> "_Offers":
        """Those alone of which the importance is known."""
        one, other = ([each for each in some if each.importance_known] for some in (self.one, self.other))
        return _Offers(self.sides, one, other)


def find_trades(
    positions: Positions,
    importance: Importance,
    linkages: Iterable[Linkage] = (),
    nested: Collection[Pair] = frozenset(),
    most: int = MOST_TRADES,
) -> Trades:
    """Return the Trades of all pairs of sides.

    `positions` maps slugs to the principals with their stances, `importance` holds what is known of the salience of the
    whole of a proposal to a principal; `nested` are pairs of proposals of which one is part of the other, or a variant:
    they are never traded for each other.
    """
    ties = [linkage for linkage in linkages if linkage.holder.counts]
    listed, unknown = [], []
    number = number_of_all = 0
    for offers in _collect_offers(positions, importance):
        tied = _group_by_pair(linkage for linkage in ties if linkage.holder.side in offers.sides)
        number, number_of_all = number + _count(offers.known, nested), number_of_all + _count(offers, nested)
        listed.append(_yield_trades(offers, tied, nested, True))
        unknown.append(_yield_trades(offers, tied, nested, False))
    return Trades(_take(listed, most), _take(unknown, most), number, number_of_all - number)


def _group_by_pair(linkages: Iterable[Linkage]) -> dict[Pair, list[Linkage]]:
    tied: defaultdict[Pair, list[Linkage]] = defaultdict(list)
    for linkage in linkages:
        tied[frozenset((linkage.proposal, linkage.awaited))].append(linkage)
    return dict(tied)


def _collect_offers(positions: Positions, importance: Importance) -> list[_Offers]:
    """Return the offers of each two sides that want and could give something, in the order of their slugs."""
    concessions: defaultdict[tuple[str, str], list[Concession]] = defaultdict(list)
    for proposal in sorted(positions):
        by_side: defaultdict[str, list[Principal]] = defaultdict(list)
        for principal in positions[proposal]:
            if principal.stance.spoken:
                by_side[principal.side].append(principal)
        wanting = {side: wanted for side, spoken in by_side.items() if (wanted := _select_wanting(spoken))}
        giving = [side for side, spoken in by_side.items() if _could_give(spoken)]
        for giver in giving:
            given_by = tuple(by_side[giver])
            matters = [importance.get((proposal, principal.actor)) for principal in given_by]
            if HIGHEST not in matters:
                for wanter in wanting.keys() - {giver}:
                    one = Concession(proposal, wanting[wanter], given_by, None not in matters)
                    concessions[wanter, giver].append(one)
    sides = sorted({side for pair in concessions for side in pair})
    both = [(pair, concessions.get(pair), concessions.get(pair[::-1])) for pair in combinations(sides, 2)]
    return [
        _Offers(pair, sorted(one, key=_rank), sorted(other, key=_rank)) for pair, one, other in both if one and other
    ]


def _select_wanting(spoken: Sequence[Principal]) -> tuple[Principal, ...]:
    """Return who of a side wants a proposal; nobody where one of them stands against it."""
    if any(p.stance.value is not None and p.stance.value <= -1 for p in spoken):
        return ()
    return tuple(p for p in spoken if _is_for_it(p))


def _could_give(spoken: Sequence[Principal]) -> bool:
    above = all(p.stance.value is not None and p.stance.value > LOWEST for p in spoken)
    return above and not all(map(_is_for_it, spoken))


def _is_for_it(principal: Principal) -> bool:
    """Whether a principal is for a proposal without a condition."""
    value = principal.stance.value
    return principal.stance.state == State.STANCE and value is not None and value >= 1


def _rank(concession: Concession) -> tuple[int, int, str]:
    given, wanted = (
        [p.stance.value for p in principals if p.stance.value is not None]
        for principals in (concession.given_by, concession.wanted_by)
    )
    return -min(given), -max(wanted), concession.proposal


def _count(offers: _Offers, nested: Collection[Pair]) -> int:
    """Return how many trades there are."""
    one, other = ({concession.proposal for concession in some} for some in (offers.one, offers.other))
    inside = (pair for both in nested if len(both) == 2 for pair in permutations(both))
    return len(one) * len(other) - len(one & other) - sum(a in one and b in other for a, b in inside)


def _yield_trades(
    offers: _Offers, tied: Mapping[Pair, Sequence[Linkage]], nested: Collection[Pair], is_known: bool
) -> Iterator[Trade]:
    """Yield the trades of two sides in their order: those whose importance is known, or all others."""
    for from_ties, pairs in ((True, _pair_tied(offers, tied)), (False, _pair_all(offers, is_known))):
        for first, second in pairs:
            both = frozenset((first.proposal, second.proposal))
            trade = Trade(first, second, tuple(tied.get(both, ())))
            apart = len(both) == 2 and both not in nested
            if apart and trade.importance_known == is_known and bool(trade.linkages) == from_ties:
                yield trade


def _pair_tied(offers: _Offers, tied: Iterable[Pair]) -> Iterator[tuple[Concession, Concession]]:
    one, other = ({concession.proposal: concession for concession in some} for some in (offers.one, offers.other))
    for both in sorted(tied, key=sorted):
        for a, b in permutations(sorted(both)):
            if a in one and b in other:
                yield one[a], other[b]


def _pair_all(offers: _Offers, is_known: bool) -> Iterator[tuple[Concession, Concession]]:
    """Yield all pairs, those whose importance is known or all others: what costs least first."""
    sure = offers.known
    if is_known:
        return _walk_across(sure.one, sure.other)
    one, other = ([each for each in some if not each.importance_known] for some in (offers.one, offers.other))
    return chain(_walk_across(one, offers.other), _walk_across(sure.one, other))


def _walk_across(one: Sequence[Concession], other: Sequence[Concession]) -> Iterator[tuple[Concession, Concession]]:
    """Yield all pairs, first those that both come early."""
    for both in range(len(one) + len(other)):
        for place in range(max(0, both - len(other) + 1), min(both + 1, len(one))):
            yield one[place], other[both - place]


def _take(trades: Iterable[Iterator[Trade]], most: int) -> list[Trade]:
    """Return the first trades of several pairs of sides, one of each pair in turn."""
    in_turn = (trade for each in zip_longest(*trades) for trade in each if trade is not None)
    return list(islice(in_turn, most))
