"""The feed of what changed: verdicts that turned, outcomes, and stances that are others, be it a move or not."""

from datetime import date

import pytest
from lxml import etree

from tests.make import (
    change,
    make_actor,
    make_claim,
    make_negotiation,
    make_outcome,
    make_proposal,
    make_side,
    make_topic,
)
from tests.reader.read_pages import page

pytestmark = pytest.mark.django_db
FEED = "/talks/changes/feed/"
BEFORE, DAY = date(2022, 1, 3), date(2022, 1, 10)
ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture
def zones(sides):
    """Both are for zones on 3 Jan; on 10 Jan East restates it, one step weaker, and West rejects them."""
    zones = make_proposal(slug="zones", title="Zones")
    make_claim(value=2, holder=sides["east"], proposal=zones, said_on=BEFORE, quote="Zones now.")
    make_claim(value=1, holder=sides["west"], proposal=zones, said_on=BEFORE, quote="We could talk.")
    make_claim(value=1, holder=sides["east"], proposal=zones, said_on=DAY, quote="Zones, perhaps.")
    make_claim(value=-2, holder=sides["west"], proposal=zones, said_on=DAY, quote="No zones at all.")
    return zones


def read_entries(client, query=""):
    """Return the id of each entry within the feed → its summary."""
    answer = client.get(FEED + query)
    assert answer.status_code == 200 and answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    entries = etree.fromstring(answer.content).findall("a:entry", ATOM)
    ids = [entry.findtext("a:id", namespaces=ATOM).partition("#")[2] for entry in entries]
    assert len(set(ids)) == len(ids)
    return dict(zip(ids, [entry.findtext("a:summary", namespaces=ATOM) for entry in entries], strict=True))


def test_it_tells_of_verdicts_and_of_stances_that_are_no_moves(client, zones):
    entries = read_entries(client)
    assert entries["zones/verdict/2022-01-10"] == "10 Jan 2022: Zones turned from common ground to contested."
    assert entries["zones/verdict/2022-01-03"] == "3 Jan 2022: Zones turned from not taken up to common ground."
    assert "West reversed: from open to rejects." in entries["zones/west/position/2022-01-10"]
    assert "restated" in entries["zones/east/position/2022-01-10"]


def test_the_verdicts_are_those_of_the_page_of_their_day(client, zones, sides):
    make_claim(value=2, holder=sides["east"], proposal=zones, said_on=date(2022, 1, 11))
    assert [key for key in read_entries(client) if key.startswith("zones/verdict/")] == [
        "zones/verdict/2022-01-10",
        "zones/verdict/2022-01-03",
    ]
    for day, words in (
        ("2022-01-10", ("Common ground", "Contested")),
        ("2022-01-03", ("Not taken up", "Common ground")),
    ):
        told = page(client, f"/talks/changes/?since={day}&as_of={day}")
        assert all(f">{word}</span>" in told for word in words)


def test_a_verdict_that_waits_on_another_proposal_turns_with_it(client, sides):
    freeze, zones = make_proposal(slug="freeze", title="Freeze"), make_proposal(slug="zones", title="Zones")
    make_claim(value=1, holder=sides["west"], proposal=freeze, said_on=BEFORE)
    if_zones = {"conditions": "if there are zones", "depends_on": "zones"}
    make_claim(value=1, holder=sides["east"], proposal=freeze, said_on=BEFORE, **if_zones)
    make_claim(value=-1, holder=sides["west"], proposal=zones, said_on=DAY)
    assert read_entries(client)["freeze/verdict/2022-01-10"].endswith("Freeze turned from within reach to blocked.")


def test_a_proposal_that_is_new_says_so(client, sides):
    proposal = make_proposal(slug="new", title="New", proposed_on=DAY)
    make_claim(value=1, holder=sides["east"], proposal=proposal, said_on=DAY)
    assert read_entries(client)["new/verdict/2022-01-10"] == "10 Jan 2022: New was put forward: unanswered."


def test_it_tells_of_outcomes_that_readers_see(client, zones):
    make_outcome("refused", proposal=zones, day=date(2022, 2, 1))
    make_outcome("agreed", proposal=zones, day=date(2022, 2, 2), status="draft")
    entries = read_entries(client)
    assert entries["zones/outcome/2022-02-01"].startswith("Zones: refused 1 Feb 2022.")
    assert "zones/outcome/2022-02-02" not in entries


def test_it_obeys_the_filters_of_the_page(client, zones, sides):
    harbours = make_proposal(slug="harbours", title="Harbours")
    make_claim(value=1, holder=sides["east"], proposal=harbours, said_on=DAY)
    assert {key.partition("/")[0] for key in read_entries(client, "?proposal=harbours")} == {"harbours"}
    of_west = [key for key in read_entries(client, "?actor=west") if "/verdict/" not in key]
    assert of_west == ["zones/west/position/2022-01-10", "zones/west/position/2022-01-03"]
    assert {key[-10:] for key in read_entries(client, "?since=2022-01-10")} == {"2022-01-10"}
    assert {key[-10:] for key in read_entries(client, "?as_of=2022-01-09")} == {"2022-01-03"}
    assert read_entries(client, "?attribution=reported") == {}
    assert client.get(f"{FEED}?actor=nobody").status_code == 400


def test_what_nobody_may_see_is_not_in_it(client, zones, sides):
    make_claim(
        value=2, holder=sides["west"], proposal=zones, said_on=date(2022, 1, 12), status="draft", quote="Secret!"
    )
    withdrawn = make_claim(
        value=2, holder=sides["west"], proposal=zones, said_on=date(2022, 1, 13), quote="Taken back!"
    )
    assert "zones/verdict/2022-01-13" in read_entries(client)
    change(withdrawn, status="withdrawn")
    text = client.get(FEED).content.decode()
    assert "Secret!" not in text and "Taken back!" not in text and "2022-01-12" not in text and "2022-01-13" not in text
    closed = make_negotiation(public=False)
    party = make_actor(side=make_side(negotiation=closed))
    make_claim(value=2, holder=party, proposal=make_proposal(topic=make_topic(negotiation=closed)))
    assert client.get(f"/{closed.slug}/changes/feed/").status_code == 404


def test_it_is_asked_for_anew_only_where_something_changed(client, zones, sides):
    tag = client.get(FEED)["ETag"]
    assert client.get(FEED, headers={"If-None-Match": tag}).status_code == 304
    make_claim(value=0, holder=sides["west"], proposal=zones, said_on=date(2022, 1, 12))
    assert client.get(FEED, headers={"If-None-Match": tag}).status_code == 200


def test_changes_lead_to_it_and_name_it_in_their_head(client, zones):
    html = page(client, "/talks/changes/?proposal=zones&since=2022-01-10")
    address = f"{FEED}?proposal=zones"
    assert f'<link rel="alternate" type="application/atom+xml" title="Changes" href="{address}">' in html
    assert f'<a href="{address}">Feed of changes (Atom)</a>' in html
    assert 'title="Moves"' in html


def test_without_an_entry_it_is_of_the_day_on_which_the_talks_began(client, sides):
    assert len({client.get(FEED).content for _ in range(2)}) == 1
    assert read_entries(client) == {}
