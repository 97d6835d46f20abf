"""Coalitions stand in columns, lists and verdicts with the parties, and are called what they are."""

import pytest

from tests.make import make_actor, make_claim, make_proposal
from tests.reader.read_pages import headings, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def islands(sides):
    """Return a coalition that is a principal of the east, and wants what the west refuses."""
    islands = make_actor("coalition", side=sides["east"].side, name="Alliance of Islands", short_name="Islands")
    proposal = make_proposal(title="Loss and damage", slug="damage")
    make_claim(value=2, holder=islands, proposal=proposal)
    make_claim(value=-2, holder=sides["west"], proposal=proposal)
    return islands


def test_a_coalition_has_a_column_among_the_parties_and_counts_in_verdicts(client, islands):
    names = headings(client)
    assert names.index("Islands") < names.index("West")
    assert "contested" in text_of(client, "/talks/")


def test_a_coalition_stands_with_the_parties_in_lists_and_is_called_one(client, islands):
    text = text_of(client, "/talks/actors/")
    assert "Alliance of Islands coalition, principal" in text and "Coalitions" not in text
    assert "Alliance of Islands" in text_of(client, "/talks/actors/?kind=coalition")
    assert "Alliance of Islands coalition principal" in text_of(client, "/talks/proposals/damage/")


def test_where_no_side_negotiates_a_coalition_is_a_coalition(client):
    coalition = make_actor("coalition", side=None, name="Alliance of Islands")
    make_claim(holder=coalition)
    assert "Alliance of Islands coalition No side" in text_of(client, "/talks/actors/")
