"""Each step of the stance, and each trap that its wording keeps from analysts."""

from datetime import date, timedelta

import pytest

from claims.rules.scales import Attribution, Mark, State
from claims.rules.stances import (
    BLANK,
    Novelty,
    RuleClaim,
    Stance,
    classify_change,
    find_start,
    fold_values,
    has_changed,
    summarise,
)
from tests.rules.cases import FIRST_DAY, ids, make_claim, make_no_stance, make_pending


@pytest.mark.parametrize(
    ("values", "value"),
    [
        ([2], 2),
        ([0], 0),
        ([-2], -2),
        ([1, 2], 1),
        ([-1, -2], -1),
        ([0, 1], 0),
        ([0, -1], 0),
        ([0, 2], 1),
        ([-2, 0], -1),
        ([2, 1, 1], 1),
        ([0, 0, 2], 0),
        ([2, 2, 0, 0], 1),
        ([-2, -2, -1, -1], -1),
        ([0, 1, 2, 2, 2], 2),
    ],
)
def test_value_is_the_median_cut_towards_zero(values, value):
    assert fold_values(values) == value
    assert summarise([make_claim(v) for v in values]).value == value


@pytest.mark.parametrize("values", [[-1, 1], [-2, 2], [1, -2], [-1, 0, 1], [2, 2, 2, -1], [-2, -2, 0, 0, 1]])
def test_a_quarrel_has_no_value_however_its_median_falls(values):
    assert fold_values(values) is None
    plain = summarise([make_claim(v) for v in values])
    on_terms = summarise([make_claim(v, terms="if asked") for v in values])
    assert (plain.state, plain.value) == (State.MIXED, None)
    assert (on_terms.state, on_terms.value) == (State.DEPENDS, None)


def test_nothing_said_is_blank_and_not_neutral():
    assert summarise([]) == BLANK
    assert (BLANK.state, BLANK.value, BLANK.claim_count, BLANK.spoken) == (State.BLANK, None, 0, False)
    assert summarise([make_claim(0)]).state == State.STANCE


def test_a_claim_is_plain_unless_it_says_otherwise():
    claim = RuleClaim(1, 2, Attribution.OWN, FIRST_DAY)
    assert summarise([claim]) == Stance(State.STANCE, 2, Attribution.OWN, FIRST_DAY, (claim,), claim_count=1)


@pytest.mark.parametrize(
    ("stronger", "weaker"), [("own", "reported"), ("own", "attributed"), ("reported", "attributed")]
)
def test_the_strongest_attribution_decides_though_a_weaker_one_is_newer(stronger, weaker):
    stance = summarise([make_claim(-2, weaker, day=9), make_claim(1, stronger)])
    assert (stance.value, stance.attribution.word, stance.said_on) == (1, stronger, FIRST_DAY)
    assert stance.claim_count == 2


def test_firm_goes_before_doubtful_though_the_doubtful_one_is_newer():
    stance = summarise([make_claim(-2, day=9, doubtful=True), make_claim(1)])
    assert (stance.value, stance.said_on) == (1, FIRST_DAY)
    assert Mark.DOUBTFUL not in stance.marks


def test_a_doubtful_claim_of_the_strongest_attribution_goes_before_a_firm_weaker_one():
    stance = summarise([make_claim(-2, "reported", day=9), make_claim(1, doubtful=True)])
    assert stance.value == 1
    assert Mark.DOUBTFUL in stance.marks


def test_of_equal_strength_the_latest_day_decides_alone():
    stance = summarise([make_claim(2), make_claim(2, day=1), make_claim(-1, day=2)])
    assert (stance.state, stance.value, stance.said_on) == (State.STANCE, -1, FIRST_DAY + timedelta(days=2))


def test_the_doubtful_quarrel_of_a_firm_day_does_not_make_it_mixed():
    assert summarise([make_claim(2), make_claim(-2, doubtful=True), make_claim(-2, "reported")]).value == 2


def test_unconditional_claims_decide_and_conditional_ones_of_the_day_are_branches():
    plain = make_claim(-2)
    branches = [make_claim(1, terms="if they pull back"), make_claim(2, terms="if it is signed")]
    stance = summarise([*branches, plain])
    assert (stance.state, stance.value) == (State.STANCE, -2)
    assert stance.deciding == (plain,)
    assert stance.branches == tuple(branches)


