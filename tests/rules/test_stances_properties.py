"""The stance against a naive reading of its rule, on cells drawn so that each state comes up."""

import pytest
from hypothesis import Phase, find, settings
from hypothesis import strategies as st

from claims.rules.scales import Mark, State
from claims.rules.stances import SPOKEN, has_changed, summarise
from tests.rules import naive
from tests.rules.cases import cells, hold

MANY = settings(max_examples=3000, derandomize=True, database=None, phases=[Phase.generate], deadline=None)
STATES = [state for state in State if state != State.BLANK]


def plain(stance):
    """Write a stance as the naive rule does."""
    written = {
        "state": stance.state.value,
        "value": stance.value,
        "forecast": stance.forecast and plain_fold(stance.forecast),
        "pending": [c.id for c in stance.pending],
        "count": stance.claim_count,
        "marks": {mark.value for mark in stance.marks},
        "on_part": [c.id for c in stance.on_part],
        "without_value": [c.id for c in stance.without_value],
    }
    if stance.spoken:
        written |= {
            "deciding": [c.id for c in stance.deciding],
            "branches": [c.id for c in stance.branches],
            "attribution": stance.attribution.word,
            "said_on": stance.said_on,
        }
    return written


def plain_fold(fold):
    return {
        "value": fold.value,
        "conditional": fold.conditional,
        "deciding": [c.id for c in fold.deciding],
        "branches": [c.id for c in fold.branches],
        "made": [c.id for c in fold.claims],
        "on_part": [c.id for c in fold.on_part],
        "in_part": fold.part,
        "attribution": fold.attribution.word,
        "said_on": fold.said_on,
    }


def test_summarise_equals_the_naive_reading_of_the_rule_in_every_state():
    def equal(claims):
        stance = summarise(claims)
        assert plain(stance) == naive.stance_of(claims)
        return stance.state

    hold(cells(), equal, reaching=STATES, examples=1000)


@pytest.mark.parametrize(
    "mark", [m for m in Mark if m not in (Mark.CONDITION_REFUSED, Mark.ESSENTIAL, Mark.ONE_SOURCE)]
)
def test_each_mark_of_a_stance_comes_up_among_the_drawn_cells(mark):
    """What no drawn cell carries, the comparison with the naive rule would not hold."""
    assert find(cells(), lambda claims: mark in summarise(claims).marks, settings=MANY)


def test_the_order_in_which_claims_come_changes_nothing_but_the_order_in_which_they_are_listed():
    def unmoved(pair):
        claims, other = (summarise(order) for order in pair)
        assert sorted_lists(plain(claims)) == sorted_lists(plain(other))
        assert not has_changed(claims, other)
        return claims.state

    both = cells().flatmap(lambda claims: st.tuples(st.just(claims), st.permutations(claims)))
    hold(both, unmoved, reaching=STATES)


def sorted_lists(written):
    if isinstance(written, dict):
        return {name: sorted_lists(value) for name, value in written.items()}
    return sorted(written) if isinstance(written, list) else written


def test_only_a_stance_and_a_conditional_one_have_a_value_and_it_lies_within_what_decided():
    def sound(claims):
        stance = summarise(claims)
        values = [c.value for c in stance.deciding]
        assert (stance.value is not None) == (stance.state in (State.STANCE, State.CONDITIONAL))
        if stance.value is not None:
            assert min(values) <= stance.value <= max(values)
        elif stance.spoken:
            assert min(values) < 0 < max(values)
        assert stance.spoken == (stance.state in SPOKEN)
        assert all(c.conditional for c in stance.branches)
        return stance.state

    hold(cells(), sound, reaching=STATES)


def test_forecasts_and_claims_without_an_answer_or_a_value_change_nothing_of_what_was_said():
    def unmoved(claims):
        said = summarise([c for c in claims if not (c.pending or c.no_stance) and c.attribution.word != "predicted"])
        stance = summarise(claims)
        if said.state != State.BLANK:
            alone = {"forecast": None, "pending": (), "claim_count": said.claim_count, "marks": said.marks}
            assert stance._replace(**alone, on_part=said.on_part, without_value=()) == said
            assert stance.marks - said.marks <= {Mark.FORECAST_DIFFERS}
        else:
            assert not stance.spoken
        return stance.state

    hold(cells(), unmoved, reaching=STATES)


def test_claims_on_a_part_change_nothing_of_a_stance_on_the_whole():
    def unmoved(claims):
        stance, whole = summarise(claims), summarise([c for c in claims if not c.part])
        if whole.spoken:
            beside = {"forecast": None, "pending": (), "without_value": (), "claim_count": 0, "marks": frozenset()}
            assert stance._replace(**beside, on_part=()) == whole._replace(**beside)
            assert not stance.in_part
        elif stance.spoken:
            assert stance.in_part and all(c.part for c in stance.deciding)
        return "in part" if stance.in_part else "beside it" if stance.on_part else stance.state

    hold(cells(), unmoved, reaching=["in part", "beside it", State.FORECAST])


def test_turning_every_value_round_turns_the_stance_round():
    def turned(claims):
        stance = summarise(claims)
        mirrored = summarise([c._replace(value=-c.value) for c in claims])
        assert mirrored.state == stance.state
        assert mirrored.marks == stance.marks
        assert mirrored.value == (None if stance.value is None else -stance.value)
        return stance.state

    hold(cells(), turned, reaching=STATES)
