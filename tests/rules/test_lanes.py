"""The lane of a cell in time: what stands on it on which day, and for how long."""

from datetime import timedelta
from itertools import zip_longest
from random import Random

import pytest

from claims.rules.lanes import lay_lane
from claims.rules.stances import SPOKEN, summarise
from tests.rules.cases import FIRST_DAY, cells, hold, make_claim, make_pending


def find_day(date):
    return None if date is None else (date - FIRST_DAY).days


def read_marks(lane):
    return [(find_day(mark.day), mark.own, mark.stance.value) for mark in lane.marks]


def read_bars(lane):
    return [(find_day(bar.first), find_day(bar.until), bar.own, bar.stance.value) for bar in lane.bars]


@pytest.mark.parametrize(
    ("claims", "marks", "bars"),
    [
        ([], [], []),
        ([make_claim(2)], [(0, True, 2)], [(0, None, True, 2)]),
        ([make_claim(2), make_claim(2, day=3)], [(0, True, 2), (3, True, 2)], [(0, None, True, 2)]),
        (
            [make_claim(2), make_claim(-1, day=3)],
            [(0, True, 2), (3, True, -1)],
            [(0, 3, True, 2), (3, None, True, -1)],
        ),
        ([make_claim(2), make_claim(1, "reported")], [(0, True, 2)], [(0, None, True, 2)]),
        (
            [make_claim(-2, "attributed"), make_claim(1, day=2), make_claim(-2, "attributed", day=4)],
            [(0, False, -2), (2, True, 1), (4, False, -2)],
            [(0, 2, False, -2), (2, 4, True, 1), (4, None, True, 1)],  # from then on contradicted by something newer
        ),
        ([make_claim(1, "predicted")], [(0, False, None)], []),
        ([make_pending()], [(0, True, None)], []),
        ([make_claim(1), make_claim(-1)], [(0, True, None)], [(0, None, True, None)]),
    ],
)
def test_a_mark_is_what_a_day_says_and_a_bar_lasts_until_a_newer_word(claims, marks, bars):
    lane = lay_lane(claims)
    assert read_marks(lane) == marks
    assert read_bars(lane) == bars


def test_on_one_day_own_words_stand_before_those_of_others():
    lane = lay_lane([make_claim(-1, "attributed"), make_claim(2)])
    assert read_marks(lane) == [(0, True, 2), (0, False, -1)]


@pytest.mark.parametrize(
    ("salience", "lines"),
    [
        ([], [False, False]),
        ([make_claim(2, day=1)], [False, True]),
        ([make_claim(2, day=0)], [True, True]),
        ([make_claim(2, day=0), make_claim(1, day=1)], [True, False]),
        ([make_claim(2, day=0, part=True)], [False, False]),
    ],
)
def test_own_words_are_a_red_line_from_the_day_on_which_it_is_said(salience, lines):
    lane = lay_lane([make_claim(2), make_claim(2, day=1), make_claim(2, "attributed", day=1)], salience)
    assert [mark.red_line for mark in lane.marks] == [*lines, False]


def check_lane(claims):
    lane = lay_lane(claims)
    assert lane == lay_lane(Random(1).sample(claims, len(claims)))  # the order of claims says nothing
    assert sum(mark.stance.claim_count for mark in lane.marks) == len(claims)
    assert [(mark.day, not mark.own) for mark in lane.marks] == sorted({(m.day, not m.own) for m in lane.marks})
    for bar, after in zip_longest(lane.bars, lane.bars[1:]):
        assert bar.until == (after.first if after else None)
        last = (bar.until or max(claim.said_on for claim in claims) + timedelta(1)) - timedelta(1)
        stance = summarise([claim for claim in claims if claim.said_on <= last])
        assert (bar.stance.state, bar.stance.value) == (stance.state, stance.value)
    states = summarise(claims).state
    assert bool(lane.bars) == (states in SPOKEN)
    return "several" if len(lane.bars) > 1 else "one" if lane.bars else "none"


def test_bars_follow_each_other_without_a_gap_and_say_what_stands():
    hold(cells(), check_lane, reaching=["none", "one", "several"])
