"""How days are written where a list offers them."""

from datetime import date

import pytest

from claims.wording.days import LONGEST_TITLE, write_day_to_choose


@pytest.mark.parametrize(
    ("events", "newest", "words"),
    [
        ((), False, "6 Jan 2022"),
        ((), True, "6 Jan 2022 (newest)"),
        (("Geneva talks",), False, "6 Jan 2022 · Geneva talks"),
        (("Geneva talks",), True, "6 Jan 2022 (newest) · Geneva talks"),
        (("Geneva talks", "A deadline", "A draft"), False, "6 Jan 2022 · Geneva talks and 2 more"),
        (("שיחות",), False, "6 Jan 2022 · \u2068שיחות\u2069"),
    ],
)
def test_a_day_to_choose_says_what_began_on_it(events, newest, words):
    assert write_day_to_choose(date(2022, 1, 6), events, newest=newest) == words


def test_a_long_title_of_an_event_is_cut():
    words = write_day_to_choose(date(2022, 1, 6), ["A meeting " * 12])
    assert words.endswith("…") and len(words) <= len("6 Jan 2022 · ") + LONGEST_TITLE
