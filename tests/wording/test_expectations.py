"""What came of expectations in words: none, one, many; every reason why one stands apart has its words."""

import pytest

from claims.rules.measures.expectations import Apart, ExpectationKind, PairShare, ResultKind, TrackRecord, WordCount
from claims.wording.expectations import (
    APART,
    CAME,
    DIMENSION_OF_KIND,
    HEADINGS,
    HOW_TO_READ,
    KINDS,
    RESULTS,
    explain_missing,
    list_apart,
    write_all_headline,
    write_all_lede,
    write_brier,
    write_forecast_result,
    write_needed,
    write_pairs,
    write_per_cent,
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


OPEN = NOTHING._replace(apart={Apart.NOT_YET: 2, Apart.VOID: 1})


@pytest.mark.parametrize(
    ("experts", "forecasts", "prospects", "headline", "lede"),
    [
        (0, NOTHING, NOTHING, "No expert has said yet what to expect", ""),
        (
            1,
            NOTHING,
            NOTHING._replace(apart={Apart.NOT_YET: 1}),
            "Nothing has come yet of one expectation of one expert",
            "One says whether a proposal can be had.",
        ),
        (
            2,
            OPEN,
            OPEN,
            "Nothing has come yet of six expectations of two experts",
            "Three say whether a proposal can be had, three say what somebody’s stance will be.",
        ),
        (
            2,
            NOTHING._replace(number=1, came=1),
            OPEN,
            "Of four expectations of two experts one has been settled",
            "One of one forecast of a stance came true.",
        ),
        (
            3,
            NOTHING._replace(number=1),
            NOTHING._replace(
                number=12, came=7, calibration=(WordCount(2, 8, 7), WordCount(1, 3, 0), WordCount(-2, 1, 0))
            ),
            "Of 13 expectations of three experts 13 have been settled",
            "Of what was called “likely” 88 % came about (7 of 8), of “ruled out” 0 % (0 of 1). "
            "None of one forecast of a stance came true.",
        ),
        (
            1,
            NOTHING,
            ENOUGH._replace(came=6),
            "Of twelve expectations of one expert twelve have been settled",
            "Six of twelve prospects came about.",
        ),
    ],
)
def test_what_came_of_all_of_all_experts(experts, forecasts, prospects, headline, lede):
    assert write_all_headline(experts, forecasts, prospects) == headline
    assert write_all_lede(forecasts, prospects) == lede


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "None of these is settled: sums are given from ten on, so ten more are needed."),
        (1, "One of these is settled: sums are given from ten on, so nine more are needed."),
        (9, "Nine of these are settled: sums are given from ten on, so one more is needed."),
    ],
)
def test_under_ten_it_says_how_many_more_are_needed(number, said):
    assert write_needed(NOTHING._replace(number=number)) == said
    assert write_needed(ENOUGH) == ""


@pytest.mark.parametrize(
    ("number", "came", "share"), [(3, 1, "33 %"), (3, 2, "67 %"), (8, 7, "88 %"), (200, 1, "1 %"), (7, 7, "100 %")]
)
def test_a_share_is_told_in_whole_per_cent_halves_up(number, came, share):
    assert write_per_cent(WordCount(1, number, came)) == share


def test_every_kind_and_result_has_its_words():
    for words in (KINDS, HEADINGS, HOW_TO_READ, DIMENSION_OF_KIND, CAME):
        assert set(words) == set(ExpectationKind)
    assert set(RESULTS) == set(ResultKind)
