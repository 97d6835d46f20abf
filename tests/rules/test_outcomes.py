"""What became of a proposal as of a day."""

from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.rules.outcomes import find_day_before, list_as_of
from claims.rules.scales import OUTCOMES, OutcomeKind, VerdictKind
from claims.wording.outcomes import write_above_verdict, write_outcome


class Told(NamedTuple):
    day: date
    published_on: date | None = None


FIRST, SECOND = Told(date(2022, 3, 3), date(2022, 3, 4)), Told(date(2022, 5, 1))


@pytest.mark.parametrize(
    ("as_of", "published_by_then", "listed"),
    [
        (date(2022, 3, 2), False, []),
        (date(2022, 3, 3), False, [FIRST]),
        (date(2022, 3, 3), True, []),
        (date(2022, 3, 4), True, [FIRST]),
        (date(2022, 5, 1), False, [SECOND, FIRST]),
        (date(2022, 5, 1), True, [FIRST]),  # of the other nobody can say when its source was published
    ],
)
def test_the_latest_of_the_day_comes_first_and_none_is_known_before_its_day(as_of, published_by_then, listed):
    assert list_as_of([FIRST, SECOND], as_of, published_by_then) == listed


DAYS = st.integers(0, 9).map(lambda number: date(2022, 3, 1) + timedelta(days=number))


def test_outcomes_of_one_day_keep_the_order_in_which_they_came():
    unknown, known = Told(date(2022, 3, 3)), Told(date(2022, 3, 3), date(2022, 3, 4))
    assert list_as_of([known, unknown], date.max) == [known, unknown]


@given(st.lists(st.builds(Told, DAYS, st.none() | DAYS), unique_by=lambda told: told.day), DAYS)
def test_a_later_day_takes_no_outcome_away(outcomes, as_of):
    by_then = list_as_of(outcomes, as_of)
    later = list_as_of(outcomes, date.max)
    assert later[len(later) - len(by_then) :] == by_then
    assert set(list_as_of(outcomes, as_of, published_by_then=True)) <= set(by_then)


def test_until_then_is_the_day_before():
    assert find_day_before(date(2022, 3, 1)) == date(2022, 2, 28)


def test_it_is_said_with_the_verdicts_around_it():
    agreed = write_outcome(OutcomeKind.AGREED, date(2022, 3, 3))
    assert write_above_verdict(agreed, VerdictKind.WITHIN_REACH, VerdictKind.WITHIN_REACH) == (
        "agreed 3 Mar 2022; until then: within reach"
    )
    assert write_above_verdict(agreed, VerdictKind.WITHIN_REACH, VerdictKind.CONTESTED) == (
        "agreed 3 Mar 2022; until then: within reach; since then: contested"
    )
    assert write_above_verdict(agreed, None, None) == "agreed 3 Mar 2022"
    assert write_outcome(OutcomeKind.AGREED_IN_PART, date(2022, 3, 3)) == "agreed in part 3 Mar 2022"


def test_the_method_says_what_each_kind_means_in_the_words_of_the_scale():
    method = (Path(__file__).parents[2] / "docs" / "method.md").read_text()
    assert all(f"- *{word.word}*: {word.meaning}\n" in method for word in OUTCOMES.values())
