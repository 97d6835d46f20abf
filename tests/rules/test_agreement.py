"""Agreement of two actors: worked examples, and what must hold of every pair."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.rules.measures import agreement as rule
from claims.rules.measures import agreement_arrays, agreement_bounds
from claims.rules.measures.agreement import (
    READINGS,
    Agreement,
    Reach,
    Term,
    compare,
    list_terms,
    list_units,
)
from claims.rules.measures.agreement_arrays import compare_all
from claims.rules.stance_arrays import NO_VALUE
from claims.rules.stances import summarise
from tests.rules.cases import hold, make_claim, make_depends, make_stance
from tests.rules.drawn_packages import find_within, packages_of
from tests.rules.stances_without_value import AWAITING, FORECAST, MIXED

# Place 0 is a package of 1 and 2; 3 belongs to nothing.
PACKAGES = {0: (1, 2)}


def test_agreement_and_bounds_of_the_published_example():
    found = compare((2, 1, 0), (2, -1, None), minimum=2)
    assert found.value == pytest.approx(0.75)
    assert (found.lower, found.upper) == (pytest.approx(0.666667, abs=1e-6), pytest.approx(0.833333, abs=1e-6))
    assert (found.n, found.units, found.coverage) == (2, 3, pytest.approx(2 / 3))


@pytest.mark.parametrize(
    ("a", "b", "value"),
    [
        ((2, 1, 0), (2, 1, 0), 1),
        ((2, 2, -2), (-2, -2, 2), 0),
        ((1, 1, 1), (2, 0, 1), 1 - 2 / 12),
        ((2, 2, 2, None), (2, 2, -2, 1), 1 - 4 / 12),
    ],
)
def test_agreement_is_one_less_the_mean_distance_as_a_share_of_the_scale(a, b, value):
    assert compare(a, b).value == pytest.approx(value)


@pytest.mark.parametrize(
    ("a", "b", "lower"),
    [
        ((2, 2, 2, 1), (2, 2, 2, None), (1 + 1 + 1 + 1 / 4) / 4),  # from +1 to −2 it is three steps
        ((2, 2, 2, 0), (2, 2, 2, None), (1 + 1 + 1 + 1 / 2) / 4),
        ((2, 2, 2, None), (2, 2, 2, -2), 3 / 4),
        ((2, 2, 2, None), (2, 2, 2, None), 3 / 4),  # where nobody has spoken they may lie as far apart as can be
        ((2, 2, 2, 0), (-2, -2, -2, None), 0),  # a blank that could only bring them closer is left blank
    ],
)
def test_the_lower_bound_fills_a_blank_with_what_lies_farthest_away(a, b, lower):
    assert compare(a, b).lower == pytest.approx(lower)


def test_there_is_no_number_under_the_minimum_of_terms():
    assert compare((2, 2, 1), (2, 2, None)) == Agreement(None, 2, 3, None, None)
    assert compare((2, 2, 1), (2, 2, None), minimum=2).value == 1
    assert compare((None,), (2,), minimum=0).value is None
    assert compare((), (), minimum=0) == Agreement(None, 0, 0, None, None)
    assert compare((), ()).coverage is None


def test_every_term_of_the_sum_is_there_to_be_redone_by_hand():
    assert list_terms((2, None, -1, 0), (-2, 1, -2, 0)) == [Term(0, 2, -2, 4), Term(2, -1, -2, 1), Term(3, 0, 0, 0)]


@pytest.mark.parametrize(
    ("a", "b", "terms_at", "units_at"),
    [
        ((2, 1, 1, 0), (2, 1, 1, 0), [1, 2, 3], [1, 2, 3]),
        ((2, 1, None, 0), (2, 1, 1, 0), [1, 3], [1, 2, 3]),
        ((2, 1, None, 0), (2, None, 1, 0), [0, 3], [0, 3]),
        ((2, None, None, 0), (None, 1, 1, 0), [3], [0, 3]),
        ((None, 1, 1, None), (None, 1, 1, None), [1, 2], [1, 2, 3]),
    ],
)
def test_a_package_stands_for_its_parts_until_both_have_a_value_on_one(a, b, terms_at, units_at):
    assert [term.place for term in list_terms(a, b, PACKAGES)] == terms_at
    assert list_units(a, b, PACKAGES) == units_at


def test_bounds_reckon_with_a_part_that_would_take_the_package_s_place():
    found = compare((2, None, 1, 2), (2, None, None, 2), PACKAGES, minimum=1)
    assert found.value == 1
    assert found.lower == pytest.approx(1 - (4 + 3) / 3 / 4)  # both parts filled, at 4 and at 3; the other stays at 0
    assert compare((2, None, 1), (-2, None, None), PACKAGES, minimum=1).upper == 1  # and the package falls out


@pytest.mark.parametrize(
    ("stance", "stands", "met"),
    [
        (make_stance(2), 2, 2),
        (make_stance(1, branches=[make_claim(-1, terms="or else")]), 1, 1),
        (make_stance(1, terms="if asked"), None, 1),
        (make_stance(-2, terms="if asked"), None, -2),
        (summarise([make_claim(2, part=True)]), None, 2),
        (summarise([make_claim(1, part=True, terms="if asked")]), None, 1),
        (summarise([make_claim(-1), make_claim(2, part=True)]), -1, -1),
        (MIXED, None, None),
        (make_depends(), None, None),
        (FORECAST, None, None),
        (AWAITING, None, None),
        (make_stance(), None, None),
    ],
)
def test_a_stance_is_read_as_it_stands_and_as_if_every_condition_were_met(stance, stands, met):
    assert [read(stance) for read in READINGS.values()] == [stands, met]


# What must hold of every pair

VALUES = st.sampled_from([None, None, -2, -1, 0, 1, 2])


@st.composite
def pairs(draw, most=7, **of_packages):
    """Draw two actors' values and packages of some of the proposals."""
    size = draw(st.integers(1, most))
    a, b = (draw(st.lists(VALUES, min_size=size, max_size=size)) for _ in "ab")
    return a, b, draw(packages_of(size, **of_packages))


