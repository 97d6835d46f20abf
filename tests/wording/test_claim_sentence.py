"""One claim as a sentence."""

import pytest

from claims.rules.folding import isolate
from claims.rules.scales import Attribution, Dimension
from claims.wording.actors import PluralName
from claims.wording.claim_sentence import ToldClaim, write_claim

OWN, REPORTED = Attribution.OWN, Attribution.REPORTED
ATTRIBUTED, PREDICTED = Attribution.ATTRIBUTED, Attribution.PREDICTED


def tell(name="Russia", speaker="the US", attribution=OWN, dimension=Dimension.POSITION, value=2, **more):
    return write_claim(ToldClaim(name, speaker, attribution, dimension, value, **more))


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({}, "Russia supports it."),
        ({"name": PluralName("the Baltic states"), "value": -2}, "The Baltic states reject it."),
        ({"value": 1, "conditions": "the sanctions end"}, "Russia would discuss it if the sanctions end."),
        ({"value": -2, "covers": "missiles"}, "Russia rejects it, on a part only: missiles."),
        ({"attribution": ATTRIBUTED, "value": 0}, "According to the US, Russia is neutral on it."),
        ({"attribution": PREDICTED}, "The US forecasts: Russia supports it."),
        (
            {"attribution": PREDICTED, "speaker": PluralName("US officials")},
            "US officials forecast: Russia supports it.",
        ),
        ({"attribution": REPORTED, "value": -1}, "By the document’s account, Russia is sceptical of it."),
        ({"dimension": Dimension.PROSPECTS, "value": -2}, "Russia rules it out."),
        ({"value": None, "label": "defer"}, "Russia has spoken about it and taken no stance: “defer”."),
        ({"value": 0, "pending": True}, "Russia was asked and has not answered yet."),
        (
            {"value": 0, "pending": True, "name": PluralName("US officials")},
            "US officials were asked and have not answered yet.",
        ),
    ],
)
def test_a_claim_is_told_in_one_sentence(told, sentence):
    assert tell(**told) == sentence


def test_a_name_that_runs_from_right_to_left_is_isolated():
    assert isolate("حزب") in tell(name="حزب", speaker="حزب", attribution=ATTRIBUTED)
