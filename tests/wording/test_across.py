"""In how many negotiations an actor takes part, in a sentence."""

import pytest

from claims.wording.across import AcrossNegotiations, write_across
from claims.wording.actors import call_in_sentence


@pytest.mark.parametrize(
    "told, sentence",
    [
        ((2, 1, 130), "The US takes part in two negotiations and is named in one more: 130 claims."),
        ((1, 0, 1), "The US takes part in one negotiation: one claim."),
        ((0, 2, 3), "The US is named in two negotiations: three claims."),
        ((3, 0, 0), "The US takes part in three negotiations: no claim yet."),
        ((0, 0, 0), "The US takes part in no negotiation, and no claim names it."),
    ],
)
def test_it_says_where_an_actor_takes_part_and_where_it_is_only_named(told, sentence):
    assert write_across("the US", AcrossNegotiations(*told)) == sentence


def test_verbs_agree_with_a_plural_name():
    states = call_in_sentence("Baltic states", "the", plural=True)
    assert write_across(states, AcrossNegotiations(1, 1, 2)) == (
        "The Baltic states take part in one negotiation and are named in one more: two claims."
    )
    assert write_across(states, AcrossNegotiations(0, 0, 0)) == (
        "The Baltic states take part in no negotiation, and no claim names them."
    )
