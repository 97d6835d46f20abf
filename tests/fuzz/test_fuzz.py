"""A few of the generated values that `make fuzz` sends, the same each time."""

import random

import pytest
from hypothesis import strategies as st

from .growth import Counted, list_grown
from .routes import list_routes
from .targets import Target, list_targets
from .trying import try_target
from .visitor import Askers
from .world import make_world

pytestmark = pytest.mark.django_db

SEED = 18
TARGETS = 20


def test_what_is_sent_breaks_nothing(share_rows):
    with share_rows(lambda: make_world(3)) as world:
        visitors = Askers(world.users)
        for target in random.Random(SEED).sample(list_targets(list_routes()), TARGETS):
            try_target(target, world, visitors, SEED, 1)
    assert visitors.asked > TARGETS


def test_what_breaks_is_told():
    def divide(data, world, askers):
        return 1 / data.draw(st.integers(0, 3))

    with pytest.raises(ZeroDivisionError):
        try_target(Target("divide", divide), None, None, SEED, 20)


def test_queries_that_grow_are_told():
    asked = [(None, Counted("/", "first", ["SELECT 1"] * number)) for number in (3, 20)]
    (grown,) = list_grown(asked[:1], asked[1:])
    assert (grown.few, grown.many, len(grown.more)) == (3, 20, 17)
    assert list_grown(asked[:1], asked[:1]) == []
    assert list_grown(asked[:1], [(None, asked[1][1]._replace(view="another"))]) == []


def test_routes_of_every_surface_are_fuzzed():
    names = {route.name for route in list_routes()}
    assert {"claims:matrix", "workbench:settle", "admin:claims_claim_change", "api:openapi", "login"} <= names
    assert all(route.template.count("%(") == len(route.parameters) for route in list_routes())
