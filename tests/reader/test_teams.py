"""Who reads which negotiations: the way to them, and what it takes to tell."""

import pytest
from django.db import connection

from claims import queries
from tests.make import make_actor, make_claim, make_negotiation, make_proposal, make_side, make_topic, make_user
from tests.query_counter import QueryCounter
from tests.reader.read_pages import text_of
from tests.secret_talks import set_team
from tests.walk import make_world

pytestmark = pytest.mark.django_db


def test_where_one_alone_may_be_read_the_first_page_goes_to_it(client):
    make_negotiation(public=False, title="Behind doors")
    assert client.get("/").url == "/talks/"
    client.force_login(make_user("analyst"))
    assert "Behind doors" in text_of(client, "/")


def test_where_none_may_be_read_there_is_none(client):
    secret = make_negotiation(public=False)
    set_team(secret.__class__.objects.get(slug="talks"), public=False)
    assert "No negotiation has been entered yet" in text_of(client, "/")
    assert client.get("/proposals/").status_code == client.get("/talks/").status_code == 404


@pytest.mark.parametrize("number", [1, 40])
def test_pages_take_as_many_queries_however_many_are_for_their_teams_only(client, number):
    world = make_world(2)
    for _ in range(number):
        secret = make_negotiation(public=False)
        make_actor(side=make_side(negotiation=secret))
        make_claim(holder=world.holder, proposal=make_proposal(topic=make_topic(negotiation=secret)))
        set_team(secret, make_user("analyst"))
    client.force_login(make_user("reviewer"))
    addresses = {
        "first": "/",
        "claims": "/claims/",
        "sources": "/sources/",
        "actor": f"/actors/{world.holder.slug}/",
        "claim": world.claim.get_absolute_url(),
        "matrix": "/talks/",
    }
    taken = {}
    for name, address in addresses.items():
        queries.forget_all()
        counter = QueryCounter()
        with connection.execute_wrapper(counter):
            assert client.get(address).status_code == 200
        taken[name] = len(counter.statements)
    # beside those of a visitor: session, user, which are closed, their role; on some pages their permissions
    assert taken == {"first": 29, "claims": 10, "sources": 14, "actor": 27, "claim": 14, "matrix": 23}
