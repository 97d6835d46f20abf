"""Sentences call an actor with its article, “the US”; tables, headings and labels by its bare name."""

import pytest

from claims.rules.scales import Attribution
from tests.make import change, make_actor, make_claim, make_member, make_negotiation, make_proposal, make_wording
from tests.reader.read_downloads import as_dicts
from tests.reader.read_pages import headings, labels, row, text_of

pytestmark = pytest.mark.django_db

ZONES = "/talks/proposals/zones/"


@pytest.fixture
def zones(sides):
    """Return a proposal that the United States puts forward and refuses, and on which what the east wants waits."""
    states = sides["west"]
    change(states, name="United States", short_name="US", article="the")
    zones, ships = (
        make_proposal(title="Zones", slug="zones", proposers=[states]),
        make_proposal(title="Ships", slug="ships"),
    )
    make_claim(value=-2, holder=states, proposal=zones)
    make_claim(value=2, holder=states, proposal=ships)
    make_claim(value=1, holder=sides["east"], proposal=ships, conditions="zones come", depends_on="zones")
    return zones


def test_findings_and_the_reasons_of_verdicts_say_it(client, zones):
    make_negotiation()  # beside which the first page tells what this one came to
    assert "one proposal waits on Zones, which the US rejects" in text_of(client, "/")
    assert "The US −2" in text_of(client, "/talks/common-ground/")
    assert "The US −2." in text_of(client, ZONES)
    reasons = {listed["proposal"]: listed["reason"] for listed in as_dicts(client, "/talks/proposals/")}
    assert reasons["zones"] == "the US −2"


def test_who_is_silent_is_called_so(client, sides, zones):
    quiet = make_actor(side=sides["west"].side, name="Alliance of Islands", short_name="AOSIS", article="the-full-name")
    assert "Silent: East, AOSIS" in text_of(client, ZONES)
    assert f"No source is fully coded yet; nothing from the {quiet}" in text_of(client, ZONES)


def test_conditions_say_it_of_who_refuses_them(client, sides, zones):
    assert "Zones granted, which the United States rejects" in text_of(client, "/talks/common-ground/")
    assert "Needs Zones, which the US rejects" in text_of(
        client, zones.negotiation.get_address("cell", "ships", "east")
    )


def test_who_proposes_writes_speaks_and_is_a_member_is_called_so(client, sides, zones):
    states = sides["west"]
    envoy = make_actor("official", slug="envoy", speaks_for=states)
    islands = make_actor("coalition", name="Alliance of Islands", short_name="AOSIS", article="the-full-name")
    make_member(states, islands)
    make_wording(zones, authors=[states])
    make_claim(value=2, holder=islands, proposal=make_proposal(title="Damage"))
    make_claim(value=2, holder=sides["east"], proposal=zones, attribution=Attribution.ATTRIBUTED, speaker=states)
    make_claim(holder=states, speaker=envoy)
    on_zones = text_of(client, ZONES)
    assert "put forward by the United States" in on_zones and ", by the United States." in on_zones
    assert "second-hand, the US," in on_zones
    assert "speaks for the United States" in text_of(client, "/talks/actors/envoy/")
    of_states = text_of(client, "/talks/actors/west/")
    assert "member of the Alliance of Islands" in of_states
    assert "Damage: spoken for by the Alliance of Islands: supports (+2)" in of_states


def test_a_message_begins_with_a_capital(client, sides, zones):
    envoy = make_actor("official", slug="envoy", name="White House", article="the", speaks_for=sides["west"])
    make_claim(holder=sides["west"], speaker=envoy)
    answer = client.get("/talks/agreement/east/envoy/")
    assert "The White House speaks for a party: compare that party instead." in answer.content.decode()


def test_a_plural_name_takes_its_verb_wherever_it_is_told(client, sides, zones):
    states = sides["west"]
    change(states, name="Baltic states", short_name="Baltics", plural=True)
    make_negotiation()
    assert "which the Baltics reject" in text_of(client, "/")
    assert "The Baltics reject it." in text_of(client, ZONES)
    assert "Zones granted, which the Baltic states reject" in text_of(client, "/talks/common-ground/")
    assert "which the Baltics reject" in text_of(client, zones.negotiation.get_address("cell", "ships", "east"))
    assert "Support Ships and reject Zones." in text_of(client, "/talks/actors/west/")


def test_columns_labels_and_headings_keep_the_bare_name(client, zones):
    assert "US" in headings(client) and "the US" not in headings(client)
    assert any(label.startswith("United States on Zones") for label in labels(row(client, zones)))
    assert "United States US" in text_of(client, "/talks/actors/west/")
