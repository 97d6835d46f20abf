import pytest

from claims.rules.publishing import CLAIM_TRANSITIONS, RECORD_TRANSITIONS, Blocker, Status
from claims.wording.publishing import (
    CLAIM_BLOCKERS,
    OUTCOME_BLOCKERS,
    RECORD_BLOCKERS,
    STATUSES,
    TRANSITIONS,
    write_blockers,
)


def test_every_state_transition_and_blocker_has_its_words():
    assert list(STATUSES) == list(Status)
    assert TRANSITIONS.keys() == CLAIM_TRANSITIONS.keys() | RECORD_TRANSITIONS.keys()
    assert CLAIM_BLOCKERS.keys() == set(Blocker) - {Blocker.DAY_TAKEN}
    assert OUTCOME_BLOCKERS.keys() == set(Blocker) - {Blocker.UNCONFIRMED}


def test_each_blocker_of_a_claim_is_a_sentence_that_names_what_is_wrong():
    codes = [Blocker.ROLE, Blocker.STATUS, Blocker.NO_PASSAGE, Blocker.MISSING_QUOTE, Blocker.WROTE_LAST]
    assert write_blockers(codes, CLAIM_TRANSITIONS["publish"], Status.WITHDRAWN) == [
        "Only a reviewer may publish a claim.",
        "“publish” is not possible for a claim that is withdrawn.",
        "It cites no passage: give a quote, or a locator where there is nothing to quote.",
        "Its quote is not found in the source's text.",
        "You wrote this claim last: somebody else must publish it.",
    ]


def test_a_claim_that_a_coder_may_withdraw_is_told_from_one_that_they_may_not():
    assert write_blockers([Blocker.ROLE], CLAIM_TRANSITIONS["withdraw"], Status.DRAFT) == [
        "Only a reviewer may withdraw this claim."
    ]


def test_coder_is_named():
    sentences = write_blockers([Blocker.CODER], CLAIM_TRANSITIONS["submit"], Status.DRAFT, coder="bob")
    assert sentences == ["It belongs to bob: only they or a reviewer may submit it."]


@pytest.mark.parametrize(
    ("name", "status", "sentences"),
    [
        (
            "publish",
            Status.PUBLISHED,
            [
                "Only a reviewer may publish it.",
                "It is published already.",
                "Say why: readers saw it, and its history keeps the reason.",
                "You wrote it last: somebody else must publish it.",
            ],
        ),
        (
            "take back",
            Status.DRAFT,
            [
                "Only a reviewer may take back it.",
                "It is not published.",
                "Say why: readers saw it, and its history keeps the reason.",
                "You wrote it last: somebody else must publish it.",
            ],
        ),
    ],
)
def test_each_blocker_of_a_record_is_a_sentence(name, status, sentences):
    codes = [Blocker.ROLE, Blocker.STATUS, Blocker.NO_REASON, Blocker.WROTE_LAST]
    assert write_blockers(codes, RECORD_TRANSITIONS[name], status, words=RECORD_BLOCKERS) == sentences
