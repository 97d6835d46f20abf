"""How values and measures are written."""

import pytest

from claims.rules.scales import Dimension
from claims.wording.numbers import format_hundredths, format_on_scale, format_value, write_shown


def test_how_much_is_shown_is_said_of_all_there_is():
    assert write_shown((7, 23, "proposal"), (1, 1, "actor")) == "7 of 23 proposals, 1 of 1 actor"
    assert write_shown((0, 1200, "proposal")) == "0 of 1,200 proposals"


@pytest.mark.parametrize(("value", "text"), [(2, "+2"), (1, "+1"), (0, "0"), (-1, "−1"), (-2, "−2")])
def test_a_value_is_written_with_its_sign_and_a_true_minus(value, text):
    assert format_value(value) == text


def test_a_value_is_shown_with_the_sign_of_its_own_scale():
    assert format_on_scale(-2, "position") == "▼\u2009−2"
    assert format_on_scale(2, Dimension.SALIENCE) == "■\u2009+2"
    assert format_on_scale(0, "prospects") == "◑\u20090"


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0.925926, "0.93"),
        (-0.2222, "−0.22"),
        (-0.0001, "0.00"),
        (1, "1.00"),
        (1.005, "1.01"),
        (0.625, "0.63"),
        (-0.625, "−0.63"),
    ],
)
def test_measures_are_written_to_two_decimals_with_a_true_minus_sign(number, text):
    assert format_hundredths(number) == text
