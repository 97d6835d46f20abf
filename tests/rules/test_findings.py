"""What a negotiation came to: which findings, in which order, from which verdicts."""

import pytest

from claims.rules.findings import FindingCode, FindingPart, Judged, find_awaited, find_main
from claims.rules.scales import State, VerdictKind
from claims.rules.verdicts import Hinge, Standing, Verdict
from claims.wording.findings import write_main_finding

CONTESTED, BLOCKED, WITHIN = VerdictKind.CONTESTED, VerdictKind.BLOCKED, VerdictKind.WITHIN_REACH
COMMON, OPEN, REJECTED = VerdictKind.COMMON_GROUND, VerdictKind.OPEN, VerdictKind.REJECTED
UNANSWERED, NOT_SPOKEN = VerdictKind.UNANSWERED, VerdictKind.NOT_SPOKEN


def tell(*kinds):
    return [Judged(f"p{n}", f"Proposal {n}", Verdict(kind)) for n, kind in enumerate(kinds, start=1)]


def write(told, claims=1, has_verdicts=True, most_divided=""):
    return write_main_finding(find_main(told, claims=claims, has_verdicts=has_verdicts, most_divided=most_divided))


def blocked_by(*slugs, number=1):
    """Return a proposal whose conditions hang on these, which are refused."""
    hinges = tuple(Hinge(slug, slug.capitalize()) for slug in slugs)
    return Judged(f"b{number}", f"Blocked {number}", Verdict(BLOCKED, hinges=hinges))


def refused_by(*values):
    """Return the proposal Pullback, on which Red, Blue … stand at these values."""
    names = ("Red", "Blue", "Green")
    standings = tuple(
        Standing(name, name, State.STANCE if value is not None else State.MIXED, value)
        for name, value in zip(names, values, strict=False)
    )
    return Judged("pullback", "Pullback", Verdict(CONTESTED, standings=standings))


@pytest.mark.parametrize(
    ("kinds", "sentence"),
    [
        ([], "No party has spoken on any proposal yet."),
        ([NOT_SPOKEN, NOT_SPOKEN], "No party has spoken on any proposal yet."),
        ([COMMON], "Proposal 1 is common ground."),
        ([COMMON, COMMON, CONTESTED], "Proposal 1 and Proposal 2 are common ground; one is contested."),
        ([COMMON] * 3 + [NOT_SPOKEN], "3 of 4 proposals are common ground."),
        ([COMMON] * 38 + [CONTESTED] * 1096, "38 of 1134 proposals are common ground; 1,096 are contested."),
        ([WITHIN, WITHIN], "Nothing is common ground without a condition; two are within reach."),
        ([BLOCKED], "Nothing is common ground without a condition."),
        ([CONTESTED, REJECTED], "Nothing is common ground; one is contested; one is rejected."),
        ([CONTESTED, REJECTED, UNANSWERED], "Nothing is common ground; one is contested; one is rejected."),
        ([WITHIN, CONTESTED, UNANSWERED],
         "Nothing is common ground without a condition; one is within reach; one is contested."),
        ([UNANSWERED, NOT_SPOKEN], "Nothing is common ground; one is unanswered."),
        ([OPEN], "Nothing is common ground."),
    ],
)  # fmt: skip
def test_the_sentence_begins_with_what_is_common_ground_and_goes_on_with_at_most_two_findings(kinds, sentence):
    assert write(tell(*kinds)) == sentence


def test_without_a_claim_it_says_that_nothing_has_been_published():
    for has_verdicts in (True, False):
        assert write(tell(COMMON), claims=0, has_verdicts=has_verdicts).startswith("Nothing has been published yet")


def test_where_no_side_negotiates_it_says_what_divides_most():
    told = tell(NOT_SPOKEN, NOT_SPOKEN)
    both = "No side negotiates: actors are compared on two proposals"
    assert write(told, has_verdicts=False) == f"{both}."
    assert write(told, has_verdicts=False, most_divided="Bill 9") == f"{both}; most divided is Bill 9."
    assert "on one proposal." in write(told[:1], has_verdicts=False)


@pytest.mark.parametrize(
    ("values", "refused"),
    [
        ((-2, 2), ", which Red rejects"),
        ((-1, -2), ", which Red and Blue reject"),
        ((-1, -2, -1), ", which Red, Blue and Green reject"),
        ((0, None), ""),
    ],
)
def test_what_most_wait_on_is_named_with_who_refuses_it_before_all_else(values, refused):
    told = [
        blocked_by("pullback", number=1), blocked_by("pullback", "other", number=2), blocked_by("other", number=3),
        blocked_by("pullback", number=4), refused_by(*values), *tell(WITHIN),
    ]  # fmt: skip
    assert write(told) == (
        f"Nothing is common ground without a condition; three proposals wait on Pullback{refused}; one is within reach."
    )


def test_of_two_that_as_many_wait_on_the_first_is_named():
    assert find_awaited([blocked_by("first", "second")]) == FindingPart(FindingCode.WAITING, 1, titles=("First",))
    assert "one proposal waits on First." in write([blocked_by("first", "second")])


def test_nothing_is_awaited_where_no_condition_hangs_in_vain():
    assert find_awaited(tell(COMMON, WITHIN)) is None


def test_a_name_from_right_to_left_is_isolated():
    told = [Judged("a", "הצעה", Verdict(COMMON))]
    assert write(told) == "\u2068הצעה\u2069 is common ground."
