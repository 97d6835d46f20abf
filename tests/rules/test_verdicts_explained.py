"""What a page prints to explain a verdict, from the rule's own text."""

from datetime import date

import pytest

from claims.rules import verdicts
from claims.rules.scales import VERDICTS, Attribution, State, VerdictKind
from claims.rules.stances import BLANK, RuleClaim, Stance, summarise
from claims.rules.verdicts import Principal


def stance(value, conditions=""):
    return summarise(
        [RuleClaim(1, value, Attribution.OWN, date(2022, 1, 1), conditional=bool(conditions), conditions=conditions)]
    )


def test_the_printed_rule_has_a_line_for_each_verdict_in_the_order_of_the_text():
    lines = verdicts.printed_rule()
    assert len(lines) == 7 and all(line in " ".join(verdicts.__doc__.split()) for line in lines)
    assert lines[0].startswith("*no party has spoken*") and lines[-1] == "*open*: anything else."


@pytest.mark.parametrize("kind", VerdictKind)
def test_each_verdict_finds_the_line_that_gives_it(kind):
    assert f"*{VERDICTS[kind].word}*" in verdicts.printed_rule()[verdicts.fitting_line(kind)]


@pytest.mark.parametrize(
    ("read", "words"),
    [
        (BLANK, "silent"),
        (stance(2), "for it"),
        (stance(1, "if asked"), "for it, only on a condition"),
        (Stance(State.DEPENDS), "for it, only on a condition"),
        (Stance(State.STANCE, 2, branches=(RuleClaim(2, -1, 0, None),)), "for it, against it on a condition"),
        (stance(0), "neither for it nor against it"),
        (Stance(State.MIXED), "neither for it nor against it"),
        (stance(-1), "against it"),
        (stance(-2, "if refused"), "against it, only on a condition"),
    ],
)
def test_how_the_rule_reads_a_stance(read, words):
    assert verdicts.counts_as(read) == words


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
