"""Who is closest and who farthest apart, as pages begin with it."""

from datetime import date

import pytest

from claims.rules.scales import Dimension
from claims.wording.closeness import (
    ClosenessTold,
    PairNumber,
    PairTold,
    write_headline,
    write_lede,
    write_on_how_many,
    write_pair_number,
)


def number(value, n=4, lower=0.25, upper=0.9):
    return PairNumber(value, n, 22, lower, upper)


def near(value, others=0, **of_number):
    return PairTold(("the US", "NATO"), number(value, **of_number), others)


def far(value, others=0, **of_number):
    return PairTold(("Russia", "NATO"), number(value, **of_number), others)


def told(pairs, closest=None, farthest=None, **fields):
    usual = {"compared": pairs, "if_met": False, "dimension": Dimension.POSITION, "minimum": 3}
    return ClosenessTold(pairs=pairs, closest=closest, farthest=farthest, **{**usual, **fields})


@pytest.mark.parametrize(
    "what, headline",
    [
        (told(0), "No two actors can be compared"),
        (told(0, as_of=date(2022, 1, 10)), "As of 10 Jan 2022, no two actors can be compared"),
        (told(1, near(0.9), near(0.9)), "Only the US and NATO can be compared"),
        (told(1, near(0.9), near(0.9), compared=2), "Only the US and NATO can be compared as it stands"),
        (
            told(1, near(0.9), near(0.9), if_met=True),
            "With every condition met, only the US and NATO can be compared",
        ),
        (told(2, near(0.9), far(0.4)), "The US and NATO are closest; Russia and NATO are farthest apart"),
        (
            told(2, near(0.9), far(0.4), if_met=True),
            "With every condition met, the US and NATO are closest; Russia and NATO are farthest apart",
        ),
        (
            told(2, near(0.9), far(0.4), dimension=Dimension.PROSPECTS, as_of=date(2022, 1, 10)),
            "As of 10 Jan 2022, in prospects, the US and NATO are closest; Russia and NATO are farthest apart",
        ),
        (told(2, near(1), far(0)), "The US and NATO never differ; Russia and NATO always stand at opposite ends"),
        (
            told(9, near(0.9, others=2), far(0.4, others=1)),
            "Three pairs are closest, the US and NATO among them; "
            "two pairs are farthest apart, Russia and NATO among them",
        ),
        (told(3, near(0.5, others=2), near(0.5, others=2)), "All 3 pairs that can be compared are equally close"),
        (told(3, near(1, others=2), near(1, others=2)), "All 3 pairs that can be compared never differ"),
        (
            told(3, near(0, others=2), near(0, others=2)),
            "All 3 pairs that can be compared always stand at opposite ends",
        ),
    ],
)
def test_the_headline_names_who_is_closest_and_who_farthest_apart(what, headline):
    assert write_headline(what) == headline


@pytest.mark.parametrize(
    "what, lede",
    [
        (told(0), "No two actors have a value on 3 of the same proposals."),
        (told(0, minimum=1), "No two actors have a value on one and the same proposal."),
        (
            told(1, near(0.38), near(0.38), other=number(0.53, 9)),
            "They stand at 0.38 on 4 proposals as it stands, and would stand at 0.53 on 9 with every condition met. "
            "What has not been said yet could bring that anywhere from 0.25 to 0.90.",
        ),
        (
            told(1, near(0.38, n=1), near(0.38, n=1), other=number(None)),
            "They stand at 0.38 on 1 proposal. What has not been said yet could bring that anywhere from 0.25 to 0.90.",
        ),
        (
            told(1, near(0.38), near(0.38), if_met=True),
            "They would stand at 0.38 on 4 proposals. "
            "What has not been said yet could bring that anywhere from 0.25 to 0.90.",
        ),
        (
            told(2, near(0.9), far(0.4, n=1, lower=0)),
            "The US and NATO stand at 0.90 on 4 proposals, Russia and NATO at 0.40 on 1. "
            "What has not been said yet could bring the first anywhere from 0.25 to 0.90, "
            "the second from 0.00 to 0.90.",
        ),
        (
            told(2, near(0.9), far(0.4), if_met=True),
            "The US and NATO would stand at 0.90 on 4 proposals, Russia and NATO at 0.40 on 4. "
            "What has not been said yet could bring the first anywhere from 0.25 to 0.90, "
            "the second from 0.25 to 0.90.",
        ),
        (
            told(3, near(0.5, others=2), near(0.5, others=2)),
            "Each stands at 0.50, the US and NATO on 4 proposals.",
        ),
    ],
)
def test_the_sentence_says_on_how_many_proposals_and_how_far_blanks_could_move_it(what, lede):
    assert write_lede(what) == lede


def test_the_words_of_a_number_say_its_n_and_its_bounds():
    assert write_pair_number("as it stands", number(0.5)) == "as it stands 0.50, n = 4 of 22, between 0.25 and 0.90"
    assert write_pair_number("as it stands", number(None)) == "as it stands no number, n = 4 of 22"
    assert (write_on_how_many(number(0.5)), write_on_how_many(number(None))) == ("0.50 on 4", "– on 4")
