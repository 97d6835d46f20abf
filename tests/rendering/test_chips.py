"""What a chip says of a stance: its word, its treatment, and in its name all that the word leaves out."""

import pytest

from claims.rendering.chips import THIN, write_chip, write_narrow_wish, write_number, write_wish
from claims.rules.scales import SCALES, Dimension, Mark, State
from claims.rules.stances import BLANK, summarise
from tests.rules.cases import make_claim, make_no_stance, make_pending

POSITION, PROSPECTS, SALIENCE = Dimension


def of(*claims):
    return summarise(claims)


YES, OPEN_IF, WARY = of(make_claim(2)), of(make_claim(1, terms="asked")), of(make_claim(-1))
FORECAST, FORECAST_IF = of(make_claim(-1, "predicted")), of(make_claim(1, "predicted", terms="asked"))
MIXED, DEPENDS = of(make_claim(2), make_claim(-2)), of(make_claim(2, terms="a"), make_claim(-2, terms="b"))
FORECASTS_DIFFER = of(make_claim(2, "predicted"), make_claim(-2, "predicted"))
AWAITED, AWAITED_BESIDE = of(make_pending()), of(make_pending(), make_claim(-2, "predicted"))


@pytest.mark.parametrize(
    ("stance", "dimension", "text", "css", "words"),
    [
        (YES, POSITION, "supports", "c v-p2", "supports (+2)"),
        (OPEN_IF, POSITION, "open if", "c v-p1 if", "open if (+1), only on a condition"),
        (WARY, PROSPECTS, "unlikely", "c w-n1", "unlikely (−1)"),
        (OPEN_IF, PROSPECTS, "possible if", "c w-p1 if", "possible if (+1), only on a condition"),
        (YES, SALIENCE, "essential", "c w-p2", "essential (+2)"),
        (MIXED, POSITION, "mixed", "c", "mixed"),
        (DEPENDS, POSITION, "depends", "c", "depends"),
        (FORECAST, POSITION, "(sceptical)", "c f", "forecast: sceptical (−1)"),
        (FORECAST_IF, POSITION, "(open if)", "c f", "forecast: open if (+1), on a condition"),
        (FORECASTS_DIFFER, POSITION, "(mixed)", "c f", "forecast: mixed"),
        (AWAITED, POSITION, "awaited", "c f", "awaited"),
        (AWAITED_BESIDE, POSITION, "awaited", "c f", "awaited, forecast: rejects (−2)"),
        (of(make_no_stance(label="defer")), POSITION, "“defer”", "c", "spoke, takes no stance: “defer”"),
        (of(make_no_stance(label="did not vote at all")), POSITION, "no stance", "c",
         "spoke, takes no stance: “did not vote at all”"),
        (of(make_no_stance()), POSITION, "no stance", "c", "spoke, takes no stance"),
        (BLANK, POSITION, "", "c", "nothing in the coded sources"),
    ],
)  # fmt: skip
def test_a_chip_says_the_word_and_its_name_the_number(stance, dimension, text, css, words):
    assert write_chip(stance, dimension, stance.marks) == (text, css, words, False)


@pytest.mark.parametrize(
    ("stance", "number", "wish"),
    [
        (YES, "+2", "▲"), (OPEN_IF, "+1", "△"), (WARY, "−1", "▽"), (MIXED, "±", "±"), (DEPENDS, "±", "±"),
        (FORECAST, "(−1)", "(▽)"), (FORECAST_IF, "(+1)", "(△)"), (FORECASTS_DIFFER, "(±)", "(±)"),
        (AWAITED, "…", "…"), (AWAITED_BESIDE, "…", "…"), (of(make_no_stance(label="defer")), "“ ”", "“ ”"),
        (BLANK, "", ""),
    ],
)  # fmt: skip
def test_a_narrow_chip_says_the_number_and_of_a_wish_a_sign(stance, number, wish):
    assert (write_number(stance), write_narrow_wish(stance)) == (number, wish)


@pytest.mark.parametrize("mark", Mark)
def test_each_mark_makes_it_hollow_a_red_line_or_is_told_next_to_the_verdict(mark):
    chip = write_chip(YES, POSITION, frozenset({mark}))
    assert (chip.css == "c v-p2 weak") == (mark in THIN)
    assert chip.red_line == (mark == Mark.ESSENTIAL)
    assert chip.words.startswith("supports (+2), ")
    assert {Mark.ESSENTIAL, Mark.CONDITION_REFUSED}.isdisjoint(THIN)


def test_a_stance_on_thin_evidence_keeps_its_condition():
    doubtful = of(make_claim(1, terms="asked", doubtful=True))
    assert write_chip(doubtful, POSITION, doubtful.marks).css == "c v-p1 weak if"


def test_what_others_forecast_is_never_hollow():
    in_part = of(make_claim(1, "predicted", part=True))
    assert write_chip(in_part, POSITION, in_part.marks)[:3] == ("(open)", "c f", "forecast: open (+1), in part")


def test_a_red_line_has_its_mark_after_the_word():
    assert write_chip(YES, POSITION, frozenset({Mark.ESSENTIAL})).inside == "supports<b>!</b>"


def test_what_people_typed_is_escaped():
    assert write_chip(of(make_no_stance(label="<b>")), POSITION).inside == "“&lt;b&gt;”"


@pytest.mark.parametrize(
    ("stance", "text", "words"),
    [
        (YES, "wants it", "wants it; own position: supports (+2)"),
        (OPEN_IF, "open to it if", "open to it if; own position: open if (+1), only on a condition"),
        (of(make_claim(-2)), "against it", "against it; own position: rejects (−2)"),
        (FORECAST, "(sceptical)", "sceptical; own position: forecast: sceptical (−1)"),
        (FORECAST_IF, "(open to it if)", "open to it if; own position: forecast: open if (+1), on a condition"),
        (MIXED, "mixed", "own position: mixed"),
        (FORECASTS_DIFFER, "(mixed)", "own position: forecast: mixed"),
        (AWAITED, "awaited", "own position: awaited"),
    ],
)
def test_of_an_expert_who_expects_nothing_the_cell_says_what_it_wants(stance, text, words):
    assert write_wish(stance)[:3] == (text, "own", words)


def test_every_value_has_a_state_that_a_chip_can_say():
    for dimension in Dimension:
        for value, word in SCALES[dimension].items():
            stance = of(make_claim(value))
            assert stance.state == State.STANCE and write_chip(stance, dimension).text == word.word
