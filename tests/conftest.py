import pytest

from claims import queries


@pytest.fixture(autouse=True)
def nothing_kept():
    """Each test has a database that begins anew, and its data version with it."""
    queries.forget_all()
