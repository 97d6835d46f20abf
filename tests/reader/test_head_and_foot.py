"""What every page begins and ends with: which negotiation it is, where else to go, and what all of it rests on."""

import re
from datetime import date, timedelta

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.timezone import localdate

from claims.models import Claim
from claims.services.write_gate import editing
from tests.make import make_actor, make_claim, make_negotiation, make_proposal, make_side, make_source, make_topic
from tests.reader.read_pages import page, text_of, words
from tests.secret_talks import set_team

pytestmark = pytest.mark.django_db
PAGES_OF_ONE = (
    "",
    "common-ground/",
    "changes/",
    "timeline/",
    "contradictions/",
    "agreement/",
    "proposals/",
    "actors/",
    "experts/",
    "claims/",
    "coverage/",
)


def head(client, address):
    return re.search(r"<header class=\"site\">.*?</header>", page(client, address), re.S).group()


def foot(client, address):
    return words(re.search(r"<footer.*?</footer>", page(client, address), re.S).group())


def menu(client, address, label="Pages"):
    """Return the words of a row of links, and of those that lead to where one is."""
    nav = re.search(rf'<nav class="menu[^>]*aria-label="{label}">.*?</nav>', head(client, address), re.S)
    if nav is None:
        return [], []
    links = re.findall(r"<a([^>]*)>(.*?)</a>", nav.group(), re.S)
    return [word for _, word in links], [word for attrs, word in links if "aria-current" in attrs]


@pytest.fixture
def grain(sides):
    """A second negotiation, with days and a claim."""
    make_claim(holder=sides["east"], proposal=make_proposal(slug="zones"))
    grain = make_negotiation(
        slug="grain", title="Grain exports", first_day=date(2022, 7, 1), last_day=date(2022, 7, 22)
    )
    topic = make_topic(negotiation=grain)
    make_claim(holder=make_actor(side=make_side(negotiation=grain)), proposal=make_proposal(topic=topic))
    return grain


@pytest.mark.parametrize("path", PAGES_OF_ONE)
def test_each_page_of_a_negotiation_says_which_it_is_and_when_it_was(client, grain, path):
    text = words(head(client, f"/grain/{path}"))
    assert text.startswith("Stance matrix Grain exports 1 Jul 2022 – 22 Jul 2022")
    assert '<a href="/grain/">Grain exports</a>' in head(client, f"/grain/{path}")


def test_others_are_a_click_away_where_there_are_several(client, grain):
    switch = re.search(r"<details.*?</details>", head(client, "/grain/proposals/"), re.S).group()
    assert re.search(r'href="/talks/"\s*>Talks<', switch)
    assert re.search(r'href="/grain/"\s+aria-current="true"', switch)


def test_where_there_is_one_nothing_leads_to_others(client, sides):
    assert "<details" not in head(client, "/talks/") and "Talks" in head(client, "/method/")


def test_a_page_of_several_offers_them_all(client, grain):
    assert "<summary>Negotiations</summary>" in head(client, "/sources/")
    assert menu(client, "/sources/") == (["Negotiations", "Evidence", "Method"], ["Evidence"])


@pytest.mark.parametrize(
    ("path", "here", "below"),
    [
        ("", "Matrix", []),
        ("cells/zones/east/", "Matrix", []),
        ("common-ground/robustness/", "Common ground", []),
        ("agreement/east/west/", "Who agrees", []),
        ("proposals/zones/", "Proposals", []),
        ("actors/east/", "Actors", []),
        ("experts/", "Actors", []),
        ("claims/", "Evidence", ["Claims"]),
        ("coverage/", "Evidence", ["Coverage"]),
    ],
)
def test_the_menu_says_where_one_is(client, grain, path, here, below):
    assert menu(client, f"/talks/{path}") == (
        ["Matrix", "Common ground", "Changes", "Timeline", "Who agrees", "Proposals", "Actors", "Evidence", "Method"],
        [here],
    )
    assert menu(client, f"/talks/{path}", "Evidence")[1] == below


def test_below_actors_stand_all_of_them_and_experts(client, sides):
    for path, here in (
        ("actors/", "All actors"),
        ("actors/expert/", "All actors"),
        ("experts/", "Experts: what came of it"),
    ):
        assert menu(client, f"/talks/{path}", "Actors") == (["All actors", "Experts: what came of it"], [here])


def test_evidence_is_claims_sources_and_coverage(client, sides):
    make_claim(holder=sides["east"])
    assert menu(client, "/talks/claims/", "Evidence") == (["Claims", "Sources", "Coverage"], ["Claims"])
    assert menu(client, "/sources/", "Evidence") == (["Claims", "Sources", "Coverage"], ["Sources"])


def test_who_edits_is_led_to_the_desk_and_others_to_the_login(client, admin_client, sides):
    assert re.search(r'class="account" href="/admin/login/">\s*Log in', head(client, "/talks/"))
    assert re.search(r'class="account" href="/admin/">\s*Editing', head(admin_client, "/talks/"))


def test_a_negotiation_that_one_may_not_see_is_named_nowhere(client, grain):
    set_team(grain, public=False)
    for address in ("/talks/", "/sources/", "/method/"):
        assert "Grain" not in page(client, address) and "<details" not in head(client, address)


# The foot