def kind(found, packages):
    return "no number" if found.value is None else "packages" if packages else "plain"


KINDS = ["no number", "packages", "plain"]


def test_agreement_is_the_same_either_way_round_mirrored_and_in_any_order_of_proposals():
    def unmoved(drawn):
        (a, b, packages), seed = drawn
        found = compare(a, b, packages, minimum=2)
        assert compare(b, a, packages, minimum=2) == found
        mirrored = ([None if v is None else -v for v in values] for values in (a, b))
        assert compare(*mirrored, packages, minimum=2) == found
        order = list(range(len(a)))
        seed.shuffle(order)
        moved = {order.index(package): [order.index(p) for p in parts] for package, parts in packages.items()}
        assert compare([a[i] for i in order], [b[i] for i in order], moved, minimum=2) == pytest.approx(found)
        return kind(found, packages)

    hold(st.tuples(pairs(), st.randoms(use_true_random=False)), unmoved, reaching=KINDS)


def test_bounds_contain_the_value_and_lie_between_nothing_and_one():
    def contain(pair):
        found = compare(*pair, minimum=1)
        if found.value is not None:
            assert 0 <= found.lower <= found.value <= found.upper <= 1
            assert found.n <= found.units
        return kind(found, pair[2])

    hold(pairs(), contain, reaching=KINDS)


