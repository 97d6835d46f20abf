"""Where the principals stand on one proposal, in sentences."""

import pytest

from claims.rules.scales import State, VerdictKind
from claims.rules.verdicts import Standing, Verdict
from claims.wording.pieces import Piece, read_plainly
from claims.wording.standings import (
    MOST_NAMED,
    MOST_SENTENCES,
    Refusal,
    write_compared,
    write_silent,
    write_standings,
)


def stand(name, value, state=State.STANCE, **more):
    return Standing(name, "a side", state, value, **more)


def say(standings=(), refusals=(), kind=VerdictKind.CONTESTED, **more):
    """Return the sentences without the marks that set names apart."""
    pieces = write_standings(Verdict(kind, tuple(standings), **more), refusals)
    return read_plainly(pieces).replace("\u2068", "").replace("\u2069", "")


@pytest.mark.parametrize(
    ("value", "one", "two"),
    [
        (2, "The US supports it.", "The US and NATO support it."),
        (1, "The US is open to it.", "The US and NATO are open to it."),
        (0, "The US is neutral on it.", "The US and NATO are neutral on it."),
        (-1, "The US is sceptical of it.", "The US and NATO are sceptical of it."),
        (-2, "The US rejects it.", "The US and NATO reject it."),
    ],
)
def test_each_value_has_its_verb_for_one_and_for_several(value, one, two):
    assert say([stand("the US", value)]) == one
    assert say([stand("the US", value), stand("NATO", value)]) == two


@pytest.mark.parametrize(
    ("conditions", "words"),
    [
        (("Russia backs off on Ukraine",), "The US is open to it only if Russia backs off on Ukraine."),
        (("unless they attack",), "The US is open to it unless they attack."),
        (("one is met", "another is met"), "The US is open to it only on conditions."),
        ((), "The US is open to it only on a condition."),
        (("",), "The US is open to it only on a condition."),
    ],
)
def test_a_condition_is_told(conditions, words):
    assert say([stand("the US", 1, State.CONDITIONAL, conditions=conditions)]) == words


def test_who_says_the_same_stands_together_and_the_others_in_their_order():
    standings = [stand("Russia", 2), stand("the US", -2), stand("Belarus", 2)]
    assert say(standings) == "Russia and Belarus support it. The US rejects it."


@pytest.mark.parametrize(
    ("standing", "words"),
    [
        (stand("the US", None, State.MIXED), "The US has spoken for it and against it."),
        (stand("the US", None, State.DEPENDS), "The US is for it or against it, depending on a condition."),
        (stand("the US", 2, in_part=True), "The US supports it on a part of it."),
        (stand("the US", 2, objections=("it is binding",)), "The US supports it, but not if it is binding."),
    ],
)
def test_a_standing_that_is_no_plain_value_is_told(standing, words):
    assert say([standing]) == words


def test_what_it_waits_on_is_named_with_who_refuses_it():
    refusals = [Refusal("pull-back", "Troop pull-back", ("Russia",)), Refusal("zones", "Zones", ("the US", "NATO"))]
    waits = "It waits on Troop pull-back, which Russia rejects; and on Zones, which the US and NATO reject."
    assert say([stand("Russia", 2)], refusals) == f"Russia supports it. {waits}"
    pieces = write_standings(Verdict(VerdictKind.BLOCKED, (stand("Russia", 2),)), refusals)
    assert [piece.proposal for piece in pieces if piece.proposal] == ["pull-back", "zones"]


def test_who_is_silent_and_who_takes_no_stance_are_told_apart():
    said = say([stand("Russia", 2)], silent=("NATO", "the EU"), no_stance=("the EU",))
    assert said == "Russia supports it. The EU has spoken and takes no stance. NATO has not spoken."
    assert say(silent=("NATO", "the US"), kind=VerdictKind.UNANSWERED) == "NATO and the US have not spoken."


def test_where_nobody_has_spoken_only_that_is_said():
    assert write_standings(Verdict(VerdictKind.NOT_SPOKEN, silent=("Russia",))) == [Piece("No party has spoken on it.")]


def test_of_many_the_first_are_named_and_the_others_counted():
    many = [stand(f"Land {number}", 2) for number in range(10)]
    assert say(many) == f"Land 0, Land 1, Land 2 and {10 - MOST_NAMED + 1} more support it."
    alone = [stand(f"Land {n}", 1, State.CONDITIONAL, conditions=(f"reason {n}",)) for n in range(MOST_SENTENCES + 2)]
    assert say(alone).endswith("2 more stand elsewhere.")


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ((0, 0, 0, 0, 0), "Nobody has a position on it yet."),
        ((0, 0, 0, 0, 1), "One actor supports it."),
        ((2, 0, 1, 0, 14), "14 actors support it, one is neutral on it and two reject it."),
    ],
)
def test_where_no_side_negotiates_it_is_told_how_many_stand_where(counts, words):
    assert read_plainly(write_compared(counts)) == words


def test_who_is_silent_is_named_after_what_a_blank_says():
    said = write_silent(["NATO", "the US"], "In 5 fully coded sources, nothing from")
    assert said.replace("\u2068", "").replace("\u2069", "") == "In 5 fully coded sources, nothing from NATO and the US."
    assert write_silent([], "Nothing of") == ""
