"""Who lets a claim pass from where to where, and what keeps it back: every combination, held against one table."""

from itertools import product

import pytest

from claims.rules.publishing import (
    ANALYST,
    CHANGE_TRANSITIONS,
    CLAIM_TRANSITIONS,
    RECORD_TRANSITIONS,
    REVIEWER,
    Blocker,
    Citation,
    Status,
    find_blockers,
    may_edit,
    may_propose,
)
from claims.rules.quotes import QuoteState

# transition: its role, from which states, to which, and what it needs
TABLE = {
    "submit": ("analyst", {"draft", "returned"}, "in-review", {"citation"}),
    "publish": ("reviewer", {"in-review"}, "published", {"citation", "other eyes"}),
    "return": ("reviewer", {"in-review"}, "returned", {"reason"}),
    "withdraw": ("reviewer", {"draft", "returned", "in-review", "published"}, "withdrawn", {"reason"}),
}
OPEN_TO_CODER = {"withdraw": {"draft", "returned"}}  # analysts make it too, of what is theirs or nobody's
ROLES = [(), ("analyst",), ("reviewer",), ("analyst", "reviewer")]


def blocked(name, *, status="draft", roles=("analyst", "reviewer"), cites=("not now", "", QuoteState.EXACT), **fields):
    """Return what blocks a claim that lacks nothing but what `fields` take from it."""
    asked = {"mine": True, "wrote_last": False, "reason": "settled", "citation": Citation(*cites), **fields}
    return find_blockers(CLAIM_TRANSITIONS[name], status=Status(status), roles=roles, **asked)


def from_where(name):
    return sorted(TABLE[name][1])[0]


def test_there_are_no_other_transitions_or_states():
    assert list(CLAIM_TRANSITIONS) == list(TABLE)
    assert {t: CLAIM_TRANSITIONS[t].target.value for t in TABLE} == {t: row[2] for t, row in TABLE.items()}


@pytest.mark.parametrize("roles", ROLES)
@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("name", TABLE)
def test_each_transition_is_made_by_its_role_from_its_states_with_its_needs(name, status, roles):
    role, sources, _, needs = TABLE[name]
    for cited, said_why, wrote_last, mine in product((True, False), repeat=4):
        as_coder = "analyst" in roles and mine and status in OPEN_TO_CODER.get(name, ())
        submits_for_another = name == "submit" and roles == ("analyst",) and not mine
        blockers = blocked(
            name,
            status=status,
            roles=roles,
            cites=("not now", "", QuoteState.EXACT) if cited else ("", "", QuoteState.NO_QUOTE),
            reason="settled" if said_why else "",
            wrote_last=wrote_last,
            mine=mine,
        )
        expected = {
            Blocker.ROLE: role not in roles and not as_coder,
            Blocker.CODER: submits_for_another,
            Blocker.STATUS: status.value not in sources,
            Blocker.NO_PASSAGE: "citation" in needs and not cited,
            Blocker.NO_REASON: "reason" in needs and not said_why,
            Blocker.WROTE_LAST: "other eyes" in needs and wrote_last,
        }
        assert blockers == [blocker for blocker, blocks in expected.items() if blocks]


def test_nobody_publishes_what_they_wrote_last():
    assert blocked("publish", status="in-review") == []
    assert blocked("publish", status="in-review", wrote_last=True) == [Blocker.WROTE_LAST]


def test_nothing_withdrawn_moves_and_nothing_but_a_claim_in_review_is_published():
    for status in Status:
        allowed = [name for name in TABLE if not blocked(name, status=status)]
        assert (
            allowed
            == {
                "draft": ["submit", "withdraw"],
                "returned": ["submit", "withdraw"],
                "in-review": ["publish", "return", "withdraw"],
                "published": ["withdraw"],
                "withdrawn": [],
            }[status.value]
        )


@pytest.mark.parametrize("name", ["submit", "publish"])
@pytest.mark.parametrize(
    ("cites", "kept_back_by"),
    [
        (("not now", "", QuoteState.EXACT), []),
        (("not now", "", QuoteState.NORMALISED), []),
        (("not now", "", QuoteState.AMBIGUOUS), []),
        (("not now", "", QuoteState.NO_TEXT), []),
        (("", "p. 4", QuoteState.NO_QUOTE), []),
        (("not now", "p. 4", QuoteState.MISSING), [Blocker.MISSING_QUOTE]),
        (("not now", "", QuoteState.MISSING), [Blocker.MISSING_QUOTE]),
        (("", "", QuoteState.NO_QUOTE), [Blocker.NO_PASSAGE]),
        ((" ", "\n", QuoteState.NO_QUOTE), [Blocker.NO_PASSAGE]),
        (("", "", QuoteState.MISSING), [Blocker.NO_PASSAGE, Blocker.MISSING_QUOTE]),
        (("not now", "", QuoteState.EXACT, True), [Blocker.STRANGER]),
        (("not now", "", QuoteState.EXACT, False, True), [Blocker.UNCONFIRMED]),
        (
            ("not now", "", QuoteState.MISSING, True, True),
            [Blocker.MISSING_QUOTE, Blocker.STRANGER, Blocker.UNCONFIRMED],
        ),
    ],
)
def test_a_claim_is_kept_back_whose_passage_or_speaker_does_not_bear_it_or_that_was_not_confirmed(
    name, cites, kept_back_by
):
    assert blocked(name, status=from_where(name), cites=cites) == kept_back_by


