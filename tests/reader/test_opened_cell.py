"""A cell opened beside the matrix: its address, what keeps it, and what it says where there is none."""

import re
from datetime import date
from html import unescape

import pytest
from django.db import connection

from claims import queries
from claims.reader.views import matrix
from tests.hostile_values import VALUES
from tests.make import make_actor, make_claim, make_proposal, make_search
from tests.query_counter import QueryCounter
from tests.reader.read_pages import page, row, text_of, words
from tests.walk import make_world, stops

pytestmark = pytest.mark.django_db

FILTERS = "as_of=2022-02-01&attribution=own&since=2022-01-01&group=topic&dimension=position&mark=single"


@pytest.fixture
def zones(sides):
    zones = make_proposal(title="Zones", slug="zones")
    make_claim(value=2, holder=sides["west"], proposal=zones, said_on=date(2022, 1, 17), quote="We want them.")
    make_claim(value=1, holder=sides["west"], proposal=zones, dimension="salience", quote="It matters.")
    make_claim(value=-2, holder=sides["east"], proposal=zones, quote="Never.")
    return zones


def panel(html):
    """Return the opened cell that stands beside the matrix, as HTML."""
    return re.search(r'<aside id="panel".*?</aside>', html, re.S).group()


def links_of_cells(client, proposal, query=""):
    return [unescape(href) for href in re.findall(r'<a class="cell[^"]*" href="([^"]*)"', row(client, proposal, query))]


def test_a_cell_s_link_keeps_the_filters_and_opens_it_beside_the_matrix(client, zones):
    assert links_of_cells(client, zones) == ["/talks/?cell=zones/east", "/talks/?cell=zones/west"]
    links = links_of_cells(client, zones, f"?{FILTERS}")
    assert [set(link.removeprefix("/talks/?").split("&")) for link in links] == [
        {*FILTERS.split("&"), f"cell=zones/{slug}"} for slug in ("east", "west")
    ]
    html = page(client, links[1])
    opened = words(panel(html))
    assert "Westland on Zones" in opened and "We want them." in opened and "Never." not in opened
    assert "It matters." in opened  # a forced dimension is of the matrix's cells
    assert "Counted: said on or before 1 Feb 2022, first-hand only." in opened
    assert links_of_cells(client, zones, links[0].removeprefix("/talks/")) == links


def test_htmx_is_given_the_opened_cell_alone(client, zones):
    part = client.get("/talks/?cell=zones/west", headers={"HX-Request": "true"}).content.decode()
    assert part.startswith("<article") and "We want them." in part and "<table" not in part
    assert page(client, "/talks/?cell=zones/west").count(part.strip()[:200]) == 1


def test_what_else_the_page_links_to_leaves_the_cell_closed(client, sides, zones, monkeypatch):
    for _ in range(30):
        make_claim(holder=sides["west"], proposal=make_proposal())
    query = f"?{FILTERS}&per_page=25"
    html = page(client, f"/talks/{query}&cell=zones/west")
    rest = re.sub(r'(?s)<a class="cell.*?</a>', "", html)
    assert "cell=" not in rest and 'rel="next"' in rest and "_export=csv" in rest
    closes = unescape(re.search(r'data-close href="([^"]*)"', html).group(1))
    assert set(closes.removeprefix("/talks/?").split("&")) == set(query[1:].split("&"))
    assert panel(page(client, closes)) == panel(page(client, "/talks/"))
    assert not words(panel(page(client, "/talks/")))
    second = page(client, "/talks/?per_page=25&page=2")
    assert 'href="/talks/?per_page=25&amp;page=2&amp;cell=' in second


def test_a_cell_that_is_none_is_a_named_error_and_the_page_stays_whole(client, sides, zones):
    make_actor(kind="official", slug="minister", name="A Minister")
    whole = row(client, zones)
    for value in ("x", "a/b/c", "zones", "zones/", "/west", "zones/nobody", "nothing/west", "zones/minister", *VALUES):
        if not value.strip():
            continue
        for headers in ({}, {"HX-Request": "true"}):
            answer = client.get("/talks/", {"cell": value}, headers=headers)
            html = answer.content.decode()
            assert answer.status_code == 400 and whole in html and not words(panel(html)), value
            assert words(re.search(r'(?s)<div class="errors".*?</div>', html).group()).count("Cell:") == 1, value
            file = client.get("/talks/", {"cell": value, "_export": "csv"})
            assert file.status_code == 400
    assert "“a/b/c” is no cell: write the slugs of a proposal and an actor" in text_of(client, "/talks/?cell=a/b/c")
    assert "There is no cell of “nobody” on “zones”." in text_of(client, "/talks/?cell=zones/nobody")


