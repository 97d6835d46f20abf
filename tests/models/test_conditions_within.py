"""A condition depends on proposals of the claim's own negotiation: one of the same slug elsewhere is another."""

import pytest
from django.core.exceptions import ValidationError

from claims import queries
from claims.checks import check_links
from claims.models import Claim
from tests.make import make_claim, make_negotiation, make_proposal, make_topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def claim():
    return make_claim(1, conditions="they pull back", depends_on="pullback", proposal=make_proposal(slug="zones"))


def make_elsewhere(**named):
    return make_proposal(topic=make_topic(negotiation=make_negotiation()), **named)


def test_a_proposal_of_another_negotiation_is_none_to_hang_on(claim):
    make_elsewhere(slug="pullback")
    with pytest.raises(ValidationError) as refusal:
        claim.full_clean()
    assert "pullback" in str(refusal.value.message_dict["depends_on"])
    (broken,) = check_links()
    assert "pullback" in str(broken)


def test_of_two_of_one_slug_the_claim_s_own_negotiation_has_the_one_that_is_meant(claim):
    make_elsewhere(slug="pullback")
    meant = make_proposal(slug="pullback", topic=claim.proposal.topic)
    claim.full_clean()
    assert not [*check_links()]
    assert queries.read_linked_proposals(Claim.objects.get()) == [(meant, True)]


def test_a_slug_that_is_the_claim_s_own_elsewhere_may_be_named_there(claim):
    other = make_elsewhere(slug="pullback")
    zones = make_proposal(slug="zones", topic=other.topic)
    row = make_claim(1, conditions="zones come", depends_on="zones", proposal=other)
    row.full_clean()
    assert queries.read_linked_proposals(row) == [(zones, True)]