def test_one_blank_more_never_brings_the_bounds_closer():
    def wider(drawn):
        (a, b, packages), place = drawn
        found = compare(a, b, packages, minimum=1)
        a = list(a)
        a[place % len(a)] = None
        blanked = compare(a, b, packages, minimum=1)
        unspoken = compare([*a, None], [*b, None], packages, minimum=1)
        for more, less in ((blanked, found), (unspoken, blanked)):
            if more.value is not None and less.value is not None:
                assert more.lower <= less.lower + 1e-12 and more.upper >= less.upper - 1e-12
        return kind(blanked, packages)

    hold(st.tuples(pairs(), st.integers(0, 9)), wider, reaching=KINDS, examples=500)


def fillings(values):
    return product(*([value] if value is not None else [None, -2, -1, 0, 1, 2] for value in values))


def every_value(a, b, packages):
    """Return the agreements of all ways to fill any of the blanks."""
    for filled_a, filled_b in product(fillings(a), fillings(b)):
        distances = [term.distance for term in list_terms(filled_a, filled_b, packages)]
        if distances:
            yield 1 - sum(distances) / len(distances) / 4


def has_few_blanks(pair):
    return sum(v is None for v in [*pair[0], *pair[1]]) <= 4


def test_bounds_are_the_lowest_and_highest_of_all_ways_to_fill_the_blanks():
    def exact(pair):
        found = compare(*pair, minimum=1)
        if found.value is not None:
            values = list(every_value(*pair))
            assert (min(values), max(values)) == (pytest.approx(found.lower), pytest.approx(found.upper))
        return kind(found, pair[2])

    hold(pairs(most=4, several=1).filter(has_few_blanks), exact, reaching=KINDS, examples=200)


def test_where_parts_are_of_several_packages_no_way_to_fill_blanks_leaves_the_bounds():
    def contain(pair):
        found = compare(*pair, minimum=1)
        if found.value is not None:
            values = list(every_value(*pair))
            assert found.lower <= min(values) + 1e-12 and max(values) <= found.upper + 1e-12
        return kind(found, pair[2])

    hold(pairs(most=4).filter(has_few_blanks), contain, reaching=KINDS, examples=200)


def test_without_a_blank_the_bounds_are_the_agreement():
    def meet(drawn):
        a, b, packages = drawn
        a, b = ([value or 0 for value in values] for values in (a, b))
        found = compare(a, b, packages, minimum=1)
        assert (found.lower, found.upper) == (pytest.approx(found.value), pytest.approx(found.value))
        return kind(found, packages)

    hold(pairs(), meet, reaching=KINDS[1:])


# Packages at any depth

# Place 0 is a package of 1 and 2; 2 is one too, of 3 and 4; and 4 is a part of 5 as well.
NESTED = {0: (1, 2), 2: (3, 4), 5: (4,)}


@pytest.mark.parametrize(
    ("both", "terms_at", "units_at"),
    [
        ([0], [0], [0, 5]),
        ([0, 2], [2], [1, 2, 5]),
        ([0, 3], [3], [1, 3, 5]),  # what lies two steps down opens the package, and 4 waits for 5
        ([0, 4], [4], [1, 3, 4]),
        ([0, 1, 2, 3, 4, 5], [1, 3, 4], [1, 3, 4]),
        ([0, 1, 5], [1, 5], [1, 2, 5]),
        ([], [], [0, 5]),
    ],
)
def test_a_package_stands_for_all_within_it_until_both_have_a_value_on_some_of_it(both, terms_at, units_at):
    values = [1 if place in both else None for place in range(6)]
    assert [term.place for term in list_terms(values, values, NESTED)] == terms_at
    assert list_units(values, values, NESTED) == units_at


def test_a_blank_is_filled_as_deep_down_as_drives_the_actors_farthest_apart():
    within = {0: (1,), 1: (2, 3)}
    far = rule.collect_sums((1, None, 2, 2, 0), (1, None, None, None, 0), within).farthest
    assert far == [Reach(2, 4, False), Reach(3, 4, False), Reach(4, 0, True)]


