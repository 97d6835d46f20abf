"""What is odd about a claim, and what of it is confirmed."""

from datetime import date

import pytest

from claims.rules.faults import BrokenRule, FaultCode
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
LATER = ClaimWarning("said_on", WarningCode.SAID_LATER)


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


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("", ""),
        ("said-later", "said-later"),
        ("  said-later said-later ", "said-later"),
        (["said-later"], "said-later"),
    ],
)
def test_codes_are_read_from_a_text_or_a_list(given, kept):
    assert read_codes(given) == kept


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("said-latter", FaultCode.NOT_LISTED),
        (["said-later", 3], FaultCode.NOT_LISTED),
        ([["said-later"]], FaultCode.NOT_LISTED),
        (True, FaultCode.NOT_TEXT),
        (DAY, FaultCode.NOT_TEXT),
    ],
)
def test_other_words_are_refused(given, code):
    with pytest.raises(BrokenRule) as broken:
        read_codes(given)
    assert broken.value.code == code
