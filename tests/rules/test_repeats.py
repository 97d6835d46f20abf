"""Which claims code one passage again, and in what they differ."""

import pytest

from claims.rules.repeats import CodedClaim, compare_with, tell_passage
from claims.rules.warnings import find_warnings, select_repeats

CLAIM = {"source": 1, "holder": 2, "proposal": 3, "dimension": "position", "quote": "We don’t, ever – no."}


@pytest.mark.parametrize(
    ("other", "same"),
    [
        ({"quote": "We don't,  ever - no."}, True),
        ({"quote": "We don\u00adt, ever – no."}, False),
        ({"value": 2, "conditions": "if asked"}, True),
        ({"holder": 9}, False),
        ({"proposal": 9}, False),
        ({"source": 9}, False),
        ({"dimension": "prospects"}, False),
        ({"quote": "We do, ever – no."}, False),
    ],
)
def test_a_passage_is_one_in_the_spellings_that_quotes_fold(other, same):
    assert (tell_passage(CLAIM) == tell_passage(CLAIM | other)) == same


@pytest.mark.parametrize("lacking", [{"quote": ""}, {"quote": " \n"}, {"holder": None}, {"source": None}])
def test_without_a_quote_or_a_holder_there_is_no_passage(lacking):
    assert tell_passage(CLAIM | lacking) is None


def coded(name, confirmed="", **fields):
    return CodedClaim(name, "published, coded by ann", confirmed, fields)


def test_what_two_claims_say_otherwise_is_told_field_by_field():
    ((_, differences),) = compare_with(
        {"value": 2, "conditions": "", "note": "x"}, [coded("a", value=-1, conditions="")]
    )
    assert differences == (("value", -1, 2),)


def test_of_two_claims_it_is_enough_that_one_is_confirmed():
    open_one, confirmed = coded("a"), coded("b", "coded-already")
    assert select_repeats([open_one, confirmed], "") == [open_one]
    assert select_repeats([open_one, confirmed], "coded-already") == [open_one, confirmed]
    assert [str(warning.code) for warning in find_warnings(CLAIM, published_on=None, repeats=[open_one])] == [
        "coded-already"
    ]


@pytest.mark.parametrize(("quote", "odd"), [("One. Two.", []), ("One. Two. Three.", ["long-quote"])])
def test_a_quote_of_three_sentences_is_odd(quote, odd):
    assert [str(warning.code) for warning in find_warnings({"quote": quote}, published_on=None)] == odd
