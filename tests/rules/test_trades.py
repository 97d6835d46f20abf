"""Trades: what each of two sides wants and the other could give, by example and against a slow reading of the rule."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.rules.measures.linkages import list_linkages
from claims.rules.measures.trades import find_trades
from claims.rules.scales import State
from tests.rules.cases import make_depends
from tests.rules.ties import EXPERT, NATO, RUSSIA, US, hold_if, stand

WANTED = {"missiles": [stand(RUSSIA, 2), stand(US, 1, "if paid")], "pullback": [stand(RUSSIA, -1), stand(US, 2)]}
COLD = {("missiles", US.actor): 1, ("pullback", RUSSIA.actor): 0}


def named(trades):
    return [(trade.first.proposal, trade.second.proposal) for trade in trades]


def test_two_sides_that_want_what_the_other_could_give_may_trade():
    (trade,) = find_trades(WANTED, COLD).listed
    assert named([trade]) == [("missiles", "pullback")]
    assert [p.name for p in trade.first.wanted_by] == ["Russia"] and [p.name for p in trade.first.given_by] == [
        "the US"
    ]
    assert trade.importance_known and trade.linkages == ()
    found = find_trades(WANTED, COLD)
    assert (found.number, found.number_unknown, found.unknown) == (1, 0, [])


@pytest.mark.parametrize(
    "principals",
    [
        [stand(RUSSIA, -2), stand(US, 2)],
        [stand(RUSSIA), stand(US, 2)],
        [stand(RUSSIA, 1), stand(US, 2)],
        [stand(RUSSIA, -1), stand(US, 0)],
        [stand(RUSSIA, -1), stand(US, 1, "if asked")],
        [stand(RUSSIA, -1), stand(US, 2), stand(NATO, -1)],
        [stand(RUSSIA, -1, "if asked")._replace(stance=make_depends()), stand(US, 2)],
        [stand(US, 2)],
    ],
    ids=["rejects it", "silent", "for it", "unwanted", "only if", "against it too", "depends", "no other side"],
)
def test_what_is_no_concession(principals):
    assert find_trades(WANTED | {"pullback": principals}, COLD).listed == []


def test_a_red_line_is_not_given_and_what_nobody_knows_stands_apart():
    assert find_trades(WANTED, COLD | {("pullback", RUSSIA.actor): 2}).number == 0
    unknown = find_trades(WANTED, {("missiles", US.actor): 1})
    assert (named(unknown.listed), named(unknown.unknown)) == ([], [("missiles", "pullback")])
    assert (unknown.number, unknown.number_unknown) == (0, 1)


def test_conditions_of_these_sides_tie_and_stand_first():
    positions = WANTED | {"zones": [stand(RUSSIA, 2), stand(US, 1, "if paid")]}
    cold = COLD | {("zones", US.actor): 1}
    held = [hold_if("zones", US, 1, "pullback"), hold_if("missiles", EXPERT, 1, "pullback")]
    trades = find_trades(positions, cold, list_linkages(held)).listed
    assert named(trades) == [("zones", "pullback"), ("missiles", "pullback")]
    assert [[one.holder.name for one in trade.linkages] for trade in trades] == [["the US"], []]
    assert named(find_trades(positions, cold).listed) == [("missiles", "pullback"), ("zones", "pullback")]
    held += [hold_if("pullback", RUSSIA, 1, "missiles"), hold_if("zones", US, 1, "talks")]
    trades = find_trades(
        positions, cold, sorted(list_linkages(held), key=lambda one: one.proposal, reverse=True)
    ).listed
    assert named(trades) == [("missiles", "pullback"), ("zones", "pullback")]  # by slugs, whatever ties them


def test_a_package_is_not_traded_for_what_is_in_it():
    nested = {frozenset(("missiles", "pullback"))}
    found = find_trades(WANTED, COLD, nested=nested)
    assert (found.listed, found.number) == ([], 0)
    assert find_trades(WANTED, COLD, nested={frozenset(("missiles", "zones"))}).number == 1


def test_what_both_sides_want_and_could_give_is_not_traded_for_itself():
    belarus = RUSSIA._replace(actor=5, name="Belarus")
    both = {"zones": [stand(RUSSIA, 2), stand(belarus, 0), stand(US, 2), stand(NATO, 0)]}
    matters = {("zones", actor): 0 for actor in (1, 2, 3, 5)}
    assert (find_trades(both, matters).listed, find_trades(both, matters).number) == ([], 0)


def test_of_what_costs_as_much_what_is_wanted_more_comes_first():
    positions = {"a": [stand(RUSSIA, 1), stand(US, 0)], "b": [stand(RUSSIA, 2), stand(US, 0)]}
    positions |= {"c": [stand(RUSSIA, 2), stand(US, 1, "if paid")], "d": [stand(RUSSIA, 0), stand(US, 2)]}
    found = find_trades(positions, {(slug, actor): 0 for slug in positions for actor in (1, 2)})
    assert named(found.listed) == [("c", "d"), ("b", "d"), ("a", "d")]


def test_what_costs_least_comes_first_and_only_so_many_are_listed():
    positions = {f"p{n}": [stand(RUSSIA, 2), stand(US, value)] for n, value in enumerate((-1, 0, -1))}
    positions |= {f"q{n}": [stand(RUSSIA, value), stand(US, 1)] for n, value in enumerate((-1, 0))}
    matters = {(slug, actor): 0 for slug in positions for actor in (RUSSIA.actor, US.actor)}
    found = find_trades(positions, matters, most=2)
    assert named(found.listed) == [("p1", "q1"), ("p1", "q0")]
    assert found.number == 6
    assert named(find_trades(positions, {}, most=3).unknown) == [("p1", "q1"), ("p1", "q0"), ("p0", "q1")]


SEATS = st.tuples(*[st.sampled_from([None, -2, -1, 0, 1, 2])] * 3, st.sampled_from(["", "if paid"]))
BOOKS = st.fixed_dictionaries(dict.fromkeys("abcd", SEATS))
MATTERS = st.dictionaries(st.tuples(st.sampled_from("abcd"), st.sampled_from([1, 2, 3])), st.sampled_from([0, 2]))


def trades_by_hand(positions, matters):
    """Try every pair of proposals and of sides."""
    for (x, y), (one, other) in product(product(positions, repeat=2), [("east", "west")]):
        if x != y and wants(positions[x], one) and wants(positions[y], other):
            gives = [could(positions[x], other, x, matters), could(positions[y], one, y, matters)]
            if all(gives):
                yield (x, y), gives == ["known", "known"]


def wants(row, side):
    values = [(p.stance.value, p.stance.state) for p in row if p.side == side and p.stance.spoken]
    return (1, State.STANCE) in values and min(values)[0] >= 0 or (2, State.STANCE) in values and min(values)[0] >= 0


def could(row, side, slug, matters):
    spoken = [p for p in row if p.side == side and p.stance.spoken]
    eager = [p for p in spoken if p.stance.state == State.STANCE and p.stance.value > 0]
    if not spoken or -2 in [p.stance.value for p in spoken] or len(eager) == len(spoken):
        return ""
    known = [matters.get((slug, p.actor)) for p in spoken]
    return "" if 2 in known else "unknown" if None in known else "known"


@settings(max_examples=200, deadline=None, derandomize=True)
@given(BOOKS, MATTERS)
def test_trades_are_those_that_trying_every_pair_finds(book, matters):
    positions = {
        slug: [stand(RUSSIA, a, terms), stand(US, b, terms), stand(NATO, c)] for slug, (a, b, c, terms) in book.items()
    }
    expected = list(trades_by_hand(positions, matters))
    found = find_trades(positions, matters)
    assert sorted(named(found.listed)) == sorted(pair for pair, known in expected if known)
    assert sorted(named(found.unknown)) == sorted(pair for pair, known in expected if not known)
    assert (found.number, found.number_unknown) == (len(found.listed), len(found.unknown))