def test_conditional_claims_decide_where_there_are_no_others_and_stay_branches():
    claims = [make_claim(1, terms="if they pull back"), make_claim(2, terms="if it is signed")]
    stance = summarise(claims)
    assert (stance.state, stance.value) == (State.CONDITIONAL, 1)
    assert stance.deciding == stance.branches == tuple(claims)


def test_conditional_claims_of_an_earlier_day_or_weaker_attribution_are_no_branches():
    claims = [
        make_claim(-1, terms="then", day=0),
        make_claim(-1, "reported", terms="hearsay", day=1),
        make_claim(-1, terms="perhaps", day=1, doubtful=True),
    ]
    assert summarise([*claims, make_claim(2, day=1)]).branches == ()


def test_a_stance_is_the_same_in_whatever_order_its_claims_are_read():
    claims = [make_claim(1), make_claim(2, terms="if asked"), make_claim(0, terms="if paid"), make_claim(2)]
    claims += [make_pending(), make_pending()]
    assert summarise(claims) == summarise(claims[::-1])
    assert [c.id for c in summarise(claims[::-1]).deciding] == sorted(c.id for c in (claims[0], claims[3]))


def test_branches_are_not_averaged_into_an_unconditional_value():
    stance = summarise([make_claim(2), make_claim(-2, terms="if not"), make_claim(-2, terms="or else")])
    assert (stance.state, stance.value, len(stance.branches)) == (State.STANCE, 2, 2)


def test_a_forecast_never_reads_as_a_stance():
    forecast = make_claim(-2, "predicted")
    stance = summarise([forecast])
    assert (stance.state, stance.value, stance.attribution) == (State.FORECAST, None, None)
    assert not stance.spoken
    assert (stance.forecast.value, stance.deciding, stance.said_on) == (-2, (forecast,), FIRST_DAY)


def test_a_newer_forecast_leaves_even_a_second_hand_stance_alone():
    stance = summarise([make_claim(1, "attributed"), make_claim(1, "predicted", day=9)])
    assert (stance.value, stance.said_on, stance.forecast.value) == (1, FIRST_DAY, 1)


def test_forecasts_fold_among_themselves_by_the_same_steps():
    older, firm = make_claim(2, "predicted"), make_claim(1, "predicted", day=1)
    on_terms = make_claim(-2, "predicted", day=1, terms="if asked")
    doubtful = make_claim(-2, "predicted", day=2, doubtful=True)
    fold = summarise([older, firm, on_terms, doubtful]).forecast
    assert (fold.value, fold.conditional) == (1, False)
    assert fold.deciding == (firm,)
    assert fold.branches == (on_terms,)


def test_forecasters_who_quarrel_make_a_forecast_without_a_value_and_are_all_named():
    claims = [make_claim(-1, "predicted"), make_claim(1, "predicted"), make_claim(2, "predicted", terms="if asked")]
    stance = summarise(claims)
    assert (stance.state, stance.forecast.value) == (State.FORECAST, None)
    assert ids(stance.forecast.claims) == ids(claims)


def test_forecasts_on_opposite_conditions_have_no_value_either():
    fold = summarise([make_claim(v, "predicted", terms="if asked") for v in (-1, 1)]).forecast
    assert (fold.value, fold.conditional, len(fold.branches)) == (None, True, 2)


def test_a_pending_answer_is_awaited_and_not_neutral():
    pending = make_pending(day=3)
    stance = summarise([pending])
    assert (stance.state, stance.value, stance.spoken) == (State.AWAITING, None, False)
    assert (stance.said_on, stance.pending, stance.forecast) == (pending.said_on, (pending,), None)
    assert stance.deciding == (pending,)  # by whose account


def test_an_awaited_answer_keeps_the_forecast_beside_it():
    """The United States on binding guarantees: “yet to respond”, Kimball −1, Ramana +1 if, Suslov −2."""
    pending = make_pending(by="attributed")
    forecasts = [make_claim(-1, "predicted"), make_claim(1, "predicted", terms="if"), make_claim(-2, "predicted")]
    stance = summarise([*forecasts, pending])
    assert (stance.state, stance.value, stance.claim_count) == (State.AWAITING, None, 4)
    assert stance.forecast.value == -1
    assert stance.pending == (pending,)
    assert stance.said_on == pending.said_on


