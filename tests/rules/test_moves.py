"""The log of moves of a cell: each kind by example, what is no move, what is found later, what holds of all logs."""

from datetime import timedelta

import numpy as np
import pytest
from hypothesis import strategies as st

from claims.rules.measures.move_arrays import find_moves
from claims.rules.measures.moves import MOVES, StepKind, compare, list_moves, list_steps
from claims.rules.stance_arrays import MOST_HOLDERS, MOST_PROPOSALS, Axes, pack
from claims.rules.stances import BLANK, has_changed, summarise
from tests.rules.cases import FIRST_DAY, cells, hold, ids, make_claim, make_no_stance, make_pending

IF_PAID, IF_ASKED = {"terms": "if paid"}, {"terms": "if asked"}


def kinds_of(*claims):
    return [step.kind.value for step in list_steps(claims)]


def said(*values):
    """Make one first-hand claim a day with these values."""
    return [make_claim(value, day=day) for day, value in enumerate(values)]


@pytest.mark.parametrize(
    ("values", "kinds"),
    [
        ([2], ["new"]),
        ([2, 2], ["new"]),
        ([2, -1], ["new", "reversed"]),
        ([1, -2], ["new", "reversed"]),
        ([0, 1], ["new", "firmed"]),
        ([0, -2], ["new", "firmed"]),
        ([2, 0], ["new", "softened"]),
        ([-1, 0], ["new", "softened"]),
        ([2, 1], ["new", "restated"]),
        ([-1, -2], ["new", "restated"]),
        ([2, 1, 2], ["new", "restated", "restated"]),
        ([2, -2, 2], ["new", "reversed", "returned"]),
        ([2, -2, 2, 2], ["new", "reversed", "returned"]),
        ([1, -1, 2, 1], ["new", "reversed", "reversed", "restated"]),
        ([2, -2, 1], ["new", "reversed", "reversed"]),
        ([2, 1, -1, 1], ["new", "restated", "reversed", "returned"]),
        ([2, -2, 2, -2], ["new", "reversed", "returned", "returned"]),
        ([2, -2, 0, 2], ["new", "reversed", "softened", "returned"]),
        ([2, 0, 2], ["new", "softened", "firmed"]),
        ([0, 2, 0], ["new", "firmed", "softened"]),
        ([0, 2, -2, 0], ["new", "firmed", "reversed", "softened"]),
    ],
)
def test_what_one_says_from_day_to_day_is_told_as_moves(values, kinds):
    assert kinds_of(*said(*values)) == kinds


@pytest.mark.parametrize(
    ("claims", "kinds"),
    [
        ([], []),
        ([make_claim(2), make_claim(2, day=1, **IF_PAID)], ["new", "conditioned"]),
        ([make_claim(2), make_claim(-1, day=1, **IF_PAID)], ["new", "conditioned"]),
        ([make_claim(1, **IF_PAID), make_claim(-2, day=1)], ["new", "freed"]),
        ([make_claim(1, **IF_PAID), make_claim(1, day=1, **IF_ASKED)], ["new", "other-condition"]),
        ([make_claim(2), make_claim(2, day=1), make_claim(-2, day=1, **IF_PAID)], ["new", "conditioned"]),
        ([make_claim(2), make_claim(-2, **IF_PAID), make_claim(1, day=1)], ["new", "freed"]),
        (
            [*(make_claim(2, day=day) for day in (0, 1)), make_claim(-2, **IF_PAID), make_claim(-2, day=1, **IF_ASKED)],
            ["new", "other-condition"],
        ),
        ([make_claim(2), make_claim(-2, day=1), make_claim(2, day=1, **IF_PAID)], ["new", "reversed"]),
        ([make_claim(2), make_claim(-1, day=1), make_claim(2, day=1)], ["new", "no-value"]),
        ([make_claim(-2, "attributed"), make_claim(2, day=1)], ["new", "other-attribution"]),
        ([make_claim(-2, "attributed"), make_claim(2, "attributed", day=1)], ["new", "reversed"]),
        ([make_claim(2), make_claim(-2, "attributed", day=1)], ["new"]),
        ([make_claim(-2, part=True), make_claim(2, day=1)], ["new", "other-part"]),
        ([make_claim(-2, part=True), make_claim(2, day=1, part=True)], ["new", "reversed"]),
        ([make_claim(2), make_claim(-2, day=1, part=True)], ["new"]),
        (
            [make_claim(2, part=True), make_claim(-2, day=1), make_claim(2, day=2)],
            ["new", "other-part", "reversed"],
        ),
        (
            [make_claim(2, "attributed"), make_claim(-2, day=1), make_claim(2, day=2)],
            ["new", "other-attribution", "reversed"],
        ),
        (
            [make_claim(2), make_claim(-2, day=1, **IF_PAID), make_claim(0, day=2), make_claim(2, day=3)],
            ["new", "conditioned", "freed", "firmed"],
        ),
        ([make_claim(2, doubtful=True), make_claim(-2, day=1)], ["new", "reversed"]),
        ([make_claim(2, "predicted"), make_claim(-2, "predicted", day=1)], ["not-said", "not-said"]),
        ([make_claim(2, "predicted"), make_claim(-2, day=1)], ["not-said", "new"]),
        ([make_pending(), make_no_stance(day=1), make_claim(1, day=2)], ["not-said", "not-said", "new"]),
        ([make_claim(1), make_pending(day=1), make_no_stance(day=2)], ["new"]),
    ],
)
def test_only_stances_of_one_kind_are_compared(claims, kinds):
    assert kinds_of(*claims) == kinds


