"""Why a proposal has no number for what divides, whom a number leaves out, and the shares of the values."""

from claims.rules.measures.spread import count_by_value, measure_spread
from claims.wording.spread import explain_agreement, explain_between, name_left_out, write_shares


def spread_of(**sides):
    return measure_spread([(name, count_by_value(values)) for name, values in sides.items()])


def test_with_one_side_there_is_nothing_between_sides_but_an_agreement_of_all():
    spread = spread_of(east=(1, 1, 1))
    assert (explain_agreement(spread), name_left_out(spread)) == ("", "")
    assert explain_between(spread) == "fewer than two sides have 3 actors with a value"


def test_sides_with_too_few_actors_are_named():
    spread = spread_of(east=(1, 1, 1), west=(2, 2), others=(0,))
    assert explain_between(spread) == "fewer than two sides have 3 actors with a value (too few on west, others)"
    assert name_left_out(spread) == ""
    assert explain_agreement(spread_of(east=(1,), west=(1,))) == "fewer than 3 actors have a value"


def test_equal_values_leave_no_variance_to_share():
    spread = spread_of(east=(1, 1, 1), west=(1, 1, 1), others=(2,))
    assert (explain_agreement(spread), explain_between(spread)) == ("", "all values are equal")


def test_a_number_that_is_there_names_whom_it_leaves_out():
    spread = spread_of(east=(1, 1, 1), west=(2, 2, 2), others=(0,))
    assert (explain_agreement(spread), explain_between(spread)) == ("", "")
    assert name_left_out(spread) == "without others: fewer than 3 actors with a value"


def test_shares_are_written_from_the_highest_value_on():
    assert write_shares(count_by_value([2, 2, -2])).replace("\u00a0", " ") == "+2 67 %, −2 33 %"
