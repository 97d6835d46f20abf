"""What is said of how a batch is settled."""

import pytest

from claims.rules.settling import Decision
from claims.wording.settling import say_alike, say_settled, say_was_there, write_against, write_history


@pytest.mark.parametrize(
    "said, sentence",
    [
        ((Decision.TAKEN, "US on Talks", "ann", "published"), "Settled and published: US on Talks, taken from ann."),
        (
            (Decision.TAKEN, "US on Talks", "ann", "in-review", ["It needs other eyes."]),
            "Settled: US on Talks, taken from ann. Not published yet: It needs other eyes.",
        ),
        (
            (Decision.EDITED, "US on Talks", "ann", "in-review"),
            "Settled: US on Talks, edited. Another reviewer publishes it.",
        ),
        ((Decision.NONE, "US on Talks"), "Settled: no claim on US on Talks."),
    ],
)
def test_it_says_what_became_of_a_unit(said, sentence):
    assert say_settled(*said) == sentence


def test_it_says_that_a_claim_is_there_already():
    told = say_was_there("US on Talks", "abc", "in-review")
    assert told == "Settled: US on Talks is there already, as claim abc (in review). No other was made."


def test_it_says_what_was_settled_at_once_and_what_was_not():
    assert say_alike(2, 1, []) == "Two settled, one of them published."
    told = say_alike(0, 0, [("US on Talks", "Coded already.")])
    assert told == "Nothing was settled. Left open: US on Talks. Coded already."


def test_the_history_of_a_claim_says_how_it_came_about():
    assert write_history("B", "ann", Decision.TAKEN, " ") == "coded twice, blind, in “B”: as coded by ann"
    edited = write_history("B", "ann", Decision.EDITED, "rule 8")
    assert edited == "coded twice, blind, in “B”: edited from what was coded by ann; rule 8"


@pytest.mark.parametrize(
    "number, settled, coder, sentence",
    [
        (0, 0, "", "Nothing is settled yet"),
        (0, 3, "", "Nothing was settled otherwise than you coded it"),
        (1, 3, "", "One of 3 units was settled otherwise than you coded"),
        (2, 1200, "Ann", "Two of 1,200 units were settled otherwise than Ann coded"),
    ],
)
def test_it_says_how_much_was_settled_otherwise(number, settled, coder, sentence):
    assert write_against(number, settled, coder) == sentence
