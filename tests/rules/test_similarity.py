"""Golden numbers of S, π and κ, and what must hold of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.rules.similarity import linear, quadratic, scott_pi, signorino_ritter, weighted_kappa

X, Y = (2, 1, -2, 0, 2), (2, -1, -2, 1, -2)
CORRECTED = [scott_pi, weighted_kappa]
VALUES = st.lists(st.tuples(*[st.sampled_from([None, -2, -1, 0, 1, 2])] * 2), max_size=8)


def test_similarity_of_the_worked_example():
    assert sum(linear(x, y) for x, y in zip(X, Y, strict=True)) / 5 == pytest.approx(0.35)  # city block
    assert signorino_ritter(X, Y) == pytest.approx(0.30)
    assert weighted_kappa(X, Y, linear) == pytest.approx(0.285714, abs=1e-6)
    assert weighted_kappa(X, Y, quadratic) == pytest.approx(0.285714, abs=1e-6)


def test_pi_takes_chance_from_both_actors_values_together():
    # 2 (three times), 1 (2), 0 (1), −1 (1), −2 (3): their 100 ordered pairs lie 182 steps apart, 1.82 on average.
    pool = [*X, *Y]
    assert sum(abs(a - b) for a in pool for b in pool) == 182
    assert scott_pi(X, Y) == pytest.approx(1 - (7 / 5) / 1.82)


@pytest.mark.parametrize("measure", [signorino_ritter, *CORRECTED])
def test_undefined_where_nothing_is_shared(measure):
    assert measure((2, None), (None, 2)) is None
    assert measure((), ()) is None


@pytest.mark.parametrize("measure", CORRECTED)
def test_undefined_where_both_always_say_the_same_one_thing(measure):
    assert measure((2, 2), (2, 2)) is None
    assert measure((2, 1), (2, 1)) == 1


@given(VALUES)
def test_symmetric_mirrored_alike_and_at_most_one(drawn):
    a, b = [x for x, _ in drawn], [y for _, y in drawn]
    mirrored = [[None if v is None else -v for v in values] for values in (a, b)]
    for measure in (signorino_ritter, *CORRECTED):
        found = measure(a, b)
        assert measure(b, a) == pytest.approx(found) and measure(*mirrored) == pytest.approx(found)
        assert found is None or found <= 1
