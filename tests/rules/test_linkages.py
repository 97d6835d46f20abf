"""What waits on what: the graph of conditions, what is awaited and who refuses it, deadlocks, and what is unchecked."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.rules.measures.linkages import (
    MOST_CIRCLES,
    Readiness,
    list_awaited,
    list_deadlocks,
    list_linkages,
    list_unchecked,
)
from claims.rules.stances import summarise
from tests.rules.cases import make_claim
from tests.rules.ties import EXPERT, NATO, RUSSIA, US, HeldStance, hold_if, stand


def named(linkages):
    return [(one.proposal, one.awaited, one.granted, one.turns, one.holder.name) for one in linkages]


@pytest.mark.parametrize(
    ("value", "depends_on", "expected"),
    [
        (1, "pullback", [("talks", "pullback", True, False, "the US")]),
        (-2, "!pullback", [("talks", "pullback", True, True, "the US")]),
        (2, "!pullback", [("talks", "pullback", False, False, "the US")]),
        (-1, "pullback", [("talks", "pullback", False, True, "the US")]),
        (0, "pullback", []),
        (1, "", []),
        (1, "talks", []),
        (1, "a !b", [("talks", "a", True, False, "the US"), ("talks", "b", False, False, "the US")]),
    ],
)
def test_a_branch_ties_its_proposal_to_what_its_condition_names(value, depends_on, expected):
    assert named(list_linkages([hold_if("talks", US, value, depends_on)])) == expected


def test_a_branch_beside_a_stance_without_a_condition_ties_too_and_a_forecast_does_not():
    beside = summarise([make_claim(2), make_claim(-2, terms="if warned", depends_on="!pledge")])
    forecast = hold_if("talks", US, 1, "pledge", by="predicted")
    assert named(list_linkages([HeldStance("talks", RUSSIA, beside), forecast])) == [
        ("talks", "pledge", True, True, "Russia")
    ]


def test_what_one_holder_says_twice_is_one_linkage_with_both_claims():
    first, second = (make_claim(1, terms=terms, depends_on="pullback") for terms in ("if so", "if asked"))
    (linkage,) = list_linkages([HeldStance("talks", US, summarise([second, first]))])
    assert linkage.claims == (first, second)


# What is awaited

GUARANTEES = [
    hold_if("missiles", US, 1, "pullback"),
    hold_if("weapons", US, 1, "pullback"),
    hold_if("talks", RUSSIA, -2, "!pledge"),
    hold_if("arms-control", EXPERT, 1, "tacit"),
    hold_if("weapons", NATO, 1, "pullback"),
]
POSITIONS = {
    "pullback": [stand(RUSSIA, -2), stand(US, 2), stand(NATO)],
    "pledge": [stand(RUSSIA, 2), stand(US, -2), stand(NATO, -1)],
    "tacit": [stand(RUSSIA), stand(US), stand(NATO)],
}


def test_what_most_wait_on_comes_first_with_who_refuses_it():
    awaited = list_awaited(list_linkages(GUARANTEES), POSITIONS, {("pledge", US.actor), ("pledge", RUSSIA.actor)})
    assert [
        (one.proposal, one.holds_up, one.readiness, [p.name for p in one.hindered_by], set(one.red_lines))
        for one in awaited
    ] == [
        ("pullback", ("missiles", "weapons"), Readiness.HINDERED, ["Russia"], set()),
        ("pledge", ("talks",), Readiness.HINDERED, ["the US", "NATO"], {US.actor}),
        ("tacit", ("arms-control",), Readiness.NOT_SPOKEN, [], set()),
    ]
    assert [linkage.holder.name for linkage in awaited[0].linkages] == ["the US", "NATO", "the US"]


def test_of_what_as_many_proposals_wait_on_that_of_more_holders_comes_first_then_what_has_to_be_granted():
    awaited = list_awaited(
        list_linkages(hold_if("talks", *held) for held in [(US, 1, "!z y a"), (NATO, 1, "y !z"), (RUSSIA, 1, "z")]), {}
    )
    assert [(one.proposal, one.granted, len(one.linkages)) for one in awaited] == [
        ("y", True, 2),
        ("z", False, 2),
        ("a", True, 1),
        ("z", True, 1),
    ]
    against_each_other = list_linkages([hold_if("talks", US, 1, "!z"), hold_if("talks", RUSSIA, 1, "z")])
    assert [one.granted for one in list_awaited(against_each_other, {})] == [True, False]


@pytest.mark.parametrize(
    ("depends_on", "principals", "readiness"),
    [
        ("hub", [stand(RUSSIA, 2)], Readiness.READY),
        ("hub", [stand(RUSSIA, 1, "if paid")], Readiness.READY),
        ("hub", [stand(RUSSIA, 2), stand(US, 0)], Readiness.READY),
        ("hub", [stand(RUSSIA, 0)], Readiness.UNDECIDED),
        ("hub", [stand(RUSSIA, 2), stand(US, -1)], Readiness.UNDECIDED),
        ("hub", [stand(RUSSIA, -1), stand(US, 2)], Readiness.HINDERED),
        ("hub", [stand(US, -2)], Readiness.UNDECIDED),
        ("!hub", [stand(RUSSIA, 1)], Readiness.HINDERED),
        ("!hub", [stand(RUSSIA, -2)], Readiness.READY),
        ("!hub", [stand(RUSSIA)], Readiness.NOT_SPOKEN),
        ("hub", [], Readiness.NOT_SPOKEN),
    ],
)
def test_a_principal_of_another_side_hinders_what_has_to_be_granted_or_refused(depends_on, principals, readiness):
    """The waiting side's own refusal hinders nobody: it would be its own to give up."""
    (awaited,) = list_awaited(list_linkages([hold_if("talks", US, 1, depends_on)]), {"hub": principals})
    assert awaited.readiness == readiness


