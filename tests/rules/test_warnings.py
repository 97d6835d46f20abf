"""What is odd about a claim, and what of it is confirmed."""

from datetime import date

import pytest

from claims.rules.faults import BrokenRule, FaultCode
from claims.rules.repeats import CodedClaim, Repeat
from claims.rules.warnings import (
    CONCERNS,
    ClaimWarning,
    WarningCode,
    find_warnings,
    keep_applying,
    keep_untouched,
    read_codes,
    select_unconfirmed,
)

DAY = date(2022, 1, 17)
LATER, LONG = ClaimWarning("said_on", WarningCode.SAID_LATER), ClaimWarning("quote", WarningCode.LONG_QUOTE)
CODES = ("said-later", "coded-already", "long-quote")


def codes(published_on=DAY, **fields):
    return [(warning.field, str(warning.code)) for warning in find_warnings(fields, published_on=published_on)]


@pytest.mark.parametrize(
    ("said_on", "published_on", "odd"),
    [
        (date(2022, 1, 18), DAY, True),
        (date(2041, 3, 14), DAY, True),
        (DAY, DAY, False),
        (date(2022, 1, 16), DAY, False),
        (date(2022, 1, 18), None, False),
        (None, DAY, False),
    ],
)
def test_nothing_is_said_later_than_the_day_of_its_source_unawares(said_on, published_on, odd):
    assert codes(published_on, said_on=said_on) == ([("said_on", "said-later")] if odd else [])


def test_each_warning_says_where_to_look_and_what_is_odd():
    later = date(2022, 1, 18)
    there = CodedClaim("a", "published, coded by ann", "", {"value": -1})
    fields = {"said_on": later, "quote": "One. Two. Three.", "value": 2}
    assert find_warnings(fields, published_on=DAY, repeats=[there]) == [
        ClaimWarning("said_on", WarningCode.SAID_LATER, {"said_on": later, "published_on": DAY}),
        ClaimWarning("quote", WarningCode.CODED_ALREADY, {"repeats": (Repeat(there, (("value", -1, 2),)),)}),
        ClaimWarning("quote", WarningCode.LONG_QUOTE, {"sentences": 3}),
    ]


def test_a_claim_without_a_day_is_not_judged():
    assert codes() == []


@pytest.mark.parametrize("code", list(WarningCode))
def test_what_is_confirmed_holds_until_a_field_changes_that_it_is_about(code):
    assert keep_untouched(str(code), ["value", "note", "covers"]) == code
    for field in CONCERNS[code]:
        assert keep_untouched(str(code), ["value", field]) == ""


def test_a_warning_is_unconfirmed_until_its_code_is_named():
    assert select_unconfirmed([LATER], "") == [LATER]
    assert select_unconfirmed([LATER], "said-later") == []


def test_what_no_longer_applies_is_confirmed_no_more():
    assert keep_applying("said-later", [LATER]) == "said-later"
    assert keep_applying("said-later", []) == ""
    assert keep_applying("", [LATER]) == ""
    assert keep_applying("said-later coded-already", [LONG, LATER]) == "said-later"


def test_of_several_warnings_each_is_confirmed_by_itself_and_kept_in_one_order():
    assert select_unconfirmed([LATER, LONG], "coded-already said-later") == [LONG]
    assert keep_applying("long-quote said-later", [LONG, LATER]) == "said-later long-quote"
    assert keep_untouched("long-quote coded-already said-later", ["quote"]) == "said-later"
    assert keep_untouched("long-quote said-later", ["source"]) == "long-quote"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("", ""),
        ("said-later", "said-later"),
        ("  said-later said-later ", "said-later"),
        (["said-later"], "said-later"),
        ("long-quote said-later", "said-later long-quote"),
    ],
)
def test_codes_are_read_from_a_text_or_a_list(given, kept):
    assert read_codes(given) == kept


@pytest.mark.parametrize(
    ("given", "code", "parameters"),
    [
        ("said-latter", FaultCode.NOT_LISTED, {"value": "said-latter", "words": CODES}),
        (["said-later", 3], FaultCode.NOT_LISTED, {"value": 3, "words": CODES}),
        ([["said-later"]], FaultCode.NOT_LISTED, {"value": ["said-later"], "words": CODES}),
        (True, FaultCode.NOT_TEXT, {"value": True}),
        (DAY, FaultCode.NOT_TEXT, {"value": DAY}),
    ],
)
def test_other_words_are_refused(given, code, parameters):
    with pytest.raises(BrokenRule) as broken:
        read_codes(given)
    assert (broken.value.code, broken.value.parameters) == (code, parameters)
