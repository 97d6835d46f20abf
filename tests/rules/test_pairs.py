"""A pair proposal by proposal: how stances compare, and what packages and parts stand for."""

import pytest

from claims.rules.measures.pairs import (
    Contrast,
    PackageRule,
    PairExtremes,
    apply_package_rule,
    contrast,
    find_extremes,
)
from tests.rules.cases import make_depends, make_stance
from tests.rules.stances_without_value import AWAITING, FORECAST, MIXED


@pytest.mark.parametrize(
    ("a", "b", "found"),
    [
        (make_stance(2), make_stance(2), Contrast.AGREE),
        (make_stance(0), make_stance(0, terms="if asked"), Contrast.AGREE),
        (make_stance(2), make_stance(1), Contrast.DIFFER),
        (make_stance(2), make_stance(0), Contrast.DIFFER),
        (make_stance(-2), make_stance(0), Contrast.DIFFER),
        (make_stance(1), make_stance(-1), Contrast.OPPOSED),
        (make_stance(-2, terms="if asked"), make_stance(2), Contrast.OPPOSED),
        (make_stance(2), make_stance(), Contrast.ONE),
        (make_stance(2), FORECAST, Contrast.ONE),
        (AWAITING, make_stance(0), Contrast.ONE),
        (MIXED, make_stance(), Contrast.ONE),
        (MIXED, make_stance(2), Contrast.NO_VALUE),
        (make_depends(), MIXED, Contrast.NO_VALUE),
        (FORECAST, AWAITING, Contrast.NEITHER),
    ],
)
def test_two_stances_are_alike_apart_or_not_to_be_compared_whoever_comes_first(a, b, found):
    assert contrast(a, b) == contrast(b, a) == found


PACKAGES = {0: (1, 2)}  # place 0 is a package of 1 and 2


def test_a_package_stands_until_both_have_a_value_on_a_part():
    stands, stands_for = (
        {0: PackageRule.FOR_PARTS, 1: PackageRule.BY_PACKAGE, 2: PackageRule.BY_PACKAGE},
        {0: PackageRule.BY_PARTS, 1: PackageRule.FOR_PACKAGE, 2: PackageRule.FOR_PACKAGE},
    )
    assert apply_package_rule((2, 1, None), (2, None, 1), PACKAGES) == stands
    assert apply_package_rule((2, 1, None), (2, 1, 1), PACKAGES) == stands_for


def test_the_extremes_are_where_two_agree_and_where_they_are_farthest_apart():
    a = [make_stance(2), make_stance(1), make_stance(-1), make_stance(2), make_stance(), MIXED]
    b = [make_stance(-1), make_stance(1), make_stance(2), make_stance(0), make_stance(2), make_stance(2)]
    found = find_extremes(zip(a, b, strict=True))
    assert (found.valued, found.agreed, found.differing, found.farthest, found.distance) == (4, [1], 3, [0, 2], 3)
    assert not found.conditional


def test_where_two_agree_on_all_there_is_nothing_farthest_apart():
    found = find_extremes([(make_stance(2), make_stance(2)), (make_stance(2), make_stance())])
    assert (found.valued, found.agreed, found.farthest, found.distance) == (1, [0], [], 0)
    assert find_extremes([]) == PairExtremes(
        valued=0, agreed=[], differing=0, farthest=[], distance=0, conditional=False
    )


def test_one_step_apart_is_farthest_where_nothing_is_farther():
    extremes = find_extremes([(make_stance(2), make_stance(2)), (make_stance(1), make_stance(2))])
    assert (extremes.farthest, extremes.distance) == ([1], 1)


def test_a_value_on_a_condition_makes_the_extremes_conditional_and_one_that_is_not_compared_does_not():
    met = make_stance(2, terms="if asked")
    assert find_extremes([(met, make_stance(2))]).conditional
    assert not find_extremes([(met, make_stance()), (make_stance(2), make_stance(2))]).conditional
