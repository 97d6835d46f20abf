"""What the strip of the others is told of stances without reading their claims: what the claims would say."""

import pytest

from claims import queries
from claims.models import VersionNumber
from claims.queries.sketches import sketch_stances
from claims.rendering import chips
from claims.rules.scales import Dimension
from tests.make import make_actor, make_claim, make_proposal, make_side

pytestmark = pytest.mark.django_db
STATED = {
    "supports": [{"value": 2}],
    "open if": [{"value": 1, "conditions": "if asked"}],
    "mixed": [{"value": 2}, {"value": -2}],
    "depends": [{"value": 2, "conditions": "if asked"}, {"value": -2, "conditions": "if not"}],
    "awaited": [{"value": 0, "pending": True}],
    "(rejects)": [{"value": -2, "attribution": 3}],
    "(mixed)": [{"value": -2, "attribution": 3}, {"value": 2, "attribution": 3}],
}
UNCLEAR = {
    "(open if)": [{"value": 1, "attribution": 3, "conditions": "if asked"}],
    "“defer”": [{"value": None, "label": "defer"}],
}


@pytest.fixture
def said(db):
    """One actor a state, with its claims on one proposal, and a blank."""
    side, zones = make_side(), make_proposal(title="Zones")
    actors = {text: make_actor(side=side, short_name=text) for text in (*STATED, *UNCLEAR, "")}
    for text, claims in {**STATED, **UNCLEAR}.items():
        for fields in claims:
            speaker = {"speaker": actors["supports"]} if fields.get("attribution") == 3 else {}
            make_claim(holder=actors[text], proposal=zones, **fields, **speaker)
    return zones, actors


def get_snapshot(proposal):
    scope = queries.Scope(negotiations=(proposal.negotiation_id,))
    return queries.get_snapshot(scope, VersionNumber(proposal.negotiation_id, 1))


def test_a_sketch_says_in_a_word_what_the_claims_do_or_leaves_it_to_them(said):
    zones, actors = said
    sketches = sketch_stances(get_snapshot(zones), Dimension.POSITION, [zones.pk], [a.pk for a in actors.values()])
    names = {actor.pk: text for text, actor in actors.items()}
    written = {
        names[holder]: chips.write_text(one, Dimension.POSITION) for (_, holder), one in sketches.stances.items()
    }
    assert written == {text: text for text in STATED}
    assert {names[holder] for _, holder in sketches.unclear} == set(UNCLEAR)


def test_of_whoever_is_sketched_only_unclear_claims_are_read(said):
    zones, actors = said
    snapshot = get_snapshot(zones)
    sketched = [actor.pk for text, actor in actors.items() if text != "supports"]
    cells = queries.read_cell_stances(snapshot, None, [zones.pk], [actors["supports"].pk], sketched=sketched)
    told = {key: chips.write_text(stance, Dimension.POSITION) for key, stance in cells.now.stances["position"].items()}
    assert told == {(zones.pk, actors[text].pk): text for text in (*STATED, *UNCLEAR)}
    with_claims = {holder for (_, holder), stance in cells.now.stances["position"].items() if stance.claim_count}
    assert with_claims == {actors[text].pk for text in ("supports", *UNCLEAR)}


def test_what_changed_since_a_day_is_told_of_all(said):
    zones, actors = said
    snapshot = get_snapshot(zones)
    before = queries.get_snapshot_before(snapshot, snapshot.scope.day)
    cells = queries.read_cell_stances(snapshot, before, [zones.pk], [], sketched=[a.pk for a in actors.values()])
    assert all(stance.claim_count for stance in cells.now.stances["position"].values())
    assert len(cells.now.stances["position"]) == len(STATED) + len(UNCLEAR)
