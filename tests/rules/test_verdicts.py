"""Each verdict, the first that fits, and what it names."""

import pytest

from claims.rules.scales import State, VerdictKind
from claims.rules.stances import BLANK, summarise
from claims.rules.verdicts import (
    Direction,
    Hinge,
    Principal,
    Reading,
    Standing,
    compute_gap,
    decide,
    decide_all,
    find_nearest,
    find_refusers,
    make_refused_test,
    read_stance,
    select_refused_branches,
)
from claims.wording.verdicts import write_reason
from tests.rules.cases import make_claim, make_depends, make_no_stance, make_stance, refused_by
from tests.rules.stances_without_value import AWAITING, FORECAST, MIXED

NOBODY = refused_by(set())
YES, OPEN, NEUTRAL, WARY, NO = (make_stance(value) for value in (2, 1, 0, -1, -2))
YES_IF = make_stance(1, terms="if the troops pull back", depends_on="hub")
YES_IF_DROPPED = make_stance(1, terms="if the troops stay", depends_on="!hub")
NO_IF = make_stance(-2, terms="if missiles come")
YES_OR_ELSE = make_stance(1, branches=[make_claim(-1, terms="if it is all there is")])
DEPENDS = make_depends(depends_on="hub")


def east_and_west(east, *west):
    """Seat Russia for the east; the United States and NATO for the west."""
    names = ["United States", "NATO"]
    return [Principal("Russia", "east", east), *(Principal(n, "west", s) for n, s in zip(names, west, strict=False))]


def kind(*stances, refusing=()):
    return decide(east_and_west(*stances), refused_by(set(refusing))).kind.value


@pytest.mark.parametrize(
    ("stances", "expected"),
    [
        ((BLANK, BLANK, BLANK), "no-party-has-spoken"),
        ((FORECAST, AWAITING, BLANK), "no-party-has-spoken"),
        ((YES, BLANK, FORECAST), "unanswered"),
        ((YES, AWAITING), "unanswered"),
        ((BLANK, YES, NO), "unanswered"),
        ((BLANK, NO, NO), "unanswered"),
        ((MIXED, BLANK), "unanswered"),
        ((YES, OPEN, BLANK), "common-ground"),
        ((OPEN, OPEN, YES), "common-ground"),
        ((YES, make_stance(1, branches=[make_claim(2, terms="if signed")])), "common-ground"),
        ((YES, make_stance(1, branches=[make_claim(0, terms="if not signed")])), "common-ground"),
        ((YES, YES_OR_ELSE), "within-reach"),
        ((YES, YES_IF), "within-reach"),
        ((YES_IF, YES_IF), "within-reach"),
        ((YES, DEPENDS), "within-reach"),
        ((YES, NO), "contested"),
        ((OPEN, WARY), "contested"),
        ((NO, BLANK, OPEN), "contested"),
        ((NEUTRAL, YES, NO), "open"),  # for and against within one side only
        ((NO, YES, NO), "contested"),
        ((YES, NO_IF), "contested"),
        ((YES_IF, NO), "contested"),
        ((YES_IF, NO_IF), "contested"),
        ((DEPENDS, NO), "contested"),
        ((DEPENDS, WARY), "contested"),
        ((NO, NO, NO), "rejected"),
        ((NO, NEUTRAL), "rejected"),
        ((WARY, NO_IF), "rejected"),
        ((WARY, MIXED), "rejected"),
        ((NO_IF, NEUTRAL), "open"),
        ((NO_IF, NO_IF), "open"),
        ((NO_IF, MIXED), "open"),
        ((YES, NEUTRAL), "open"),
        ((YES, MIXED), "open"),
        ((YES, OPEN, NEUTRAL), "open"),
        ((YES_IF, NEUTRAL), "open"),
        ((DEPENDS, NEUTRAL), "open"),
        ((NEUTRAL, NEUTRAL), "open"),
        ((MIXED, MIXED), "open"),
        ((YES, make_stance(0, branches=[make_claim(-2, terms="or else")])), "open"),
    ],
)
def test_the_first_verdict_that_fits(stances, expected):
    assert kind(*stances) == expected