def test_the_day_of_an_awaited_answer_is_that_of_the_pending_claim_though_forecasts_are_newer():
    assert summarise([make_pending(), make_claim(1, "predicted", day=5)]).said_on == FIRST_DAY


def test_a_pending_claim_of_the_holders_own_does_not_outweigh_what_was_said():
    pending = make_pending(by="own", day=5)
    stance = summarise([pending, make_claim(2, "attributed")])
    assert (stance.state, stance.value, stance.said_on) == (State.STANCE, 2, FIRST_DAY)
    assert stance.pending == (pending,)


def test_a_claim_without_a_value_never_decides_and_a_later_one_leaves_the_stance_its_value():
    uncertain = make_no_stance(day=5, label="uncertain")
    stance = summarise([make_claim(-2), uncertain, make_claim(1, "reported", day=2)])
    assert (stance.state, stance.value, stance.said_on) == (State.STANCE, -2, FIRST_DAY)
    assert (stance.without_value, stance.claim_count, stance.marks) == ((uncertain,), 3, {Mark.CONTRADICTED})


def test_who_spoke_and_took_no_stance_is_a_blank_with_that_reason():
    older, newer = make_no_stance("reported", day=3), make_no_stance()
    stance = summarise([older, newer, make_claim(-2, "predicted")])
    assert (stance.state, stance.value, stance.spoken) == (State.NO_STANCE, None, False)
    assert (stance.deciding, stance.said_on, stance.forecast.value) == ((newer,), FIRST_DAY, -2)


@pytest.mark.parametrize(("day", "state"), [(0, State.AWAITING), (1, State.NO_STANCE), (2, State.NO_STANCE)])
def test_an_answer_that_takes_no_stance_ends_the_wait_from_its_day_on(day, state):
    stance = summarise([make_pending(day=1), make_no_stance(day=day)])
    assert stance.state == state
    assert len(stance.pending) == len(stance.without_value) == 1


def test_all_claims_of_a_cell_are_counted_those_set_aside_too():
    claims = [make_claim(), make_claim(day=-9), make_claim(by="reported"), make_claim(by="predicted"), make_pending()]
    assert summarise(claims).claim_count == 5


@pytest.mark.parametrize("by", ["own", "reported", "attributed"])
def test_second_hand_is_marked_where_attributed_claims_decide(by):
    stance = summarise([make_claim(1, by), make_claim(1, "attributed")])
    assert (Mark.SECOND_HAND in stance.marks) == (by == "attributed")
    assert stance.attribution == Attribution[by.upper()]


def test_the_other_side_is_marked_where_it_spoke_one_of_the_deciding_claims():
    other = make_claim(1, "attributed", from_other_side=True)
    assert Mark.OTHER_SIDE in summarise([other, make_claim(1, "attributed")]).marks
    assert Mark.OTHER_SIDE not in summarise([other, make_claim(1)]).marks


@pytest.mark.parametrize(
    "whole",
    [
        make_claim(-2),  # two days before
        make_claim(-2, "reported"),
        make_claim(-2, "attributed", doubtful=True),
        make_claim(-2, terms="if asked"),
    ],
)
def test_a_claim_on_a_part_never_speaks_for_the_whole_however_strong_and_new(whole):
    part = make_claim(1, day=2, part=True)
    stance = summarise([whole, part])
    assert (stance.value, stance.deciding, stance.said_on) == (-2, (whole,), FIRST_DAY)
    assert (stance.on_part, stance.in_part, stance.claim_count) == ((part,), False, 2)


def test_where_every_claim_is_on_a_part_they_decide_by_the_same_steps_and_the_stance_is_in_part():
    older, decides = make_claim(2, part=True), make_claim(-1, day=1, part=True)
    stance = summarise([older, decides, make_claim(-2, "reported", day=2, part=True)])
    assert (stance.state, stance.value, stance.deciding) == (State.STANCE, -1, (decides,))
    assert stance.in_part and stance.on_part == ()
    assert Mark.PART in stance.marks


def test_claims_on_a_part_are_no_branches_and_make_no_quarrel():
    claims = [make_claim(2), make_claim(-2, part=True), make_claim(-2, part=True, terms="if asked")]
    stance = summarise(claims)
    assert (stance.state, stance.value, stance.branches) == (State.STANCE, 2, ())
    assert ids(stance.on_part) == ids(claims[1:])