def test_nothing_is_counted_twice_in_packages_of_any_depth():
    def once(pair):
        a, b, packages = pair
        units = list_units(a, b, packages)
        valued = {place for place in range(len(a)) if a[place] is not None and b[place] is not None}
        within = {place: find_within(packages, place) for place in range(len(a))}
        for place in units:
            assert not within[place].intersection(units)
        terms = [term.place for term in list_terms(a, b, packages)]
        assert terms == [place for place in sorted(valued) if not within[place] & valued]
        for place in range(len(a)):  # each is a unit, or stands for or by one
            assert place in units or any(place in within[unit] or unit in within[place] for unit in units)
        deep = any(part in packages for parts in packages.values() for part in parts)
        return "deep" if deep else "flat" if packages else "plain"

    hold(pairs(most=9), once, reaching=["deep", "flat", "plain"])


def list_terms_of_one_layer(a, b, packages):
    """Return the places of terms by the rule for packages that lie in no package."""
    shared = [x is not None and y is not None for x, y in zip(a, b, strict=True)]
    parts = {part for parts in packages.values() for part in parts}
    places = [place for place in range(len(a)) if shared[place] and place not in packages and place not in parts]
    for package, its_parts in packages.items():
        spoken = [part for part in its_parts if shared[part]]
        places += spoken or [package] * shared[package]
    return sorted(places)


def test_one_layer_of_packages_counts_as_it_always_did():
    def alike(pair):
        a, b, packages = pair
        assert [term.place for term in list_terms(a, b, packages)] == list_terms_of_one_layer(a, b, packages)
        return bool(packages)

    hold(pairs(most=9, several=1, depth=1), alike, reaching=[True, False])


# All pairs at once


@st.composite
def tables(draw, **of_packages):
    size = draw(st.integers(1, 8))
    rows = draw(st.lists(st.lists(VALUES, min_size=size, max_size=size), min_size=1, max_size=5))
    return rows, draw(packages_of(size, **of_packages))


def as_array(rows):
    return np.array([[NO_VALUE if v is None else v for v in row] for row in rows], np.int8)


def assert_equal_to_the_pairs(rows, packages, minimum):
    found = compare_all(as_array(rows), packages, minimum)
    for i, j in product(range(len(rows)), repeat=2):
        pair = compare(rows[i], rows[j], packages, minimum)
        assert (found.n[i, j], found.units[i, j]) == (pair.n, pair.units)
        for name in ("value", "lower", "upper"):
            expected = getattr(pair, name)
            got = float(getattr(found, name)[i, j])
            assert (got != got) if expected is None else got == pytest.approx(expected)


def test_all_pairs_at_once_equal_each_pair():
    def equal(drawn):
        (rows, packages), minimum = drawn
        assert_equal_to_the_pairs(rows, packages, minimum)
        return bool(packages)

    hold(st.tuples(tables(), st.integers(0, 4)), equal, reaching=[True, False])
    hold(st.tuples(tables(several=1, depth=1), st.integers(0, 4)), equal, reaching=[True, False])


@pytest.mark.parametrize(
    ("one", "other", "packages"),
    [
        ([0, None, -1, 0, 0, 2, 2, 2, None], [1, 0, None, None, None, -2, -2, -2, None], {0: [1, 2, 3], 1: [4]}),
        ([-1, 0, 0, None, 1, 2, 2, 2, None], [-1, 0, None, 2, None, -2, -2, -2, None], {0: [1, 2, 3], 1: [4]}),
        ([1, 1, 2, 2, 1, 1, None], [-1, -1, -1, -2, None, None, None], {3: [4, 5]}),
        ([1, None], [1, None], {0: [1]}),
    ],
    ids=["the farthest part", "the only far part", "or the package", "the only part"],
)
def test_of_a_package_that_is_filled_what_drives_the_actors_farthest_apart_is(one, other, packages):
    found = compare_all(as_array([one, other]), packages, 1)
    assert found.lower[0, 1] == pytest.approx(compare(one, other, packages, 1).lower)
    assert found.n.dtype == found.units.dtype == int  # whole numbers, as they are shown


