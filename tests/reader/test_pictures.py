"""Pages give pictures of themselves, and say what is shown beside a link to them."""

import re

import pytest
from lxml import etree

from claims.wording.pictures import CARDED, PICTURED
from tests.make import make_actor, make_claim, make_negotiation, make_proposal, make_topic
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
