"""How much each actor says: from packed keys, as from the database, and as it follows a write."""

from datetime import date, timedelta
from random import Random

import pytest

from claims import queries
from claims.models import DataVersion
from claims.queries.speakers import _tally_by_database, tally_speakers
from claims.rules.scales import Attribution, Dimension
from tests.make import change, make_actor, make_claim, make_proposal

pytestmark = pytest.mark.django_db

DAYS = [date(2022, 1, 1) + timedelta(number) for number in range(20)]
SCOPES = [{}, {"as_of": DAYS[9]}, {"attributions": (Attribution.OWN,)}, {"leaked": "no"}]


def say(random, actors, proposals):
    """Make a claim of any kind, of one actor or of another."""
    holder, speaker = random.choice(actors), random.choice([*actors, None])
    own = speaker in (holder, None)
    second = [Attribution.ATTRIBUTED, Attribution.PREDICTED]
    values = [{"value": -1}, {"value": 2}]
    if own:
        values += [{"value": None}, {"value": 0, "pending": True, "conditions": "", "dimension": "position"}]
    return make_claim(
        holder=holder,
        speaker=holder if own else speaker,
        attribution=Attribution.OWN if own else random.choice(second),
        proposal=random.choice(proposals),
        said_on=random.choice(DAYS),
        **{"dimension": random.choice([*map(str, Dimension)]), **random.choice(values)},
    )


@pytest.fixture
def actors():
    return [make_actor() for _ in range(3)]


@pytest.mark.parametrize("scope", SCOPES, ids=str)
def test_what_follows_a_write_is_what_the_database_counts(actors, scope):
    random, proposals = Random(str(scope)), [make_proposal() for _ in range(3)]
    negotiation, claims = proposals[0].negotiation_id, []
    for step in range(15):
        claims += [say(random, actors, proposals) for _ in range(random.choice([1, 3]))]
        if step % 4 == 3:
            change(claims.pop(random.randrange(len(claims))), status="withdrawn")
        version = DataVersion.read_all().of(negotiation)
        snapshot = queries.get_snapshot(queries.Scope(**scope, negotiations=(negotiation,)), version)
        assert snapshot.get(tally_speakers) == _tally_by_database(snapshot)


def test_after_a_write_only_what_was_said_of_its_proposal_is_read(actors, django_assert_num_queries):
    proposal = make_proposal()

    def tally():
        version = DataVersion.read_all().of(proposal.negotiation_id)
        snapshot = queries.get_snapshot(queries.Scope(negotiations=(proposal.negotiation_id,)), version)
        return lambda: snapshot.get(tally_speakers)

    make_claim(holder=actors[0], proposal=proposal)
    make_claim(holder=actors[1])
    assert {pk: one.claims for pk, one in tally()().items()} == {actors[0].pk: 1, actors[1].pk: 1}
    make_claim(holder=actors[0], proposal=proposal)
    again = tally()
    with django_assert_num_queries(1) as asked:
        assert again()[actors[0].pk].claims == 2
    assert "proposal_id" in asked.captured_queries[0]["sql"]


def test_days_that_fit_no_key_are_counted_too(actors):
    make_claim(holder=actors[0], said_on=date(1750, 1, 1))
    version = DataVersion.read_all().of_all()
    assert queries.get_snapshot(queries.Scope(), version).get(tally_speakers)[actors[0].pk].newest == date(1750, 1, 1)
