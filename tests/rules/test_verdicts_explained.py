"""What the rule makes of a principal's stance: how it counts, and whom it stops."""

from datetime import date

import pytest

from claims.rules import verdicts
from claims.rules.scales import Attribution, State
from claims.rules.stances import BLANK, RuleClaim, Stance, summarise
from claims.rules.verdicts import Direction, Principal, Reading


def stance(value, conditions=""):
    return summarise(
        [RuleClaim(1, value, Attribution.OWN, date(2022, 1, 1), conditional=bool(conditions), conditions=conditions)]
    )


@pytest.mark.parametrize(
    ("stance_read", "reading"),
    [
        (BLANK, Reading(Direction.SILENT)),
        (stance(2), Reading(Direction.FOR)),
        (stance(1, "if asked"), Reading(Direction.FOR, conditional=True)),
        (Stance(State.DEPENDS), Reading(Direction.FOR, conditional=True)),
        (Stance(State.STANCE, 2, branches=(RuleClaim(2, -1, 0, None),)), Reading(Direction.FOR, objects=True)),
        (stance(0), Reading(Direction.NEITHER)),
        (Stance(State.MIXED), Reading(Direction.NEITHER)),
        (stance(-1), Reading(Direction.AGAINST)),
        (stance(-2, "if refused"), Reading(Direction.AGAINST, conditional=True)),
    ],
)
def test_how_the_rule_reads_a_stance(stance_read, reading):
    assert verdicts.read_stance(stance_read) == reading


def test_those_who_refuse_belong_to_another_side():
    east, west = Principal("East", "east", stance(-1)), Principal("West", "west", stance(-2, "if asked"))
    open_to_it = Principal("South", "south", stance(1))
    refusing = verdicts.find_refusers({"hub": [east, west, open_to_it], "rim": [open_to_it]})
    assert verdicts.select_refusers(refusing, "hub", "east") == [west]
    assert verdicts.select_refusers(refusing, "hub", "experts") == [east, west]
    assert (
        verdicts.select_refusers(refusing, "rim", "east")
        == verdicts.select_refusers(refusing, "unheard-of", "east")
        == []
    )
