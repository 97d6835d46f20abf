"""Where days stand on an axis of time, and which of them it names."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.rendering.time_axis import FIRST, LAST, MOST_TICKS, TimeAxis

DAYS = st.dates(date(1, 1, 1), date(9000, 1, 1))


def read_ticks(first, last):
    return [tick.words for tick in TimeAxis(date.fromisoformat(first), date.fromisoformat(last)).list_ticks()]


@pytest.mark.parametrize(
    ("first", "last", "ticks"),
    [
        ("2022-01-17", "2022-01-17", ["17 Jan"]),
        ("2022-01-30", "2022-02-02", ["30 Jan", "31 Jan", "1 Feb", "2 Feb"]),
        ("2021-12-17", "2022-01-17", ["20 Dec", "27 Dec", "3 Jan", "10 Jan", "17 Jan"]),
        ("2021-12-01", "2022-03-15", ["6 Dec", "20 Dec", "3 Jan", "17 Jan", "31 Jan", "14 Feb", "28 Feb", "14 Mar"]),
        ("2021-11-02", "2022-04-20", ["Dec 2021", "Jan 2022", "Feb 2022", "Mar 2022", "Apr 2022"]),
        ("2021-11-02", "2023-04-20", ["Jan 2022", "Apr 2022", "Jul 2022", "Oct 2022", "Jan 2023", "Apr 2023"]),
        ("2015-06-01", "2022-04-20", ["2016", "2017", "2018", "2019", "2020", "2021", "2022"]),
        ("2016-01-01", "2017-01-01", ["Jan 2016", "Apr 2016", "Jul 2016", "Oct 2016", "Jan 2017"]),
    ],
)
def test_an_axis_names_days_weeks_months_or_years(first, last, ticks):
    assert read_ticks(first, last) == ticks


@given(DAYS, st.integers(0, 300_000))
def test_few_days_are_named_and_all_of_them_are_on_the_axis(first, days):
    axis = TimeAxis(first, first + timedelta(days))
    named = [tick.day for tick in axis.list_ticks()]
    assert len(named) <= MOST_TICKS + 1
    assert named == sorted(set(named))
    assert all(axis.first <= day <= axis.last for day in named)


@given(DAYS, st.lists(st.integers(0, 9000), min_size=2))
def test_later_days_stand_further_to_the_right(first, days):
    axis = TimeAxis(first, first + timedelta(max(days)))
    across = [axis.find_across(first + timedelta(day)) for day in sorted(days)]
    assert across == sorted(across)
    assert all(FIRST <= place <= LAST for place in across)


def test_the_ends_of_an_axis_have_room_and_a_day_outside_stands_at_the_nearer_one():
    axis = TimeAxis(date(2022, 1, 1), date(2022, 1, 11))
    places = [axis.find_across(date(2022, 1, day)) for day in (1, 6, 11)]
    assert places == [FIRST, 50, LAST]
    assert axis.find_across(date(2021, 1, 1)) == FIRST
    assert axis.find_across(date(2023, 1, 1)) == LAST
    assert TimeAxis(axis.first, axis.first).find_across(axis.first) == 50