def test_what_awaits_an_answer_or_is_forecast_does_not_set_aside_what_was_said_of_a_part():
    stance = summarise([make_claim(1, part=True), make_pending(), make_claim(-2, "predicted")])
    assert (stance.state, stance.value, stance.in_part) == (State.STANCE, 1, True)


def test_forecasts_of_a_part_decide_nothing_beside_forecasts_of_the_whole():
    part, whole = make_claim(1, "predicted", day=1, part=True), make_claim(-2, "predicted")
    stance = summarise([part, whole])
    assert (stance.state, stance.forecast.value, stance.forecast.claims) == (State.FORECAST, -2, (whole,))
    assert (stance.on_part, stance.marks) == ((part,), frozenset())
    alone = summarise([part])
    assert (alone.forecast.value, alone.forecast.part, alone.marks) == (1, True, {Mark.PART})
    assert not alone.in_part  # it is no stance
    beside = [summarise([part, whole, other]) for other in (make_pending(), make_no_stance(), make_claim(-2))]
    assert [cell.state for cell in beside] == [State.AWAITING, State.NO_STANCE, State.STANCE]
    assert {(cell.forecast.value, cell.on_part) for cell in beside} == {(-2, (part,))}


def test_a_part_says_nothing_against_a_stance_on_the_whole():
    contrary = [make_claim(-2, "reported", day=1, part=True), make_claim(-2, "predicted", day=1, part=True)]
    assert summarise([make_claim(2), *contrary]).marks == frozenset()
    assert summarise([make_claim(2, part=True), *contrary]).marks == {
        Mark.PART,
        Mark.CONTRADICTED,
        Mark.FORECAST_DIFFERS,
    }


def test_a_stance_on_the_whole_does_not_date_from_when_there_was_one_on_a_part():
    part, whole = make_claim(-2, part=True), make_claim(-2, day=3)
    assert find_start([part, whole]) == whole.said_on
    assert find_start([part]) == part.said_on


@pytest.mark.parametrize(
    ("value", "newer", "marked"),
    [
        (1, -1, True),
        (2, 0, True),
        (-1, 1, True),
        (-2, 0, True),
        (0, 2, True),
        (0, -2, True),
        (1, 0, False),
        (2, 1, False),
        (0, 1, False),
        (-1, -2, False),
        (2, 2, False),
    ],
)
def test_a_newer_weaker_claim_contradicts_across_zero_or_from_two_steps_away(value, newer, marked):
    stance = summarise([make_claim(value), make_claim(newer, "reported", day=1)])
    assert (Mark.CONTRADICTED in stance.marks) == marked
    assert stance.value == value


@pytest.mark.parametrize(
    "contrary",
    [
        make_claim(-2, "reported", day=1),  # of the same day
        make_claim(-2, "reported", day=0),  # older
        make_claim(-2, "own", day=9, doubtful=True),  # no weaker attribution
        make_claim(-2, "predicted", day=9),  # set aside: a forecast
        make_pending(by="attributed", day=9),  # set aside: pending
    ],
)
def test_nothing_else_contradicts(contrary):
    assert Mark.CONTRADICTED not in summarise([make_claim(2, day=1), contrary]).marks


def test_a_stance_without_a_value_is_contradicted_by_nothing():
    stance = summarise([make_claim(1), make_claim(-1), make_claim(-2, "reported", day=1)])
    assert (stance.state, stance.marks) == (State.MIXED, frozenset())


@pytest.mark.parametrize(
    ("value", "forecast", "day", "marked"),
    [
        (1, -1, 1, True),
        (-2, 1, 1, True),
        (1, -1, 0, False),
        (1, -1, -1, False),
        (0, -2, 1, False),
        (2, 0, 1, False),
        (1, 2, 1, False),
    ],
)
def test_a_forecast_beside_a_stance_is_marked_when_newer_and_on_the_other_side_of_zero(value, forecast, day, marked):
    stance = summarise([make_claim(value), make_claim(forecast, "predicted", day=day)])
    assert (Mark.FORECAST_DIFFERS in stance.marks) == marked
    assert stance.value == value


def test_a_forecast_without_a_value_differs_from_nothing():
    claims = [make_claim(1), make_claim(-1, "predicted", day=1), make_claim(1, "predicted", day=1)]
    assert summarise(claims).marks == frozenset()


def test_a_forecast_or_an_awaited_answer_carries_no_marks():
    forecast = make_claim(1, "predicted", doubtful=True, from_other_side=True)
    assert summarise([forecast]).marks == frozenset()
    assert summarise([forecast, make_pending(doubtful=True)]).marks == frozenset()


