"""Which claims count, on which proposals."""

import pytest

from claims.queries import Scope
from tests.make import make_claim, make_negotiation, make_proposal, make_topic

pytestmark = pytest.mark.django_db


def test_a_proposal_of_another_negotiation_has_no_claims_that_count_whoever_names_it():
    here = make_claim()
    there = make_claim(proposal=make_proposal(topic=make_topic(negotiation=make_negotiation())))
    of_here, of_all = Scope(negotiations=(here.proposal.negotiation_id,)), Scope()
    both = [here.proposal_id, there.proposal_id]
    assert set(of_here.select_claims(both)) == {here} == set(of_here.select_claims())
    assert set(of_all.select_claims(both)) == {here, there} == set(of_all.select_claims())
    assert set(of_here.select_claims([there.proposal_id])) == set() == set(of_all.select_claims([]))
