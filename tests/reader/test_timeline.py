"""The timeline: who said what on which day, on lanes and day by day; and as a strip on other pages."""

import re
from datetime import date

import pytest

from claims.reader.views import timeline as timeline_view
from claims.rules.scales import Attribution
from tests.make import make_actor, make_claim, make_event, make_proposal, make_side, make_source, make_topic
from tests.reader.read_pages import page, text_of

pytestmark = pytest.mark.django_db
AT = "/talks/timeline/"
DAY = date(2022, 1, 10)


@pytest.fixture
def talks(sides):
    """East supports zones from 3 Jan on; West, open on that day, rejects them on 10 Jan; an expert thinks them
    unlikely."""
    zones = make_proposal(slug="zones", title="Zones")
    make_claim(value=2, holder=sides["east"], proposal=zones, said_on=date(2022, 1, 3), quote="We want zones.")
    make_claim(value=1, holder=sides["west"], proposal=zones, said_on=date(2022, 1, 3), quote="We could talk.")
    make_claim(value=-2, holder=sides["west"], proposal=zones, said_on=DAY, quote="No zones at all.")
    expert = make_actor(slug="sage", name="The Sage", kind="expert")
    make_claim(value=-1, holder=expert, proposal=zones, dimension="prospects", said_on=DAY, quote="I doubt it.")
    return zones


def lanes_of(client, query=""):
    """Return the labels of the lanes, which say what is drawn on them."""
    return re.findall(r'role="group" aria-label="([^"]* on [^"]*\. [^"]*)"', page(client, AT + query))


def test_without_a_choice_it_shows_the_principals_on_all_proposals(client, talks):
    text = text_of(client, AT)
    assert "The principals over time" in text
    assert "One proposal, 3–10 Jan 2022. One stance has moved: West on Zones." in text
    assert len(lanes_of(client)) == 2 and "Sage" not in "".join(lanes_of(client))


def test_a_lane_says_day_by_day_what_was_said(client, talks):
    east, west, sage = lanes_of(client, "?proposal=zones")
    assert east.startswith("Eastland on Zones. 3 Jan 2022: supports (+2)")
    assert west.startswith("Westland on Zones. 3 Jan 2022: open (+1)") and "10 Jan 2022: rejects (−2)" in west
    assert sage == "The Sage on Zones. 10 Jan 2022: unlikely (−1)"


def test_of_one_proposal_it_tells_since_when_who_stands_where(client, talks, sides):
    make_claim(value=2, holder=sides["west"], proposal=talks, dimension="salience", said_on=DAY)
    text = text_of(client, AT + "?proposal=zones")
    assert "Zones over time" in text
    assert "East has supported it since 3 Jan 2022. West has rejected it since 10 Jan 2022." in text
    assert "It is a red line for West." in text


def test_the_days_below_hold_the_quotes_with_their_claims(client, talks, sides):
    make_claim(
        value=-1,
        holder=sides["east"],
        speaker=sides["west"],
        proposal=talks,
        attribution=Attribution.ATTRIBUTED,
        said_on=DAY,
        quote="They will drop it.",
    )
    text = text_of(client, AT + "?proposal=zones")
    days = text[text.index("Day by day") :]
    places = [
        days.index(words) for words in ("3 Jan 2022", "We want zones.", "10 Jan 2022", "says West:", "They will drop")
    ]
    assert places == sorted(places)


def test_events_and_publications_stand_on_the_axis(client, talks, sides):
    source = make_source(title="The Herald", published_on=date(2022, 1, 5))
    make_claim(holder=sides["east"], proposal=talks, said_on=date(2022, 1, 4), source=source)
    make_event(title="Geneva", first_day=date(2022, 1, 5))
    make_event(title="Long before", first_day=date(2020, 1, 5))
    html = page(client, AT)
    drawn = html[html.index('class="lanes"') :]
    assert "Geneva, 5 Jan" in drawn and "Long before" not in drawn
    assert "5 Jan 2022, published: " in drawn and source.get_absolute_url() in drawn


