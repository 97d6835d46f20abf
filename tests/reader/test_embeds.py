"""Other sites show what a page draws, where the setting allows it, and ask for it by oEmbed."""

from urllib.parse import urlencode

import pytest
from lxml import etree, html

from claims.wording.sharing import EMBEDDED
from tests.make import make_actor, make_claim, make_negotiation, make_proposal, make_topic
from tests.walk import make_world, stops

pytestmark = pytest.mark.django_db
NEWS = "https://news.example"


@pytest.fixture(scope="module")
def world(share_rows):
    with share_rows(lambda: make_world(5)) as world:
        yield world


@pytest.fixture
def secret():
    negotiation = make_negotiation(public=False)
    return make_claim(holder=make_actor(), proposal=make_proposal(topic=make_topic(negotiation=negotiation)))


def ask(client, address, **asked):
    return client.get("/oembed/", {"url": f"http://testserver{address}", **asked})


def test_without_the_setting_an_embed_says_that_there_is_none_and_no_page_offers_one(client, world):
    answer = client.get("/embed/talks/matrix/")
    assert answer.status_code == 404 and "EMBED_ANCESTORS" in answer.content.decode()
    assert answer["X-Frame-Options"] == "DENY" and "frame-ancestors 'none'" in answer["Content-Security-Policy"]
    assert "iframe" not in client.get("/talks/").content.decode()
    told = ask(client, "/talks/").json()
    assert told["type"] == "link" and told["thumbnail_width"] == 1200 and "html" not in told


def test_each_embed_shows_part_of_its_page_and_leads_out_to_it(client, world, settings):
    settings.EMBED_ANCESTORS = [NEWS]
    for stop in stops(world):
        if stop.name.removeprefix("claims:") not in EMBEDDED:
            continue
        citing = html.fromstring(client.get(f"{stop.path()}?attribution=own").content)
        (code,) = citing.xpath("//code[@data-copied]/text()")
        address = html.fromstring(code).get("src").removeprefix("http://testserver")
        assert address.startswith("/embed/talks/") and address.endswith("?attribution=own"), stop.name
        answer = client.get(address)
        assert answer.status_code == 200 and not answer.cookies and "X-Frame-Options" not in answer, stop.name
        assert f"frame-ancestors {NEWS};" in answer["Content-Security-Policy"] + ";", stop.name
        page = html.fromstring(answer.content)
        assert page.xpath("//main//svg | //main//table | //main//section"), stop.name
        assert not page.xpath("//script | //form | //nav | //*[@hx-boost]"), stop.name
        links = page.xpath("//a[@href]")
        assert links[0].get("href") == f"http://testserver{stop.path()}?attribution=own", stop.name
        assert all(link.get("target") == "_top" and link.get("href").startswith("http") for link in links), stop.name
        assert "first-hand only" in answer.content.decode(), stop.name
    assert client.get("/talks/")["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("page", ["talks/claims/", "none/matrix/", "admin/", "../admin/", "embed/talks/matrix/"])
def test_nothing_else_is_embedded(client, world, settings, page):
    settings.EMBED_ANCESTORS = ["*"]
    assert client.get(f"/embed/{page}").status_code == 404
    assert client.get("/embed/talks/matrix/?as_of=yesterday").status_code == 400
    assert client.get("/embed/talks/matrix/?cite=ris&picture=svg&_export=csv").status_code == 200


def test_oembed_answers_as_the_specification_says(client, world, settings):
    settings.EMBED_ANCESTORS = [NEWS]
    page = html.fromstring(client.get("/talks/?attribution=own").content)
    (link,) = page.xpath("//link[contains(@type, 'oembed')]/@href")
    told = client.get(link.removeprefix("http://testserver")).json()
    assert (
        told["type"] == "rich" and told["version"] == "1.0" and "/embed/talks/matrix/?attribution=own" in told["html"]
    )
    small = etree.fromstring(ask(client, "/talks/", format="xml", maxwidth=300, maxheight=250).content)
    assert (small.findtext("width"), small.findtext("height")) == ("300", "250") and small.find("thumbnail_url") is None
    assert ask(client, "/talks/", format="yaml").status_code == 501
    for url in ("", "http://else.test/talks/", "http://[x", "ftp://testserver/talks/", "http://testserver/nothing/"):
        assert client.get(f"/oembed/?{urlencode({'url': url})}").status_code == 404, url
    assert client.get("/oembed/", {"url": "http://testserver/talks/?as_of=yesterday"}).status_code == 404


def test_search_engines_are_told_of_public_pages_alone(client, world, secret):
    files = etree.fromstring(client.get("/sitemap.xml").content).xpath("//*[local-name()='loc']/text()")
    listed = "".join(client.get(file.removeprefix("http://testserver")).content.decode() for file in files)
    for stop in stops(world):
        if stop.name in ("claims:matrix", "claims:proposal", "claims:claim", "claims:source"):
            assert f"<loc>http://testserver{stop.path()}</loc>" in listed, stop.name
    written = world.claim.history.latest("history_id").history_date.date().isoformat()
    assert f"{world.claim.get_absolute_url()}</loc><lastmod>{written}</lastmod>" in listed
    for name in (secret.proposal.negotiation.slug, secret.public_id, secret.source.slug):
        assert f"/{name}/" not in listed
    assert client.get("/sitemap-claims.xml?p=99").status_code == 404
    assert "Sitemap: http://testserver/sitemap.xml" in client.get("/robots.txt").content.decode()


def test_nothing_of_a_negotiation_for_its_team_is_embedded_or_told_even_to_the_team(admin_client, secret, settings):
    settings.EMBED_ANCESTORS = ["*"]
    address = secret.proposal.get_absolute_url()
    assert admin_client.get(address).status_code == 200
    assert "iframe" not in admin_client.get(address).content.decode()
    assert admin_client.get(f"/embed{address}").status_code == ask(admin_client, address).status_code == 404
    assert ask(admin_client, secret.get_absolute_url()).status_code == 404