@pytest.mark.parametrize("path", PAGES_OF_ONE)
def test_each_page_says_what_the_negotiation_rests_on(client, sides, path):
    source = make_source(origin="Wire")
    for number in (1, 2):
        make_claim(holder=sides["east"], source=source, said_on=date(2022, 1, number))
    make_claim(holder=sides["east"], source=make_source(origin="wire"))
    make_claim(holder=sides["east"], source=make_source(origin="Agency"), status="draft")
    said = foot(client, f"/talks/{path}")
    assert said.startswith("3 claims from 2 articles by 1 agency or paper, each with its quote. Codings CC BY 4.0;")


def test_a_page_of_several_says_what_all_rest_on_that_one_may_see(client, grain):
    assert foot(client, "/sources/").startswith("2 claims from 2 articles")
    set_team(grain, public=False)
    assert foot(client, "/sources/").startswith("1 claim from 1 article")


def test_the_foot_is_as_new_as_what_is_published(client, sides):
    assert foot(client, "/talks/").startswith("Codings CC BY 4.0")
    assert "Download all claims" not in foot(client, "/talks/")
    claim = make_claim(holder=sides["east"])
    assert foot(client, "/talks/").startswith("1 claim from 1 article")
    with editing(None) as gate:
        claim.quote, claim.locator = "", "p. 3"
        gate.save(claim)
    assert "with its quote or its place there" in foot(client, "/talks/")


@pytest.mark.parametrize("path", ["/grain/", "/grain/none/", "/none/", "/talks/none/"])
def test_the_foot_of_a_page_that_is_not_there_is_as_new_too(client, grain, path):
    """It is of all that one may see; so it must not tell whether a negotiation has the name that the address begins
    with."""
    make_negotiation(slug="ports")  # one may see several
    set_team(grain, public=False)
    assert foot(client, path).startswith("1 claim from 1 article")
    claim = Claim.objects.get(proposal__slug="zones")
    make_claim(1, claim.holder, proposal=claim.proposal, source=claim.source)  # and so nothing that all share
    assert foot(client, path).startswith("2 claims from 1 article")


def test_a_claim_of_tomorrow_counts_in_the_foot_tomorrow_without_a_write(client, sides, monkeypatch):
    today = localdate()
    tomorrow = today + timedelta(days=1)
    make_claim(holder=sides["east"])
    make_claim(holder=sides["east"], said_on=tomorrow)
    assert foot(client, "/talks/actors/").startswith("1 claim from 1 article")
    monkeypatch.setattr("claims.queries.scope.get_today", lambda: tomorrow)
    assert foot(client, "/talks/actors/").startswith("2 claims from 2 articles")


def test_the_foot_leads_to_all_claims_the_feed_releases_the_api_the_codebook_and_what_is_said_of_accessibility(
    client, sides
):
    make_claim(holder=sides["east"])
    links = re.findall(r'href="([^"]+)"', page(client, "/talks/actors/").partition("<footer")[2])
    assert links[1:] == [
        "/talks/claims/?_export=csv",
        "/talks/changes/moves/feed/",
        "/talks/releases/",
        "/api/v1/",
        "/method/codebook/#codebook",
        "/method/accessibility/#accessibility",
    ]
    assert client.get(links[1])["Content-Type"].startswith("text/csv")
    assert '<section id="codebook">' in page(client, "/method/codebook/")
    assert '<section id="accessibility">' in page(client, "/method/accessibility/")


def test_the_address_for_corrections_stands_below_each_page_where_there_is_one(client, sides, settings):
    assert "Corrections" not in foot(client, "/talks/")
    settings.CONTACT = "desk@example.org"
    for address in ("/talks/", "/method/", "/login/", "/nowhere/"):
        assert 'href="mailto:desk@example.org?subject=Correction"' in page(client, address)
        assert "Corrections: desk@example.org" in text_of(client, address)


# Pages that are none of the record


@pytest.mark.parametrize(("address", "status"), [("/nowhere/", 404), ("/talks/claims/?after=1", 400), ("/login/", 200)])
def test_errors_and_the_login_wear_the_same_head_and_foot(client, sides, address, status):
    assert client.get(address).status_code == status
    assert words(head(client, address)).startswith("Stance matrix Talks") and "CC BY 4.0" in foot(client, address)


@pytest.mark.parametrize("name", ["500.html", "415.html", "not_saved.html"])
def test_where_something_is_broken_the_page_wears_the_colours_and_asks_nobody(
    name, django_assert_num_queries, settings
):
    settings.STORAGES["staticfiles"]["BACKEND"] = "no.such.Storage"
    with django_assert_num_queries(0):
        html = render_to_string(name, {"heading": "Busy", "sentence": "Try again.", "typed": [("Quote", "No.")]})
    assert re.search(r'<a class="brand" href="/">Stance matrix</a>', html)
    for stylesheet in re.findall(r'<link rel="stylesheet" href="([^"]+)">', html):
        assert finders.find(stylesheet.removeprefix("/static/"))
    assert html.count('rel="stylesheet"') == 2


def test_the_desk_wears_the_same_head_and_leads_back(admin_client):
    html = page(admin_client, "/admin/")
    assert html.index("claims/palette.css") < html.index("claims/admin.css")
    assert re.search(r'id="site-name"><a href="/">Stance matrix</a>', html)
    assert '<div class="of"><a href="/admin/">Editing</a></div>' in html
