"""The steps of a claim, and who is to answer what is said of it."""

from datetime import datetime, timedelta

import pytest

from claims.rules.publishing import Status
from claims.rules.threads import ClaimVersion, find_awaited, find_steps

START = datetime(2022, 1, 17)
ANN, REA, ROB = 1, 2, 3


def tell(*passed):
    """Return versions of a claim, a minute apart, from (status, remark) each."""
    return [
        ClaimVersion(START + timedelta(minutes=number), ANN, status, remark)
        for number, (status, remark) in enumerate(passed)
    ]


def test_what_was_only_edited_is_no_step():
    draft, review, returned = Status.DRAFT, Status.IN_REVIEW, Status.RETURNED
    versions = tell((draft, ""), (draft, ""), (review, ""), (returned, "Why?"), (returned, "Why?"), (review, ""))
    assert find_steps(versions) == [versions[number] for number in (0, 2, 3, 5)]


def test_the_same_remark_on_another_step_is_another_step():
    review, returned = Status.IN_REVIEW, Status.RETURNED
    versions = tell((review, ""), (returned, "Why?"), (review, ""), (returned, "Why?"))
    assert find_steps(versions) == versions


def test_a_claim_without_versions_has_no_steps():
    assert find_steps([]) == []


@pytest.mark.parametrize(
    ("author", "coder", "voices", "awaited"),
    [
        (REA, ANN, [], ANN),  # what a reviewer says, its coder answers
        (ANN, ANN, [ANN, REA, ROB, ANN], ROB),  # what its coder says, whoever else spoke last
        (ANN, ANN, [ANN, None, REA, None], REA),  # and can be named
        (ANN, ANN, [ANN], None),  # if anybody did
        (REA, None, [ANN], None),  # nobody codes it
    ],
)
def test_who_is_to_answer(author, coder, voices, awaited):
    assert find_awaited(author, coder, voices) == awaited
