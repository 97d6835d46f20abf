"""What waits on what, open trades and deadlocks, on the page of common ground."""

import re

import pytest

from claims.reader.rendering import waits_section
from tests.make import make_claim, make_proposal
from tests.reader.read_pages import page, text_of

pytestmark = pytest.mark.django_db
AT = "/talks/common-ground/"


@pytest.fixture
def talks(sides):
    """West is open to zones and to drills only if East leaves the port, which East rejects."""
    port, zones, drills = (make_proposal(slug=slug, title=slug.title()) for slug in ("port", "zones", "drills"))
    make_claim(value=-2, holder=sides["east"], proposal=port)
    for proposal in (zones, drills):
        make_claim(
            value=1, holder=sides["west"], proposal=proposal, conditions="East leaves the port", depends_on="port"
        )
    return zones


def waits_of(client, query=""):
    html = page(client, AT + query)
    return html[html.index('id="waits"') :]


def test_what_is_awaited_stands_with_who_refuses_it_and_what_it_holds_up(client, talks):
    text = text_of(client, AT)
    assert "Two proposals wait on Port. Refused by East." in text
    drawn = waits_of(client)
    assert drawn.count('class="wait no"') == 2
    assert ">West if</text>" in drawn and ">refused by East</text>" in drawn


def test_each_line_leads_to_the_claim_that_says_so(client, talks, sides):
    claim = talks.claims.get()
    assert f'<a href="/claims/{claim.public_id}/"><title>Zones: West only if Port</title>' in waits_of(client)


def test_a_condition_that_names_no_proposal_stands_in_words(client, talks, sides):
    proposal = make_proposal(title="Talks")
    for name in ("west", "east"):
        make_claim(value=1, holder=sides[name], proposal=proposal, conditions="if all are calm")
    drawn = waits_of(client)
    assert ">all are calm</text>" in drawn and "names no proposal, so nothing can be checked" in drawn
    assert ">East, West if</text>" in drawn


def test_a_table_and_a_list_say_the_same_as_the_drawing(client, talks):
    drawn = waits_of(client)
    words = " ".join(re.sub(r"<[^>]+>", " ", drawn[drawn.index("waits-list") :]).split())
    assert "Port , refused by East: Drills (West if), Zones (West if)" in words
    assert "Zones West only if Port refused by East" in words


def test_a_trade_shows_what_each_side_wants_and_the_other_could_give(client, sides):
    grain, gas = make_proposal(slug="grain", title="Grain"), make_proposal(slug="gas", title="Gas")
    for wanter, giver, proposal in (("east", "west", grain), ("west", "east", gas)):
        make_claim(value=2, holder=sides[wanter], proposal=proposal)
        make_claim(value=-1, holder=sides[giver], proposal=proposal)
    text = text_of(client, AT)
    assert "Importance unknown: 1" in text
    for giver, proposal in (("west", grain), ("east", gas)):
        make_claim(value=0, holder=sides[giver], proposal=proposal, dimension="salience")
    drawn = waits_of(client)
    assert "One trade open." in drawn and "nobody yet" in drawn
    assert "Eastland on Grain: supports (+2)" in drawn and "Westland on Grain: sceptical (−1)" in drawn


def test_proposals_that_wait_on_each_other_are_a_deadlock(client, sides):
    arms, borders = make_proposal(slug="a", title="Arms"), make_proposal(slug="b", title="Borders")
    make_claim(value=1, holder=sides["east"], proposal=arms, conditions="if so", depends_on="b")
    make_claim(value=1, holder=sides["west"], proposal=borders, conditions="if so", depends_on="a")
    text = text_of(client, AT)
    assert "Arms waits on Borders (East), and Borders on Arms (West)." in text


def test_of_very_many_the_most_awaited_are_drawn_and_the_rest_is_counted(client, talks, sides, monkeypatch):
    make_claim(value=1, holder=sides["east"], proposal=make_proposal(slug="calm"), conditions="if all are calm")
    assert "Not drawn" not in text_of(client, AT)
    monkeypatch.setattr(waits_section, "MOST_AWAITED", 1)
    monkeypatch.setattr(waits_section, "MOST_LINES", 1)
    drawn = waits_of(client)
    assert drawn.count('class="wait no"') == 1 and "and 1 more" in drawn
    assert "Not drawn: 1 more" in text_of(client, AT)


def test_the_table_of_what_waits_has_so_many_rows_of_one_condition_and_says_how_many_are_left_out(
    client, sides, monkeypatch
):
    for number in range(4):
        proposal = make_proposal(slug=f"p{number}", title=f"Part {number}")
        make_claim(value=1, holder=sides["east"], proposal=proposal, conditions="if all is calm")
    assert "Not in this table" not in text_of(client, AT) and waits_of(client).count('data-h="Waits on"') == 4
    monkeypatch.setattr(waits_section, "MOST_ROWS", 3)
    assert "Not in this table: 1 more row. It lists what most wait on, up to 3 rows each." in text_of(client, AT)
    assert waits_of(client).count('data-h="Waits on"') == 3


def test_what_a_party_expects_and_an_expert_wants_lets_nothing_wait(client, talks, sides):
    before = waits_of(client)
    terms = {"proposal": talks, "conditions": "if all are calm"}
    make_claim(value=1, holder=sides["east"], dimension="prospects", **terms)
    make_claim(value=1, holder=sides["expert"], **terms)
    assert waits_of(client).count("<title>") == before.count("<title>")


def test_where_nothing_waits_it_says_so(client, sides):
    make_claim(holder=sides["east"])
    text = text_of(client, AT)
    assert "No proposal waits on another." in text and "No proposals wait on each other." in text


def test_a_chosen_proposal_narrows_what_waits(client, talks):
    assert waits_of(client, "?proposal=zones").count("<title>") == 2
    make_proposal(slug="sea", title="Sea")
    assert 'class="wait' not in waits_of(client, "?proposal=sea")
