"""A stance as a sentence: its verb, its condition, what is known of it, and since when."""

from datetime import date

import pytest

from claims.rules.scales import Dimension, Mark
from claims.rules.stances import BLANK, summarise
from claims.wording.actors import Article, call_in_sentence
from claims.wording.stance_sentence import REMARKS, VERBS, ToldStance, write_sentence
from tests.rules.cases import make_claim, make_no_stance, make_pending

POSITION, PROSPECTS, SALIENCE = Dimension
BALTICS = call_in_sentence("Baltic states", Article.THE, True)


def tell(*claims, name="Russia", dimension=POSITION, **more):
    stance = summarise(claims)
    return str(write_sentence(ToldStance(name, dimension, stance, more.pop("marks", stance.marks), **more)))


@pytest.mark.parametrize(
    ("claims", "more", "sentence"),
    [
        ([make_claim(2)], {}, "Russia supports it."),
        ([make_claim(1)], {"name": "the US"}, "The US is open to it."),
        ([make_claim(-2)], {"name": BALTICS}, "The Baltic states reject it."),
        ([make_claim(-2)], {"name": "the United States"}, "The United States rejects it."),
        ([make_claim(0)], {}, "Russia is neutral on it."),
        ([make_claim(1, terms="asked")], {"name": "the US"}, "The US would discuss it if asked."),
        ([make_claim(1, terms="unless they attack")], {}, "Russia would discuss it unless they attack."),
        ([make_claim(2, terms="a"), make_claim(2, terms="b")], {}, "Russia would support it on one of two conditions."),
        ([make_claim(1, terms="asked")], {"refusers": ["Russia"]},
         "Russia would discuss it if asked, which Russia rejects."),
        ([make_claim(1, terms="asked")], {"refusers": ["the US", "NATO"]},
         "Russia would discuss it if asked, which the US and NATO reject."),
        ([make_claim(1, terms="asked")], {"refusers": [BALTICS]},
         "Russia would discuss it if asked, which the Baltic states reject."),
        ([make_claim(1, terms="asked", part=True)], {"covers": ["missiles in Ukraine"]},
         "Russia would discuss it if asked, and only on a part: missiles in Ukraine."),
        ([make_claim(1, part=True)], {}, "Russia is open to it, and only on a part."),
        ([make_claim(2)], {"since": date(2022, 1, 10)}, "Russia supports it. Since 10 Jan 2022."),
        ([make_claim(2, "attributed")], {}, "Russia supports it. Known at second hand only."),
        ([make_claim(2)], {"marks": frozenset({Mark.ESSENTIAL, Mark.DOUBTFUL})},
         "Russia supports it. It is a red line; the coder is not sure that the passage says this."),
        ([make_claim(2), make_claim(-2)], {}, "Russia has said opposite things on the same day, so there is no value."),
        ([make_claim(2, terms="a"), make_claim(-2, terms="b")], {},
         "Russia has said one thing on one condition and the opposite on another."),
        ([make_claim(-1, "predicted")], {}, "Russia has said nothing about it yet; others forecast “sceptical”."),
        ([make_claim(1, "predicted", terms="asked")], {},
         "Russia has said nothing about it yet; others forecast “open” if asked."),
        ([make_claim(2, "predicted"), make_claim(-2, "predicted")], {},
         "Russia has said nothing about it yet; the forecasts of others differ."),
        ([make_pending()], {"name": "the US"}, "The US was asked and has not answered yet."),
        ([make_pending(), make_claim(-2, "predicted")], {"name": BALTICS},
         "The Baltic states were asked and have not answered yet; others forecast “rejects”."),
        ([make_no_stance(label="defer")], {}, "Russia has spoken about it and taken no stance: “defer”."),
        ([make_no_stance()], {}, "Russia has spoken about it and taken no stance."),
        ([make_claim(-2)], {"dimension": PROSPECTS, "name": "Sokov"}, "Sokov rules it out."),
        ([make_claim(1)], {"dimension": PROSPECTS, "name": "Sokov"}, "Sokov thinks it possible."),
        ([make_claim(2)], {"dimension": SALIENCE}, "Russia considers it essential, a red line."),
    ],
)  # fmt: skip
def test_a_stance_is_told_in_a_sentence(claims, more, sentence):
    assert tell(*claims, **more) == sentence


def test_the_condition_stands_apart():
    stance = summarise([make_claim(1, terms="asked")])
    assert write_sentence(ToldStance("the US", POSITION, stance, stance.marks)) == (
        "The US would discuss it ",
        "if asked",
        ".",
    )


def test_a_blank_says_that_nothing_was_said():
    assert (
        str(write_sentence(ToldStance("the US", POSITION, BLANK, BLANK.marks)))
        == "The US has said nothing about it yet."
    )


def test_every_value_has_its_verb():
    for verbs in VERBS.values():
        assert set(verbs) == {2, 1, 0, -1, -2}
        assert len({verb.one for verb in verbs.values()}) == 5


@pytest.mark.parametrize("mark", REMARKS)
def test_each_mark_of_a_stance_is_told_after_it(mark):
    told = tell(make_claim(2), marks=frozenset({mark})).removeprefix("Russia supports it. ")
    assert told.lower() == f"{REMARKS[mark]}."


def test_a_name_from_right_to_left_is_isolated():
    assert tell(make_claim(2), name="מדינה") == "\u2068מדינה\u2069 supports it."
