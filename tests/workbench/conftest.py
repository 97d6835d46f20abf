from datetime import date

import pytest

from tests.make import make_actor, make_proposal, make_source, make_user
from tests.workbench.sent import TEXT


@pytest.fixture
def analyst(db):
    return make_user("analyst", username="ann")


@pytest.fixture
def coder(client, analyst):
    client.force_login(analyst)
    return client


@pytest.fixture
def source(db):
    return make_source(slug="geneva", title="Geneva talks", text=TEXT, published_on=date(2022, 1, 10))


@pytest.fixture
def world(source):
    """Who and what may be named: East, its minister, the expert Ann Orr, and two proposals."""
    east = make_actor(slug="east", name="Eastland", short_name="East")
    make_actor("official", slug="min", name="Min Ister", speaks_for=east)
    make_actor("expert", slug="orr", name="Ann Orr", aliases="Professor Orr")
    make_proposal(slug="freeze", title="Patrol freeze")
    return make_proposal(slug="pull-back", title="Pull-back")
