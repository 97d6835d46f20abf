"""What came of forecasts and prospects: each result by example, summaries against published numbers, properties."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from claims.rules.measures.expectations import (
    MINIMUM,
    RESULT_OF_APART,
    Apart,
    Became,
    ExpectationKind,
    PairShare,
    ProspectClaim,
    ResultKind,
    StanceForecast,
    WordCount,
    classify_kind,
    classify_result,
    compute_brier,
    count_pairs,
    judge_forecasts,
    judge_prospects,
    summarise_record,
)
from claims.rules.scales import OutcomeKind
from tests.rules.cases import FIRST_DAY, make_claim, make_no_stance, make_pending, numbers

EXPERT, RUSSIA = 9, 1
CELL = ("pledge", RUSSIA)


def day(number):
    return FIRST_DAY + timedelta(days=number)


LATE = day(999)


def forecast(value=-2, said=0, by=EXPERT, **fields):
    return StanceForecast(next(numbers), by, RUSSIA, "pledge", value, day(said), **fields)


def prospect(value=1, said=0, by=EXPERT, proposal="pledge", **fields):
    return ProspectClaim(next(numbers), by, proposal, value, day(said), **fields)


def became(kind, when=10):
    return Became(next(numbers), OutcomeKind(kind), day(when))


def result(judged):
    (one,) = judged
    return one.apart or one.came


# Forecasts of a stance


@pytest.mark.parametrize(
    ("said", "own", "expected"),
    [
        (forecast(-2), [make_claim(-1, day=3)], True),
        (forecast(1), [make_claim(2, day=1)], True),
        (forecast(1), [make_claim(1, day=1)], True),
        (forecast(-2), [make_claim(1, day=3, terms="if paid")], False),
        (forecast(1), [make_claim(-2, day=3)], False),
        (forecast(-2), [make_claim(-2, day=3), make_claim(2, day=5)], True),
        (forecast(-2), [], Apart.NOT_YET),
        (forecast(-2), [make_claim(-2, day=0), make_claim(-2, day=-5)], Apart.NOT_YET),
        (forecast(-2), [make_claim(2, day=1, part=True)], Apart.NOT_YET),
        (forecast(-2), [make_pending(day=1), make_no_stance(day=1)], Apart.NOT_YET),
        (forecast(-2), [make_claim(2, day=1, part=True), make_claim(-2, day=2)], True),
        (forecast(-2), [make_claim(0, day=3)], Apart.NEUTRAL),
        (forecast(0), [make_claim(2, day=3)], Apart.NEUTRAL),
        (forecast(-2), [make_claim(2, day=3), make_claim(-1, day=3)], Apart.MIXED),
        (forecast(-2), [make_claim(2, day=3, terms="a"), make_claim(-1, day=3, terms="b")], Apart.DEPENDS),
        (forecast(-2, conditions="if paid"), [make_claim(-2, day=3)], Apart.ON_CONDITION),
        (forecast(-2, on_part=True), [make_claim(-2, day=3)], Apart.ON_PART),
    ],
)
def test_a_forecast_is_held_against_the_first_own_stance_on_a_later_day(said, own, expected):
    assert result(judge_forecasts([said], {CELL: own}, LATE)) == expected


def test_a_judged_forecast_names_the_claims_on_both_sides():
    one, reprint, later = forecast(-2), forecast(-2), forecast(-2, said=1)
    own = make_claim(-2, day=3)
    first, second = judge_forecasts([later, reprint, one], {CELL: [own]}, LATE)
    assert (first.claims, second.claims) == ((one.claim, reprint.claim), (later.claim,))
    assert first.against == (own,) and first.expected.claim == one.claim


def test_what_is_said_or_forecast_after_the_day_does_not_exist():
    own = [make_claim(-2, day=3)]
    assert result(judge_forecasts([forecast()], {CELL: own}, day(3))) is True
    assert result(judge_forecasts([forecast()], {CELL: own}, day(2))) == Apart.NOT_YET
    assert result(judge_forecasts([forecast()], {}, LATE)) == Apart.NOT_YET
    assert judge_forecasts([forecast(said=5)], {CELL: own}, day(4)) == []


# Prospects of a proposal


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("agreed", True),
        ("agreed-in-part", True),
        ("refused", False),
        ("lapsed", False),
        ("overtaken", Apart.OVERTAKEN),
        ("void", Apart.VOID),
    ],
)
def test_a_prospect_is_held_against_the_outcome(kind, expected):
    assert result(judge_prospects([prospect()], {"pledge": [became(kind)]}, LATE)) == expected


def test_whether_a_part_is_enough_is_a_choice():
    outcomes = {"pledge": [became("agreed-in-part")]}
    assert result(judge_prospects([prospect()], outcomes, LATE, part_counts=False)) == Apart.IN_PART


@pytest.mark.parametrize(
    ("said", "outcomes", "as_of", "expected"),
    [
        (prospect(), [], LATE, Apart.NOT_YET),
        (prospect(said=10), [became("agreed", 10)], LATE, Apart.NOT_YET),
        (prospect(), [became("agreed", 10)], day(9), Apart.NOT_YET),
        (prospect(), [became("agreed", 10)], day(10), True),
        (prospect(), [became("refused", 10), became("agreed", 20)], LATE, True),
        (prospect(), [became("refused", 10), became("agreed", 20)], day(19), False),
        (prospect(), [became("agreed", 20), became("refused", 10)], LATE, True),  # entered in another order
        (prospect(by_when=day(5)), [became("void", 20), became("overtaken", 10)], LATE, Apart.OVERTAKEN),
        (prospect(by_when=day(15)), [became("refused", 10), became("agreed", 15)], LATE, True),
        (prospect(by_when=day(15)), [became("refused", 10), became("agreed", 20)], LATE, False),
        (prospect(by_when=day(15)), [became("agreed", 20)], LATE, False),
        (prospect(by_when=day(15)), [became("agreed", 15)], LATE, True),
        (prospect(by_when=day(15)), [became("agreed", 10), became("refused", 20)], LATE, True),
        (prospect(by_when=day(15)), [became("overtaken", 20)], LATE, Apart.OVERTAKEN),
        (prospect(on_part=True), [became("agreed")], LATE, Apart.ON_PART),
        (prospect(-2), [became("refused")], LATE, False),
        (prospect(0), [became("agreed")], LATE, True),
    ],
)
def test_days_decide_which_outcome_a_prospect_is_held_against(said, outcomes, as_of, expected):
    assert result(judge_prospects([said], {"pledge": outcomes}, as_of)) == expected


@pytest.mark.parametrize(
    ("depends_on", "hub", "expected"),
    [
        ("", "agreed", Apart.CONDITION_UNCHECKED),
        ("hub", None, Apart.CONDITION_NOT_YET),
        ("hub", "agreed", True),
        ("hub", "agreed-in-part", True),
        ("hub", "refused", Apart.CONDITION_NOT_MET),
        ("hub", "overtaken", Apart.CONDITION_NOT_MET),
        ("hub", "void", Apart.CONDITION_UNCHECKED),
        ("!hub", "refused", True),
        ("!hub", "overtaken", True),
        ("!hub", "agreed", Apart.CONDITION_NOT_MET),
        ("hub other", "agreed", Apart.CONDITION_NOT_YET),
        ("hub other", "refused", Apart.CONDITION_NOT_MET),
        ("hub other", "void", Apart.CONDITION_UNCHECKED),
    ],
)
def test_a_prospect_on_a_condition_counts_only_if_the_condition_came(depends_on, hub, expected):
    outcomes = {"pledge": [became("agreed")]} | ({"hub": [became(hub)]} if hub else {})
    said = prospect(conditions="if they agree", depends_on=depends_on)
    assert result(judge_prospects([said], outcomes, LATE)) == expected


def test_a_condition_without_an_outcome_of_the_proposal_itself_says_what_the_condition_waits_for():
    said = prospect(conditions="if they agree", depends_on="hub")
    assert result(judge_prospects([said], {"hub": [became("agreed")]}, LATE)) == Apart.NOT_YET
    assert result(judge_prospects([said], {"hub": [became("agreed", 900)]}, day(800))) == Apart.CONDITION_NOT_YET


def test_of_a_condition_the_latest_outcome_counts_until_the_day_itself():
    said = prospect(conditions="if they agree", depends_on="hub")
    outcomes = {"pledge": [became("agreed", 8)], "hub": [became("agreed", 8), became("refused", 4)]}
    assert result(judge_prospects([said], outcomes, day(8))) is True


def test_what_two_experts_say_in_the_same_words_are_two_expectations():
    one, other = prospect(by=7), prospect(by=8)
    assert [judged.claims for judged in judge_prospects([one, other], {}, LATE)] == [(one.claim,), (other.claim,)]


def test_prospects_stand_by_day_and_proposal_each_with_its_outcome():
    late, zones, hub = prospect(said=3), prospect(said=1, proposal="zones"), prospect(said=1, proposal="hub")
    outcome = became("refused")
    listed = judge_prospects([late, zones, hub], {"zones": [outcome]}, LATE)
    assert [(one.expected, one.outcome) for one in listed] == [(hub, None), (zones, outcome), (late, None)]


# Choosing among them


@pytest.mark.parametrize(
    ("came", "apart", "kind"),
    [
        (True, None, ResultKind.CAME),
        (False, None, ResultKind.DID_NOT),
        (None, Apart.NOT_YET, ResultKind.OPEN),
        (None, Apart.CONDITION_NOT_MET, ResultKind.CONDITIONAL),
        (None, Apart.OVERTAKEN, ResultKind.VOID),
        (None, Apart.IN_PART, ResultKind.OTHER),
    ],
)
def test_what_came_of_it_is_of_one_kind_or_it_is_apart_for_one_reason(came, apart, kind):
    assert classify_result(came, apart) == kind
    assert RESULT_OF_APART.keys() == set(Apart)


def test_forecasts_and_prospects_are_told_apart():
    both = [*judge_forecasts([forecast()], {}, LATE), *judge_prospects([prospect()], {}, LATE)]
    assert [classify_kind(one) for one in both] == [ExpectationKind.FORECAST, ExpectationKind.PROSPECTS]


# Summaries


def judged(values_and_came, chances=None):
    """Judge one prospect of each (value, whether it came about), all of proposals of their own."""
    said, outcomes = [], {}
    for number, (value, came) in enumerate(values_and_came):
        slug = f"p{number}"
        said.append(prospect(value, proposal=slug, probability=chances[number] if chances else None))
        outcomes[slug] = [became("agreed" if came else "refused")]
    return judge_prospects(said, outcomes, LATE)


NORMAL, ABNORMAL = (33, 6, 6, 11, 2), (3, 2, 2, 11, 33)  # Hanley & McNeil 1982, by five ratings from the lowest
RATED = tuple(WordCount(value, no + yes, yes) for value, no, yes in zip(range(-2, 3), NORMAL, ABNORMAL, strict=True))


def test_the_share_of_pairs_is_the_published_area_under_the_curve():
    pairs = count_pairs(RATED)
    assert (pairs.number, round(pairs.share, 3)) == (58 * 51, 0.893)
    assert pairs.somers_d == pytest.approx(2 * pairs.share - 1)


@pytest.mark.parametrize(
    ("counts", "pairs"),
    [
        ([WordCount(2, 2, 1), WordCount(1, 1, 0)], PairShare(1, 0, 1)),
        ([WordCount(2, 1, 0), WordCount(1, 2, 1)], PairShare(0, 1, 1)),
        ([WordCount(1, 2, 2)], None),
    ],
)
def test_pairs_are_right_wrong_or_tied(counts, pairs):
    assert count_pairs(counts) == pairs


def test_somers_d_and_the_table_are_those_of_the_same_ratings_one_by_one():
    ratings = [
        (value, came)
        for value, no, yes in zip(range(-2, 3), NORMAL, ABNORMAL, strict=True)
        for came, number in ((False, no), (True, yes))
        for _ in range(number)
    ]
    record = summarise_record(judged(ratings))
    assert record.calibration == RATED[::-1]
    assert record.pairs == count_pairs(RATED)
    values, came = zip(*ratings, strict=True)
    assert record.pairs.somers_d == pytest.approx(stats.somersd(list(map(int, came)), values).statistic)
    assert (record.number, record.came) == (109, 51)


# Brier 1950, table 1: the chances given for rain on ten days, and whether it rained; his P over both classes is 0.19.
RAIN = (70, 90, 80, 40, 20, 0, 0, 0, 0, 10)
RAINED = (True, True, True, False, True, False, False, False, False, False)


@pytest.mark.parametrize(
    ("given", "score"),
    [
        (list(zip(RAIN, RAINED, strict=True)), 0.19 / 2),
        ([(10, False), (90, True), (80, True), (30, False)], 0.0375),  # the example of scikit-learn's brier_score_loss
        ([(100, True), (0, False)], 0),
        ([(0, True)], 1),
    ],
)
def test_the_brier_score_is_that_of_published_examples(given, score):
    assert compute_brier(given) == pytest.approx(score)


def test_the_brier_score_is_of_given_probabilities_alone_and_not_of_few():
    ten = [(1, came) for came in RAINED]
    record = summarise_record(judged(ten, RAIN))
    assert (record.brier, record.probabilities) == (pytest.approx(0.095), 10)
    partly = summarise_record(judged(ten * 2, [*RAIN[:9], *[None] * 11]))
    assert (partly.brier, partly.probabilities, partly.number) == (None, 9, 20)


def test_calibration_is_the_share_that_came_about_at_each_word():
    """The example of scikit-learn's calibration_curve in three bins, which gives 0, 0.5 and 1; one expectation more
    at each end makes up the ten."""
    said = [(-2, False)] * 4 + [(0, False), (0, True)] + [(2, True)] * 4
    record = summarise_record(judged(said))
    assert [(one.value, one.number, one.came / one.number) for one in record.calibration] == [
        (2, 4, 1),
        (0, 2, 0.5),
        (-2, 4, 0),
    ]


def test_nothing_is_summarised_below_the_minimum_and_the_list_counts_all():
    nine = judged([(2, True)] * 5 + [(-2, False)] * 4)
    record = summarise_record(nine)
    assert (record.number, record.came, record.calibration, record.pairs, record.brier) == (9, 5, (), None, None)
    apart = judge_prospects([prospect(), prospect(conditions="if so")], {}, LATE)
    record = summarise_record(nine + judged([(1, False)]) + apart)
    assert record.number == MINIMUM and record.pairs == PairShare(25, 0, 0)
    assert list(record.apart.items()) == [(Apart.NOT_YET, 1), (Apart.CONDITION_UNCHECKED, 1)]


def test_without_a_pair_there_is_no_share():
    assert summarise_record(judged([(1, True)] * 12)).pairs is None
    assert summarise_record([]).calibration == ()


# Properties

SLUGS = ("pledge", "hub", "zones")
PROSPECTS = st.builds(
    prospect,
    st.sampled_from([-2, -1, 0, 1, 2]),
    st.integers(0, 9),
    st.sampled_from([7, 8, 9]),
    st.sampled_from(SLUGS),
    conditions=st.sampled_from(["", "", "if so"]),
    depends_on=st.sampled_from(["", "hub", "!zones"]),
    by_when=st.sampled_from([None, None, day(6)]),
    probability=st.sampled_from([None, 0, 30, 100]),
)
OUTCOMES = st.dictionaries(
    st.sampled_from(SLUGS),
    st.lists(
        st.builds(became, st.sampled_from(list(OutcomeKind)), st.integers(0, 12)), max_size=3, unique_by=lambda o: o.day
    ),
)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(
    st.lists(PROSPECTS, max_size=8).flatmap(lambda said: st.tuples(st.just(said), st.permutations(said))),
    OUTCOMES,
    st.integers(0, 12),
)
def test_the_order_of_experts_and_days_is_irrelevant_and_what_comes_later_changes_nothing(pair, outcomes, until):
    said, other = pair
    listed = judge_prospects(said, outcomes, day(until))
    assert listed == judge_prospects(other, {slug: rows[::-1] for slug, rows in outcomes.items()}, day(until))
    by_then = {slug: [row for row in rows if row.day <= day(until)] for slug, rows in outcomes.items()}
    there = [one for one in said if one.said_on <= day(until)]
    assert listed == judge_prospects(there, by_then, day(until))
    assert sorted(pk for one in listed for pk in one.claims) == sorted(one.claim for one in there)
    assert all((one.came is None) == (one.apart is not None) for one in listed)
    record = summarise_record(listed, minimum=1)
    assert record == summarise_record(listed[::-1], minimum=1)
    assert record.number + sum(record.apart.values()) == record.listed == len(listed)
    assert sum(one.number for one in record.calibration) == record.number
    if record.pairs:
        assert record.pairs.number == record.came * (record.number - record.came)
        assert 0 <= record.pairs.share <= 1


FORECASTS = st.builds(
    forecast,
    st.sampled_from([-2, -1, 0, 1, 2]),
    st.integers(0, 6),
    st.sampled_from([7, 8, None]),
    conditions=st.sampled_from(["", "", "if so"]),
)
OWN = st.lists(st.builds(make_claim, st.sampled_from([-2, 0, 2]), day=st.integers(0, 9)), max_size=4)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(
    st.lists(FORECASTS, max_size=6).flatmap(lambda said: st.tuples(st.just(said), st.permutations(said))),
    OWN,
    st.integers(0, 9),
)
def test_the_order_of_forecasts_is_irrelevant_and_what_is_said_later_changes_nothing(pair, own, until):
    said, other = pair
    listed = judge_forecasts(said, {CELL: own}, day(until))
    assert listed == judge_forecasts(other, {CELL: own[::-1]}, day(until))
    assert listed == judge_forecasts(said, {CELL: [c for c in own if c.said_on <= day(until)]}, day(until))
    flipped = judge_forecasts(
        [one._replace(value=-one.value) for one in said],
        {CELL: [claim._replace(value=-claim.value) for claim in own]},
        day(until),
    )
    assert sorted(map(str, ((one.came, one.apart) for one in listed))) == sorted(
        map(str, ((one.came, one.apart) for one in flipped))
    )