def test_a_veto_is_not_averaged_away():
    assert kind(NO, YES, YES) == "contested"
    assert kind(WARY, NEUTRAL, NEUTRAL) == "rejected"


@pytest.mark.parametrize(
    ("stances", "refusing", "expected"),
    [
        ((YES, YES_IF), ["east"], "blocked"),  # “US +1 if troop pull-back; Russia −2”
        ((YES, YES_IF), ["east", "west"], "blocked"),
        ((YES, YES_IF), ["west"], "within-reach"),  # refused by its own side only
        ((YES, YES_IF), ["south"], "blocked"),  # by a third negotiating side
        ((YES_IF, YES), ["east"], "within-reach"),
        ((YES, DEPENDS), ["east"], "blocked"),
        ((YES, YES_IF_DROPPED), ["east"], "within-reach"),  # the refusal is what it asks for
        ((YES, make_stance(1, terms="if asked")), ["east"], "within-reach"),
        ((YES, make_stance(1, terms="if", depends_on="spoke")), ["east"], "within-reach"),
        ((YES, make_stance(1, terms="if", depends_on="spoke !rim hub")), ["east"], "blocked"),
        ((YES, YES, YES_IF), ["east"], "blocked"),
        ((NO, YES_IF), ["east"], "contested"),
        ((NEUTRAL, YES_IF), ["east"], "open"),
        ((BLANK, YES_IF), ["east"], "unanswered"),
        ((YES, NO_IF), ["east"], "contested"),
    ],
)
def test_blocked_needs_a_condition_that_another_side_refuses(stances, refusing, expected):
    assert kind(*stances, refusing=refusing) == expected


def test_a_branch_against_it_blocks_nothing_whatever_it_hangs_on():
    stance = summarise([make_claim(1, terms="if asked"), make_claim(-1, terms="if not", depends_on="hub")])
    assert stance.state == State.DEPENDS
    assert kind(YES, stance, refusing=["east"]) == "within-reach"


def test_a_neutral_branch_is_not_one_that_hangs():
    stance = summarise([make_claim(2, terms="if asked"), make_claim(0, terms="if not", depends_on="hub")])
    assert (stance.state, stance.value) == (State.CONDITIONAL, 1)
    assert kind(YES, stance, refusing=["east"]) == "within-reach"


def test_a_refused_branch_beside_an_unconditional_yes_blocks_nothing():
    stance = make_stance(1, branches=[make_claim(2, terms="if they pull back", depends_on="hub")])
    assert kind(YES, stance, refusing=["east"]) == "common-ground"


def test_only_principals_with_their_side_and_stance_are_looked_at_so_that_no_voice_can_count():
    assert Principal._fields == ("name", "side", "stance", "actor")
    assert decide(east_and_west(YES, OPEN), NOBODY).silent == ()


def test_silent_and_second_hand_principals_are_named():
    verdict = decide(east_and_west(make_stance(2, by="attributed"), FORECAST, make_stance(1, by="reported")), NOBODY)
    assert verdict.silent == ("United States",)
    assert verdict.second_hand == ("Russia",)


def test_of_the_silent_principals_those_are_named_too_that_spoke_and_took_no_stance():
    verdict = decide(east_and_west(FORECAST, summarise([make_no_stance()]), YES), NOBODY)
    assert (verdict.silent, verdict.no_stance) == (("Russia", "United States"), ("United States",))


def test_a_part_does_not_make_common_ground_with_the_whole():
    """The United States at −2 on the whole, then at +1 on a part; Russia at +2."""
    stance = summarise([make_claim(-2), make_claim(1, day=1, part=True)])
    verdict = decide(east_and_west(YES, stance), NOBODY)
    assert (verdict.kind, verdict.in_part) == (VerdictKind.CONTESTED, ())