@pytest.mark.parametrize("name", ["submit", "publish"])
def test_of_one_day_a_proposal_has_one_published_outcome(name):
    assert blocked(name, status=from_where(name), day_taken=True) == [Blocker.DAY_TAKEN]


def test_what_names_somebody_or_something_suggested_only_waits_with_its_publication_alone():
    assert blocked("publish", status="in-review", names_suggested=True, wrote_last=True) == [
        Blocker.SUGGESTED,
        Blocker.WROTE_LAST,
    ]
    for name in ("submit", "return", "withdraw"):
        assert blocked(name, status=from_where(name), names_suggested=True) == []


@pytest.mark.parametrize("name", ["return", "withdraw"])
def test_what_takes_a_claim_back_needs_a_reason_and_no_passage(name):
    bare = {"cites": ("", "", QuoteState.MISSING), "status": from_where(name), "wrote_last": True}
    assert blocked(name, **bare) == []
    assert blocked(name, reason=" \n", **bare) == [Blocker.NO_REASON]


@pytest.mark.parametrize("status", list(Status))
def test_analysts_withdraw_their_own_drafts_and_what_was_returned_to_them(status):
    mine, others = (blocked("withdraw", status=status, roles=("analyst",), mine=mine) for mine in (True, False))
    assert (mine == []) == (status in ("draft", "returned"))
    assert others[0] == Blocker.ROLE


EDITING = {  # status: (analyst, theirs or nobody's), (analyst, somebody else's), reviewer
    "draft": (True, False, True),
    "in-review": (False, False, True),
    "returned": (True, False, True),
    "published": (False, False, False),
    "withdrawn": (False, False, False),
}


@pytest.mark.parametrize("status", list(Status))
def test_analysts_edit_their_own_drafts_and_reviewers_all_that_is_neither_published_nor_withdrawn(status):
    own, others, reviewer = EDITING[status.value]
    assert may_edit(status=status, roles={ANALYST}, mine=True) == own
    assert may_edit(status=status, roles={ANALYST}, mine=False) == others
    for roles, mine in product([{REVIEWER}, {ANALYST, REVIEWER}], [True, False]):
        assert may_edit(status=status, roles=roles, mine=mine) == reviewer
    assert not may_edit(status=status, roles=set(), mine=True)


# Recorded searches and remarks


def of_record(name, **asked):
    usual = {"status": "published" if name == "take back" else "draft", "roles": {"reviewer"}, "mine": False}
    usual |= {"reason": "", "wrote_last": False} | asked
    return find_blockers(RECORD_TRANSITIONS[name], **usual | {"status": Status(usual["status"])})


def test_a_record_is_published_or_taken_back_and_nothing_else():
    targets = {name: (set(t.sources), t.target) for name, t in RECORD_TRANSITIONS.items()}
    assert targets == {"publish": ({"draft"}, "published"), "take back": ({"published"}, "draft")}


def test_a_reviewer_publishes_what_somebody_else_wrote_and_takes_it_back_with_a_reason():
    assert of_record("publish") == of_record("take back", reason="wrong archive") == []
    assert of_record("take back", reason="wrong archive", wrote_last=True) == []
    assert of_record("publish", wrote_last=True) == [Blocker.WROTE_LAST]
    assert of_record("take back", reason=" ") == [Blocker.NO_REASON]


@pytest.mark.parametrize("name", RECORD_TRANSITIONS)
@pytest.mark.parametrize("mine", [True, False])
def test_analysts_neither_publish_a_record_nor_take_it_back(name, mine):
    assert of_record(name, roles={"analyst"}, mine=mine, reason="x") == [Blocker.ROLE]


def test_what_is_published_is_not_published_again_nor_the_other_taken_back():
    assert of_record("publish", status="published") == [Blocker.STATUS]
    assert of_record("take back", status="draft", reason="x") == [Blocker.STATUS]


@pytest.mark.parametrize(("rule", "asked"), [(may_edit, {"status": Status.DRAFT}), (may_propose, {})])
def test_nobody_rewrites_what_another_has_signed(rule, asked):
    signed = {"roles": {"reviewer", "analyst"}, "signed": True, **asked}
    assert not rule(mine=False, **signed)
    assert rule(mine=True, **signed)


def test_any_analyst_proposes_a_change_of_what_is_not_signed_and_nobody_else():
    for mine in (True, False):
        assert may_propose(roles={"analyst"}, mine=mine)
        assert not may_propose(roles=set(), mine=mine)


def test_a_change_of_what_is_published_is_published_by_another_returned_or_withdrawn():
    targets = {name: (set(t.sources), t.target) for name, t in CHANGE_TRANSITIONS.items()}
    waiting = {"in-review", "returned"}
    assert targets == {
        "publish": ({"in-review"}, "published"),
        "return": ({"in-review"}, "returned"),
        "withdraw": (waiting, "withdrawn"),
    }
    asked = {"status": Status.IN_REVIEW, "roles": {"reviewer"}, "mine": True, "reason": "", "wrote_last": True}
    assert find_blockers(CHANGE_TRANSITIONS["publish"], **asked) == [Blocker.WROTE_LAST]
    for name in ("return", "withdraw"):
        assert find_blockers(CHANGE_TRANSITIONS[name], **asked) == [Blocker.NO_REASON]