def test_a_cell_of_which_nothing_is_published_says_so(client, sides, zones):
    make_claim(holder=sides["expert"], proposal=zones, status="draft", quote="A secret draft.")
    answer = client.get("/talks/?cell=zones/expert")
    assert answer.status_code == 200 and "Nothing in 0 fully coded sources." in words(panel(answer.content.decode()))
    assert "secret" not in answer.content.decode()


def test_a_blank_whose_search_is_recorded_opens_beside_the_matrix_too(client, sides, zones):
    dialogue = make_proposal(slug="dialogue", title="Dialogue")
    make_claim(holder=sides["east"], proposal=dialogue)
    make_search(holder=sides["west"], proposal=dialogue, searched_in="All minutes.")
    assert links_of_cells(client, dialogue) == ["/talks/?cell=dialogue/east", "/talks/?cell=dialogue/west"]
    assert "All minutes." in panel(page(client, "/talks/?cell=dialogue/west"))


def test_a_file_is_the_same_whichever_cell_is_open(client, zones):
    files = [b"".join(client.get(f"/talks/?_export=csv{cell}").streaming_content) for cell in ("", "&cell=zones/west")]
    assert files[0] == files[1]


def test_an_opened_cell_is_kept_and_checked_as_every_page_is(client, zones):
    for headers in ({}, {"HX-Request": "true"}):
        tag = client.get("/talks/?cell=zones/west", headers=headers)["ETag"]
        assert client.get("/talks/?cell=zones/west", headers={**headers, "If-None-Match": tag}).status_code == 304
        assert client.get("/talks/?cell=zones/east", headers={**headers, "If-None-Match": tag}).status_code == 200
    assert "HX-Request" in client.get("/talks/?cell=zones/west")["Vary"]


def test_where_addresses_would_fill_the_page_cells_lead_to_pages_of_their_own(client, zones, monkeypatch):
    monkeypatch.setattr(matrix, "MOST_REPEATED", 20)
    assert links_of_cells(client, zones) == ["/talks/?cell=zones/east", "/talks/?cell=zones/west"]
    assert links_of_cells(client, zones, "?group=topic&as_of=2022-02-01") == [
        "/talks/cells/zones/east/?as_of=2022-02-01",
        "/talks/cells/zones/west/?as_of=2022-02-01",
    ]
    assert 'hx-target="#panel"' not in page(client, "/talks/?group=topic&as_of=2022-02-01")


def test_what_is_written_twice_in_an_address_is_written_once_in_links(client, zones):
    answer = client.get(f"/talks/?{'attribution=own&' * 90}unknown=1")
    assert answer["Location"] == "/talks/?attribution=own&unknown=1"
    assert links_of_cells(client, zones, "?attribution=own&unknown=1")[0] == "/talks/?attribution=own&cell=zones/east"


@pytest.mark.parametrize("size", [1, 40])
def test_to_open_a_cell_takes_three_queries_more_however_much_there_is(client, size):
    world = make_world(size)
    address = f"/talks/?cell={world.proposal.slug}/{world.holder.slug}"
    taken = []
    for headers in ({}, {}, {"HX-Request": "true"}):
        if not taken:
            queries.forget_all()
        counter = QueryCounter()
        with connection.execute_wrapper(counter):
            assert client.get(address, headers=headers).status_code == 200
        taken.append(len(counter.statements))
    matrix_alone = next(stop for stop in stops(world) if stop.name == "claims:matrix")
    # the matrix's own, and claims of the cell, searches, remarks; for htmx, the version and these
    assert taken == [matrix_alone.queries + 3, matrix_alone.again + 3, 4]
