"""How positions are spread, from the arrays of all proposals as from the table of one."""

from datetime import date

import pytest

from claims import queries
from claims.rules.scales import Attribution, Dimension
from tests.make import make_actor, make_claim, make_proposal, make_side
from tests.versions import FIRST

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    """Two sides and experts on two proposals, in each state; on a third nobody has a value."""
    sides = [make_side(name=name, order=order) for order, name in ((2, "West"), (1, "East"))]
    holders = [make_actor(side=side) for side in sides for _ in range(3)]
    expert = make_actor(kind="expert", side=make_side(name="Experts", negotiates=False, order=3))
    first, second, third = proposals = [make_proposal() for _ in range(3)]
    for place, holder in enumerate(holders):
        make_claim(place % 5 - 2, holder, proposal=first)
        make_claim(place % 3, holder, proposal=second, conditions="if asked")
    make_claim(2, holders[0], proposal=second, conditions="if asked", said_on=date(2022, 1, 18))
    make_claim(-1, expert, proposal=second)
    make_claim(2, expert, proposal=first, attribution=Attribution.PREDICTED)
    make_claim(2, expert, proposal=third, dimension=Dimension.SALIENCE)
    make_claim(0, holders[0], proposal=third, pending=True)
    return proposals


def test_the_arrays_and_the_table_give_the_same_spreads(world):
    snapshot = queries.get_snapshot(queries.Scope(), FIRST)
    vocab, spreads = snapshot.get(queries.read_vocabulary), snapshot.get(queries.compute_spreads)
    for proposal in world:
        table = queries.read_stances(snapshot.scope, vocab, proposals=[proposal.pk])
        assert spreads.get(proposal.pk, queries.NO_SPREAD) == queries.compute_spread(table, vocab, proposal)
    assert set(spreads) == {proposal.pk for proposal in world[:2]}


def test_sides_stand_in_their_order_each_with_its_actors(world):
    found = queries.get_snapshot(queries.Scope(), FIRST).get(queries.compute_spreads)
    assert found[world[0].pk].sides == (("East", (1, 0, 0, 1, 1)), ("West", (1, 1, 1, 0, 0)))
    assert found[world[1].pk].sides == (
        ("East", (0, 0, 1, 1, 1)),
        ("West", (0, 0, 0, 1, 2)),
        ("Experts", (0, 1, 0, 0, 0)),
    )
    assert found[world[1].pk].left_out == ("Experts",)


def test_without_actors_or_claims_nothing_is_spread(db):
    assert queries.get_snapshot(queries.Scope(), FIRST).get(queries.compute_spreads) == {}
