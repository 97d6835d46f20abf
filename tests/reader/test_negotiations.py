"""Several negotiations in one tracker: each has pages of its own, and nothing of one is in another's."""

import re
from datetime import date

import pytest
from django.urls import get_resolver

from claims.models import Actor, Negotiation, Proposal
from claims.reader.urls import OF_ONE, urlpatterns
from claims.reader.views import negotiations
from claims.rules.slugs import ADDRESSES
from claims.services.write_gate import editing
from tests.make import (
    make_actor,
    make_claim,
    make_negotiation,
    make_outcome,
    make_proposal,
    make_side,
    make_source,
    make_topic,
)
from tests.reader.read_pages import headings, page, row_order, text_of, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def grain(sides):
    """A second negotiation with a claim of its own, beside one in the first."""
    make_claim(value=1, holder=sides["east"], proposal=make_proposal(slug="zones", title="Zones"))
    grain = make_negotiation(
        slug="grain", title="Grain exports", short_title="Grain", first_day=date(2022, 7, 1), order=5
    )
    port = make_side(negotiation=grain, name="Ports", slug="ports")
    corridor = make_proposal(slug="corridor", title="A corridor", topic=make_topic(negotiation=grain, name="Sea"))
    make_claim(
        value=-2, holder=make_actor(side=port, slug="odesa", name="Odesa", short_name="Odesa"), proposal=corridor
    )
    return grain


def test_the_first_page_lists_them_with_days_verdicts_and_claims(client, grain):
    text = text_of(client, "/")
    assert "Talks East, West" in text and "Grain exports since 1 Jul 2022 · Odesa" in text
    assert "Zones is unanswered." in text
    assert "Newest: 17 Jan 2022, East on Zones open" in text
    assert "Newest: 17 Jan 2022, Odesa on A corridor rejects" in text
    assert text.count("1 claim on 1 proposal, from 1 source of 1 origin") == 2
    assert 'href="/grain/?verdict=unanswered"' in page(client, "/")


def test_a_negotiation_without_a_claim_has_no_bar_of_verdicts(client, grain):
    new = make_negotiation(slug="new", title="New talks")
    make_side(negotiation=new, negotiates=True)
    make_proposal(topic=make_topic(negotiation=new))
    text = text_of(client, "/")
    assert "Nothing has been published yet: the matrix appears with the first claim. 0 claims on 1 proposal" in text
    assert "not taken up" not in text


def test_the_bar_of_verdicts_is_filled_by_all_proposals(client, grain, sides):
    for number, value in ((1, 2), (2, 2), (3, -2)):
        proposal = make_proposal(slug=f"more-{number}")
        make_claim(value=2, holder=sides["west"], proposal=proposal)
        make_claim(value=value, holder=sides["east"], proposal=proposal)
    drawn = re.findall(r'class="verdict-([\w-]+)" x="([\d.]+)%" width="([\d.]+)%"', page(client, "/"))
    assert drawn[:3] == [("contested", "0", "25"), ("common-ground", "25", "50"), ("unanswered", "75", "25")]
    assert "2 of 4 proposals" not in text_of(client, "/")
    assert "are common ground; one proposal is contested; one is unanswered." in text_of(client, "/")


def test_where_there_is_one_the_first_page_goes_to_it_with_all_that_the_address_says(client, sides):
    answer = client.get("/?q=zones&as_of=2022-01-10")
    assert (answer.status_code, answer.url) == (302, "/talks/?q=zones&as_of=2022-01-10")


def test_an_empty_tracker_says_that_there_is_no_negotiation_yet(client):
    with editing(None):
        Negotiation.objects.get().delete()
    assert "No negotiation has been entered yet" in text_of(client, "/")
    assert client.get("/talks/").status_code == 404


def test_rows_and_columns_are_those_of_the_negotiation(client, grain):
    assert (row_order(client), headings(client)[1:-2]) == (["zones"], ["East"])
    matrix = page(client, "/grain/")
    assert 'id="corridor"' in matrix and "Odesa" in matrix
    assert "Zones" not in matrix and "East" not in matrix


