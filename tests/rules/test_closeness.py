"""Which pairs are closest and farthest apart, under which reading, and which of many are drawn."""

import numpy as np
import pytest

from claims.rules.measures.closeness import ENDS, MOST_AT_ONCE, PairGroup, choose_drawn, find_closeness

NAN = float("nan")


def square(actors, numbers):
    """Return a symmetric array with 1 on its diagonal, from {pair: number}."""
    values = np.full((actors, actors), NAN)
    np.fill_diagonal(values, 1)
    for (a, b), number in numbers.items():
        values[a, b] = values[b, a] = number
    return values


def find(stands, met, n=None, actors=4):
    number = np.full((actors, actors), 3)
    for (a, b), terms in (n or {}).items():
        number[a, b] = number[b, a] = terms
    values = {"stands": square(actors, stands), "met": square(actors, met)}
    return find_closeness(values, {"stands": number, "met": number})


@pytest.mark.parametrize(
    "stands, met, reading",
    [
        ({(0, 1): 0.5, (0, 2): 0.1}, {(0, 1): 1, (0, 2): 0, (1, 2): 0.3}, "stands"),
        ({(0, 1): 0.5}, {(0, 1): 1, (0, 2): 0}, "met"),
        ({(0, 1): 0.5}, {(0, 1): 1}, "stands"),
        ({}, {(0, 1): 1}, "met"),
        ({}, {}, "stands"),
    ],
)
def test_what_is_told_of_is_as_it_stands_where_two_pairs_have_a_number(stands, met, reading):
    assert find(stands, met).reading == reading


def test_the_ends_are_the_closest_and_the_farthest_pair():
    found = find({(0, 1): 0.2, (0, 2): 0.9, (1, 3): 0.4}, {})
    assert (found.closest.pair, found.farthest.pair) == ((0, 2), (0, 1))
    assert found.first == [(0, 2), (1, 3), (0, 1)]


def test_of_equal_pairs_that_on_most_proposals_is_named_and_the_others_are_counted():
    found = find({(0, 1): 0.5, (0, 2): 0.1 + 0.2, (1, 2): 0.3, (2, 3): 0.5}, {}, n={(2, 3): 7, (1, 2): 4})
    assert (found.closest.pair, found.closest.others) == ((2, 3), 1)
    assert (found.farthest.pair, found.farthest.others) == ((1, 2), 1)


def test_of_pairs_that_are_equal_in_all_those_of_earlier_places_come_first():
    pairs = [(a, b) for a in range(8) for b in range(a + 1, 8)]
    assert find(dict.fromkeys(pairs, 0.5), {}, actors=8).first == pairs


def test_pairs_with_a_number_under_the_other_reading_alone_come_last():
    found = find({(0, 1): 0.5, (0, 2): 0.1}, {(0, 1): 0.2, (1, 2): 1})
    assert (found.first, found.then) == ([(0, 1), (0, 2)], [(1, 2)])
    assert found.closest.pair == (0, 1)


def test_without_a_number_there_is_no_end():
    found = find({}, {})
    assert (found.first, found.then, found.closest, found.farthest) == ([], [], None, None)


def test_a_few_pairs_are_all_drawn():
    assert choose_drawn(find({(0, 1): 0.5, (0, 2): 0.1}, {(1, 2): 1}), [0, 1]) == [
        (PairGroup.ALL, [(0, 1), (0, 2), (1, 2)])
    ]
    assert choose_drawn(find({}, {}), [0, 1]) == []
    most = {(a, b): (a + b) / 20 for a in range(6) for b in range(max(a, 2) + 1, 6)}
    ((group, drawn),) = choose_drawn(find(most, {}, actors=6), [0, 1])
    assert (group, len(drawn)) == (PairGroup.ALL, MOST_AT_ONCE)


def test_of_many_those_of_principals_are_drawn_then_the_ends_of_the_others():
    pairs = {(a, b): 1 - (10 * a + b) / 100 for a in range(8) for b in range(a + 1, 8)}
    groups = dict(choose_drawn(find(pairs, {}, actors=8), [0, 1, 7]))
    assert groups[PairGroup.PRINCIPALS] == [(0, 1), (0, 7), (1, 7)]
    assert groups[PairGroup.CLOSEST] == [(0, 2), (0, 3), (0, 4), (0, 5), (0, 6)]
    assert groups[PairGroup.FARTHEST] == [(4, 6), (4, 7), (5, 6), (5, 7), (6, 7)]


@pytest.mark.parametrize(("principals", "drawn"), [(2, 1), (5, 10), (6, 12), (8, 12)])
def test_of_the_pairs_of_principals_as_many_of_the_closest_as_of_the_farthest_are_drawn(principals, drawn):
    pairs = {(a, b): 1 - (10 * a + b) / 100 for a in range(8) for b in range(a + 1, 8)}
    of_principals = [pair for pair in pairs if set(pair) <= set(range(principals))]
    group = dict(choose_drawn(find(pairs, {}, actors=8), range(principals)))[PairGroup.PRINCIPALS]
    assert group == (of_principals if drawn < 12 else [*of_principals[:6], *of_principals[-6:]])
    assert len(group) == drawn


@pytest.mark.parametrize("principals", [[], range(12)])
def test_there_are_never_too_many_drawn_nor_one_twice(principals):
    pairs = {(a, b): (a * b % 7) / 7 for a in range(12) for b in range(a + 1, 12)}
    drawn = [pair for _, group in choose_drawn(find(pairs, {}, actors=12), principals) for pair in group]
    assert len(drawn) == len(set(drawn)) <= MOST_AT_ONCE + 2 * ENDS


def test_where_no_side_negotiates_there_is_no_group_of_principals():
    pairs = {(a, b): (a + b) / 20 for a in range(6) for b in range(a + 1, 6)}
    groups = [name for name, _ in choose_drawn(find(pairs, {}, actors=6), [])]
    assert groups == [PairGroup.CLOSEST, PairGroup.FARTHEST]
