"""Recorded searches and remarks: what they need, how they are signed, when readers see them."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate

from claims.models import EditorialNote, SearchRecord
from claims.services.write_gate import editing
from tests.make import (
    change,
    make_actor,
    make_answer,
    make_claim,
    make_contradiction,
    make_proposal,
    make_remark,
    make_search,
    make_user,
)

pytestmark = pytest.mark.django_db
each = pytest.mark.parametrize("make", [make_search, make_remark])


def faults_of(row):
    with pytest.raises(ValidationError) as refusal:
        row.full_clean()
    return refusal.value.message_dict


@each
def test_no_official_is_its_holder(make):
    row = make()
    row.holder = make_actor(kind="official")
    assert faults_of(row) == {"holder": ["A holder is a party, a coalition or an expert, not an official."]}


def test_a_search_says_either_where_and_when_or_why_not():
    cell = {"holder": make_actor(), "proposal": make_proposal()}
    found = {**cell, "searched_on": date(2022, 2, 3), "searched_in": "kremlin.ru, January 2022"}
    SearchRecord(**found).full_clean()
    SearchRecord(**cell, outcome="not-applicable", why="It has no vote.").full_clean()
    for fields in ({**found, "searched_on": None}, {**found, "searched_in": ""}, {**found, "why": "It has no vote."}):
        assert "say when and where you searched" in str(faults_of(SearchRecord(**fields)))
    for fields in ({}, {"why": "It has no vote.", "searched_in": "an archive"}, {"searched_on": date(2022, 2, 3)}):
        assert "say why, and leave day and place empty" in str(
            faults_of(SearchRecord(**cell, outcome="not-applicable", **fields))
        )


def test_a_search_is_recorded_once_it_is_made():
    row = make_search()
    row.searched_on = localdate() + timedelta(days=1)
    assert list(faults_of(row)) == ["searched_on"]


def test_a_remark_bears_its_authors_name_whoever_mends_it_and_the_day_of_writing():
    ann, bob = make_user("analyst", first_name="Ann", last_name="Lyst"), make_user("reviewer", username="bob")
    remark = make_remark(by=ann, signed_by="", published=False, written_on=date(2020, 1, 1))
    assert (remark.signed_by, remark.written_on, remark.coder) == ("Ann Lyst", localdate(), ann)
    with editing(bob) as gate:
        gate.save(remark)
    assert (remark.signed_by, remark.coder, remark.written_by) == ("Ann Lyst", ann, bob)
    assert make_remark(by=bob, signed_by="").signed_by == "bob"


def test_the_day_of_a_remark_is_that_of_its_last_writing():
    remark = make_remark(written_on=date(2022, 2, 3))
    with editing(make_user("reviewer"), "a typo", operator=True) as gate:
        gate.save(remark)
    assert EditorialNote.objects.get().written_on == localdate()


def test_a_remark_answers_two_claims_of_its_own_cell_in_one_dimension():
    remark, elsewhere = make_answer(), make_claim(2)
    cell = {"holder": remark.holder, "proposal": remark.proposal}
    remark.full_clean()
    remark.earlier_claim = elsewhere
    assert faults_of(remark) == {
        "earlier_claim": [f"{elsewhere.public_id} is no claim of this holder on this proposal."]
    }
    remark.earlier_claim = make_claim(2, dimension="salience", **cell)
    assert faults_of(remark) == {"later_claim": ["They are claims in two dimensions: these contradict nothing."]}
    remark.earlier_claim = None
    assert faults_of(remark) == {"__all__": ["Name both claims that contradict each other, or none."]}


def test_the_claim_that_was_said_first_is_the_earlier_whichever_is_typed_first():
    earlier, later = make_contradiction()
    remark = make_answer((later, earlier), published=False)
    remark.full_clean()
    assert (remark.earlier_claim, remark.later_claim) == (earlier, later)


def test_readers_see_of_the_claims_that_it_answers_those_that_are_published():
    remark = make_answer()
    assert remark.answered_claims == [remark.earlier_claim, remark.later_claim]
    change(remark.later_claim, status="withdrawn")
    assert remark.answered_claims == [remark.earlier_claim] and make_remark().answered_claims == []
