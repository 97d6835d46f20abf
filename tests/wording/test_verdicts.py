"""A verdict in a few words, and the rule as pages print it."""

import pytest

from claims.rules.scales import VERDICTS, State, VerdictKind
from claims.rules.verdicts import RULE, Direction, Hinge, Reading, Standing, Verdict
from claims.wording.verdicts import (
    print_lines,
    print_lines_until,
    print_rule,
    write_reading,
    write_reason,
    write_reason_in_words,
)


def stand(name, value, state=State.STANCE, adverse=None, side=None):
    return Standing(name, side or name.lower(), state, value, adverse)


RUSSIA, UNITED_STATES = stand("Russia", 2), stand("United States", 1, State.CONDITIONAL)
HINGES = (Hinge("hub", "Troop pull-back"), Hinge("rim", "Patrols"))


@pytest.mark.parametrize(
    ("standings", "reason"),
    [
        ([], ""),
        ([RUSSIA], "Russia +2"),
        ([RUSSIA, stand("United States", -2), stand("NATO", 0)], "Russia +2; United States −2; NATO 0"),
        ([RUSSIA, UNITED_STATES], "Russia +2; United States +1 if"),
        (
            [stand("Russia", None, State.MIXED), stand("United States", None, State.DEPENDS)],
            "Russia mixed; United States depends",
        ),
        ([stand("Russia", 1, adverse=-1), stand("NATO", 2)], "Russia +1, −1 if; NATO +2"),
    ],
)
def test_the_reason_says_in_a_few_words_who_stands_where(standings, reason):
    assert write_reason(Verdict(VerdictKind.OPEN, tuple(standings))) == reason


def test_neighbours_of_one_side_who_stand_alike_are_named_together():
    west = [stand("US", -2, side="west"), stand("NATO", -2, side="west"), stand("Nobody’s ally", -2, side="other")]
    assert write_reason(Verdict(VerdictKind.CONTESTED, (RUSSIA, *west))) == "Russia +2; US, NATO −2; Nobody’s ally −2"
    apart = (west[0], stand("EU", -1, side="west"), west[1])
    assert write_reason(Verdict(VerdictKind.OPEN, apart)) == "US −2; EU −1; NATO −2"


def test_a_blocked_verdict_hangs_on_its_hinges_and_another_names_who_stands_where():
    assert write_reason(Verdict(VerdictKind.BLOCKED, (RUSSIA, UNITED_STATES), hinges=HINGES)) == (
        "waits on Troop pull-back, Patrols"
    )
    contested = Verdict(VerdictKind.CONTESTED, (RUSSIA, UNITED_STATES), hinges=HINGES)
    assert write_reason(contested) == "Russia +2; United States +1 if"


def test_the_parts_of_a_package_are_counted_by_verdict_in_the_order_of_verdicts():
    parts = (VerdictKind.OPEN, VerdictKind.CONTESTED, VerdictKind.OPEN)
    assert write_reason(Verdict(VerdictKind.OPEN, (RUSSIA,)), parts) == "Russia +2; its parts: 1 contested, 2 open"
    assert write_reason(Verdict(VerdictKind.NOT_SPOKEN), parts) == "its parts: 1 contested, 2 open"


@pytest.mark.parametrize(
    ("reading", "words"),
    [
        (Reading(Direction.SILENT), "silent"),
        (Reading(Direction.FOR), "for it"),
        (Reading(Direction.FOR, conditional=True), "for it, only on a condition"),
        (Reading(Direction.FOR, objects=True), "for it, against it on a condition"),
        (Reading(Direction.FOR, True, True), "for it, only on a condition, against it on a condition"),
        (Reading(Direction.NEITHER), "neither for it nor against it"),
        (Reading(Direction.AGAINST), "against it"),
        (Reading(Direction.AGAINST, conditional=True), "against it, only on a condition"),
    ],
)
def test_how_the_rule_reads_a_stance_is_said(reading, words):
    assert write_reading(reading) == words


def test_the_printed_rule_has_the_words_of_the_rule_in_its_order():
    lines = [line.text for line in print_lines()]
    assert lines[:2] == [
        "*not taken up*: no principal has spoken.",
        "*unanswered*: principals of one side only have spoken.",
    ]
    assert lines[-1] == "*open*: anything else." and len(lines) == len(VerdictKind)
    assert [words for _, words, _ in RULE] == [text.partition(": ")[2] for text in lines]
    assert all(f"- {text}\n" in print_rule() for text in lines)


@pytest.mark.parametrize("kind", VerdictKind)
def test_each_verdict_is_given_by_the_last_line_that_is_printed_for_it(kind):
    *before, fitting = print_lines_until(kind)
    assert f"*{VERDICTS[kind].word}*" in fitting.text
    assert [*before, fitting] == print_lines()[: len(before) + 1]


def test_a_reason_in_words_says_what_the_numbers_say():
    contested = Verdict(VerdictKind.CONTESTED, (RUSSIA, UNITED_STATES))
    assert write_reason_in_words(contested) == "Russia: supports; United States: open if"
