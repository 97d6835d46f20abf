"""What a timeline comes to, in sentences."""

from datetime import date

import pytest

from claims.rules.scales import State
from claims.wording.timeline import Extent, StandsSince, write_lede, write_left_out

FIRST, LAST = date(2021, 12, 17), date(2022, 1, 10)


def stands(name, value, since=FIRST, state=State.STANCE, **more):
    return StandsSince(name, since, state, value, **more)


@pytest.mark.parametrize(
    ("standing", "extent", "lede"),
    [
        ([], Extent(0), "Nothing has been said yet."),
        ([], Extent(1, LAST, LAST), "One proposal, 10 Jan 2022. No stance has moved."),
        ([], Extent(17, FIRST, LAST, None), "17 proposals, 17 Dec 2021 – 10 Jan 2022."),
        (
            [],
            Extent(2, FIRST, LAST, ["Russia on Zones"]),
            "Two proposals, 17 Dec 2021 – 10 Jan 2022. One stance has moved: Russia on Zones.",
        ),
        (
            [],
            Extent(5, FIRST, LAST, list("abcd")),
            "Five proposals, 17 Dec 2021 – 10 Jan 2022. Four stances have moved.",
        ),
        (
            [stands("the US", -2, LAST, red_line=True), stands("Russia", 2), stands("NATO", -2, LAST, red_line=True)],
            Extent(1, FIRST, LAST),
            "Russia has supported it since 17 Dec 2021. The US and NATO have rejected it since 10 Jan 2022. "
            "It is a red line for the US and NATO. No stance has moved.",
        ),
        (
            [stands("Russia", 1, state=State.CONDITIONAL), stands("NATO", 0, own=False)],
            Extent(1, FIRST, LAST),
            "Russia has been open to it on a condition since 17 Dec 2021. "
            "NATO has been neutral on it since 17 Dec 2021, by the account of others. No stance has moved.",
        ),
        (
            [stands("Russia", None, state=State.MIXED), stands("NATO", None, LAST, State.DEPENDS)],
            Extent(1, FIRST, LAST, None),
            "Russia has spoken for it and against it since 17 Dec 2021. NATO has made it depend on a condition since "
            "10 Jan 2022.",
        ),
        (
            [stands(f"Actor {value}", value) for value in (2, 1, 0, -1, -2)],
            Extent(1, FIRST, LAST, None),
            "Actor 2 has supported it since 17 Dec 2021. Actor 1 has been open to it since 17 Dec 2021. "
            "Actor 0 has been neutral on it since 17 Dec 2021. Actor -1 has been sceptical of it since 17 Dec 2021. "
            "One more stands elsewhere.",
        ),
    ],
)
def test_the_page_begins_with_who_stands_where_since_when_and_what_moved(standing, extent, lede):
    assert write_lede(standing, extent) == lede


@pytest.mark.parametrize(
    ("empty", "words"),
    [
        (0, ""),
        (1, "One lane is left out, since nothing was said there."),
        (13, "13 lanes are left out, since nothing was said there."),
    ],
)
def test_the_lanes_left_out_are_counted(empty, words):
    assert write_left_out(empty, "lane") == words
