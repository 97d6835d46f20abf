"""What several coders said of the same: which claims belong together, and in what they differ."""

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from claims.rules.coding_units import DIFFERENCES, UnitClaim, group_units
from claims.rules.measures.reliability import CodedCell
from claims.rules.repeats import DIFFERING

OWN, REPORTED = 4, 3


def make(key, coder, *, proposal="freeze", attribution=OWN, at=(0, 20), **fields):
    cell = CodedCell("a.txt", "east", proposal, fields.pop("dimension", "position"), attribution)
    said = {"value": 2, "conditions": "", "depends_on": "", "quote": "we want it", "attribution": attribution, **fields}
    return UnitClaim(key, coder, cell, said, *(at or (None, None)))


def group(*claims, coders=("ann", "bob")):
    return [([claim.key for claim in unit.claims], unit.differences) for unit in group_units(claims, coders)]


def test_what_is_coded_alike_comes_last_and_what_differs_first():
    claims = [
        *(make(1, "ann"), make(2, "bob")),
        *(make(3, "ann", proposal="talks", at=(50, 60)), make(4, "bob", proposal="talks", at=(50, 60), value=1)),
        make(5, "bob", proposal="missiles", at=(30, 40)),
    ]
    assert group(*claims) == [([5], ("alone",)), ([3, 4], ("value",)), ([1, 2], ())]


def test_of_several_claims_in_a_cell_those_on_one_passage_belong_together():
    claims = [
        make(1, "ann", conditions="they pull back", at=(0, 10)),
        make(2, "ann", conditions="they sign", at=(20, 30)),
        make(3, "bob", conditions="they sign it", at=(22, 30)),
        make(4, "bob", conditions="They pull back", at=(0, 12)),
    ]
    assert group(*claims) == [([2, 3], ("conditions",)), ([1, 4], ())]
    assert group(*claims[:3]) == [([1], ("alone",)), ([2, 3], ("conditions",))]


def test_another_attribution_of_the_same_passage_is_one_unit():
    one, other = make(1, "ann"), make(2, "bob", attribution=REPORTED, at=(5, 30))
    assert group(one, other) == [([1, 2], ("attribution",))]
    elsewhere = make(2, "bob", attribution=REPORTED, at=(40, 50))
    assert group(one, elsewhere) == [([1], ("alone",)), ([2], ("alone",))]


def test_a_coder_who_has_both_attributions_has_two_units():
    claims = [make(1, "ann"), make(2, "ann", attribution=REPORTED), make(3, "bob")]
    assert group(*claims) == [([2], ("alone",)), ([1, 3], ())]


def test_quotes_without_a_place_are_compared_by_their_words():
    assert group(make(1, "ann", at=None), make(2, "bob", at=None, quote="So “we want it” now")) == [([1, 2], ())]
    assert group(make(1, "ann", at=None), make(2, "bob", at=None, quote="they do")) == [([1, 2], ("passage",))]
    assert group(make(1, "ann", at=None, quote=""), make(2, "bob", at=None, quote="")) == [([1, 2], ())]


def test_what_depends_on_the_same_proposals_is_no_difference_whatever_their_order():
    one = make(1, "ann", conditions="both", depends_on="talks !freeze")
    other = make(2, "bob", conditions="Both ", depends_on="!freeze talks")
    assert group(one, other) == [([1, 2], ())]


def test_with_three_coders_what_one_of_them_has_not_is_a_difference():
    claims = [make(1, "ann"), make(2, "bob", value=1)]
    assert group(*claims, coders=("ann", "bob", "cyn")) == [([1, 2], ("alone", "value"))]


def test_each_field_in_which_claims_may_differ_is_looked_at():
    assert {*DIFFERENCES} == {*DIFFERING, "alone", "passage"} - {"argument"}


CLAIMS = st.lists(
    st.tuples(
        st.sampled_from(("ann", "bob", "cyn")),
        st.sampled_from(("freeze", "talks")),
        st.sampled_from((OWN, REPORTED)),
        st.integers(0, 3),
        st.integers(-2, 2),
    ),
    max_size=12,
)


@given(CLAIMS)
def test_each_claim_is_in_one_unit_with_at_most_one_of_each_coder(drawn):
    claims = [
        make(key, coder, proposal=proposal, attribution=attribution, at=(at * 5, at * 5 + 6), value=value)
        for key, (coder, proposal, attribution, at, value) in enumerate(drawn)
    ]
    units = group_units(claims, ("ann", "bob", "cyn"))
    assert sorted(claim.key for unit in units for claim in unit.claims) == list(range(len(claims)))
    assert all(len({claim.coder for claim in unit.claims}) == len(unit.claims) for unit in units)
    for order in permutations(("ann", "bob", "cyn")):
        again = {frozenset(claim.key for claim in unit.claims) for unit in group_units(reversed(claims), order)}
        assert again == {frozenset(claim.key for claim in unit.claims) for unit in units}
