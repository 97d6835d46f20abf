"""The array form of the rule against the readable one, on tables drawn so that each state comes up."""

from datetime import date, timedelta
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.rules import stance_arrays
from claims.rules.measures.agreement import READINGS
from claims.rules.scales import State
from claims.rules.stance_arrays import (
    FIRST_DAY,
    LAST_DAY,
    MOST_HOLDERS,
    MOST_PROPOSALS,
    NO_VALUE,
    STATE_OF_CODE,
    Axes,
    fold,
    pack,
)
from claims.rules.stances import has_changed, summarise
from tests.rules.cases import cells, hold, make_claim, make_no_stance, make_pending
from tests.rules.cell_rows import row_of, rows_of, value_of

PLACES = [(0, 0), (0, MOST_HOLDERS - 1), (1, 0), (MOST_PROPOSALS - 1, 7), (MOST_PROPOSALS - 1, MOST_HOLDERS - 1)]


def keys_of(table):
    return np.array([pack(*cell, claim) for cell, claims in table.items() for claim in claims], np.int64)


def tables():
    """Draw the claims of up to five cells, at ids up to the limits of the bits."""
    return st.lists(cells(), min_size=1, max_size=5).map(
        lambda drawn: {place: claims for place, claims in zip(PLACES, drawn, strict=False) if claims}
    )


def test_every_cell_of_a_table_is_what_the_readable_rule_makes_of_it():
    def equal(table):
        assert rows_of(fold(keys_of(table))) == {cell: row_of(claims) for cell, claims in table.items()}
        return summarise(next(iter(table.values()), [])).state

    hold(tables(), equal, reaching=[state for state in State if state != State.BLANK], examples=800)


def test_the_order_of_the_keys_changes_nothing():
    table = {PLACES[0]: [make_claim(1), make_claim(2, day=1)], PLACES[1]: [make_pending(), make_claim(-1, "predicted")]}
    keys = keys_of(table)
    assert rows_of(fold(keys[::-1].copy())) == rows_of(fold(keys))


def test_what_changed_is_what_the_readable_rule_says_changed_save_the_words_of_a_condition():
    def equal(pair):
        before, after = pair
        found = stance_arrays.find_changed(fold(keys_of({(0, 0): before})), fold(keys_of({(0, 0): after})))
        stances = summarise(before), summarise(after)
        if not after:
            return "nothing"
        said = has_changed(*stances)
        if found[0]:
            assert said
        elif said:  # only what the arrays do not hold
            assert (stances[0].state, stances[0].value) == (stances[1].state, stances[1].value)
        return "changed" if found[0] else "as before"

    hold(st.tuples(cells(), cells()), equal, reaching=["changed", "as before"])


@pytest.mark.parametrize(
    "cell, day",
    [
        ((MOST_PROPOSALS, 0), FIRST_DAY),
        ((0, MOST_HOLDERS), FIRST_DAY),
        ((0, 0), FIRST_DAY - timedelta(days=1)),
        ((0, 0), LAST_DAY + timedelta(days=1)),
    ],
)
def test_what_does_not_fit_into_a_key_is_refused(cell, day):
    with pytest.raises(OverflowError, match="do not fit"):
        pack(*cell, make_claim()._replace(said_on=day))


def test_the_first_and_the_last_day_fit():
    table = {(0, 0): [make_claim()._replace(said_on=FIRST_DAY)], (0, 1): [make_claim()._replace(said_on=LAST_DAY)]}
    assert [row["said_on"] for row in rows_of(fold(keys_of(table))).values()] == [FIRST_DAY, LAST_DAY]


@pytest.mark.parametrize("day", [FIRST_DAY, LAST_DAY])
@pytest.mark.parametrize("cell", [(0, 0), (0, 1)])
@pytest.mark.parametrize(
    "claims",
    [
        [make_claim()],
        [make_no_stance()],
        [make_claim(1, terms="if paid"), make_claim(2, terms="if asked"), make_claim(2, terms="or so")],
    ],
    ids=["plain", "without a value", "conditional"],
)
def test_the_lowest_ids_on_the_first_and_the_last_day_are_folded_as_all_others(cell, day, claims):
    said = [claim._replace(said_on=day) for claim in claims]
    table = {cell: said, (2, 2): said[:1]}
    assert rows_of(fold(keys_of(table))) == {place: row_of(of_cell) for place, of_cell in table.items()}


def test_a_cell_takes_few_bytes_as_there_are_millions():
    grid = fold(keys_of({(5, 1): [make_claim(2)]}))
    assert sum(array.itemsize for array in grid) <= 30
    reading = next(iter(READINGS.values()))
    assert stance_arrays.read_values(grid, reading).itemsize == 1


