"""How each page is named to search engines and in lists of links: its title, its description, its one address."""

import re
from html import unescape

import pytest

from tests.make import make_claim, make_negotiation
from tests.reader.read_pages import page
from tests.walk import make_world, stops

pytestmark = pytest.mark.django_db
NOT_LISTED = {
    "claims:suggest",
    "claims:suggest-everywhere",
    "claims:search",
    "claims:moves-feed",
    "claims:changes-feed",
}


@pytest.fixture(scope="module")
def world(share_rows):
    with share_rows(lambda: make_world(5)) as world:
        yield world


def title(html):
    return unescape(re.search(r"<title>(.*?)</title>", html, re.S).group(1))


def description(html):
    found = re.search(r'<meta name="description" content="([^"]*)">', html)
    return found and unescape(found.group(1))


def canonical(html):
    found = re.search(r'<link rel="canonical" href="([^"]*)">', html)
    return found and unescape(found.group(1))


def test_each_page_has_a_title_and_a_description_of_its_own(client, world):
    pages = {stop.name: page(client, stop.path()) for stop in stops(world) if stop.name not in NOT_LISTED}
    titles = {name: title(html) for name, html in pages.items()}
    titles.pop("claims:claims-everywhere")  # the list of claims, of all negotiations
    assert len(set(titles.values())) == len(titles), titles
    for name, html in pages.items():
        assert title(html).endswith(" · Stance matrix") and not title(html).startswith(" ·"), name
        assert 30 <= len(description(html)) <= 300 and "\n" not in description(html), name
        assert html.count("· Stance matrix</title>") == html.count('rel="canonical"') == 1, name


def test_the_title_names_the_subject_first_and_then_the_negotiation(client, world):
    assert title(page(client, "/talks/common-ground/")) == "Common ground · Talks · Stance matrix"
    assert title(page(client, "/sources/")) == "Sources · Stance matrix"  # of two negotiations
    proposal = page(client, world.proposal.get_absolute_url())
    assert title(proposal) == f"{world.proposal.title} · Talks · Stance matrix"
    assert description(proposal).startswith(f"{world.proposal.title}: who is for it")


def test_the_description_of_a_claim_is_its_quote(client):
    claim = make_claim(quote='They said "no" & left.')
    assert '“They said "no" & left.”' in description(page(client, claim.get_absolute_url()))


@pytest.mark.parametrize(
    ("asked", "known"),
    [
        ("/talks/", "/talks/"),
        ("/talks/?group=topic&per_page=25&page=2&empty=show", "/talks/"),
        ("/talks/?cell=zones/east", "/talks/"),
        ("/talks/?as_of=2022-01-10&group=topic", "/talks/?as_of=2022-01-10"),
        ("/talks/?group=topic&attribution=own&as_of=2022-01-10", "/talks/?as_of=2022-01-10&attribution=own"),
        ("/talks/?utm_source=post", "/talks/"),
        ("/talks/?as_of=yesterday", "/talks/"),
        ("/talks/agreement/?dimension=salience&order=name", "/talks/agreement/?dimension=salience"),
        ("/talks/claims/?sort=holder&q=peace&page=3", "/talks/claims/?q=peace"),
        ("/talks/proposals/?sort=-claims&verdict=contested", "/talks/proposals/"),
        ("/method/?as_of=2022-01-10", "/method/"),
        ("/method/codebook/?q=leaked", "/method/codebook/"),
    ],
)
def test_a_page_is_known_by_what_it_counts_and_not_by_how_it_is_shown(client, sides, asked, known):
    assert canonical(page(client, asked)) == f"http://testserver{known}"


@pytest.mark.parametrize(
    "address", ["/nowhere/", "/claims/nothing/", "/talks/agreement/a/b/", "/login/", "/search/?q=a"]
)
def test_what_is_no_page_of_the_record_is_not_to_be_listed(client, sides, address):
    html = page(client, address)
    assert '<meta name="robots" content="noindex">' in html
    assert canonical(html) is None and description(html) is None


def test_the_address_keeps_the_host_under_which_it_was_asked(client, sides, settings):
    settings.ALLOWED_HOSTS = ["stances.example.org"]
    html = client.get("/talks/", HTTP_HOST="stances.example.org").content.decode()
    assert canonical(html) == "http://stances.example.org/talks/"


def test_a_page_of_several_names_none(client, sides):
    make_negotiation(title="Grain")
    assert title(page(client, "/method/")) == "Method · Stance matrix"
