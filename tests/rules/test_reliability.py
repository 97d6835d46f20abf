"""Golden numbers: Krippendorff's published 4 × 12 matrix, the 3 × 15 example, and Hayes and Krippendorff's 5 × 40."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.rules.measures.reliability import (
    Alpha,
    compare,
    compute_alpha,
    measure_interval,
    measure_nominal,
    measure_ordinal,
    measure_ratio,
)

CODERS = (
    "1 2 3 3 2 1 4 1 2 . . .",
    "1 2 3 3 2 2 4 1 2 5 . 3",
    ". 3 3 3 2 3 4 2 2 5 1 .",
    "1 2 3 3 2 4 4 1 2 5 1 .",
)
OTHER_CODERS = (
    ". . . . . 3 4 1 2 1 1 3 3 . 3",
    "1 . 2 1 3 3 4 3 . . . . . . .",
    ". . 2 1 3 4 4 . 2 1 1 3 3 . 4",
)
# A. F. Hayes and K. Krippendorff, Answering the Call for a Standard Reliability Measure for Coding Data (2007)
OBSERVERS = (
    "1 1 2 . 0 0 1 1 2 2 . 0 1 3 1 1 2 1 1 0 0 0 2 0 1 0 0 1 1 1 1 2 2 3 2 2 2 2 2 1",
    "1 1 3 0 0 0 0 . 2 1 1 0 2 3 1 1 1 2 1 0 0 0 3 0 2 1 0 2 1 1 1 1 2 2 2 2 2 2 2 1",
    "2 0 3 0 0 0 2 2 2 1 0 0 2 2 1 1 2 3 0 0 1 . 3 0 . 1 0 1 2 2 0 2 . 2 2 3 2 . 2 1",
    ". 1 3 . . . . 0 . 1 0 0 2 2 . . . 3 1 . 1 0 3 0 2 1 1 2 2 . . 1 2 2 . . . 1 2 .",
    "2 . . 0 0 0 1 . 2 . . . . 3 1 1 2 . . 0 . 0 . . 2 . 0 . . 2 0 . 2 . 2 2 2 2 . 1",
)


def units(coders):
    return [[int(v) for v in unit if v != "."] for unit in zip(*(c.split() for c in coders), strict=True)]


@pytest.mark.parametrize(
    ("distance", "published"),
    [(measure_nominal, 0.743421), (measure_ordinal, 0.815388), (measure_interval, 0.849107), (measure_ratio, 0.797403)],
)
def test_alpha_of_the_published_matrix(distance, published):
    alpha = compute_alpha(units(CODERS), distance)
    assert alpha.value == pytest.approx(published, abs=1e-6)
    assert (alpha.units, alpha.pairs) == (11, 55)


@pytest.mark.parametrize(
    ("distance", "published"), [(measure_nominal, 0.691), (measure_ordinal, 0.806721), (measure_interval, 0.811)]
)
def test_alpha_of_the_second_example(distance, published):
    assert compute_alpha(units(OTHER_CODERS), distance).value == pytest.approx(published, abs=5e-4)


@pytest.mark.parametrize(
    ("distance", "published"), [(measure_nominal, 0.477), (measure_ordinal, 0.7598), (measure_interval, 0.757)]
)
def test_alpha_of_the_data_of_hayes_and_krippendorff(distance, published):
    assert compute_alpha(units(OBSERVERS), distance).value == pytest.approx(published, abs=5e-4)


@pytest.mark.parametrize(
    ("nothing", "units", "pairs"), [([], 0, 0), ([[1], [2]], 0, 0), ([[1, 1], [1, 1, 1], [1]], 2, 4)]
)
def test_alpha_is_undefined_where_nothing_could_be_disagreed_on(nothing, units, pairs):
    assert compute_alpha(nothing, measure_ordinal) == Alpha(None, units, pairs)


@given(st.lists(st.lists(st.integers(-2, 2), min_size=2, max_size=4), min_size=1, max_size=20))
def test_alpha_does_not_depend_on_who_is_first_nor_on_the_scale_s_direction(table):
    alpha = compute_alpha(table, measure_ordinal).value
    turned = compute_alpha([unit[::-1] for unit in table], measure_ordinal).value
    mirrored = compute_alpha([[-value for value in unit] for unit in table], measure_ordinal).value
    assert turned == pytest.approx(alpha) and mirrored == pytest.approx(alpha)
    assert alpha is None or alpha <= 1


def test_two_codings_are_compared_cell_by_cell():
    first = [("a", 2), ("b", 1), ("b", 2), ("c", -1), ("d", 1), ("d", -1), ("f", 0)]
    second = [("a", 2), ("b", 0), ("d", 1), ("e", 0), ("f", 0)]
    compared = compare(first, second)
    assert compared.both == ["a", "b", "d", "f"]
    assert (compared.first_only, compared.second_only) == (["c"], ["e"])
    assert (compared.equal, compared.split) == (2, 1)  # a and f; d lies on both sides of zero
    assert (compared.alpha.units, compared.alpha.pairs) == (3, 3)


def test_two_values_of_zero_do_not_differ_by_their_share():
    assert measure_ratio(0, 0, {}) == 0
    assert measure_ratio(3, 1, {}) == measure_ratio(1, 3, {}) == 0.25
