"""Stretches of days: which days they hold, which overlap, and in which order they are saved."""

from datetime import date

import pytest

from claims.rules.participants import Stretch, find_overlap, holds_on, overlap, put_in_order


def day(number):
    return date(2022, 1, number) if number else None


def stretch(since, until):
    return Stretch(day(since), day(until))


@pytest.mark.parametrize(
    ("since", "until", "held"),
    [
        (None, None, {1, 10, 20}),
        (10, None, {10, 20}),
        (None, 10, {1, 10}),
        (10, 10, {10}),
        (2, 9, set()),
    ],
)
def test_both_ends_of_a_stretch_belong_to_it(since, until, held):
    assert {number for number in (1, 10, 20) if holds_on(stretch(since, until), day(number))} == held


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        ((None, None), (None, None), True),
        ((None, 10), (11, None), False),
        ((None, 10), (10, None), True),
        ((5, 6), (1, 20), True),
        ((5, None), (None, 4), False),
        ((5, 5), (5, 5), True),
        ((1, 4), (5, 9), False),
    ],
)
def test_two_stretches_overlap_if_they_share_a_day(one, other, shared):
    assert overlap(stretch(*one), stretch(*other)) == overlap(stretch(*other), stretch(*one)) == shared


def test_the_earlier_of_two_that_overlap_is_named_first():
    assert find_overlap({"late": stretch(9, None), "early": stretch(None, 9), "before": stretch(None, None)})
    assert find_overlap({"late": stretch(9, None), "early": stretch(2, 9)}) == ("early", "late")
    assert find_overlap({"late": stretch(9, None), "early": stretch(2, 8)}) is None
    assert find_overlap({"a": stretch(9, None), "b": stretch(2, 9)}) == ("b", "a")
    assert find_overlap({}) is None


def test_a_stretch_far_longer_than_the_next_overlaps_with_it():
    assert find_overlap({"a": stretch(1, 20), "b": stretch(3, 4), "c": stretch(21, None)}) == ("a", "b")


@pytest.mark.parametrize(
    ("stored", "wanted", "order"),
    [
        ({}, {-1: (None, 9), -2: (10, None)}, [-1, -2]),
        ({1: (None, 9), 2: (10, None)}, {1: (None, 19), 2: (20, None)}, [2, 1]),
        ({1: (None, 9), 2: (10, None)}, {1: (None, 4), 2: (5, None)}, [1, 2]),
        ({1: (None, None)}, {-1: (10, None), 1: (None, 9)}, [1, -1]),
        ({1: (None, 9), 2: (10, None)}, {1: (10, None), 2: (None, 9)}, None),
        ({1: (None, None)}, {-1: (10, None)}, None),
    ],
)
def test_what_makes_room_is_saved_first(stored, wanted, order):
    def write(stretches):
        return {key: stretch(*days) for key, days in stretches.items()}

    assert put_in_order(write(stored), write(wanted)) == order