def test_where_nothing_is_conditional_nothing_waits():
    plain = HeldStance("talks", US, summarise([make_claim(2)]))
    assert list_linkages([plain]) == list_unchecked([plain]) == list_awaited([], {}) == list_deadlocks([]) == []


# Deadlocks


def test_each_waiting_on_the_other_is_a_deadlock_with_the_claims_of_both():
    linkages = list_linkages([hold_if("pullback", RUSSIA, 1, "pledge"), hold_if("pledge", US, 1, "pullback")])
    (deadlock,) = list_deadlocks(linkages)
    assert deadlock.proposals == ("pledge", "pullback")
    assert [(one.proposal, one.holder.name, len(one.claims)) for one in deadlock.linkages] == [
        ("pledge", "the US", 1),
        ("pullback", "Russia", 1),
    ]


@pytest.mark.parametrize(
    "held",
    [
        [hold_if("a", RUSSIA, 1, "b"), hold_if("b", RUSSIA, 1, "a")],
        [hold_if("a", US, 1, "b"), hold_if("b", NATO, 1, "a")],
        [hold_if("a", RUSSIA, 1, "b"), hold_if("b", EXPERT, 1, "a")],
        [hold_if("a", RUSSIA, 1, "b"), hold_if("b", US, 1, "!a")],
        [hold_if("a", RUSSIA, 1, "b"), hold_if("b", US, 1, "c"), hold_if("c", US, 1, "d")],
        [hold_if("a", RUSSIA, 1, "a")],
    ],
    ids=["one holder", "one side", "an expert", "the other refused", "no circle", "itself"],
)
def test_what_is_no_deadlock(held):
    assert list_deadlocks(list_linkages(held)) == []


def test_the_shortest_come_first_and_none_is_longer_than_asked_for():
    ring = "abcde"
    held = [hold_if(a, (RUSSIA, US)[n % 2], 1, b) for n, (a, b) in enumerate(zip(ring, "bcdea", strict=True))]
    held += [hold_if("c", RUSSIA, 1, "b"), hold_if("c", RUSSIA, 1, "a")]
    linkages = list_linkages(held)
    assert [deadlock.proposals for deadlock in list_deadlocks(linkages)] == [("b", "c"), ("a", "b", "c")]
    assert list_deadlocks(linkages, most=1)[0].proposals == ("b", "c")
    assert list_deadlocks(linkages, longest=5)[-1].proposals == tuple(ring)


def test_a_tangle_of_conditions_is_cut_off():
    slugs = [f"p{n}" for n in range(60)]
    held = [hold_if(slug, (RUSSIA, US)[n % 2], 1, " ".join(slugs)) for n, slug in enumerate(slugs)]
    assert len(list_deadlocks(list_linkages(held))) == 100


def test_of_circles_of_one_length_only_so_many_are_looked_at():
    slugs = [f"p{n:02}" for n in range(60)]
    held = [hold_if(slug, RUSSIA, 1, " ".join(slugs)) for slug in slugs] + [hold_if("p58", US, 1, "p59")]
    deadlocks = [deadlock.proposals for deadlock in list_deadlocks(list_linkages(held), longest=3)]
    assert deadlocks == [("p58", "p59"), *((f"p0{n}", "p58", "p59") for n in range(3))]
    assert MOST_CIRCLES > 59 * 58 + 58 * 57 + 57 * 56  # so many of three proposals begin with p00, p01 or p02


# What names no proposal


def test_conditions_in_words_alone_are_listed_with_what_hangs_on_them():
    words = ["Russia takes a constructive stance", "if Russia takes a constructive stance", "America pays"]
    held = [
        hold_if("arms-control", US, terms=words[0]),
        hold_if("cbms", NATO, terms=words[1]),
        hold_if("cbms", US, terms=words[0]),
        hold_if("cbms", EXPERT, terms=words[2]),
        hold_if("cbms", RUSSIA, terms="if", depends_on="pledge"),
    ]
    first, second = list_unchecked(held)
    assert (first.words, second.words) == (words[0], words[2])
    assert [(one.proposal, one.holder.name, len(one.claims)) for one in first.waiting] == [
        ("arms-control", "the US", 1),
        ("cbms", "NATO", 1),
        ("cbms", "the US", 1),
    ]


HELD = st.builds(
    hold_if,
    st.sampled_from("abcd"),
    st.sampled_from([RUSSIA, US, NATO, EXPERT]),
    st.sampled_from([-2, -1, 0, 1, 2]),
    st.sampled_from(["", "a", "b", "c !d", "!a", "d"]),
    st.sampled_from(["if paid", "if asked"]),
)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.lists(HELD, max_size=8).flatmap(lambda held: st.tuples(st.just(held), st.permutations(held))))
def test_the_order_in_which_stances_come_is_irrelevant_and_everything_is_backed_by_claims(pair):
    held, other = pair
    linkages = list_linkages(held)
    assert linkages == list_linkages(other)
    assert list_unchecked(held) == list_unchecked(other)
    awaited, deadlocks = list_awaited(linkages, POSITIONS), list_deadlocks(linkages)
    assert sum(len(one.linkages) for one in awaited) == len(linkages)
    assert all(linkage.claims for linkage in linkages)
    said = {branch.id for one in held for branch in one.stance.branches if branch.value}
    told = [claim.id for one in linkages for claim in one.claims]
    told += [claim.id for one in list_unchecked(held) for each in one.waiting for claim in each.claims if claim.value]
    assert set(told) <= said
    for deadlock in deadlocks:
        assert {(one.proposal, one.awaited) for one in deadlock.linkages} == set(
            zip(deadlock.proposals, (*deadlock.proposals[1:], deadlock.proposals[0]), strict=True)
        )
