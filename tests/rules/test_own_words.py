"""What a holder says itself beside what others say of it, by examples."""

from datetime import date

import pytest

from claims.rules.own_words import OwnWord, judge_own_word
from claims.rules.scales import Attribution, Dimension
from claims.rules.stances import RuleClaim, summarise
from claims.wording.own_words import OWN_WORDS

OWN, OTHERS = Attribution.OWN, Attribution.ATTRIBUTED


def read_claim(value, attribution, **fields):
    return RuleClaim(1, value, attribution, date(2022, 1, 17), **fields)


@pytest.mark.parametrize(
    ("positions", "salience", "others", "own_word"),
    [
        ([read_claim(2, OWN)], [], [2, 2], OwnWord.SAME),
        ([read_claim(2, Attribution.REPORTED)], [], [2], OwnWord.SAME),
        ([read_claim(2, OWN)], [], [2, 1], OwnWord.OTHERWISE),
        ([read_claim(2, OWN)], [], [], OwnWord.OTHERWISE),
        ([read_claim(1, OWN, conditional=True)], [], [1], OwnWord.OTHERWISE),
        ([read_claim(1, OWN, part=True)], [], [1], OwnWord.OTHERWISE),
        ([read_claim(2, OTHERS)], [], [2], OwnWord.NONE),
        ([read_claim(2, OTHERS), read_claim(1, OWN, part=True)], [], [2], OwnWord.PART),
        ([read_claim(0, OWN, pending=True)], [], [-1], OwnWord.AWAITED),
        ([read_claim(0, OWN, no_stance=True)], [], [-1], OwnWord.NO_POSITION),
        ([read_claim(2, OTHERS)], [read_claim(2, OWN)], [2], OwnWord.NO_POSITION),
        ([], [], [], OwnWord.NONE),
    ],
)
def test_its_own_word_is_told_from_what_others_say_of_it(positions, salience, others, own_word):
    stances = {dimension: summarise([]) for dimension in Dimension}
    stances |= {Dimension.POSITION: summarise(positions), Dimension.SALIENCE: summarise(salience)}
    assert judge_own_word(stances, others) == own_word


def test_each_own_word_has_its_words():
    assert OWN_WORDS.keys() == set(OwnWord)
