import pytest
from django.db import connection

from claims.models import Claim, statistics
from tests.make import make_actor, make_claim, make_proposal, make_source

pytestmark = pytest.mark.django_db


def test_the_claims_on_one_proposal_are_found_by_its_index_however_many_claims_there_are():
    holder, source = make_actor(), make_source()
    proposals = [make_proposal() for _ in range(20)]
    for number in range(100):
        make_claim(holder=holder, source=source, proposal=proposals[number % 20])
    statistics.refresh()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:  # a table of a few pages, it would read whole
            cursor.execute("SET LOCAL enable_seqscan = off")
    plan = Claim.objects.published().filter(proposal=proposals[0]).explain()
    assert "proposal_id=?" in plan.replace(" ", "") or "proposal_id = " in plan
