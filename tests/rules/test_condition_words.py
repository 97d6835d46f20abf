"""The words of a condition: stored without their “if”, shown with it."""

import pytest

from claims.rules.conditions import add_if, drop_if
from claims.rules.exchange import read_claim
from claims.wording.conditions import write_condition

ROW = {"holder": "russia", "proposal": "hub", "value": "1", "said_on": "2022-01-10"}


@pytest.mark.parametrize(
    ("typed", "stored", "shown"),
    [
        ("", "", ""),
        ("they pull back", "they pull back", "if they pull back"),
        ("if they pull back", "they pull back", "if they pull back"),
        ("If  they pull back", "they pull back", "if they pull back"),
        ("if they go, and if all sign", "they go, and if all sign", "if they go, and if all sign"),
        ("iffy promises end", "iffy promises end", "if iffy promises end"),
        ("if and only if they go", "if and only if they go", "if and only if they go"),
        ("unless they attack", "unless they attack", "unless they attack"),
        ("only if they go", "only if they go", "only if they go"),
        ("once the troops are back", "once the troops are back", "once the troops are back"),
        ("if", "if", "if"),
    ],
)
def test_a_condition_is_stored_as_it_goes_on_after_if_and_shown_with_it(typed, stored, shown):
    assert (drop_if(typed), add_if(stored), write_condition(stored)) == (stored, shown, shown)
    assert drop_if(stored) == stored
    assert read_claim(ROW | {"conditions": f" {typed} "})[0]["conditions"] == stored


def test_words_that_run_from_right_to_left_turn_not_the_if():
    assert write_condition("הם נסוגים (1)") == "if \u2068הם נסוגים (1)\u2069"
