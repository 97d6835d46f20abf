"""What the verdicts depend on, as its page begins."""

from datetime import date

import pytest

from claims.rules.measures.robustness import TrialKind
from claims.wording.robustness import write_robustness_headline, write_robustness_lede


def changing(*numbers):
    return dict(zip(TrialKind, numbers, strict=True))


@pytest.mark.parametrize(
    "on_one_source, verdicts, headline",
    [
        (0, 0, "There is no verdict yet"),
        (0, 4, "No verdict depends on a single source"),
        (1, 1, "1 of 1 verdict depends on a single source"),
        (1, 4, "1 of 4 verdicts depends on a single source"),
        (12, 15, "12 of 15 verdicts depend on a single source"),
    ],
)
def test_the_headline_counts_the_verdicts_that_hang_on_one_source(on_one_source, verdicts, headline):
    assert write_robustness_headline(changing(on_one_source, 0, 0, 0), verdicts) == headline


def test_the_headline_says_the_day_of_which_it_holds():
    told = write_robustness_headline(changing(0, 0, 0, 0), 4, date(2022, 1, 10))
    assert told == "As of 10 Jan 2022, no verdict depends on a single source"


@pytest.mark.parametrize(
    "numbers, lede",
    [
        (
            (12, 13, 5, 1),
            "13 would change without one origin, 5 without second-hand claims, "
            "1 with every condition read as a refusal.",
        ),
        (
            (1, 1, 0, 0),
            "1 would change without one origin, none without second-hand claims, "
            "none with every condition read as a refusal.",
        ),
        (
            (0, 0, 0, 0),
            "None would change without one origin or second-hand claims, or with conditions read as refusals.",
        ),
    ],
)
def test_the_sentence_counts_those_of_the_other_trials(numbers, lede):
    assert write_robustness_lede(changing(*numbers)) == lede
