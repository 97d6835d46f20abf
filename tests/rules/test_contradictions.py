"""Contradictions inside an actor: each kind by example, what is none, and what holds of all lists."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.rules.measures.contradiction_arrays import find_near_opposites
from claims.rules.measures.contradictions import WITHIN_DAYS, SaidClaim, do_contradict, list_contradictions
from claims.rules.scales import ATTRIBUTION_WORDS, Dimension
from claims.rules.stance_arrays import LAST_DAY, MOST_HOLDERS, Axes, pack
from claims.rules.stances import RuleClaim
from tests.rules.cases import FIRST_DAY, numbers

HOLDER, MINISTER, AIDE, RIVAL = 1, 11, 12, 90


def make_said(value, day=0, speaker=HOLDER, by="own", **fields):
    defaults = {"id": next(numbers), "holder": HOLDER, "proposal": 5, "dimension": Dimension.POSITION}
    said_on = FIRST_DAY + timedelta(days=day)
    return SaidClaim(
        value=value,
        attribution=ATTRIBUTION_WORDS[by],
        speaker=speaker,
        said_on=said_on,
        **(defaults | fields),
    )


def told(claims, **options):
    return [(one.kind.value, one.earlier.id, one.later.id) for one in list_contradictions(claims, **options)]


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        (make_said(2, 0, MINISTER), make_said(-1, 3, AIDE), "officials"),
        (make_said(-2, 0, HOLDER), make_said(1, 0, MINISTER), "officials"),
        (make_said(2, 0, MINISTER), make_said(-2, 3, MINISTER), "over-time"),
        (make_said(2), make_said(-2), "over-time"),
        (make_said(2), make_said(-2, 4, RIVAL, "attributed"), "others"),
        (make_said(2, 0, RIVAL, "attributed"), make_said(-2, 4), "others"),
        (make_said(1, conditions="if paid"), make_said(-1, 2, conditions="paid"), "over-time"),
        (make_said(1, covers="Article 4"), make_said(-1, 2, covers="article 4"), "over-time"),
        (make_said(1), make_said(-1, WITHIN_DAYS), "over-time"),
    ],
)
def test_words_on_both_sides_of_zero_contradict_each_other(one, other, kind):
    assert told([other, one]) == [(kind, one.id, other.id)]


@pytest.mark.parametrize(
    "other",
    [
        make_said(-1, WITHIN_DAYS + 1),
        make_said(1),
        make_said(0),
        make_said(-1, conditions="if paid"),
        make_said(-1, depends_on="hub", conditions="if paid"),
        make_said(-1, covers="Article 4"),
        make_said(-1, proposal=6),
        make_said(-1, holder=2),
        make_said(-1, dimension=Dimension.PROSPECTS),
        make_said(-1, 0, None, "reported"),
        make_said(-1, 0, RIVAL, "predicted"),
    ],
    ids=[
        "too late",
        "same side",
        "neutral",
        "on a condition",
        "on a proposal",
        "on a part",
        "of another proposal",
        "of another holder",
        "in another dimension",
        "relayed",
        "forecast",
    ],
)
def test_what_contradicts_nothing(other):
    assert told([make_said(2), other]) == []


def test_conditions_that_hang_on_other_proposals_are_other_conditions():
    words = {"conditions": "if they agree"}
    assert told([make_said(1, depends_on="a b", **words), make_said(-1, depends_on="a", **words)]) == []
    assert len(told([make_said(1, depends_on="a b", **words), make_said(-1, depends_on="b a", **words)])) == 1


def test_each_claim_is_held_against_the_nearest_of_each_kind():
    old, near, aide = make_said(2, 0, MINISTER), make_said(1, 2, MINISTER), make_said(2, 1, AIDE)
    last = make_said(-2, 3, MINISTER)
    assert told([old, near, aide, last]) == [("officials", aide.id, last.id), ("over-time", near.id, last.id)]


def test_what_others_attribute_is_held_against_the_nearest_own_word_before_or_after():
    before, after = make_said(2, 0), make_said(2, 3)
    rumour = make_said(-2, 2, RIVAL, "attributed")
    assert told([before, after, rumour]) == [("others", rumour.id, after.id)]
    even = make_said(2, 4)
    assert told([before, even, rumour]) == [("others", before.id, rumour.id)]


def test_the_latest_come_first_and_days_are_counted():
    claims = [make_said(2, 0), make_said(-2, 5), make_said(1, 20)]
    listed = list_contradictions(claims)
    assert [one.days for one in listed] == [15, 5]
    assert told(claims, within=14) == [("over-time", claims[0].id, claims[1].id)]


def test_on_one_day_they_stand_by_kind_by_cell_and_as_they_were_entered():
    rumours = [make_said(-1, day, RIVAL, "attributed") for day in (1, 0)]
    denied = make_said(2, 5)
    other = [make_said(1, 0, MINISTER, holder=2), make_said(-1, 5, AIDE, holder=2)]
    cells = [[make_said(1, 0, proposal=proposal), make_said(-1, 5, proposal=proposal)] for proposal in (7, 6)]
    assert told([*rumours, denied, *other, *cells[0], *cells[1]]) == [
        ("officials", other[0].id, other[1].id),
        ("over-time", cells[1][0].id, cells[1][1].id),
        ("over-time", cells[0][0].id, cells[0][1].id),
        ("others", rumours[0].id, denied.id),
        ("others", rumours[1].id, denied.id),
    ]


def test_two_claims_contradict_each_other_however_many_days_lie_between_them():
    one = make_said(2)
    assert do_contradict(one, make_said(-1, 900)) and do_contradict(make_said(-1, 900), one)
    assert not do_contradict(one, make_said(1, 3)) and not do_contradict(one, make_said(-1, 3, covers="Article 4"))


CLAIMS = st.builds(
    make_said,
    st.sampled_from([-2, -1, 0, 1, 2]),
    st.integers(0, 40),
    st.sampled_from([HOLDER, MINISTER, AIDE]),
    st.sampled_from(["own", "own", "attributed", "reported", "predicted"]),
    conditions=st.sampled_from(["", "", "if paid"]),
    covers=st.sampled_from(["", "", "Article 4"]),
)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.lists(CLAIMS, max_size=9).flatmap(lambda claims: st.tuples(st.just(claims), st.permutations(claims))))
def test_no_order_matters_more_days_never_make_fewer_and_each_pair_contradicts_itself(pair):
    claims, other = pair
    listed = list_contradictions(claims)
    assert listed == list_contradictions(other)
    assert set(told(claims, within=5)) <= set(told(claims)) <= set(told(claims, within=100))
    assert len(told(claims, within=100)) <= 2 * len(claims)
    for one in listed:
        assert one.earlier.value * one.later.value < 0 and 0 <= one.days <= WITHIN_DAYS
        assert (one.earlier.conditions, one.earlier.covers) == (one.later.conditions, one.later.covers)
        assert (one.earlier.speaker == one.later.speaker) == (one.kind == "over-time") or one.kind == "others"


# The same over arrays

IN_CELLS = st.builds(
    lambda claim, holder: claim._replace(holder=holder),
    st.builds(
        make_said,
        st.sampled_from([-2, -1, 0, 1, 2]),
        st.integers(0, 40),
        st.sampled_from([HOLDER, AIDE]),
        st.sampled_from(["own", "own", "attributed"]),
        conditions=st.sampled_from(["", "", "if paid"]),
    ),
    st.sampled_from([1, 2, MOST_HOLDERS - 1]),
)


def pack_all(claims):
    read = [
        RuleClaim(claim.id, claim.value, claim.attribution, claim.said_on, conditional=bool(claim.conditions))
        for claim in claims
    ]
    keys = [pack(claim.proposal, claim.holder, of_rule) for claim, of_rule in zip(claims, read, strict=True)]
    return np.array(keys, np.int64), np.array([claim.id for claim in claims], np.int64)


def near_of(claims, within=WITHIN_DAYS):
    return set(find_near_opposites(*pack_all(claims), within).tolist())


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.lists(IN_CELLS, max_size=14), st.integers(0, 45))
def test_of_the_claims_that_arrays_leave_the_same_contradict_each_other_as_of_all(claims, within):
    near = near_of(claims, within)
    assert list_contradictions([claim for claim in claims if claim.id in near], within) == list_contradictions(
        claims, within
    )


def test_arrays_leave_out_what_stands_alone_or_too_far_away():
    pair = [make_said(2, 0), make_said(-1, 30)]
    alone = [
        make_said(1, 1),
        make_said(0, 31),
        make_said(-2, 5, holder=2),
        make_said(2, 61),
        make_said(-2, 5, proposal=6),
    ]
    assert near_of([*alone, *pair]) == {one.id for one in (*pair, alone[0])}
    assert near_of([make_said(2)._replace(said_on=LAST_DAY), make_said(-2, holder=2)]) == set() == near_of([])


def test_days_are_measured_where_keys_hold_their_places_in_a_list():
    claims = [make_said(2, 0), make_said(-1, 1), make_said(1, 2)]
    keys, ids = pack_all(claims)
    first = (FIRST_DAY - date(1800, 1, 1)).days
    axes = Axes(*[np.zeros(0, np.int64)] * 2, np.r_[np.zeros(first, np.int64), [700_000, 700_031, 700_032]])
    assert find_near_opposites(keys, ids, 30, axes).tolist() == [claims[1].id, claims[2].id]
