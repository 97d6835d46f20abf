"""Why a proposal has no number for what divides."""

from claims.rules.measures.spread import measure_spread
from claims.wording.spread import explain_agreement, explain_between


def test_with_one_side_there_is_neither_number():
    spread = measure_spread([("east", (1, 1, 1))])
    assert explain_agreement(spread) == explain_between(spread) == "fewer than two sides have a value"


def test_sides_with_too_few_actors_are_named():
    spread = measure_spread([("east", (3, 0)), ("west", (0, 2)), ("others", (1, 0))])
    assert explain_agreement(spread) == "fewer than 3 actors have a value: west, others"
    assert explain_between(spread) == explain_agreement(spread)


def test_equal_values_leave_no_variance_to_share():
    spread = measure_spread([("east", (3, 0)), ("west", (3, 0))])
    assert (explain_agreement(spread), explain_between(spread)) == ("", "all values are equal")


def test_a_number_that_is_there_is_not_explained():
    spread = measure_spread([("east", (3, 0)), ("west", (0, 3))])
    assert (explain_agreement(spread), explain_between(spread)) == ("", "")