def test_the_moves_are_the_first_seven_kinds_and_a_log_has_no_other():
    assert {kind.value for kind in MOVES} == set(RARE_FIRST)
    claims = [*said(2, 1, -1), make_claim(-1, day=3, **IF_PAID), make_claim(-1, day=4, **IF_ASKED)]
    assert [step.kind.value for step in list_moves(claims)] == ["new", "reversed", "conditioned"]


def test_a_step_carries_the_claims_of_both_sides():
    first, again, other, branch = *said(2, 2), make_claim(-2, day=2), make_claim(1, day=2, **IF_PAID)
    (new, reversal) = list_steps([first, again, other, branch])
    assert (new.before, new.after.deciding) == (BLANK, (first,))
    assert (reversal.before.deciding, reversal.after.deciding) == ((again,), (other,))
    assert reversal.after.branches == (branch,)
    assert reversal.day == FIRST_DAY + timedelta(days=2)


def test_two_stances_alone_do_not_tell_that_the_cell_is_back():
    assert compare(summarise(said(-2)), summarise(said(2))) == StepKind.REVERSED
    assert compare(summarise(said(2)), summarise(said(2))) is None


def days(*numbers):
    return [FIRST_DAY + timedelta(days=number) for number in numbers]


def test_what_is_found_later_moves_on_its_own_day_and_nothing_twice():
    first, between, last = said(2, -2, -2)
    told = dict(zip((first.id, last.id), days(0, 2), strict=True))
    before = list_moves([first, last], told)
    assert [(step.day, step.kind.value, step.found_later) for step in before] == [
        (first.said_on, "new", False),
        (last.said_on, "reversed", False),
    ]
    after = list_moves([first, between, last], {first.id: days(0)[0], last.id: days(2)[0], between.id: days(9)[0]})
    assert [(step.day, step.kind.value, step.found_later) for step in after] == [
        (first.said_on, "new", False),
        (between.said_on, "reversed", True),
    ]
    assert after[1].found_on == days(9)[0]


def test_what_is_coded_on_one_day_is_not_found_later_and_without_days_nobody_says():
    first, last = said(2, -2)
    at_once = list_moves([first, last], {first.id: days(5)[0], last.id: days(5)[0]})
    assert [(step.found_on, step.found_later) for step in at_once] == [(days(5)[0], False)] * 2
    assert [(step.found_on, step.found_later) for step in list_moves([first, last])] == [(None, False)] * 2


def test_it_can_be_known_as_soon_as_the_first_claim_behind_it_can_be_read():
    one, same, beside = make_claim(2), make_claim(2), make_claim(-2, "attributed")
    (step,) = list_moves([one, same, beside], dict(zip((one.id, same.id, beside.id), days(4, 3, 1), strict=True)))
    assert (step.found_on, step.found_later) == (days(3)[0], False)


# What holds of all logs

WORDS = st.builds(
    make_claim,
    st.sampled_from([-2, -1, 0, 1, 2]),
    st.sampled_from(["own"] * 6 + ["reported", "attributed", "predicted"]),
    st.integers(0, 6),
    terms=st.sampled_from(["", "", "", "", "if paid", "if asked"]),
    part=st.sampled_from([False] * 5 + [True]),
    doubtful=st.sampled_from([False] * 5 + [True]),
)


OWN_WORDS = st.tuples(st.sampled_from([-2, 2, 2, 1, 0]), st.sampled_from(["", "", "", "if paid"]))
RARE_FIRST = ("returned", "reversed", "freed", "conditioned", "softened", "firmed", "new")


def logs():
    """Draw what one says itself from day to day, the claims of a cell over a week, or one of the cells that reach every
    state; ids are their places."""
    from_day_to_day = st.lists(OWN_WORDS, min_size=2, max_size=5).map(
        lambda words: [make_claim(value, day=day, terms=terms) for day, (value, terms) in enumerate(words)]
    )
    others = st.lists(WORDS, min_size=3, max_size=9) | cells()
    drawn = st.booleans().flatmap(lambda own: from_day_to_day if own else others)
    return drawn.map(lambda claims: [c._replace(id=number) for number, c in enumerate(claims)])


def rarest(kinds):
    return next((kind for kind in RARE_FIRST if kind in kinds), "no move")


def rarest_of(steps):
    return rarest({step.kind.value for step in steps})


def essence(steps):
    return [(step.day, step.kind, summary(step.before), summary(step.after)) for step in steps]


def summary(stance):
    return stance.state, stance.value, ids(stance.deciding), ids(stance.branches)


