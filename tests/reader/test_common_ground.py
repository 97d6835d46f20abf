import re
from datetime import date

import pytest

from claims.rules.scales import Attribution
from tests.make import make_actor, make_claim, make_proposal, make_side, make_topic
from tests.reader.read_downloads import as_dicts
from tests.reader.read_pages import text_of

pytestmark = pytest.mark.django_db


def test_proposals_stand_under_their_verdict_with_both_sides_and_the_gap(client, sides):
    zones = make_proposal(title="Zones")
    make_claim(value=2, holder=sides["east"], proposal=zones)
    make_claim(value=-2, holder=sides["west"], proposal=zones)
    text = text_of(client, "/talks/common-ground/")
    assert "Contested 1" in text
    rests = "Based on 2 claims in 2 sources of 1 origin, 100 % first-hand, newest 17 Jan 2022."
    assert f"Zones East +2; West −2 {rests} 4 – – East supports West rejects" in text


def test_conditions_name_who_refuses_them(client, sides):
    zones, ships = make_proposal(title="Zones"), make_proposal(title="Ships", slug="ships")
    make_claim(value=1, holder=sides["west"], proposal=zones, conditions="if the ships leave", depends_on="ships")
    make_claim(value=2, holder=sides["east"], proposal=zones)
    make_claim(value=-2, holder=sides["east"], proposal=ships)
    text = text_of(client, "/talks/common-ground/")
    assert "Blocked 1" in text
    assert "West +1 if the ships leave; Ships granted, which Eastland rejects" in text.replace("△ ", "")


def test_the_silent_and_the_second_hand_are_named(client, sides):
    zones = make_proposal(title="Zones")
    other = make_actor(side=sides["west"].side, short_name="Third", order=9)
    second_hand = {"attribution": Attribution.ATTRIBUTED, "speaker": sides["expert"]}
    make_claim(value=1, holder=sides["west"], proposal=zones, **second_hand)
    make_claim(value=1, holder=sides["east"], proposal=zones)
    text = text_of(client, "/talks/common-ground/")
    assert "Common ground 1" in text
    assert f"Silent: {other.short_name}" in text and "Known at second hand only: West" in text


def test_it_travels_back_in_time(client, sides):
    zones = make_proposal(title="Zones")
    make_claim(value=2, holder=sides["east"], proposal=zones, said_on=date(2022, 1, 1))
    make_claim(value=2, holder=sides["west"], proposal=zones, said_on=date(2022, 1, 10))
    assert "Common ground 1" in text_of(client, "/talks/common-ground/")
    assert "Unanswered 1" in text_of(client, "/talks/common-ground/?as_of=2022-01-05")
    assert client.get("/talks/common-ground/?as_of=soon").status_code == 400


def test_a_topic_or_a_proposal_narrows_all_that_it_says(client, sides):
    zones, ships = (make_proposal(title=title, slug=title.lower()) for title in ("Zones", "Ships"))
    for proposal in (zones, ships):
        make_claim(value=2, holder=sides["east"], proposal=proposal)
        make_claim(value=-2, holder=sides["west"], proposal=proposal)
    page = "/talks/common-ground/"
    assert "Contested 2" in text_of(client, page) and "2 of 2 verdicts depend" in text_of(client, page)
    for query in (f"?topic={zones.topic.slug}", "?proposal=zones"):
        text = text_of(client, page + query)
        assert "Contested 1" in text and "1 of 1 verdict depends on a single source" in text
        assert "Shown: " in text and "Ships" not in text.partition("Shown: ")[2]
        assert {row["proposal"] for row in as_dicts(client, f"{page}{query}&_export=csv")} == {"zones"}
        changed = as_dicts(client, f"{page}{query}&table=robustness&_export=csv")
        assert changed and {row["proposal"] for row in changed} == {"zones"}
        link = f'href="{page}robustness/{query}"'
        assert link in client.get(page + query).content.decode()
        alone = text_of(client, f"{page}robustness/{query}")
        assert "1 of 1 verdict depends" in alone and "Ships" not in alone.partition("Shown: ")[2]
    make_topic(slug="empty")
    assert "No proposal fits." in text_of(client, f"{page}?topic=empty")


def test_without_a_negotiating_side_it_says_why_it_is_empty(client):
    make_claim(holder=make_actor(side=make_side(negotiates=False)))
    assert "No side negotiates in this data" in text_of(client, "/talks/common-ground/")


def test_without_a_proposal_it_does_not_say_that_no_side_negotiates(client, sides):
    text = text_of(client, "/talks/common-ground/")
    assert "There is no proposal yet" in text and "No side negotiates" not in text


def test_the_page_begins_with_what_the_talks_came_to(client, sides):
    zones = make_proposal(title="Zones")
    make_claim(value=2, holder=sides["east"], proposal=zones)
    make_claim(value=-2, holder=sides["west"], proposal=zones)
    make_proposal(title="Ships")
    text = text_of(client, "/talks/common-ground/")
    assert "Nothing is common ground One proposal is contested." in text
    assert "Zones is contested" in text_of(client, f"/talks/common-ground/?proposal={zones.slug}")


def test_each_proposal_has_its_line_with_the_reason_that_tells_most(client, sides):
    zones, ships = make_proposal(title="Zones"), make_proposal(title="Ships", slug="ships")
    make_claim(value=1, holder=sides["west"], proposal=zones, conditions="if the ships leave", depends_on="ships")
    make_claim(value=2, holder=sides["east"], proposal=zones)
    make_claim(value=-2, holder=sides["east"], proposal=ships)
    make_proposal(title="Talks")
    html = client.get("/talks/common-ground/?as_of=2022-01-17").content.decode()
    drawn = html[html.index('<section id="apart">') : html.index('id="waits"')]
    assert f'href="/talks/cells/{zones.slug}/west/?as_of=2022-01-17"' in drawn
    assert re.sub(r"\s+", " ", re.sub("<[^>]*>|[\u2068\u2069]", "", drawn)).count("waits on Ships") == 1
    assert "1 of these proposals has no line, as no principal has a value there." in drawn