def test_all_pairs_at_once_equal_each_pair_beyond_one_slice_of_proposals(monkeypatch):
    monkeypatch.setattr(agreement_arrays, "SLICE", 3)

    @settings(max_examples=60, deadline=None, derandomize=True, database=None)
    @given(tables())
    def equal(drawn):
        assert_equal_to_the_pairs(*drawn, minimum=1)

    equal()


def test_reordering_the_actors_reorders_the_numbers():
    rows = [[2, 1, None, 0], [1, 1, 2, -2], [None, -1, -2, 2], [0, 0, 0, 0]]
    order = [2, 0, 3, 1]
    found, moved = compare_all(as_array(rows), minimum=1), compare_all(as_array([rows[i] for i in order]), minimum=1)
    for straight, turned in zip(found, moved, strict=True):
        assert turned.tolist() == straight[order][:, order].tolist()


def test_a_table_without_proposals_has_no_numbers():
    found = compare_all(as_array([[], []]), minimum=1)
    assert found.n.tolist() == found.units.tolist() == [[0, 0], [0, 0]]
    assert all(value != value for value in found.value.flat)


def test_a_table_without_actors_has_no_pairs():
    assert compare_all(np.zeros((0, 3), np.int8), {0: [1]}).value.shape == (0, 0)


def test_lower_bounds_may_be_left_out_and_nothing_else_changes_with_it():
    rows, packages = as_array([[2, 1, None, 0], [1, 1, 2, -2], [None, -1, -2, 2]]), {0: [1]}
    found, without = compare_all(rows, packages, 1), compare_all(rows, packages, 1, lower=False)
    assert (without.lower != without.lower).all()
    for name in ("value", "n", "units", "upper"):
        assert getattr(found, name).tolist() == getattr(without, name).tolist()


def test_pairs_in_several_slices_are_bounded_like_those_in_one(monkeypatch):
    monkeypatch.setattr(agreement_bounds, "PAIRS_A_SLICE", 2)
    rows = [[2, 1, None, 0, None], [1, 1, 2, -2, 2], [None, -1, -2, 2, 1], [0, None, None, 0, -2]]
    assert_equal_to_the_pairs(rows, {0: (1, 2), 3: (4,)}, minimum=1)
    assert_equal_to_the_pairs(rows, {0: (1, 2), 2: (3, 4)}, minimum=1)


# The bounds, written out


def test_the_upper_bound_is_the_mean_over_parts_and_all_that_lies_in_no_package():
    sums = rule.collect_sums((2, None, 1, 2), (2, None, None, 1), PACKAGES)
    assert (sums.nearest, sums.places) == ([Term(3, 2, 1, 1)], 3)


def test_the_lower_bound_names_the_blanks_that_it_fills():
    far = rule.collect_sums((2, None, 1, 2), (2, None, None, 2), PACKAGES).farthest
    assert far == [Reach(1, 4, False), Reach(2, 3, False), Reach(3, 0, True)]
    assert rule.collect_sums((2, None), (None, None)).farthest == []


def test_blanks_that_reach_less_far_than_the_mean_are_not_filled():
    assert rule.collect_sums((2, 0), (-2, None)).farthest == [Reach(0, 4, True)]


def test_the_bounds_written_out_are_the_bounds():
    def equal(drawn):
        rows, packages = drawn
        a, b = rows[0], rows[-1]
        found = compare(a, b, packages, minimum=1)
        if found.value is None:
            return False
        sums = rule.collect_sums(a, b, packages)
        assert found.upper == pytest.approx(1 - sum(term.distance for term in sums.nearest) / sums.places / 4)
        reaches = [reached.distance for reached in sums.farthest]
        assert found.lower == pytest.approx(1 - sum(reaches) / len(reaches) / 4)
        return True

    hold(tables(), equal, reaching=[True, False])