@pytest.mark.parametrize("path", [address for address in OF_ONE if "<" not in address])
def test_no_page_of_one_names_anything_of_another(client, grain, path):
    text = text_of(client, f"/talks/{path}?others=open&empty=show&kind=party")
    assert not {"A corridor", "Odesa", "Ports"} & {word for word in ("A corridor", "Odesa", "Ports") if word in text}
    text = text_of(client, f"/grain/{path}?others=open&empty=show")
    assert "Zones" not in text and "Eastland" not in text


@pytest.mark.parametrize("path", [address for address in OF_ONE if "<" not in address])
def test_a_negotiation_in_which_there_is_nothing_yet_has_all_its_pages(client, grain, sides, path):
    make_actor("official", speaks_for=sides["east"])
    make_negotiation(slug="new", title="New talks")
    assert client.get(f"/new/{path}").status_code == 200
    assert "Eastland" not in text_of(client, f"/new/{path}")


@pytest.mark.parametrize(
    "address",
    [
        "/grain/proposals/zones/",
        "/grain/actors/east/",
        "/grain/cells/zones/east/",
        "/grain/agreement/east/odesa/",
        "/talks/proposals/corridor/",
        "/nowhere/",
    ],
)
def test_what_is_of_another_negotiation_has_no_page_here(client, grain, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("query", ["proposal=corridor", "topic=sea", "side=ports", "actor=odesa"])
def test_a_filter_knows_no_name_of_another_negotiation(client, grain, query):
    assert client.get(f"/talks/?{query}").status_code == 400


def test_numbers_of_one_are_as_they_were_before_there_was_another(client, sides):
    zones = make_proposal(slug="zones", title="Zones")
    make_claim(value=1, holder=sides["east"], proposal=zones)
    make_claim(value=-1, holder=sides["west"], proposal=zones)
    paths = ("", "common-ground/", "proposals/", "actors/", "claims/", "agreement/?min_n=1", "coverage/")
    before = {path: main_of(client, f"/talks/{path}") for path in paths}
    make_claim(holder=sides["east"], proposal=make_proposal(topic=make_topic(negotiation=make_negotiation())))
    assert {path: main_of(client, f"/talks/{path}") for path in paths} == before


def test_a_blank_rests_on_the_sources_of_its_negotiation_alone(client, grain, sides):
    coded = {"fully_coded_by": "Ann", "fully_coded_on": date(2022, 2, 1)}
    make_claim(holder=sides["west"], proposal=Proposal.objects.get(slug="zones"), source=make_source(**coded))
    assert "An empty cell: nothing in 1 fully coded source." in text_of(client, "/talks/")
    assert "An empty cell: no source is fully coded yet." in text_of(client, "/grain/")


def main_of(client, address):
    """Return what a page says below its head, which names the negotiations."""
    return re.search(r"<main.*</main>", page(client, address), re.DOTALL).group()


def test_claims_of_all_negotiations_are_searched_together(client, grain):
    html = page(client, "/claims/?q=passage")
    assert html.count('id="claim-') == 2 and 'href="/grain/proposals/corridor/"' in html
    assert 'href="/grain/actors/odesa/"' in html and ">Grain</a>" in html


def test_an_actor_is_shown_with_the_negotiations_that_name_it(client, grain, sides):
    make_claim(holder=sides["east"], proposal=Proposal.objects.get(slug="corridor"))
    html = page(client, "/actors/east/")
    assert 'href="/talks/actors/east/"' in html and 'href="/grain/actors/east/"' in html
    assert "Eastland takes part in one negotiation and is named in one more: two claims." in text_of(
        client, "/actors/east/"
    )
    assert 'href="/talks/actors/odesa/"' not in page(client, "/actors/odesa/")
    assert client.get("/actors/nobody/").status_code == 404


def test_an_actor_is_shown_with_what_it_holds_in_each_negotiation(client, grain, sides):
    make_claim(value=-2, holder=sides["east"], proposal=Proposal.objects.get(slug="corridor"))
    talks, of_grain = re.findall(
        r'<section class="of-negotiation">.*?</section>\s*(?=<section class="of-n|<details class="cite)',
        page(client, "/actors/east/"),
        re.S,
    )
    assert "Talks East, its side's principal · 1 claim Is open to Zones." in words(talks)
    assert 'href="/talks/cells/zones/east/"' in talks
    assert "Grain exports since 1 Jul 2022 · takes no part · 1 claim Rejects A corridor." in words(of_grain)
    assert 'href="/grain/cells/corridor/east/"' in of_grain


def test_an_actor_is_shown_with_its_last_moves_in_each_negotiation(client, grain):
    odesa, corridor = Actor.objects.get(slug="odesa"), Proposal.objects.get(slug="corridor")
    for day in range(1, 8):
        value = 2 if day % 2 else -2
        make_claim(value=value, holder=odesa, proposal=corridor, said_on=date(2022, 8, day), source=make_source())
    text = text_of(client, "/actors/odesa/")
    assert "Moves 7 7 Aug 2022 returned Odesa on A corridor" in text
    assert "3 Aug 2022 returned" in text and "2 Aug 2022" not in text
    assert "The last 5; the log of moves holds all." in text
    assert 'href="/grain/changes/moves/?actor=odesa"' in page(client, "/actors/odesa/")


def test_an_expert_is_shown_with_what_came_of_what_it_expects_in_each_negotiation(client, grain):
    expert, corridor = make_actor(kind="expert", slug="ann", name="Ann Orr"), Proposal.objects.get(slug="corridor")
    make_claim(value=2, holder=expert, proposal=corridor, dimension="prospects", said_on=date(2022, 7, 1))
    assert "Nothing can be said yet of what Ann Orr expects" in text_of(client, "/actors/ann/")
    (track,) = re.findall(r'href="([^"]*#track)">What came of each', page(client, "/actors/ann/"))
    assert 'id="track"' in page(client, track)
    make_outcome(proposal=corridor, day=date(2022, 9, 1))
    text = text_of(client, "/actors/ann/")
    assert "Of one expectation of Ann Orr one has been settled One of one prospect came about." in text


def test_an_actor_that_takes_part_and_is_not_named_yet_is_shown_so(client, grain, sides):
    assert "Westland takes part in one negotiation: no claim yet." in text_of(client, "/actors/west/")


def test_who_speaks_for_a_party_is_shown_where_it_speaks(client, grain, sides):
    official = make_actor("official", speaks_for=sides["east"], slug="min", name="Min Ister")
    make_claim(holder=sides["east"], speaker=official, proposal=Proposal.objects.get(slug="zones"))
    assert "Talks speaks for Eastland · 1 claim" in text_of(client, "/actors/min/")


def test_an_actor_in_many_negotiations_is_shown_page_by_page(client, grain, sides, monkeypatch):
    make_claim(holder=sides["east"], proposal=Proposal.objects.get(slug="corridor"))
    monkeypatch.setattr(negotiations, "NEGOTIATIONS_A_PAGE", 1)
    first, second = (page(client, f"/actors/east/{query}") for query in ("", "?page=2"))
    assert ("Talks" in words(first), "/grain/actors/east/" in first) == (True, False)
    assert "/grain/actors/east/" in second and "/talks/actors/east/" not in second


def test_a_page_of_an_actor_leads_to_that_of_all_negotiations_where_there_are_several(client, grain, sides):
    link = 'href="/actors/east/"'
    assert link in page(client, "/talks/actors/east/")
    grain.public = False
    with editing(None):
        grain.save()
    assert link not in page(client, "/talks/actors/east/")


@pytest.mark.parametrize(
    "path", ["proposals/zones/?as_of=2022-01-10", "common-ground/", "agreement/east/west/", "actors/"]
)
def test_an_address_from_before_there_were_several_leads_to_the_first(client, grain, path):
    answer = client.get(f"/{path}")
    assert (answer.status_code, answer.url) == (302, f"/talks/{path}")


def test_the_address_of_a_matrix_from_before_leads_to_the_first(client, grain):
    assert client.get("/?topic=sea&verdict=open").url == "/talks/?topic=sea&verdict=open"


def test_no_slug_of_a_negotiation_is_the_first_word_of_another_address():
    first = {str(pattern.pattern).lstrip("^").split("/")[0] for pattern in get_resolver().url_patterns}
    first |= {str(pattern.pattern).lstrip("^").split("/")[0] for pattern in urlpatterns}
    words = {word for word in first if re.fullmatch(r"[a-z-]+", word)}
    assert {"admin", "login", "sources", "method"} <= words <= ADDRESSES
    assert {"cells", "common-ground", "coverage", "agreement", "proposals"} <= ADDRESSES  # of OF_THE_FIRST
