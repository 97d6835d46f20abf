"""What came of expectations in words: none, one, many; every reason why one stands apart has its words."""

import pytest

from claims.rules.measures.expectations import Apart, PairShare, TrackRecord, WordCount
from claims.wording.expectations import (
    APART,
    explain_missing,
    list_apart,
    write_brier,
    write_forecast_result,
    write_pairs,
    write_prospect_result,
    write_record_headline,
    write_record_lede,
)

NOTHING = TrackRecord(0, 0, {}, (), None, None, 0)


@pytest.mark.parametrize(
    ("came", "apart", "forecast", "prospect"),
    [
        (True, None, "came true", "came about"),
        (False, None, "did not come true", "did not come about"),
        (None, Apart.NOT_YET, "open", "open"),
        (None, Apart.CONDITION_NOT_MET, "condition not met", "condition not met"),
    ],
)
def test_what_came_of_one(came, apart, forecast, prospect):
    assert (write_forecast_result(came, apart), write_prospect_result(came, apart)) == (forecast, prospect)


@pytest.mark.parametrize(
    ("forecasts", "prospects", "headline", "lede"),
    [
        (NOTHING, NOTHING, "The expert has forecast nothing yet", ""),
        (NOTHING._replace(apart={Apart.NOT_YET: 2}), NOTHING, "Nothing can be said yet of what the expert expects", ""),
        (
            NOTHING._replace(number=1, came=1),
            NOTHING,
            "Of one expectation of the expert one has been settled",
            "One of one forecast of a stance came true.",
        ),
        (
            NOTHING._replace(number=3, came=2),
            NOTHING._replace(number=2, came=0, apart={Apart.NOT_YET: 9}),
            "Of 14 expectations of the expert five have been settled",
            "Two of three forecasts of a stance came true. None of two prospects came about.",
        ),
    ],
)
def test_what_came_of_all_of_an_expert(forecasts, prospects, headline, lede):
    assert write_record_headline("the expert", forecasts, prospects) == headline
    assert write_record_lede(forecasts, prospects) == lede


ENOUGH = NOTHING._replace(number=12, calibration=(WordCount(1, 12, 6),))


def test_a_summary_says_its_sum_or_why_there_is_none():
    assert write_pairs(ENOUGH._replace(pairs=PairShare(25, 5, 6))) == (
        "0.78: of 36 pairs 25 right, 5 wrong, 6 tied and counted half"
    )
    assert write_pairs(ENOUGH._replace(pairs=PairShare(1, 0, 0))) == "1.00: of 1 pair 1 right, 0 wrong"
    assert write_pairs(ENOUGH) == "no pair of one that came about and one that did not"
    assert write_pairs(NOTHING._replace(number=9)) == "none: nine settled, fewer than ten"
    assert (explain_missing(ENOUGH), explain_missing(NOTHING)) == ("", "none: nothing is settled yet")
    assert write_brier(ENOUGH._replace(brier=0.095, probabilities=10)) == "0.10, of 10 probabilities given in numbers"
    few = write_brier(ENOUGH._replace(probabilities=3))
    assert few == "none: three settled, fewer than ten, with a probability in numbers"
    assert write_brier(ENOUGH) == "none: no probability was given in numbers"


def test_what_stands_apart_is_counted_by_its_reason():
    assert list_apart({Apart.NOT_YET: 2, Apart.VOID: 1}) == [
        "2 open: nothing came of it yet",
        "1 void: what became of it can no longer be told",
    ]
    assert list_apart({}) == [] and set(APART) == set(Apart)