def test_the_order_in_which_claims_come_is_irrelevant():
    def unmoved(pair):
        steps, other = (list_steps(claims) for claims in pair)
        assert essence(steps) == essence(other)
        return rarest_of(steps)

    both = logs().flatmap(lambda claims: st.tuples(st.just(claims), st.permutations(claims)))
    hold(both, unmoved, reaching=["new", "reversed", "conditioned", "no move"], examples=150)


def test_what_is_said_later_only_adds_to_the_log():
    def prefixed(claims):
        log = list_steps(claims)
        for day in {claim.said_on for claim in claims}:
            until = list_steps([claim for claim in claims if claim.said_on <= day])
            assert until == log[: len(until)] and all(step.day > day for step in log[len(until) :])
        return rarest_of(log)

    hold(logs(), prefixed, reaching=["new", "reversed", "conditioned", "no move"], examples=150)


def test_steps_lead_from_any_day_to_any_later_one_without_a_gap():
    def whole(claims):
        log, all_days = list_steps(claims), sorted({claim.said_on for claim in claims})
        stances = {day: summarise([claim for claim in claims if claim.said_on <= day]) for day in all_days}
        for place, start in enumerate(all_days):
            for end in all_days[place:]:
                between = [step for step in log if start < step.day <= end]
                way = [stances[start], *(one for step in between for one in (step.before, step.after)), stances[end]]
                assert not any(has_changed(way[n], way[n + 1]) for n in range(0, len(way), 2))
                assert all(has_changed(step.before, step.after) for step in between)
        return len(log)

    hold(logs(), whole, reaching=[1, 2, 3], examples=150)


def test_turning_every_value_round_changes_no_kind():
    def turned(claims):
        log = list_steps(claims)
        mirrored = list_steps([claim._replace(value=-claim.value) for claim in claims])
        assert [(step.day, step.kind) for step in log] == [(step.day, step.kind) for step in mirrored]
        return rarest_of(log)

    hold(logs(), turned, reaching=["new", "reversed", "conditioned", "no move"], examples=150)


# The same over arrays

PLACES = [(0, 0), (0, MOST_HOLDERS - 1), (3, 7)]


def moves_of(table, axes=None):
    keys = np.array([pack(*cell, claim) for cell, claims in table.items() for claim in claims], np.int64)
    moves = find_moves(keys, axes)
    rows = zip(*(column.tolist() for column in moves), strict=True)
    return [((proposal, holder), day, MOVES[code]) for proposal, holder, day, code in rows]


def readable_moves(table):
    return [(cell, step.day.toordinal(), step.kind) for cell in sorted(table) for step in list_moves(table[cell])]


def test_the_moves_of_a_table_are_those_of_the_readable_rule():
    def equal(drawn):
        table = {cell: claims for cell, claims in zip(PLACES, drawn, strict=False) if claims}
        moves = moves_of(table)
        assert moves == readable_moves(table)
        return rarest({kind.value for *_, kind in moves})

    hold(st.lists(logs(), min_size=1, max_size=3), equal, reaching=RARE_FIRST[1:4], examples=400)


@pytest.mark.parametrize(
    "claims",
    [
        said(2, -2, 0, 2),
        said(0, 2, 0),
        said(2, 0, 2),
        said(2, 1, 2),
        said(2, -2, 2, -2),
        said(1, 2, -1, 2, -2),
        [make_claim(2), make_claim(2, day=1), make_claim(-2, day=1, **IF_PAID), make_claim(1, day=2)],
        [make_claim(2), make_claim(-2, day=1), make_claim(2, day=1, **IF_PAID)],
        [make_claim(2), make_claim(-2, day=1, doubtful=True)],
        [make_claim(2), make_claim(-2, "reported", day=1)],
        [make_claim(2), make_claim(-2, "reported", day=1, part=True), make_claim(-2, day=2)],
        [make_claim(2, "attributed"), make_claim(-2, "attributed", day=1), make_claim(2, day=1)],
    ],
)
@pytest.mark.parametrize("cells", [[(1, 1), (1, 2)], [(0, 1), (MOST_PROPOSALS // 2, 0), (MOST_PROPOSALS // 2, 1)]])
def test_each_kind_of_move_is_seen_in_arrays_too(claims, cells):
    mirrored = [claim._replace(value=-claim.value) for claim in claims]
    table = {cell: (claims, mirrored)[place % 2] for place, cell in enumerate(cells)}
    assert moves_of(table) == readable_moves(table)


def test_axes_say_what_places_in_lists_stand_for_in_moves():
    far = np.array([0, 1 << 40]), np.array([0, 1 << 33]), np.arange(700_000, 800_000)
    ((cell, day, kind),) = moves_of({(1, 1): said(2)}, Axes(*far))
    assert (cell, kind) == ((1 << 40, 1 << 33), StepKind.NEW)
    assert day == 700_000 + (FIRST_DAY.toordinal() - 657_072)


def test_a_table_without_claims_has_no_moves():
    assert moves_of({}) == moves_of({(1, 1): [make_pending(), make_claim(2, "predicted")]}) == []
    assert {column.dtype for column in find_moves(np.zeros(0, np.int64))} == {np.dtype(np.int64)}