ON_TERMS = [make_claim(1, terms="if asked", depends_on="hub")]


@pytest.mark.parametrize(
    ("before", "after", "outlined"),
    [
        ([], [make_claim(0)], True),
        ([], [make_claim(1, "predicted")], True),
        ([make_claim(1)], [make_claim(1, day=1)], False),
        ([make_claim(1)], [make_claim(1), make_claim(2, "reported", day=1)], False),
        ([make_claim(1)], [make_claim(2)], True),
        ([make_claim(1)], ON_TERMS, True),
        (ON_TERMS, [make_claim(1, terms="if paid", depends_on="hub")], True),
        (ON_TERMS, [make_claim(1, terms="if asked", depends_on="!hub")], True),
        (ON_TERMS, [make_claim(1, terms="if asked", depends_on="hub", day=3)], False),
        ([make_claim(1)], [make_claim(1), *ON_TERMS], True),
        ([make_claim(1, "predicted")], [make_claim(1)], True),
        ([make_claim(1, "predicted")], [make_claim(-1, "predicted")], True),
        ([make_claim(1, "predicted")], [make_claim(1, "predicted", day=1)], False),
        ([make_pending()], [make_pending(), make_claim(1, "predicted")], True),
        ([make_claim(1)], [make_claim(1), make_claim(-1, "predicted")], False),
        ([make_claim(1), make_claim(-1)], [make_claim(1), make_claim(-2)], False),
        ([], [make_no_stance()], True),
        ([make_claim(1, "predicted")], [make_claim(1, "predicted"), make_no_stance()], True),
        ([make_claim(1)], [make_claim(1), make_no_stance(day=1)], False),
    ],
)
def test_a_cell_has_changed_when_its_state_value_or_condition_has(before, after, outlined):
    assert has_changed(summarise(before), summarise(after)) == outlined


def test_a_blank_is_never_outlined_as_changed():
    assert not has_changed(BLANK, BLANK)
    assert not has_changed(summarise([make_claim(1)]), BLANK)


@pytest.mark.parametrize(
    ("before", "after", "novelty"),
    [
        ([], [make_claim(1)], Novelty.NEW),
        ([], [make_pending()], Novelty.NEW),
        ([make_pending()], [make_claim(1)], Novelty.CHANGED),
        ([make_claim(1)], [make_claim(1), make_claim(2, day=1)], Novelty.CHANGED),
        ([make_claim(1)], [make_claim(1), make_claim(1, day=1)], Novelty.UNCHANGED),
        ([make_claim(1)], [], Novelty.UNCHANGED),
        ([], [], Novelty.UNCHANGED),
    ],
)
def test_a_stance_is_new_where_a_blank_was_and_changed_where_another_was(before, after, novelty):
    assert classify_change(summarise(before), summarise(after)) == novelty


def test_branches_in_another_order_are_no_change():
    one, two = make_claim(1, terms="if asked"), make_claim(2, terms="if paid")
    assert not has_changed(summarise([one, two]), summarise([two, one]))


def test_an_answer_is_awaited_since_it_was_first_missed():
    first, again = date(2021, 12, 21), date(2022, 1, 17)
    pending = [RuleClaim(n, 0, Attribution.OWN, day, pending=True) for n, day in enumerate((again, first))]
    assert summarise(pending).said_on == first


def test_a_forecast_on_another_condition_is_a_change():
    day = date(2022, 1, 1)
    one, other = (
        summarise([RuleClaim(1, -1, Attribution.PREDICTED, day, conditional=True, conditions=words)])
        for words in ("if asked", "if paid")
    )
    assert has_changed(one, other) and not has_changed(one, one)


def test_since_is_the_first_day_of_the_unbroken_state_and_value():
    said = [(1, -2), (5, 2), (9, 2), (12, 2)]
    claims = [RuleClaim(n, value, Attribution.OWN, date(2022, 1, day)) for n, (day, value) in enumerate(said)]
    assert find_start(claims) == date(2022, 1, 5)
    weaker = RuleClaim(9, -2, Attribution.ATTRIBUTED, date(2022, 1, 20))
    assert find_start([*claims, weaker]) == date(2022, 1, 5)
    assert find_start([weaker]) == date(2022, 1, 20)
