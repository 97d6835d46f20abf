import pytest

from tests.make import make_actor, make_side


@pytest.fixture(autouse=True)
def with_one_negotiation(one_negotiation):
    """The pages of an empty tracker are those of a negotiation without anything."""


@pytest.fixture
def sides(db):
    """Two negotiating sides with one principal each, and an expert."""
    east, west = make_side(name="East", slug="east-side", order=1), make_side(name="West", slug="west-side", order=2)
    experts = make_side(name="Experts", negotiates=False, order=3)
    return {
        "east": make_actor(side=east, slug="east", name="Eastland", short_name="East", principal=True),
        "west": make_actor(side=west, slug="west", name="Westland", short_name="West", principal=True),
        "expert": make_actor(kind="expert", side=experts, slug="expert", name="An Expert", short_name="Expert"),
    }
