"""Contradictions inside actors from the database, with both claims and the remarks that answer them."""

from datetime import date

import pytest

from claims import queries
from claims.models import EditorialNote
from claims.rules.measures.contradictions import ContradictionKind
from claims.rules.scales import Attribution
from tests.make import make_actor, make_claim, make_proposal, make_remark
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


def snapshot_of(**scope):
    return queries.get_snapshot(queries.Scope(**scope), read_version())


def test_all_contradictions_are_found_with_both_claims(talks, django_assert_num_queries):
    russia, us, pledge = talks
    snapshot = snapshot_of()
    snapshot.get(queries.list_put_forward)
    with django_assert_num_queries(3):  # cells on both sides of zero, their claims, remarks
        listed = snapshot.get(queries.find_contradictions)
    assert [one.kind for one in listed] == [ContradictionKind.OFFICIALS, ContradictionKind.OTHERS]
    with django_assert_num_queries(1):
        officials, others = queries.read_contradictions(snapshot, listed)
    assert (officials.actor, officials.earlier.value, officials.later.value) == (russia, 2, -2)
    assert (others.actor, others.proposal, others.later.speaker) == (us, pledge, russia)
    assert queries.read_contradictions(snapshot, []) == []


def test_those_of_one_actor_and_of_fewer_days_are_fewer(talks):
    russia, us, _ = talks
    snapshot = snapshot_of()
    assert len(snapshot.get(queries.find_contradictions, frozenset({us.pk}))) == 1
    assert snapshot.get(queries.find_contradictions, None, 6) == []
    assert snapshot.get(queries.find_contradictions, frozenset()) == []


def test_claims_that_do_not_count_contradict_nobody(talks):
    assert snapshot_of(as_of=JAN3).get(queries.find_contradictions) == []
    assert len(snapshot_of(attributions=(Attribution.OWN,)).get(queries.find_contradictions)) == 1


def test_a_published_remark_on_the_cell_answers_it(talks):
    russia, us, pledge = talks
    make_remark(proposal=pledge, holder=us)
    make_remark(proposal=pledge, holder=russia, published=False)
    make_remark(proposal=pledge, holder=None)
    officials, others = snapshot_of().get(queries.find_contradictions)
    assert officials.answered_on is None
    assert others.answered_on == EditorialNote.objects.get(holder=us).written_on


def test_a_remark_that_is_older_answers_nothing(talks):
    _, us, pledge = talks
    remark = make_remark(proposal=pledge, holder=us, written_on=JAN3)
    assert EditorialNote.objects.get(pk=remark.pk).written_on == JAN3
    assert snapshot_of().get(queries.find_contradictions, frozenset({us.pk}))[0].answered_on is None
