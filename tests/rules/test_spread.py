"""Golden numbers of the spread of one proposal's stances, and what must hold of every distribution."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.rules.measures.spread import (
    Spread,
    compute_agreement,
    compute_consensus,
    compute_deviation,
    compute_normalised_variance,
    compute_polarisation,
    compute_share_between_sides,
    count_by_value,
    decompose_variance,
    measure_spread,
    peel_layers,
)

ALIKE, EVEN, SPLIT, MOSTLY = (0, 5, 0, 0, 0), (1, 1, 1, 1, 1), (5, 0, 0, 0, 5), (2, 1, 0, 1, 3)
OF_COUNTS = [compute_agreement, compute_polarisation, compute_consensus, compute_normalised_variance]


@pytest.mark.parametrize(
    ("counts", "published"),
    [
        ((30, 40, 210, 130, 530, 50, 10), 0.6113333),
        (ALIKE, 1),
        (EVEN, 0),
        (SPLIT, -1),
        (MOSTLY, -0.222222),
        ((3, 2), 0.2),  # two levels: half of the split is none, the rest is one peak
    ],
)
def test_van_der_eijk_s_agreement(counts, published):
    assert compute_agreement(counts) == pytest.approx(published, abs=1e-6)
    assert compute_polarisation(counts) == pytest.approx((1 - published) / 2, abs=1e-6)


@pytest.mark.parametrize(("counts", "published"), [(SPLIT, 0), (EVEN, 0.433985), (MOSTLY, 0.184276), (ALIKE, 1)])
def test_tastle_and_wierman_s_consensus(counts, published):
    assert compute_consensus(counts) == pytest.approx(published, abs=1e-6)


@pytest.mark.parametrize(("counts", "published"), [(SPLIT, 1), (EVEN, 0.5), (MOSTLY, 0.765306), (ALIKE, 0)])
def test_variance_as_a_share_of_the_largest(counts, published):
    assert compute_normalised_variance(counts) == pytest.approx(published, abs=1e-6)


@pytest.mark.parametrize("measure", OF_COUNTS)
def test_undefined_without_stances(measure):
    assert measure((0, 0, 0, 0, 0)) is None


def test_share_of_the_variance_between_the_sides():
    assert compute_share_between_sides([(2, 2, 1), (-2, -1, -2)]) == pytest.approx(0.925926, abs=1e-6)
    assert compute_share_between_sides([(2, 2, 2), (-2, -2, -2), ()]) == 1
    assert compute_share_between_sides([(2, -2, 2, -2), (2, -2, 2, -2)]) == 0


@pytest.mark.parametrize(
    "groups",
    [
        [],
        [(2, 1, 0)],
        [(2, 1, 0), ()],
        [(2, 2, 1), (-2, -1)],  # fewer than three on a side
        [(2, 2, 1), (-2, -1), (1,)],
        [(1, 1, 1), (1, 1, 1)],  # no variance to share out
    ],
)
def test_share_between_the_sides_is_undefined(groups):
    assert compute_share_between_sides(groups) is None


def test_sides_of_fewer_than_three_are_left_out_of_the_share_between_the_sides():
    assert compute_share_between_sides([(2, 2, 1), (-2, -1, -2), (0,)]) == pytest.approx(0.925926, abs=1e-6)


def test_a_smaller_minimum_a_side_can_be_asked_for():
    assert compute_share_between_sides([(2, 2), (-2, -2), (0,)], minimum=2) == 1
    assert compute_share_between_sides([(2,), (-2,), ()], minimum=1) == 1
    assert compute_share_between_sides([(2,), (-2,), ()], minimum=0) == 1  # nobody has no mean


def test_the_layers_add_up_to_the_agreement():
    found = peel_layers(MOSTLY)
    assert [(layer.filled, layer.height) for layer in found] == [
        ((True, True, False, True, True), 1),
        ((True, False, False, False, True), 1),
        ((False, False, False, False, True), 1),
    ]
    assert sum(layer.share for layer in found) == pytest.approx(1)
    assert sum(layer.share * layer.agreement for layer in found) == pytest.approx(-0.222222, abs=1e-6)


def test_the_terms_of_the_share_between_the_sides():
    found = decompose_variance([count_by_value(values) for values in [(2, 2, 1), (-2, -1, -2)]])
    assert found.mean == pytest.approx(0)
    assert [part.number for part in found.parts] == [3, 3]
    assert [part.mean for part in found.parts] == pytest.approx([5 / 3, -5 / 3])
    assert (found.between, found.total) == pytest.approx((50 / 3, 18))
    assert found.share == pytest.approx(25 / 27)


def spread_of(**sides):
    return measure_spread([(name, count_by_value(values)) for name, values in sides.items()])


def test_fifty_to_fifty_is_a_split_whoever_else_is_there():
    senate = spread_of(reds=[2] * 50, blues=[-2] * 49, independent=[-2])
    assert (senate.agreement, senate.between, senate.left_out) == (-1, 1, ("independent",))
    assert senate.counts == (50, 0, 0, 0, 50) and senate.deviation == 2


@pytest.mark.parametrize(
    "sides", [{"east": (1, 1, 1)}, {"east": (1, 1), "west": (1,)}, {"a": (1,), "b": (1,), "c": (1,)}]
)
def test_the_agreement_of_all_is_there_from_three_actors_on_whatever_their_sides(sides):
    spread = spread_of(**sides)
    assert (spread.agreement, spread.deviation, spread.between) == (1, 0, None)
    assert spread_of(east=(1, 1)).agreement is spread_of(east=(1,), west=(1,)).deviation is None


def test_the_share_between_the_sides_is_that_of_those_that_have_three_and_names_the_others():
    spread = spread_of(east=(2, 2, 1), west=(-2, -1, -2), others=(0, 1))
    assert spread.between == pytest.approx(0.925926, abs=1e-6) and spread.left_out == ("others",)
    assert [name for name, _ in spread.compared] == ["east", "west"]
    few = spread_of(east=(1, 1, 1), west=(2, 2))
    assert (few.between, few.left_out, few.compared) == (None, ("west",), ())
    assert few.counts == (0, 0, 0, 3, 2) and [name for name, _ in few.sides] == ["east", "west"]
    alike = spread_of(east=(1, 1, 1), west=(1, 1, 1))
    assert (alike.agreement, alike.between, alike.deviation, alike.left_out) == (1, None, 0, ())


def test_actors_on_no_side_count_among_all_and_are_no_side():
    sides = [(name, count_by_value(values)) for name, values in [("east", (2, 2, 1)), ("west", (-2,) * 3)]]
    strays = ("", count_by_value((0, 0, 1)))
    spread = measure_spread([*sides, strays])
    assert (spread.counts, spread.compared, spread.left_out) == ((3, 0, 2, 2, 2), tuple(sides), ())
    assert spread.between == measure_spread(sides).between
    named = measure_spread([*sides, ("others", strays[1])], "others")
    assert (named.no_side, named.compared) == ("others", tuple(sides))
    assert measure_spread(sides, "others").no_side == ""


def test_values_on_scales_of_different_lengths_are_not_put_together():
    with pytest.raises(ValueError, match="shorter"):
        measure_spread([("east", (1, 2, 0, 0, 0)), ("west", (1, 2, 0))])
    with pytest.raises(ValueError, match="shorter"):
        decompose_variance([(1, 2, 0, 0, 0), (1, 2, 0)])


@pytest.mark.parametrize("sides", [{}, {"east": (), "west": (None,)}])
def test_nothing_is_spread_where_nobody_has_a_value(sides):
    assert spread_of(**sides) == Spread(sides=(), counts=(0, 0, 0, 0, 0))


def test_values_are_counted_lowest_first_and_blanks_nowhere():
    assert count_by_value([2, 2, -2, None, 0]) == (1, 0, 1, 0, 2)
    assert compute_deviation([2, 2, -2, -2]) == 2
    assert compute_deviation([]) is None


VALUES = st.lists(st.integers(-2, 2), min_size=1, max_size=12)


@given(VALUES)
def test_measures_of_a_distribution_keep_within_their_range_and_do_not_mind_a_mirrored_scale(values):
    counts = count_by_value(values)
    ranges = {
        compute_agreement: (-1, 1),
        compute_polarisation: (0, 1),
        compute_consensus: (0, 1),
        compute_normalised_variance: (0, 1),
    }
    for measure, (lowest, highest) in ranges.items():
        found = measure(counts)
        assert lowest - 1e-9 <= found <= highest + 1e-9
        assert measure(counts[::-1]) == pytest.approx(found)
        assert measure(tuple(3 * n for n in counts)) == pytest.approx(found)  # shares count, not numbers
    one_value = len(Counter(values)) == 1
    assert (compute_normalised_variance(counts) == 0) == one_value
    assert (compute_agreement(counts) == pytest.approx(1)) == one_value
    assert compute_normalised_variance(counts) == pytest.approx((compute_deviation(values) / 2) ** 2)


@given(st.lists(st.lists(st.integers(-2, 2), max_size=5), max_size=4))
def test_share_between_the_sides_keeps_within_its_range_whoever_is_named_first(groups):
    share = compute_share_between_sides(groups, minimum=1)
    assert share is None or 0 <= share <= 1
    assert compute_share_between_sides(groups[::-1], minimum=1) == pytest.approx(share)
    mirrored = [[-value for value in group] for group in groups]
    assert compute_share_between_sides(mirrored, minimum=1) == pytest.approx(share)