def test_whose_stance_is_on_a_part_only_is_named_and_said_in_the_reason():
    in_part = summarise([make_claim(1, part=True)])
    verdict = decide(east_and_west(YES, in_part, OPEN), NOBODY)
    assert (verdict.kind, verdict.in_part) == (VerdictKind.COMMON_GROUND, ("United States",))
    assert write_reason(verdict) == "Russia +2; United States +1 in part; NATO +1"


def test_a_blocked_verdict_says_who_stands_or_refuses_on_a_part_only():
    part, whole = summarise([make_claim(-2, part=True)]), NO
    for refusers, in_part in [((part,), ("Russia",)), ((part, whole), ()), ((whole,), ())]:
        positions = {
            "talks": east_and_west(YES, summarise([make_claim(1, part=True, terms="if", depends_on="hub")])),
            "hub": [Principal(f"{name}", "east", s) for name, s in zip(["Russia", "Belarus"], refusers, strict=False)]
            + [Principal("United States", "west", NO)],
        }
        verdict = decide_all(positions, {"hub": "Pull-back"})["talks"]
        assert (verdict.kind, verdict.hinges) == (VerdictKind.BLOCKED, (Hinge("hub", "Pull-back", in_part),))
        refused = " (refused in part by Russia)" if in_part else ""
        assert write_reason(verdict) == f"waits on Pull-back{refused}; in part: United States"


def test_hinges_are_named_once_each_in_order_whatever_the_verdict():
    stances = (make_stance(1, terms="if", depends_on="hub rim"), make_stance(1, terms="if", depends_on="rim !hub"))
    verdict = decide(east_and_west(NO, *stances), lambda slug, side: slug in ("hub", "rim") and side == "west")
    assert (verdict.kind, verdict.hinges) == (VerdictKind.CONTESTED, (Hinge("hub", "hub"), Hinge("rim", "rim")))


def test_of_a_condition_only_the_refused_proposals_are_hinges():
    verdict = decide(east_and_west(YES, make_stance(1, terms="if", depends_on="spoke hub")), refused_by({"east"}))
    assert verdict.hinges == (Hinge("hub", "hub"),)


def test_a_hinge_is_called_by_its_title_if_it_has_one():
    both = make_stance(1, terms="if", depends_on="hub rim")
    verdict = decide(east_and_west(YES, both), lambda slug, side: True, {"hub": "Troop pull-back"})
    assert verdict.hinges == (Hinge("hub", "Troop pull-back"), Hinge("rim", "rim"))


def test_where_those_who_have_spoken_stand_is_named_with_the_branch_farthest_on_the_other_side_of_zero():
    sharper = make_stance(1, branches=[make_claim(value, terms="or else") for value in (-1, -2, 2)])
    verdict = decide(east_and_west(NEUTRAL, sharper, NO_IF), NOBODY)
    assert verdict.standings == (
        Standing("Russia", "east", State.STANCE, 0),
        Standing("United States", "west", State.STANCE, 1, -2, objections=("or else",)),
        Standing("NATO", "west", State.CONDITIONAL, -2),
    )


@pytest.mark.parametrize(
    ("value", "branch", "adverse"), [(1, -1, -1), (-2, 1, 1), (1, 0, None), (-1, 0, None), (0, -2, None), (1, 2, None)]
)
def test_a_branch_is_adverse_where_it_lies_on_the_other_side_of_zero(value, branch, adverse):
    on_part = summarise([make_claim(value, part=True), make_claim(branch, part=True, terms="or else")])
    (standing,) = decide([Principal("Russia", "east", on_part)], NOBODY).standings
    objections = ("or else",) if value > 0 > branch else ()
    assert standing == Standing("Russia", "east", State.STANCE, value, adverse, in_part=True, objections=objections)


