"""Contradictions in words: none, one, many; own words and what others say."""

from datetime import date

import pytest

from claims.rules.measures.contradictions import ContradictionKind
from claims.rules.scales import Attribution, Dimension
from claims.wording.contradictions import KINDS, ToldWord, write_answer, write_contradiction, write_headline

JAN3, JAN10 = date(2022, 1, 3), date(2022, 1, 10)


@pytest.mark.parametrize(
    ("earlier", "later", "sentence"),
    [
        (
            ToldWord("the minister", JAN3, 2),
            ToldWord("the aide", JAN10, -2),
            "The minister said “supports” on 3 Jan 2022 and the aide said “rejects” on 10 Jan 2022.",
        ),
        (
            ToldWord("the US", JAN3, 1),
            ToldWord("", JAN10, -1),
            "The US said “open” on 3 Jan 2022 and the US said “sceptical” on 10 Jan 2022.",
        ),
        (
            ToldWord("Sokov", JAN3, -2, Attribution.ATTRIBUTED),
            ToldWord("the US", JAN10, 2),
            "Sokov said of the US “rejects” on 3 Jan 2022 and the US said “supports” on 10 Jan 2022.",
        ),
    ],
)
def test_both_words_stand_in_one_sentence(earlier, later, sentence):
    assert write_contradiction("the US", Dimension.POSITION, earlier, later) == sentence


@pytest.mark.parametrize(
    ("number", "within", "words"),
    [
        (0, 30, "The US: no contradiction within 30 days"),
        (1, 1, "The US: one contradiction within one day"),
        (14, 7, "The US: 14 contradictions within seven days"),
    ],
)
def test_how_many_there_are(number, within, words):
    assert write_headline("the US", number, within) == words


def test_whether_a_remark_answers_it_and_every_kind_has_its_words():
    assert write_answer(JAN10) == "answered by a remark of 10 Jan 2022"
    assert write_answer(None) == "not answered yet"
    assert set(KINDS) == set(ContradictionKind)
