import pytest

from tests.make import make_user


@pytest.fixture
def analyst(db):
    return make_user("analyst", username="ann")


@pytest.fixture
def reviewer(db):
    return make_user("reviewer", username="rea")


@pytest.fixture
def as_analyst(client, analyst):
    client.force_login(analyst)
    return client


@pytest.fixture
def as_reviewer(client, reviewer):
    client.force_login(reviewer)
    return client


@pytest.fixture
def superuser(db):
    return make_user("superuser", username="sue")


@pytest.fixture
def as_superuser(client, superuser):
    client.force_login(superuser)
    return client
