"""Any number of coders of the same documents. Golden numbers: the published matrices of `test_reliability`."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.rules.measures.coder_agreement import Share, compare_coders
from claims.rules.measures.reliability import Alpha, CodedCell, compare

OBSERVERS = (  # A. F. Hayes and K. Krippendorff (2007): five observers of forty units
    "1 1 2 . 0 0 1 1 2 2 . 0 1 3 1 1 2 1 1 0 0 0 2 0 1 0 0 1 1 1 1 2 2 3 2 2 2 2 2 1",
    "1 1 3 0 0 0 0 . 2 1 1 0 2 3 1 1 1 2 1 0 0 0 3 0 2 1 0 2 1 1 1 1 2 2 2 2 2 2 2 1",
    "2 0 3 0 0 0 2 2 2 1 0 0 2 2 1 1 2 3 0 0 1 . 3 0 . 1 0 1 2 2 0 2 . 2 2 3 2 . 2 1",
    ". 1 3 . . . . 0 . 1 0 0 2 2 . . . 3 1 . 1 0 3 0 2 1 1 2 2 . . 1 2 2 . . . 1 2 .",
    "2 . . 0 0 0 1 . 2 . . . . 3 1 1 2 . . 0 . 0 . . 2 . 0 . . 2 0 . 2 . 2 2 2 2 . 1",
)
FOUR = ("1 2 3 3 2 1 4 1 2 . . .", "1 2 3 3 2 2 4 1 2 5 . 3", ". 3 3 3 2 3 4 2 2 5 1 .", "1 2 3 3 2 4 4 1 2 5 1 .")

CELLS = [CodedCell(f"{n % 2}.txt", "east", f"p{n}", ("position", "prospects")[n % 3 == 0], "own") for n in range(6)]
CODINGS = st.lists(st.tuples(st.sampled_from(CELLS), st.integers(-2, 2)), max_size=12)


def cell(number, dimension="position"):
    return CodedCell("a.txt", "east", f"p{number:02}", dimension, "own")


def code(texts):
    """Codings of the cells 0, 1, 2 …, one text of values for each coder."""
    return {
        coder: [(cell(n), int(value)) for n, value in enumerate(text.split()) if value != "."]
        for coder, text in enumerate(texts)
    }


@pytest.mark.parametrize(("texts", "published", "units"), [(FOUR, 0.815388, 11), (OBSERVERS, 0.7598, 40)])
def test_alpha_of_published_matrices(texts, published, units):
    alpha = compare_coders(code(texts)).alpha
    assert alpha.value == pytest.approx(published, abs=5e-5)
    assert alpha.units == units


@given(CODINGS, CODINGS)
def test_with_two_coders_the_numbers_are_those_of_two_codings(first, second):
    compared, two = compare_coders({1: first, 2: second}), compare(first, second)
    assert compared.pairs[0].compared == two and compared.alpha == two.alpha
    assert compared.finding == (len(two.both), len(two.both) + len(two.first_only) + len(two.second_only))
    assert compared.values == (two.equal, len(two.both) - two.split)


@given(st.lists(CODINGS, min_size=3, max_size=3))
def test_the_order_of_coders_changes_nothing(codings):
    expected = compare_coders(dict(enumerate(codings)))
    for order in permutations(range(3)):
        compared = compare_coders({place: codings[coder] for place, coder in enumerate(order)})
        assert compared.alpha.value == pytest.approx(expected.alpha.value)
        assert compared[:4] == expected[:4]
        assert [n[1:] for n in compared.coders] == [expected.coders[coder][1:] for coder in order]


@given(CODINGS, st.integers(2, 4))
def test_coders_who_say_the_same_agree_in_all(coding, number):
    compared = compare_coders(dict.fromkeys(range(number), coding))
    assert compared.finding.part == compared.finding.of and compared.values.part == compared.values.of
    assert compared.alpha.value in (None, 1)
    assert all(each.alone == each.missed == each.higher == each.lower == 0 for each in compared.coders)


@given(CODINGS)
def test_one_coder_alone_agrees_with_nobody(coding):
    compared = compare_coders({"ann": coding})
    assert compared.alpha == Alpha(None, 0, 0)
    assert compared.finding == compared.values == Share(0, 0) and compared.values.percent is None
    assert compared.pairs == [] and compared.coders[0].missed == 0


def test_no_coder_and_no_cell_are_no_error():
    assert compare_coders({}).alpha.value is None
    assert compare_coders({"ann": [], "bob": []}).cells == 0


def test_who_found_what_and_which_values_they_gave():
    compared = compare_coders(
        {
            "ann": [(cell(1), 2), (cell(2), 1), (cell(3), -1), (cell(4), 1), (cell(4), -1)],
            "bob": [(cell(1), 2), (cell(2), 2), (cell(5), 0)],
            "cyn": [(cell(1), 1), (cell(2), 2)],
        }
    )
    assert compared.cells == 5 and compared.split == 1  # of ann, the fourth
    assert compared.finding == (6, 12)  # three pairs on each of two cells, and on three cells two that one found
    assert compared.values == (2, 6)
    ann, bob, cyn = compared.coders
    assert ann[:5] == ("ann", 5, 4, 2, 1) and ann.values == (1, 4) and (ann.higher, ann.lower) == (1, 2)
    assert (bob.alone, bob.missed, cyn.alone, cyn.missed) == (1, 2, 0, 3)


def test_values_are_set_against_each_other_by_pair_and_dimension():
    first = [(cell(1), 2), (cell(2), 1), (cell(3), 1), (cell(1, "salience"), 2), (cell(4, "prospects"), 0)]
    second = [(cell(1), 2), (cell(2), -1), (cell(3), -1), (cell(1, "salience"), 2)]
    compared = compare_coders({"ann": first, "bob": second})
    position, salience = compared.pairs[0].confusions
    assert position.dimension == "position" and position.counts == {(2, 2): 1, (1, -1): 2}
    assert (position.equal, position.total) == (1, 3)
    assert salience.counts == {(2, 2): 1}
    by_dimension = {each.dimension: each for each in compared.dimensions}
    assert by_dimension["position"].values == (1, 3) and by_dimension["position"].alpha.units == 3
    assert by_dimension["prospects"].alpha.value is None and by_dimension["prospects"].values.percent is None
