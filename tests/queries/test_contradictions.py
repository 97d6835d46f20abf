"""Contradictions inside actors from the database, with both claims and the remarks that answer them."""

from datetime import date

import pytest

from claims import queries
from claims.models import Claim
from claims.rules.measures.contradictions import ContradictionKind
from claims.rules.scales import Attribution
from tests.make import change, make_actor, make_claim, make_proposal, make_remark
from tests.versions import read_version

pytestmark = pytest.mark.django_db

JAN3, JAN10 = date(2022, 1, 3), date(2022, 1, 10)


@pytest.fixture
def talks():
    """A party whose officials say the opposite, and another of which a rival does."""
    russia, us, pledge = make_actor(), make_actor(), make_proposal()
    minister, aide = (make_actor("official", speaks_for=russia) for _ in range(2))
    make_claim(2, russia, proposal=pledge, speaker=minister, said_on=JAN3)
    make_claim(-2, russia, proposal=pledge, speaker=aide, said_on=JAN10)
    make_claim(1, us, proposal=pledge, said_on=JAN3)
    make_claim(-1, us, proposal=pledge, said_on=JAN10, attribution=Attribution.ATTRIBUTED, speaker=russia)
    make_claim(-1, us, proposal=pledge, said_on=JAN10, status="draft")
    make_claim(-1, us, proposal=pledge, said_on=JAN10, conditions="they pay")
    return russia, us, pledge


def make_answer(contradiction, holder, proposal, **fields):
    named = {"earlier_claim_id": contradiction.earlier, "later_claim_id": contradiction.later}
    return make_remark(proposal=proposal, holder=holder, **named, **fields)


def snapshot_of(**scope):
    return queries.get_snapshot(queries.Scope(**scope), read_version())


def test_all_contradictions_are_found_with_both_claims(talks, django_assert_num_queries):
    russia, us, pledge = talks
    snapshot = snapshot_of()
    snapshot.get(queries.list_put_forward)
    with django_assert_num_queries(4):  # a dimension each, the claims that are near each other
        listed = snapshot.get(queries.find_contradictions).list_places()
    assert [one.kind for one in listed] == [ContradictionKind.OFFICIALS, ContradictionKind.OTHERS]
    with django_assert_num_queries(2):  # claims, remarks
        officials, others = queries.read_contradictions(snapshot, listed)
    assert (officials.actor, officials.earlier.value, officials.later.value) == (russia, 2, -2)
    assert (others.actor, others.proposal, others.later.speaker) == (us, pledge, russia)
    assert queries.read_contradictions(snapshot, []) == []


def test_those_of_one_actor_take_one_query_and_those_of_fewer_days_are_fewer(talks, django_assert_num_queries):
    russia, us, _ = talks
    snapshot = snapshot_of()
    snapshot.get(queries.list_put_forward)
    with django_assert_num_queries(1):
        (inside_us,) = snapshot.get(queries.find_contradictions, frozenset({us.pk})).list_places()
    assert inside_us.holder == us.pk
    assert snapshot.get(queries.find_contradictions, None, 6).number == 0
    assert snapshot.get(queries.find_contradictions, frozenset()).number == 0


def test_claims_that_do_not_count_contradict_nobody(talks):
    assert snapshot_of(as_of=JAN3).get(queries.find_contradictions).number == 0
    assert snapshot_of(attributions=(Attribution.OWN,)).get(queries.find_contradictions).number == 1


def test_days_that_fit_no_packed_key_are_looked_at_too(talks):
    russia, us, pledge = talks
    for value in (1, -1):
        make_claim(value, us, proposal=make_proposal() if value > 0 else pledge, said_on=date(1750, 1, 1))
    assert snapshot_of().get(queries.find_contradictions).number == 2


def test_those_on_a_proposal_that_is_not_yet_put_forward_are_left_out(talks):
    *_, pledge = talks
    change(pledge, proposed_on=date(2022, 1, 20))
    assert snapshot_of(as_of=date(2022, 1, 15)).get(queries.find_contradictions).number == 0
    assert snapshot_of().get(queries.find_contradictions).number == 2


def test_a_published_remark_that_names_both_claims_answers_them(talks):
    russia, us, pledge = talks
    officials, others = listed = snapshot_of().get(queries.find_contradictions).list_places()
    make_remark(proposal=pledge, holder=us)  # on the cell, and on no contradiction
    waiting = make_answer(officials, russia, pledge, published=False)
    older, newer = (make_answer(others, us, pledge, written_on=date(2022, 2, day)) for day in (1, 2))
    snapshot = snapshot_of()
    remarks = [row.remarks for row in queries.read_contradictions(snapshot, listed)]
    assert remarks == [(), [newer, older]]
    assert snapshot.get(queries.count_unanswered) == {pledge.pk: 1}
    every, answers = snapshot.get(queries.find_contradictions), snapshot.get(queries.read_answers)
    assert every.choose(answers, answered=True).list_places() == every.choose(answers, [others.kind]).list_places()
    assert every.choose(answers, proposals=[]).number == 0 < every.choose(answers, proposals=[pledge.pk]).number
    negotiation = pledge.negotiation_id
    assert queries.read_waiting_answers(negotiation, listed) == {officials.pair: [waiting]}
    assert queries.read_waiting_answers(negotiation, [others]) == queries.read_waiting_answers(negotiation, []) == {}
    assert snapshot_of(negotiations=()).get(queries.read_answers) == {}


def test_what_is_withdrawn_meanwhile_has_no_row_and_what_cannot_contradict_is_not_read(talks):
    listed = snapshot_of().get(queries.find_contradictions).list_places()
    claim = Claim.objects.get(pk=listed[0].later)
    assert queries.read_said(claim).id == claim.pk
    change(claim, status="withdrawn")
    assert len(queries.read_contradictions(snapshot_of(), listed)) == 1
    for fields in ({"value": None}, {"value": 0, "pending": True}, {"attribution": Attribution.PREDICTED}):
        assert queries.read_said(make_claim(**fields)) is None
