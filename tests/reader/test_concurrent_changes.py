"""Pages and files are read in several queries, and others write between them: none of them breaks over that."""

import pytest

from claims import queries
from claims.models import Claim, DataVersion
from claims.queries import cells, pair
from claims.rules.scales import Attribution
from claims.services.write_gate import editing
from tests.make import change, make_actor, make_claim, make_proposal, make_side

pytestmark = pytest.mark.django_db


@pytest.fixture
def claim():
    side, other = make_side(), make_side()
    proposal = make_proposal(slug="talks")
    make_claim(2, make_actor(side=other, slug="west"), proposal=proposal)
    return make_claim(1, make_actor(side=side, slug="moscow"), proposal=proposal, conditions="if asked")


@pytest.fixture
def after_each_table(monkeypatch):
    """Return a function that has something done whenever the stances of some cells were read."""

    def do(something):
        def read_stances(*args, **kwargs):
            table = read(*args, **kwargs)
            something()
            return table

        for module in (queries, cells, pair):
            monkeypatch.setattr(module, "read_stances", read_stances)

    read = queries.read_stances
    return do


PAGES = [
    "/talks/",
    "/talks/?mark=single",
    "/talks/agreement/moscow/west/?min_n=1",
    "/talks/proposals/talks/",
    "/talks/actors/moscow/",
    "/talks/common-ground/",
    "/talks/proposals/talks/?table=stances&_export=csv",
]


@pytest.mark.parametrize("path", [*PAGES, "/talks/?_export=csv", "/talks/common-ground/?_export=csv"])
def test_claim_that_is_withdrawn_between_two_queries_breaks_no_page(client, claim, after_each_table, path):
    after_each_table(lambda: [change(published, status="withdrawn") for published in Claim.objects.published()])
    answer = client.get(path)
    assert answer.status_code == 200
    assert b"talks" in (b"".join(answer.streaming_content) if answer.streaming else answer.content)


@pytest.mark.parametrize("path", [*PAGES, "/talks/proposals/", "/talks/common-ground/?_export=csv"])
def test_actor_that_is_new_since_the_vocabulary_was_read_breaks_no_page(client, claim, monkeypatch, path):
    versions = DataVersion.read_all()
    assert queries.get_snapshot(queries.Scope(), versions.of_all()).get(queries.read_vocabulary).actors
    speaker = make_actor(kind="expert")
    make_claim(1, make_actor(), proposal=claim.proposal, speaker=speaker, attribution=Attribution.ATTRIBUTED)
    make_claim(1, claim.holder, proposal=claim.proposal, speaker=speaker, attribution=Attribution.ATTRIBUTED)
    with editing(None):
        claim.proposal.proposers.add(speaker)
    monkeypatch.setattr(DataVersion, "read_all", lambda: versions)
    assert client.get(path).status_code == 200
