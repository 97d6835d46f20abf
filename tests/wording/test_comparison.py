"""What is said of the values of all actors where no side negotiates."""

import pytest

from claims.rules.comparison import ComparedBy, count_camps, find_value
from claims.rules.measures.spread import measure_spread
from claims.rules.scales import VALUES
from claims.wording.comparison import (
    ORDERS,
    explain_no_agreement,
    write_camps,
    write_mean,
    write_share,
    write_shares_heading,
    write_values,
)


def test_the_usual_order_stands_first_and_each_value_has_one():
    assert next(iter(ORDERS)) == ComparedBy.DIVIDED
    assert {find_value(order) for order in ORDERS} == {None, *VALUES}


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ((3, 0, 2, 1, 4), "50\u00a0% for it, 30\u00a0% against it, of 10"),
        ((0, 0, 1, 0, 0), "0\u00a0% for it, 0\u00a0% against it, of 1"),
        ((0, 0, 0, 0, 0), "nobody has a position on it"),
    ],
)
def test_camps_are_told_by_their_shares(counts, words):
    assert write_camps(count_camps(counts)) == words


@pytest.mark.parametrize(
    ("mean", "words"), [(None, ""), (0, "0.00"), (0.001, "0.00"), (1.25, "+1.25"), (-0.5, "−0.50"), (2, "+2.00")]
)
def test_a_mean_has_its_sign(mean, words):
    assert write_mean(mean) == words


def test_a_share_is_that_of_all_that_have_a_value():
    assert write_share((1, 0, 0, 0, 2), 2) == "67\u00a0%"
    assert write_share((0, 0, 0, 0, 0), 2) == ""
    assert write_values((3, 0, 0, 0, 12)) == "12 at +2, 3 at −2"


def test_the_heading_names_the_share_that_orders_the_rows():
    assert write_shares_heading("rejects") == "Share that rejects"
    assert write_shares_heading(None) == write_shares_heading("mean") == "Share of each value"


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ((0, 0, 0, 0, 1), "fewer than 3 actors have a value"),
        ((1, 0, 0, 0, 1), "fewer than 3 actors have a value; 4 steps apart"),
        ((0, 0, 0, 1, 1), "fewer than 3 actors have a value; 1 step apart"),
        ((0, 0, 0, 2, 0), "fewer than 3 actors have a value; alike"),
    ],
)
def test_where_there_is_no_agreement_it_is_said_how_far_apart_the_ends_are(counts, words):
    assert explain_no_agreement(measure_spread([("all", counts)])) == words
