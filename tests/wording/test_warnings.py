"""Each warning says in one go what is odd and what to check."""

from datetime import date

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
        "It was said on 2022-03-14, and its source is of 2022-01-17: nothing is printed before it is said. Check both "
        "days."
    )
    assert write_warning(warning) == sentence
    assert write_for_row(warning) == f"{sentence} If it is right, name “said-later” in the column “confirmed”."
    assert write_for_seed(warning) == f'{sentence} If it is right, say so: confirmed = ["said-later"].'


def test_what_was_confirmed_reads_as_words():
    assert write_confirmed("said-later") == "said later than the day of its source"
    assert write_confirmed("") == ""


def test_claims_that_are_later_than_a_new_day_are_counted():
    assert write_later_claims(1, date(2022, 1, 1)).startswith("1 claim of this source was said later than 2022-01-01:")
    assert write_later_claims(1200, date(2022, 1, 1)).startswith("1,200 claims of this source were said later")
