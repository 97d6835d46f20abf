"""A sample has its share of every stratum, and the same seed draws it again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.rules.sampling import SampledSource, draw

SOURCES = [SampledSource("a", "press", 10), SampledSource("b", "press", 30), SampledSource("c", "law", 7)]


DRAWN = {"a": [10], "b": [4, 7, 9], "c": [5]}


def count(drawn, *names):
    return sum(len(drawn.get(name, [])) for name in names)


@pytest.mark.parametrize(("share", "press", "law"), [(1, 1, 1), (10, 4, 1), (50, 20, 4), (100, 40, 7)])
def test_each_stratum_has_its_share_and_at_least_one(share, press, law):
    drawn = draw("seed", SOURCES, share)
    assert (count(drawn, "a", "b"), count(drawn, "c")) == (press, law)


def test_the_same_seed_draws_the_same_and_another_draws_others():
    assert draw("one", SOURCES, 30) == draw("one", [*reversed(SOURCES)], 30)
    assert draw("one", SOURCES, 30) != draw("two", SOURCES, 30)


def test_a_document_more_in_one_stratum_changes_nothing_in_another():
    more = [*SOURCES, SampledSource("d", "press", 100)]
    assert draw("seed", more, 20)["c"] == draw("seed", SOURCES, 20)["c"]


def test_no_number_of_the_way_it_is_drawn_may_ever_change():
    """A batch keeps its seed and not its lots: another release must draw the same."""
    assert draw("k7m2x9pq", SOURCES, 10) == DRAWN


@pytest.mark.parametrize("share", [0, 101, -5])
def test_a_share_that_is_none_is_refused(share):
    with pytest.raises(ValueError, match="is none"):
        draw("seed", SOURCES, share)


@given(st.text(), st.lists(st.integers(0, 40), max_size=5), st.integers(1, 100))
def test_what_is_drawn_are_paragraphs_of_the_documents_in_their_order(seed, sizes, share):
    sources = [SampledSource(str(place), str(place % 2), size) for place, size in enumerate(sizes)]
    for name, numbers in draw(seed, sources, share).items():
        assert numbers and numbers == sorted(set(numbers))
        assert numbers[0] >= 1 and numbers[-1] <= sizes[int(name)]
