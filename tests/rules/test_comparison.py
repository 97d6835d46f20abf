"""What the values of all actors come to where no side negotiates, by hand, and what must hold of every distribution."""

from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.rules.comparison import (
    ComparedBy,
    count_camps,
    find_leaning,
    find_value,
    measure_distance,
    place_in_order,
)
from claims.rules.measures.spread import compute_mean, measure_spread
from claims.rules.scales import LEANINGS, VALUES, Leaning

DISTRIBUTIONS = st.lists(st.integers(0, 40), min_size=5, max_size=5).map(tuple)
ORDERS = [*ComparedBy, "supports", "open", "neutral", "sceptical", "rejects"]


def spread_of(*counts):
    return measure_spread([("all", counts)])


@pytest.mark.parametrize(
    ("counts", "leaning"),
    [
        ((0, 0, 0, 0, 0), "no-position"),
        ((0, 0, 0, 0, 1), "supported"),
        ((0, 0, 0, 1, 0), "supported"),
        ((1, 0, 0, 0, 0), "opposed"),
        ((0, 0, 1, 0, 0), "mixed"),
        ((1, 0, 0, 0, 1), "divided"),
        ((0, 1, 0, 1, 0), "divided"),
        ((1, 0, 1, 0, 1), "divided"),  # a third each
        ((1, 0, 0, 0, 2), "divided"),
        ((1, 0, 0, 1, 2), "supported"),  # a quarter against it
        ((2, 1, 0, 1, 0), "opposed"),
        ((0, 0, 1, 0, 1), "mixed"),  # half is not more than half
        ((1, 0, 1, 0, 0), "mixed"),
        ((0, 0, 2, 1, 2), "supported"),
        ((1, 0, 3, 1, 0), "mixed"),
    ],
)
def test_leaning_of_a_distribution(counts, leaning):
    assert find_leaning(counts) == leaning


@given(DISTRIBUTIONS)
def test_the_scale_turned_round_turns_the_leaning_round(counts):
    turned = {Leaning.SUPPORTED: Leaning.OPPOSED, Leaning.OPPOSED: Leaning.SUPPORTED}
    leaning = find_leaning(counts)
    assert find_leaning(counts[::-1]) == turned.get(leaning, leaning)


@given(DISTRIBUTIONS, st.integers(2, 9))
def test_a_leaning_is_one_of_shares_not_of_numbers(counts, times):
    assert find_leaning([times * number for number in counts]) == find_leaning(counts)


def test_each_leaning_has_words_and_none_twice():
    assert list(LEANINGS) == list(Leaning)
    assert len({word.word for word in LEANINGS.values()}) == len(Leaning)


def test_camps_leave_out_who_is_neutral():
    assert count_camps((1, 2, 3, 4, 5)) == (9, 3, 15)


def in_order(order, spreads):
    return sorted(range(len(spreads)), key=lambda place: place_in_order(spreads[place], order))


def test_what_divides_most_stands_first_and_what_too_few_tell_after_that_by_their_distance():
    alike, even, split = spread_of(0, 0, 0, 0, 9), spread_of(1, 1, 1, 1, 1), spread_of(3, 0, 0, 0, 3)
    near, far, one, nobody = spread_of(0, 0, 0, 1, 1), spread_of(1, 0, 0, 0, 1), spread_of(0, 0, 0, 0, 1), spread_of()
    same = spread_of(0, 0, 0, 0, 2)
    turned = [nobody, one, same, near, far, alike, even, split]
    assert in_order(ComparedBy.DIVIDED, turned) == [7, 6, 5, 4, 3, 2, 1, 0]


def test_orders_by_mean_by_a_share_and_as_listed():
    low, high, middle, nobody = (
        spread_of(4, 0, 0, 0, 0),
        spread_of(0, 0, 1, 0, 3),
        spread_of(2, 0, 0, 0, 2),
        spread_of(),
    )
    assert in_order(ComparedBy.MEAN, [nobody, low, high, middle]) == [2, 3, 1, 0]
    assert in_order(ComparedBy.LOWEST_MEAN, [nobody, low, high, middle]) == [1, 3, 2, 0]
    assert in_order("supports", [nobody, low, middle, high]) == [3, 2, 1, 0]
    assert in_order("rejects", [nobody, high, middle, low]) == [3, 2, 1, 0]
    assert in_order(ComparedBy.LISTED, [nobody, low, high, middle]) == [0, 1, 2, 3]


@given(st.sampled_from(ORDERS), st.lists(DISTRIBUTIONS, max_size=6))
def test_every_order_places_all_and_what_nobody_has_a_value_on_last(order, distributions):
    spreads = [spread_of(*counts) for counts in distributions]
    sorted_out = sorted(spreads, key=lambda spread: place_in_order(spread, order))
    valued = [any(spread.counts) for spread in sorted_out]
    assert order == ComparedBy.LISTED or valued == sorted(valued, reverse=True)


def test_the_word_of_each_value_is_an_order_by_its_share():
    words = ("supports", "open", "neutral", "sceptical", "rejects")
    assert [find_value(word) for word in words] == list(VALUES)
    assert [find_value(order) for order in (*ComparedBy, None, "")] == [None] * (len(ComparedBy) + 2)
    assert place_in_order(spread_of(0, 0, 0, 0, 3), "supports") == (-1,)
    assert place_in_order(spread_of(), "supports") == (inf,)


@pytest.mark.parametrize(
    ("counts", "distance"), [((), None), ((0, 0, 0, 0, 1), None), ((0, 0, 0, 0, 2), 0), ((1, 0, 0, 1, 0), 3)]
)
def test_distance_between_the_ends(counts, distance):
    assert measure_distance(counts) == distance


@pytest.mark.parametrize(("counts", "mean"), [((0, 0, 0, 0, 0), None), ((1, 0, 0, 0, 1), 0), ((0, 0, 0, 1, 3), 1.75)])
def test_mean_is_in_steps_of_the_scale(counts, mean):
    assert compute_mean(counts) == mean