@pytest.mark.parametrize(
    ("stances", "distance"),
    [
        ((YES, NO), 4),
        ((YES, NO, OPEN), 1),
        ((YES, YES_IF), 1),
        ((YES, YES), 0),
        ((NO_IF, YES), 4),
        ((WARY, YES, OPEN), 2),
        ((YES, MIXED), None),
        ((DEPENDS, YES), None),
        ((YES, FORECAST, AWAITING), None),
        ((BLANK, YES, NO), None),  # within one side
        ((BLANK, BLANK), None),
        ((NEUTRAL, NEUTRAL), 0),
    ],
)
def test_gap_is_the_distance_of_the_nearest_principals_of_different_sides(stances, distance):
    assert compute_gap(east_and_west(*stances)) == distance


def test_gap_is_taken_between_any_two_of_three_sides():
    principals = [Principal(side, side, make_stance(v)) for side, v in (("south", 2), ("west", -2), ("east", 1))]
    assert compute_gap(principals) == 1
    assert [principal.name for principal in find_nearest(principals)] == ["south", "east"]


def test_the_nearest_principals_are_of_different_sides_and_have_values():
    allies = [Principal(name, "west", make_stance(v)) for name, v in (("us", -2), ("nato", -1))]
    alone = Principal("russia", "east", MIXED)
    assert find_nearest(allies) is None and find_nearest([*allies, alone]) is None
    found = find_nearest([*allies, Principal("russia", "east", make_stance(2))])
    assert [principal.name for principal in found] == ["nato", "russia"]


@pytest.mark.parametrize(
    ("values", "nearest"),
    [
        ({"south": 2, "east": 1, "west": -2}, ("south", "east")),
        ({"west": 1, "east": 0, "north": -1}, ("west", "east")),  # east and north are as near
    ],
)
def test_the_nearest_are_named_in_their_order_and_of_pairs_as_near_the_first(values, nearest):
    found = find_nearest([Principal(side, side, make_stance(value)) for side, value in values.items()])
    assert tuple(principal.name for principal in found) == nearest


@pytest.mark.parametrize(
    ("stance", "reading"),
    [
        (OPEN, Reading(Direction.FOR)),
        (YES_IF, Reading(Direction.FOR, conditional=True)),
        (DEPENDS, Reading(Direction.FOR, conditional=True, objects=True)),
        (YES_OR_ELSE, Reading(Direction.FOR, objects=True)),
        (WARY, Reading(Direction.AGAINST)),
        (NO_IF, Reading(Direction.AGAINST, conditional=True)),
        (NEUTRAL, Reading(Direction.NEITHER)),
        (MIXED, Reading(Direction.NEITHER)),
        (summarise([make_no_stance()]), Reading(Direction.NO_STANCE)),
        (FORECAST, Reading(Direction.SILENT)),
        (BLANK, Reading(Direction.SILENT)),
    ],
)
def test_how_the_rule_reads_a_stance(stance, reading):
    assert read_stance(stance) == reading


@pytest.mark.parametrize(
    ("stance", "side", "expected"),
    [
        (NO, "west", True),
        (WARY, "west", True),
        (NO, "east", False),
        (NEUTRAL, "west", False),
        (OPEN, "west", False),
        (MIXED, "west", False),
        (DEPENDS, "west", False),
        (FORECAST, "west", False),
        (AWAITING, "west", False),
    ],
)
def test_a_proposal_is_refused_by_others_at_minus_one_or_less(stance, side, expected):
    refused = make_refused_test(
        find_refusers({"hub": [Principal("Russia", "east", stance), Principal("NATO", "west", YES)]})
    )
    assert refused("hub", side) == expected
    assert not refused("unheard-of", side)


def test_the_branches_whose_condition_is_refused_are_told_apart():
    hub = make_claim(1, terms="if they pull back", depends_on="hub")
    stance = summarise([hub, make_claim(2, terms="if asked", depends_on="rim"), make_claim(1, terms="if polite")])
    assert select_refused_branches(stance, "west", refused_by({"east"})) == (hub,)
    assert select_refused_branches(stance, "east", refused_by({"east"})) == ()
    no = summarise([make_claim(-1, terms="unless", depends_on="hub"), make_claim(0, terms="if", depends_on="hub")])
    assert select_refused_branches(no, "west", refused_by({"east"})) == ()
