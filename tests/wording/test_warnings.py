"""Each warning says in one go what is odd and what to check."""

from datetime import date

from claims.rules.repeats import CodedClaim
from claims.rules.warnings import WarningCode, find_warnings
from claims.wording.warnings import (
    CONFIRMED,
    SENTENCES,
    write_confirmed,
    write_for_row,
    write_for_seed,
    write_later_claims,
    write_warning,
)


def test_every_warning_has_its_words():
    assert set(SENTENCES) == set(CONFIRMED) == set(WarningCode)


def test_a_late_day_is_named_with_that_of_the_source():
    (warning,) = find_warnings({"said_on": date(2022, 3, 14)}, published_on=date(2022, 1, 17))
    sentence = (
        "It was said on 14 Mar 2022, and its source is of 17 Jan 2022: nothing is printed before it is said. Check "
        "both days."
    )
    assert write_warning(warning) == sentence
    assert write_for_row(warning) == f"{sentence} If it is right, name “said-later” in the column “confirmed”."
    assert write_for_seed(warning) == f'{sentence} If it is right, say so: confirmed = ["said-later"].'


def test_what_was_confirmed_reads_as_words():
    assert write_confirmed("said-later") == "said later than the day of its source"
    assert write_confirmed("") == ""


def test_claims_that_are_later_than_a_new_day_are_counted():
    assert write_later_claims(1, date(2022, 1, 1)).startswith("1 claim of this source was said later than 1 Jan 2022:")
    assert write_later_claims(1200, date(2022, 1, 1)).startswith("1,200 claims of this source were said later")


def test_claims_that_are_repeated_are_named_with_what_they_say_otherwise():
    there = {
        "value": -1,
        "conditions": "",
        "attribution": 0,
        "pending": False,
        "speaker": 1,
        "said_on": date(2022, 1, 1),
    }
    here = {"value": None, "conditions": "if so", "attribution": 1, "pending": True, "speaker": 2, "quote": "No."}
    others = [CodedClaim("abc", "published, coded by ann", "", there), CodedClaim("def", "draft", "", {})]
    (warning,) = find_warnings(here | {"said_on": date(2022, 1, 2)}, published_on=None, repeats=others)
    assert write_warning(warning) == (
        "This passage is coded already for this holder on this proposal: “abc” (published, coded by ann): value −1 "
        "there, none here; condition none there, “if so” here; attribution first-hand there, relayed here; another "
        "speaker; said on 1 Jan 2022 there, 2 Jan 2022 here; pending no there, yes here. “def” (draft): it says the "
        "same. Correct that claim, or check that this is another one."
    )


def test_a_long_quote_is_counted():
    (warning,) = find_warnings({"quote": "One. Two. Three."}, published_on=None)
    assert write_warning(warning).startswith("The quote has 3 sentences: quote the one or two that carry the meaning")