def test_axes_say_what_places_in_lists_stand_for():
    long_ago, recently = date(1648, 10, 24), date(2022, 1, 17)
    claims = [make_claim()._replace(said_on=FIRST_DAY + timedelta(days=n)) for n in (0, 1)]
    axes = Axes(np.array([7, 1 << 40]), np.array([3, 1 << 33]), np.array([long_ago.toordinal(), recently.toordinal()]))
    ((cell, row),) = rows_of(fold(keys_of({(1, 1): claims}), axes)).items()
    assert cell == (1 << 40, 1 << 33)
    assert (row["said_on"], row["oldest"], row["newest"]) == (recently, long_ago, recently)


def test_nothing_folds_to_nothing():
    nothing = fold(np.array([], np.int64))
    assert not len(nothing.states) and not rows_of(nothing)
    assert not stance_arrays.find_changed(nothing, nothing).size
    assert (
        stance_arrays.sum_by_id(nothing.holders, nothing.counts)
        == {}
        == stance_arrays.find_latest_by_id(nothing.holders, nothing.newest)
    )


def test_dense_lays_values_out_by_holder_and_proposal():
    grid = fold(keys_of({(5, 1): [make_claim(2)], (5, 2): [make_claim(-1)], (9, 1): [make_claim(1)]}))
    table = stance_arrays.arrange_as_table(grid, grid.values, [9, 5], [2, 1, 3])
    assert table.tolist() == [[NO_VALUE, -1], [1, 2], [NO_VALUE, NO_VALUE]]
    assert table.itemsize == 1  # byte: there are hundreds of millions of cells
    assert stance_arrays.arrange_as_table(grid, grid.values, [9], [2]).tolist() == [[NO_VALUE]]
    assert stance_arrays.arrange_as_table(grid, grid.values, [], []).shape == (0, 0)


@pytest.mark.parametrize(
    ("ids", "places"),
    [
        ([9, 5, 7], [1, 2, 0, -1, -1, -1]),
        ([5], [0, -1, -1, -1, -1, -1]),
        ([], [-1, -1, -1, -1, -1, -1]),
        ([10**12, 7, 5], [2, 1, -1, -1, -1, -1]),  # too far apart for a table of places
    ],
)
def test_an_id_is_found_at_its_place_in_a_list_in_whatever_order_the_list_is(ids, places):
    assert stance_arrays.find_places(ids, np.array([5, 7, 9, 4, 6, 10])).tolist() == places


def test_each_cell_has_a_number_of_its_own_whatever_its_ids():
    ids = [0, 1, 2, 1 << 20, (1 << 31) - 1]
    proposals, holders = np.array(list(product(ids, ids)), np.int32).T
    numbers = stance_arrays.number_cells(proposals, holders).tolist()
    assert numbers == sorted(set(numbers))  # in the order of proposals, then holders


def test_totals_and_latest_days_are_those_of_each_id():
    grid = fold(
        keys_of({(5, 1): [make_claim(), make_claim(day=3)], (5, 2): [make_claim(day=1)], (9, 1): [make_claim()]})
    )
    assert repr(stance_arrays.sum_by_id(grid.proposals, grid.counts)) == "{5: 3, 9: 1}"  # whole numbers, as counts are
    assert {key: day.day for key, day in stance_arrays.find_latest_by_id(grid.holders, grid.newest).items()} == {
        1: 13,
        2: 11,
    }


@pytest.mark.parametrize("far", [8, 1 << 40])
def test_totals_are_those_of_each_id_however_far_ids_lie_apart(far):
    ids, numbers = np.array([far, 7, far]), np.array([1, 2, 3])
    assert stance_arrays.sum_by_id(ids, numbers) == {7: 2, far: 4}


@pytest.mark.parametrize("reading", READINGS.values(), ids=READINGS)
def test_a_reading_of_a_grid_is_the_reading_of_each_of_its_stances(reading):
    def equal(table):
        grid = fold(keys_of(table))
        read = [value_of(value) for value in stance_arrays.read_values(grid, reading)]
        at = zip(grid.proposals.tolist(), grid.holders.tolist(), strict=True)
        assert read == [reading(summarise(table[cell])) for cell in at]
        return {STATE_OF_CODE[state] for state in grid.states}

    @settings(max_examples=150, deadline=None, derandomize=True, database=None)
    @given(tables())
    def checked(table):
        reached.update(equal(table))

    reached = set()
    checked()
    assert reached >= {State.STANCE, State.CONDITIONAL, State.MIXED, State.DEPENDS, State.FORECAST, State.AWAITING}
