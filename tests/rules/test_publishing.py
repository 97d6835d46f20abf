"""Who moves a claim from where to where, and what keeps it back: every combination, held against one table."""

from itertools import product

import pytest

from claims.rules import publishing
from claims.rules.publishing import ANALYST, CLAIM_TRANSITIONS, REVIEWER, STATUSES, Status, find_blockers, may_edit
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


def hindered(name, *, status="draft", roles=("analyst", "reviewer"), **fields):
    """Return what hinders a claim that lacks nothing but what `fields` take from it."""
    snapshot = {"quote": "not now", "locator": "", "quote_state": QuoteState.EXACT, "reason": "settled"}
    fields = {**snapshot, "wrote_last": False, **fields}
    return find_blockers(CLAIM_TRANSITIONS[name], status=Status(status), roles=roles, **fields)


def from_where(name):
    return sorted(TABLE[name][1])[0]


def test_there_are_no_other_transitions_or_states():
    assert list(CLAIM_TRANSITIONS) == list(TABLE)
    assert list(STATUSES) == list(Status)
    assert {t: CLAIM_TRANSITIONS[t].target.value for t in TABLE} == {t: row[2] for t, row in TABLE.items()}


@pytest.mark.parametrize("roles", ROLES)
@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("name", TABLE)
def test_each_transition_is_made_by_its_role_from_its_states_with_its_needs(name, status, roles):
    role, sources, _, needs = TABLE[name]
    for cited, said_why, wrote_last, mine in product((True, False), repeat=4):
        as_coder = "analyst" in roles and mine and status in OPEN_TO_CODER.get(name, ())
        submits_for_another = name == "submit" and roles == ("analyst",) and not mine
        faults = hindered(
            name,
            status=status,
            roles=roles,
            quote="not now" if cited else "",
            quote_state=QuoteState.EXACT if cited else QuoteState.NO_QUOTE,
            reason="settled" if said_why else "",
            wrote_last=wrote_last,
            mine=mine,
        )
        expected = [
            role not in roles and not as_coder,
            submits_for_another,
            status.value not in sources,
            "citation" in needs and not cited,
            "reason" in needs and not said_why,
            "other eyes" in needs and wrote_last,
        ]
        assert len(faults) == sum(expected)


def test_nobody_publishes_what_they_wrote_last():
    assert hindered("publish", status="in-review") == []
    assert hindered("publish", status="in-review", wrote_last=True) == [
        "You wrote this claim last: somebody else must publish it."
    ]


def test_nothing_withdrawn_moves_and_nothing_but_a_claim_in_review_is_published():
    for status in Status:
        allowed = [name for name in TABLE if not hindered(name, status=status)]
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
    ("quote", "locator", "state", "kept_back"),
    [
        ("not now", "", QuoteState.EXACT, 0),
        ("not now", "", QuoteState.NORMALISED, 0),
        ("not now", "", QuoteState.AMBIGUOUS, 0),
        ("not now", "", QuoteState.NO_TEXT, 0),
        ("", "p. 4", QuoteState.NO_QUOTE, 0),
        ("not now", "p. 4", QuoteState.MISSING, 1),
        ("not now", "", QuoteState.MISSING, 1),
        ("", "", QuoteState.NO_QUOTE, 1),
        (" ", "\n", QuoteState.NO_QUOTE, 1),
        ("", "", QuoteState.MISSING, 2),
    ],
)
def test_a_claim_without_a_passage_or_with_a_missing_quote_is_kept_back(name, quote, locator, state, kept_back):
    faults = hindered(name, status=from_where(name), quote=quote, locator=locator, quote_state=state)
    assert len(faults) == kept_back


@pytest.mark.parametrize("name", ["return", "withdraw"])
def test_what_takes_a_claim_back_needs_a_reason_and_no_passage(name):
    bare = {"quote": "", "quote_state": QuoteState.MISSING, "status": from_where(name), "wrote_last": True}
    assert hindered(name, **bare) == []
    assert hindered(name, reason=" \n", **bare) == [f"Say why: to {name} a claim needs a reason."]


@pytest.mark.parametrize("status", list(Status))
def test_analysts_withdraw_their_own_drafts_and_what_was_returned_to_them(status):
    mine, others = (hindered("withdraw", status=status, roles=("analyst",), mine=mine) for mine in (True, False))
    assert (mine == []) == (status in ("draft", "returned"))
    assert others[0] == "Only a reviewer may withdraw this claim."


def test_each_hindrance_is_a_sentence_that_names_what_is_wrong():
    faults = hindered(
        "publish", status="withdrawn", roles=(), quote="", quote_state=QuoteState.MISSING, wrote_last=True
    )
    assert faults == [
        "Only a reviewer may publish a claim.",
        "A claim that is withdrawn cannot be moved by “publish”.",
        "It cites no passage: give a quote, or a locator where there is nothing to quote.",
        "Its quote is not found in the source's text.",
        "You wrote this claim last: somebody else must publish it.",
    ]


EDITING = {  # status: (analyst, theirs or nobody's), (analyst, somebody else's), reviewer
    "draft": (True, False, True),
    "in-review": (False, False, True),
    "returned": (True, False, True),
    "published": (False, False, True),
    "withdrawn": (False, False, False),
}


@pytest.mark.parametrize("status", list(Status))
def test_analysts_edit_their_own_drafts_and_reviewers_all_that_is_not_withdrawn(status):
    own, others, reviewer = EDITING[status.value]
    assert may_edit(status=status, roles={ANALYST}, mine=True) == own
    assert may_edit(status=status, roles={ANALYST}, mine=False) == others
    for roles, mine in product([{REVIEWER}, {ANALYST, REVIEWER}], [True, False]):
        assert may_edit(status=status, roles=roles, mine=mine) == reviewer
    assert not may_edit(status=status, roles=set(), mine=True)


# Recorded searches and remarks


def work(move, **asked):
    usual = {"published": move == "take back", "roles": {"reviewer"}, "reason": "", "wrote_last": False}
    return publishing.find_record_blockers(move, **usual | asked)


def test_a_reviewer_publishes_what_somebody_else_wrote_and_takes_it_back_with_a_reason():
    assert work("publish") == work("take back", reason="wrong archive") == []
    assert work("take back", reason="wrong archive", wrote_last=True) == []
    assert work("publish", wrote_last=True) == ["You wrote it last: somebody else must publish it."]
    assert work("take back", reason=" ") == ["Say why: readers saw it, and its history keeps the reason."]


@pytest.mark.parametrize("move", ["publish", "take back"])
def test_analysts_neither_publish_nor_take_back(move):
    assert work(move, roles={"analyst"}, reason="x") == [f"Only a reviewer may {move} it."]


def test_what_is_published_is_not_published_again_nor_the_other_taken_back():
    assert work("publish", published=True) == ["It is published already."]
    assert work("take back", published=False, reason="x") == ["It is not published."]


def test_nobody_rewrites_what_another_has_signed():
    both = {"roles": {"reviewer", "analyst"}, "signed": True}
    assert not publishing.may_edit_record(published=True, mine=False, **both)
    assert publishing.may_edit_record(published=True, mine=True, **both)


@pytest.mark.parametrize(
    ("roles", "mine", "published", "may"),
    [
        ({"analyst"}, True, False, True),
        ({"analyst"}, True, True, False),
        ({"analyst"}, False, False, False),
        ({"reviewer", "analyst"}, False, True, True),
        (set(), True, False, False),
    ],
)
def test_analysts_edit_their_own_until_it_is_published_and_reviewers_all(roles, mine, published, may):
    assert publishing.may_edit_record(published=published, roles=roles, mine=mine) == may
