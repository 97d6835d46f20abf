"""Pages of one thing of which there is much: they are paged or cut, and say where the rest is."""

import re
from datetime import date, timedelta

import pytest

from claims.reader.rendering import opened_cell, proposal_sections
from claims.reader.views import claims, proposals
from tests.make import change, make_actor, make_claim, make_proposal, make_side
from tests.reader.read_downloads import as_dicts
from tests.reader.read_pages import page, text_of, words

pytestmark = pytest.mark.django_db


def section(html, name):
    return re.search(rf'<section[^>]* id="{name}">.*?</section>', html, re.S).group()


def names_in(html):
    return re.findall(r'<th scope="row">\s*<a href="/talks/actors/([\w-]+)/', html)


@pytest.fixture
def crowd(db, monkeypatch):
    """Seven parties on two sides, of which none negotiates, and three experts stand on one proposal."""
    monkeypatch.setattr(proposals, "ACTORS_A_PAGE", 3)
    sides = [make_side(negotiates=False, order=number) for number in range(2)]
    proposal = make_proposal(title="Zones", slug="zones")
    for number in range(7):
        party = make_actor(side=sides[number % 2], slug=f"party-{number}", order=number)
        make_claim(value=number % 5 - 2, holder=party, proposal=proposal)
    for number in range(4):
        expert = make_actor(kind="expert", slug=f"expert-{number}", order=number, side=sides[0])
        make_claim(value=1, holder=expert, proposal=proposal, dimension="prospects")
    return proposal


def test_who_stands_where_comes_in_pages_each_actor_once(client, crowd):
    pages = [page(client, f"/talks/proposals/zones/?stances={number}") for number in (1, 2, 3)]
    parties = [names_in(section(html, "stances")) for html in pages]
    assert [len(shown) for shown in parties] == [3, 3, 1]
    assert sum(parties, []) == ["party-0", "party-2", "party-4", "party-6", "party-1", "party-3", "party-5"]
    assert "Parties: page 2 of 3" in words(pages[1]) and ">Next parties</a>" in pages[1]
    assert names_in(section(page(client, "/talks/proposals/zones/?experts=2"), "experts-table")) == ["expert-3"]
    assert "Previous experts" in text_of(client, "/talks/proposals/zones/?experts=2")
    assert len(as_dicts(client, "/talks/proposals/zones/?table=stances&stances=2")) == 11


def test_who_is_silent_stands_on_the_first_page_the_first_by_name(client, crowd):
    negotiators = make_side(name="East", order=5)
    for _ in range(23):
        make_actor(side=negotiators)
    pages = [page(client, f"/talks/proposals/zones/?stances={number}") for number in (1, 2)]
    first, second = (words(section(html, "stances")) for html in pages)
    assert "and 3 more." in first and "East" in first and "and 3 more" not in second


def test_principals_conditions_and_relatives_are_cut_with_a_link(client, sides, monkeypatch):
    monkeypatch.setattr(proposal_sections, "MOST_ROWS", 1)
    zones = make_proposal(title="Zones", slug="zones")
    make_claim(value=1, holder=sides["west"], proposal=zones, conditions="if asked")
    make_claim(value=1, holder=sides["west"], proposal=zones, conditions="if paid")
    for _ in range(3):
        make_proposal(part_of=zones)
    html = page(client, "/talks/proposals/zones/")
    assert names_in(section(html, "verdict")) == ["west"]  # who has spoken comes first
    assert "1 more principal, as far as they have spoken, in who stands where." in words(section(html, "verdict"))
    assert "1 more; the file of the stances holds all." in words(section(html, "conditions"))
    assert "2 more, in the list of proposals" in words(section(html, "relatives"))


def test_a_cell_quotes_some_claims_and_links_to_all_that_count(client, sides, monkeypatch):
    monkeypatch.setattr(opened_cell, "MOST_QUOTED", 2)
    zones = make_proposal(slug="zones")
    for number in range(5):
        make_claim(value=2, holder=sides["east"], proposal=zones, said_on=date(2022, 1, 1) + timedelta(days=number))
    make_claim(value=2, holder=sides["east"], proposal=zones, dimension="salience")
    html = page(client, "/talks/cells/zones/east/?as_of=2022-01-31")
    assert html.count("<blockquote") + html.count("<q ") == 4  # one decides, two are earlier, one is of salience
    assert "2 of these 5 claims are not quoted here; the list of claims holds all." in words(html)
    address = "/talks/claims/?as_of=2022-01-31&amp;holder=east&amp;proposal=zones"
    assert f'href="{address}"' in html and f'href="{address}&amp;dimension=position"' in html
    assert "5 claims" in text_of(client, f"{address}&dimension=position".replace("&amp;", "&"))
    assert "not quoted here" not in text_of(client, "/talks/cells/zones/east/?as_of=2022-01-02")


def test_the_corrections_of_a_claim_come_in_pages(client, monkeypatch):
    monkeypatch.setattr(claims, "CORRECTIONS_A_PAGE", 2)
    claim = make_claim(value=-2)
    for value in (-1, 0, 1):
        change(claim, value=value)
    first, second = (page(client, f"/claims/{claim.public_id}/?corrections={number}") for number in (1, 2))
    assert [section(html, "corrections").count("<li>") for html in (first, second)] == [2, 1]
    assert "Next corrections" in words(first) and "Corrections: page 2 of 2" in words(second)
