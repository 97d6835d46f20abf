import pytest
from django.db import connection
from django.db.models import GeneratedField
from django.test.utils import CaptureQueriesContext

from claims import queries
from claims.models import Actor, Claim, statistics
from claims.models.mentions import match_mentioned
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
    """Write every claim so many times more on each proposal, past the gate: ten thousand rows in an instant."""
    fields = [f for f in Claim._meta.concrete_fields if not f.primary_key and not isinstance(f, GeneratedField)]
    columns = ", ".join(field.column for field in fields)
    anew = {"public_id": "c.public_id || '-' || p.id || '-' || n", "proposal_id": "p.id"}
    values = ", ".join(anew.get(field.column, f"c.{field.column}") for field in fields)
    numbers = "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < %s)"
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO claims_claim ({columns}) {numbers} "  # noqa: S608
            f"SELECT {values} FROM claims_claim c, claims_proposal p, numbers",
            [times],
        )


@pytest.fixture
def crowd():
    """Twelve thousand claims of thirty actors, who speak for themselves, on as many proposals; returns the first."""
    actors, proposals, source = [make_actor() for _ in range(30)], [make_proposal() for _ in range(30)], make_source()
    for actor in actors:
        make_claim(holder=actor, speaker=actor, proposal=proposals[0], source=source)
    repeat_claims(14)
    statistics.refresh()
    return actors[0], proposals[0]


def explain(claims):
    return claims.explain().replace(" ", "").replace("=?", "=").replace("=$", "=")


@pytest.mark.parametrize("link", ["holder", "speaker"])
def test_the_newest_claims_of_one_actor_are_found_among_its_own_however_many_others_there_are(crowd, link):
    newest = Claim.objects.published().among_its_own(**{link: crowd[0]})
    own = Claim.objects.published().filter(**{link: crowd[0]}).order_by("-said_on", "-pk")
    assert list(newest[:50]) == list(own[:50])
    assert f"{link}_id=" in explain(newest[:50]) and "newest_first" not in explain(newest[:50])


def test_the_claims_that_an_actor_makes_or_that_are_made_of_it_are_counted_among_these(crowd):
    actor, proposal = crowd
    make_claim(holder=make_actor(), speaker=actor, attribution=2, proposal=proposal)
    with CaptureQueriesContext(connection) as asked:
        assert queries.count_claims_about(actor) == {proposal.negotiation_id: 14 * 30 + 1 + 1}
    if connection.vendor == "sqlite":  # PostgreSQL weighs both ways by what it has counted
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {asked[0]['sql']}")
            plan = " ".join(row[-1] for row in cursor.fetchall())
        assert "holder_id=?" in plan and "speaker_id=?" in plan and "newest_first" not in plan


def test_a_few_claims_are_chosen_before_all_that_they_name_is_joined(crowd):
    newest = Claim.objects.published().order_by("-said_on", "-pk").values("pk")[:50]
    plan = Claim.objects.filter(pk__in=newest).for_table().order_by("-said_on", "-pk").explain()
    whole = "Seq Scan on claims_claim" if connection.vendor == "postgresql" else "SCAN claims_claim"
    assert whole not in plan, plan


def test_the_claims_of_a_lane_are_found_among_its_cells_however_they_are_ordered(crowd):
    actor, proposal = crowd
    claims = Claim.objects.published().of_cells().filter(holder__in=[actor], proposal__in=[proposal])
    assert "newest_first" not in explain(claims.order_by("said_on", "attribution", "pk"))


def test_whether_an_actor_holds_anything_is_asked_of_its_own_cells_however_many_others_there_are(crowd):
    named = Actor.objects.filter(match_mentioned(Actor, (crowd[1].negotiation_id,), directly=True))
    assert crowd[0] in named
    if connection.vendor == "sqlite":  # PostgreSQL weighs both ways by what it has counted
        assert "claim_cells_by_holder(status=ANDdimension=ANDholder_id=" in explain(named)


def test_all_dimensions_are_named_so_no_claim_is_left_out():
    for dimension in ("position", "prospects", "salience"):
        make_claim(dimension=dimension, value=1)
    assert Claim.objects.of_cells().count() == 3
