import pytest
from django.db import connection
from django.db.models import GeneratedField

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


def repeat_claims(times):
    """Write every claim so many times more, past the gate: a thousand rows in an instant."""
    fields = [f for f in Claim._meta.concrete_fields if not f.primary_key and not isinstance(f, GeneratedField)]
    columns = ", ".join(field.column for field in fields)
    values = ", ".join("public_id || n" if field.name == "public_id" else field.column for field in fields)
    numbers = "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < %s)"
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO claims_claim ({columns}) {numbers} SELECT {values} FROM claims_claim, numbers",  # noqa: S608
            [times],
        )


@pytest.mark.parametrize("link", ["holder", "speaker"])
def test_the_newest_claims_of_one_actor_are_found_among_its_own_however_many_others_there_are(link):
    actors = [make_actor() for _ in range(30)]
    proposal, source = make_proposal(), make_source()
    for actor in actors:
        make_claim(holder=actor, speaker=actor, proposal=proposal, source=source)
    repeat_claims(400)
    statistics.refresh()
    newest = Claim.objects.published().filter(**{link: actors[0]}).order_by("-said_on", "-pk")[:50]
    assert f"{link}_id=?" in newest.explain().replace(" ", "") or f"{link}_id = " in newest.explain()