def test_it_begins_on_a_day_and_ends_on_another(client, talks):
    (west,) = lanes_of(client, "?proposal=zones&actor=west&since=2022-01-05")
    assert "open" not in west and "10 Jan 2022: rejects (−2)" in west
    (west,) = lanes_of(client, "?proposal=zones&actor=west&as_of=2022-01-05")
    assert "rejects" not in west
    assert "Nothing has been said yet." in text_of(client, AT + "?as_of=2021-01-05")


def test_lanes_with_nothing_are_left_out_and_their_number_is_said(client, talks):
    make_proposal(title="Harbours")
    assert "Two lanes are left out, since nothing was said there." in text_of(client, AT)


def test_an_actor_and_a_topic_have_timelines_too(client, talks, sides):
    topic = make_topic(slug="seas", name="Seas")
    make_claim(holder=sides["east"], proposal=make_proposal(title="Harbours", topic=topic), said_on=DAY)
    assert "Eastland over time" in text_of(client, AT + "?actor=east")
    assert len(lanes_of(client, "?actor=east")) == 2
    assert [lane.split(". ")[0] for lane in lanes_of(client, "?topic=seas")] == ["Eastland on Harbours"]


def test_many_lanes_are_cut_into_pages(client, talks, monkeypatch):
    monkeypatch.setattr(timeline_view, "LANES_A_PAGE", 1)
    assert len(lanes_of(client)) == 1
    assert "Lanes: page 1 of 2" in text_of(client, AT)
    assert lanes_of(client, "?page=2")[0].startswith("Westland on Zones")


def test_marks_that_would_lie_on_each_other_lose_their_words(client, sides):
    zones = make_proposal(slug="zones")
    source = make_source()
    for day in (1, 2, 3, 31):
        make_claim(holder=sides["east"], proposal=zones, said_on=date(2022, 1, day), source=source)
    html = page(client, AT)
    drawn = html[html.index("lanes") : html.index("Day by day")]
    assert '<text class="mid"' not in drawn and drawn.count("<title>") >= 4


def test_a_mark_leads_to_its_claim_and_one_of_several_to_their_cell(client, talks, sides):
    claim = make_claim(value=2, holder=sides["east"], proposal=make_proposal(title="Harbours"), said_on=DAY)
    html = page(client, AT)
    assert f'href="/claims/{claim.public_id}/" class="v-p2' in html
    make_claim(value=2, holder=sides["east"], proposal=claim.proposal, said_on=DAY)
    assert f'href="/talks/cells/{claim.proposal.slug}/east/" class="v-p2' in page(client, AT)


def test_it_downloads_the_claims_that_it_is_made_of(client, talks):
    file = b"".join(client.get(AT + "?_export=csv").streaming_content).decode()
    assert "No zones at all." in file and "I doubt it." not in file


@pytest.mark.parametrize("path", ["/talks/proposals/zones/", "/talks/actors/west/"])
def test_pages_of_proposals_and_actors_have_a_strip_of_it(client, talks, path):
    html = page(client, path)
    assert "When it was said" in html
    assert "Westland on Zones. 3 Jan 2022: open (+1)" in html
    assert re.search(r'href="/talks/timeline/\?(proposal=zones|actor=west)"', html)


def test_where_no_side_negotiates_all_who_spoke_stand_there(client):
    zones, audience = make_proposal(title="Zones"), make_side(negotiates=False)
    for number in range(3):
        make_claim(holder=make_actor(side=audience), proposal=zones, said_on=date(2022, 1, 3 + number))
    assert len(lanes_of(client)) == 3
    assert "Stances over time" in text_of(client, AT)


def test_cells_stand_in_the_order_of_proposals_and_actors(client, talks, sides):
    last = make_proposal(title="Airspace", topic=make_topic(order=99))
    make_claim(holder=sides["west"], proposal=last, said_on=DAY)
    in_order = ["Eastland on Zones", "Westland on Zones", "Westland on Airspace"]
    assert [lane.split(".")[0] for lane in lanes_of(client)] == in_order
