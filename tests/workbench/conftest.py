import pytest

from tests.make import make_user


@pytest.fixture
def analyst(db):
    return make_user("analyst", username="ann")


@pytest.fixture
def coder(client, analyst):
    client.force_login(analyst)
    return client
