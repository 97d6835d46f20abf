"""Rows that belong to one negotiation: what is told apart in it alone, and what stays in it."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from claims.models import GateClosed, Negotiation
from claims.rules.slugs import ADDRESSES
from claims.services.write_gate import editing
from tests.make import change, make_negotiation, make_proposal, make_side, make_topic, make_user
from tests.secret_talks import set_team

pytestmark = pytest.mark.django_db


def faults_of(row):
    with pytest.raises(ValidationError) as refusal:
        row.full_clean()
    return refusal.value.message_dict


@pytest.mark.parametrize("make", [make_side, make_topic])
def test_two_negotiations_may_have_rows_of_one_slug_and_name(make):
    here, there = make_negotiation(), make_negotiation()
    one = make(negotiation=here, slug="east", name="East")
    other = make(negotiation=there, slug="east", name="East")
    other.full_clean()
    assert type(one).objects.get_by_natural_key(here.slug, "east") == one
    assert type(one).objects.get_by_natural_key(there.slug, "east") == other


def test_two_negotiations_may_have_proposals_of_one_slug_and_title():
    topics = [make_topic(negotiation=make_negotiation()) for _ in range(2)]
    one, other = (make_proposal(slug="truce", title="A truce", topic=topic) for topic in topics)
    other.full_clean()
    assert one.negotiation == topics[0].negotiation
    assert other.negotiation == topics[1].negotiation


@pytest.mark.parametrize("make", [make_side, make_topic, make_proposal])
@pytest.mark.parametrize("taken", ["slug", "name"])
def test_the_database_refuses_a_second_row_of_one_slug_or_name_in_a_negotiation(make, taken):
    row = make()
    own = "title" if make is make_proposal else "name"
    group = {"topic": row.topic} if make is make_proposal else {"negotiation": row.negotiation}
    same = {"slug": row.slug} if taken == "slug" else {own: getattr(row, own).upper()}
    with pytest.raises(IntegrityError), transaction.atomic():
        make(**group, **same)


@pytest.mark.parametrize("make", [make_side, make_topic])
def test_a_row_stays_in_its_negotiation(make):
    row = make()
    row.negotiation = make_negotiation()
    assert faults_of(row) == {"negotiation": ["It cannot move to another negotiation here."]}


def test_a_proposal_stays_in_the_negotiation_of_its_topic():
    proposal = make_proposal()
    proposal.topic = make_topic(negotiation=make_negotiation())
    assert faults_of(proposal) == {"topic": ["It cannot move to another negotiation here."]}


def test_a_proposal_of_another_topic_of_its_negotiation_stays_in_it():
    proposal = make_proposal()
    change(proposal, topic=make_topic(negotiation=proposal.negotiation))
    proposal.full_clean()
    assert proposal.negotiation == proposal.topic.negotiation


def test_a_proposal_is_a_variant_of_one_of_its_negotiation_alone():
    proposal = make_proposal()
    proposal.variant_of = make_proposal(topic=make_topic(negotiation=make_negotiation()), title="Far away")
    assert faults_of(proposal) == {"variant_of": ["“Far away” is a proposal of another negotiation."]}


@pytest.mark.parametrize("slug", sorted(ADDRESSES))
def test_the_address_of_a_page_is_no_slug_of_a_negotiation(slug):
    negotiation = Negotiation(slug=slug, title="Talks", short_title="Talks")
    assert faults_of(negotiation) == {"slug": [f"“{slug}” is the address of a page: write another slug."]}


def test_a_negotiation_with_rows_of_its_own_is_not_deleted():
    side = make_side()
    with pytest.raises(IntegrityError), editing(None):
        side.negotiation.delete()


def test_the_history_of_a_negotiation_keeps_its_team_and_whether_it_is_public():
    negotiation, member = make_negotiation(), make_user("analyst")
    assert negotiation.public and not negotiation.team.exists()
    set_team(negotiation, member, public=False)
    before, after = negotiation.history.last(), negotiation.history.first()
    assert before.public and not after.public
    assert [link.user for link in after.team.all()] == [member] and not before.team.exists()


def test_its_team_is_written_by_the_gate_alone():
    with pytest.raises(GateClosed):
        make_negotiation().team.set([make_user("analyst")])
