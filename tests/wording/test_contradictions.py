"""Contradictions in words: none, one, many; of one actor and of several; answered or not."""

import pytest

from claims.rules.measures.contradictions import ContradictionKind
from claims.wording.contradictions import (
    KINDS,
    ContradictionsTold,
    write_apart,
    write_headline,
    write_inside,
    write_lede,
    write_none_inside,
)

OFFICIALS, OVER_TIME = ContradictionKind.OFFICIALS, ContradictionKind.OVER_TIME


@pytest.mark.parametrize(
    ("told", "headline", "lede"),
    [
        (ContradictionsTold(0, 0, 0), "No contradiction inside any actor within 30 days", ""),
        (ContradictionsTold(0, 0, 0, chosen=True), "No contradiction that fits inside any actor within 30 days", ""),
        (ContradictionsTold(0, 1, 0, 7, "the US"), "No contradiction inside the US within seven days", ""),
        (
            ContradictionsTold(1, 1, 0, 1, "the US"),
            "One contradiction inside the US within one day",
            "No remark answers it yet.",
        ),
        (ContradictionsTold(1, 1, 1), "One contradiction inside one actor within 30 days", "A remark answers it."),
        (
            ContradictionsTold(14, 3, 0),
            "14 contradictions inside three actors within 30 days",
            "No remark answers any of them yet.",
        ),
        (
            ContradictionsTold(3, 2, 2),
            "Three contradictions inside two actors within 30 days",
            "Remarks answer two of them, one is left.",
        ),
        (
            ContradictionsTold(30, 2, 1),
            "30 contradictions inside two actors within 30 days",
            "Remarks answer one of them, 29 are left.",
        ),
        (
            ContradictionsTold(3, 2, 3),
            "Three contradictions inside two actors within 30 days",
            "Remarks answer all of them.",
        ),
    ],
)
def test_how_many_there_are_and_how_many_are_answered(told, headline, lede):
    assert (write_headline(told), write_lede(told)) == (headline, lede)


def test_those_of_one_actor_are_told_by_their_kinds():
    assert write_inside([OVER_TIME], 0) == (
        "One contradiction within 30 days: one speaker says the one and the opposite. No remark answers it yet."
    )
    assert write_inside([OVER_TIME, OFFICIALS, OVER_TIME], 1, 7) == (
        "Three contradictions within seven days: two who may speak for it say the opposite of each other (one); one "
        "speaker says the one and the opposite (two). Remarks answer one of them, two are left."
    )
    assert write_none_inside("the US") == (
        "No words of the US, and nothing that others say of it, contradict each other within 30 days."
    )


def test_how_far_apart_two_claims_are_and_that_every_kind_has_its_words():
    assert [write_apart(days) for days in (0, 1, 14)] == ["on one day", "one day apart", "14 days apart"]
    assert set(KINDS) == set(ContradictionKind)
