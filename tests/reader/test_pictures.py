"""Pages give pictures of themselves, and say what is shown beside a link to them."""

import re

import pytest
from lxml import etree

from claims.wording.pictures import CARDED, PICTURED
from tests.make import make_actor, make_claim, make_negotiation, make_outcome, make_proposal, make_topic
from tests.reader.read_pages import page
from tests.walk import make_world, stops

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def world(share_rows):
    with share_rows(lambda: make_world(5)) as world:
        yield world


def test_each_page_that_draws_is_a_picture_with_its_filters_and_address(client, world):
    for stop in stops(world):
        if stop.name.removeprefix("claims:") in PICTURED:
            html = page(client, f"{stop.path()}?attribution=own")
            assert "attribution=own&amp;picture=svg" in html, stop.name
            picture = client.get(f"{stop.path()}?attribution=own&picture=svg")
            assert picture["Content-Type"] == "image/svg+xml", stop.name
            words = " ".join(etree.fromstring(picture.content).itertext())
            assert stop.name != "claims:matrix" or re.search(r"[0-9] · [a-z]", words)  # a verdict, and what it means
            assert f"http://testserver{stop.path()}?attribution=own" in words and "first-hand only" in words, stop.name


def test_the_picture_of_an_actor_has_its_board(client):
    actor, zones, bases = make_actor(slug="west"), make_proposal(title="Zones"), make_proposal(title="Bases")
    make_claim(2, holder=actor, proposal=zones, conditions="inspectors may come")
    make_claim(-2, holder=actor, proposal=bases)
    make_claim(1, holder=actor, proposal=bases, dimension="salience")
    picture = etree.fromstring(client.get("/talks/actors/west/?picture=svg").content)
    texts = [*picture.iter("{*}text")]
    at = {text.text: float(text.get("x", 0)) for text in reversed(texts)}  # the first of a name is the board's
    assert "Where it stands" in at and at["rejects"] < at["supports"] and at["Bases"] < at["Zones"]
    assert at["if inspectors may come"] == at["Zones"]
    assert {"None"}.isdisjoint(text.get("fill") for text in texts)


def test_the_picture_of_experts_has_what_came_of_each_word(client):
    expert = make_actor("expert")
    for number in range(12):
        proposal = make_proposal(title=f"Proposal {number}")
        make_claim(number % 2 + 1, holder=expert, proposal=proposal, dimension="prospects")
        make_outcome(proposal=proposal)
    html = page(client, "/talks/experts/")
    words = re.findall(r'<th scope="row">([^<]*)</th>\s*<td class="num" data-h="settled">', html)
    drawn = " ".join(etree.fromstring(client.get("/talks/experts/?picture=svg").content).itertext())
    assert len(words) == 2 and all(word in drawn for word in words)


def test_each_page_with_a_card_names_it_with_its_size_and_what_it_shows(client, world):
    for stop in stops(world):
        name = stop.name.removeprefix("claims:")
        if name in CARDED:
            html = page(client, stop.path())
            (address,) = re.findall(r'og:image" content="http://testserver([^"]*)"', html)
            assert 'og:image:width" content="1200"' in html and "og:title" in html and "og:image:alt" in html, stop.name
            assert "summary_large_image" in html, stop.name
            if name in ("matrix", "claim"):
                assert client.get(address)["Content-Type"] == "image/png", stop.name


def test_a_picture_that_there_is_not_is_refused_with_a_sentence(client, world):
    answer = client.get("/talks/?picture=gif")
    assert answer.status_code == 400 and "svg, png, card, not “gif”" in answer.content.decode()
    assert client.get("/talks/claims/?picture=svg").status_code == 400
    assert client.get("/talks/?as_of=yesterday&picture=svg").status_code == 400


def test_whoever_may_not_read_a_page_gets_no_picture_of_it(client):
    secret = make_negotiation(public=False)
    proposal = make_proposal(topic=make_topic(negotiation=secret))
    claim = make_claim(holder=make_actor(), proposal=proposal)
    for address in (f"/{secret.slug}/", proposal.get_absolute_url(), claim.get_absolute_url()):
        for form in ("svg", "png", "card"):
            assert client.get(address, {"picture": form}).status_code in (400, 404), address
            assert not client.get(address, {"picture": form})["Content-Type"].startswith("image"), address
