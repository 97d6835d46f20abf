"""What a claim of prospects says besides its value, in words."""

from datetime import date

import pytest

from claims.wording.prospects import write_terms


@pytest.mark.parametrize(
    ("by_when", "probability", "words"),
    [
        (None, None, ""),
        (date(2022, 3, 1), None, "by 1 Mar 2022"),
        (None, 30, "30\u00a0% (the speaker's own number)"),
        (None, 0, "0\u00a0% (the speaker's own number)"),
        (date(2022, 3, 1), 100, "by 1 Mar 2022, 100\u00a0% (the speaker's own number)"),
    ],
)
def test_the_day_and_the_number_are_said_where_the_speaker_says_them(by_when, probability, words):
    assert write_terms(by_when, probability) == words
