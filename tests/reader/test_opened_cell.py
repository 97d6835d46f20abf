"""A cell opened in the matrix: its address, what keeps it, what it says, and where one goes on from it."""

import re
from datetime import date
from html import unescape

import pytest

from claims.reader.shared import matrix_page
from tests.hostile_values import VALUES
from tests.make import make_actor, make_claim, make_proposal, make_search
from tests.reader.read_pages import links_in, page, row, row_order, text_of, words

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
    """Return the opened cell, as HTML; empty where none is open."""
    opened = re.search(r'<tr class="opened".*?</section>', html, re.S)
    return opened.group() if opened else ""


def links_of_cells(client, proposal, query=""):
    links = links_in(row(client, proposal, query))
    return [unescape(re.search(r'href="([^"]*)"', link).group(1)) for link in links]


def text_of_cell(client, proposal, holder, query=""):
    """Return what the page of a cell says."""
    html = page(client, f"/talks/cells/{proposal}/{holder}/{query}")
    return words(re.search(r'<section class="panel".*?</section>', html, re.S).group())


def test_a_cell_s_link_keeps_the_filters_and_opens_it_below_its_row(client, zones):
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
    assert part.startswith('<tr class="opened"') and "We want them." in part and "<table" not in part
    assert page(client, "/talks/?cell=zones/west").count(part.strip()) == 1


def test_it_stands_below_its_row_which_is_marked_as_its_link_is(client, sides, zones):
    html = page(client, "/talks/?cell=zones/west")
    rows = re.findall(r'<tr (?:id="zones"[^>]*>|class="opened")', html)
    assert rows == ['<tr id="zones" class="here">', '<tr class="opened"']
    (link,) = re.findall(r'<a class="c v-p2 here" aria-current="true" href="([^"]*)"', html)
    assert link == "/talks/?cell=zones/west"
    make_claim(holder=sides["west"], proposal=make_proposal(title="Ships", slug="ships"))
    elsewhere = page(client, "/talks/?proposal=ships&cell=zones/west").partition("<tbody>")[2]
    assert re.search(r"<tr [^>]*>", elsewhere).group().startswith('<tr class="opened"')


def test_what_else_the_page_links_to_leaves_the_cell_closed(client, sides, zones, monkeypatch):
    for _ in range(30):
        make_claim(holder=sides["west"], proposal=make_proposal())
    query = f"?{FILTERS}&per_page=25"
    html = page(client, f"/talks/{query}&cell=zones/west")
    cells = r'(?s)<td class="p" data-h.*?</td>|<footer>.*?</footer>|data-cell="[^"]*"|<p class="on-paper">.*?</p>'
    rest = re.sub(cells, "", html)
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
    assert answer.status_code == 200 and "No source is fully coded yet." in words(panel(answer.content.decode()))
    assert "secret" not in answer.content.decode()


def test_a_blank_whose_search_is_recorded_opens_too(client, sides, zones):
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
    monkeypatch.setattr(matrix_page, "MOST_REPEATED", 20)
    assert links_of_cells(client, zones) == ["/talks/?cell=zones/east", "/talks/?cell=zones/west"]
    assert links_of_cells(client, zones, "?group=topic&as_of=2022-02-01") == [
        "/talks/cells/zones/east/?as_of=2022-02-01",
        "/talks/cells/zones/west/?as_of=2022-02-01",
    ]
    assert "hx-target" not in page(client, "/talks/?group=topic&as_of=2022-02-01").partition("<table")[2]


def test_what_is_written_twice_in_an_address_is_written_once_in_links(client, zones):
    answer = client.get(f"/talks/?{'attribution=own&' * 90}unknown=1")
    assert answer["Location"] == "/talks/?attribution=own&unknown=1"
    assert links_of_cells(client, zones, "?attribution=own&unknown=1")[0] == "/talks/?attribution=own&cell=zones/east"


def test_it_says_the_stance_as_a_sentence_with_its_quote_and_source(client, sides, zones):
    text = text_of_cell(client, "zones", "west")
    sentence = "supports West supports it. Since 17 Jan 2022. ▲ +2: supports (+2) “We want them.”"
    assert text.startswith(f"Westland on Zones {zones.definition} {sentence}")
    assert "Quote not checked: the source's text is not held here." in text
    assert "Salience important West considers it important." in text


def test_it_shows_conditions_who_refuses_them_and_what_others_say(client, sides):
    zones, ships = make_proposal(title="Zones", slug="zones"), make_proposal(title="Ships", slug="ships")
    make_claim(value=2, holder=sides["east"], proposal=zones, said_on=date(2022, 1, 1))
    make_claim(value=2, holder=sides["east"], proposal=zones, said_on=date(2022, 1, 9))
    make_claim(value=1, holder=sides["west"], proposal=zones, conditions="if they leave", depends_on="ships")
    make_claim(value=-2, holder=sides["east"], proposal=ships)
    assert "East supports it. Since 1 Jan 2022." in text_of_cell(client, "zones", "east")
    text = text_of_cell(client, "zones", "west")
    assert "West would discuss it if they leave, which East rejects." in text
    assert "On which condition open if if they leave. Needs Ships, which East rejects." in text
    html = page(client, "/talks/cells/zones/west/?as_of=2022-02-01")
    assert 'class="c v-n2" href="/talks/cells/ships/east/?as_of=2022-02-01"' in html


def test_every_claim_of_a_cell_stands_under_what_it_is_there(client, sides):
    zones = make_proposal(title="Zones", slug="zones")
    said = {"holder": sides["west"], "proposal": zones}
    make_claim(value=2, quote="We want it.", **said)
    make_claim(value=-1, quote="Not if they refuse.", conditions="if refused", **said)
    make_claim(value=-2, quote="They never will.", attribution=2, speaker=sides["east"], **said)
    make_claim(value=1, quote="Only there.", covers="The coast", **said)
    make_claim(value=0, quote="We are thinking.", said_on=date(2021, 12, 1), argument="It is early", **said)
    text = text_of_cell(client, "zones", "west")
    order = [
        "We want it.",
        "On which condition", "Not if they refuse.",
        "On a part only, deciding nothing", "Only there.", "covers The coast",
        "What others say of West here", "They never will.", "East, 17 Jan 2022 (day of publication), second-hand",
        "Earlier or weaker, not counted", "We are thinking.", "because: It is early",
    ]  # fmt: skip
    assert [each for each in order if each not in text] == [], text
    places = [text.index(each) for each in order]
    assert places == sorted(places)


def test_from_a_cell_one_goes_on_to_the_next_that_hold_anything(client, sides):
    titles = ("Arms", "Boats", "Camps", "Zones")
    arms, boats, camps, zones = (make_proposal(title=title, slug=title.lower()) for title in titles)
    for proposal in (arms, boats, camps, zones):
        make_claim(value=2, holder=sides["east"], proposal=proposal)
    for proposal in (arms, zones):
        make_claim(value=-2, holder=sides["west"], proposal=proposal)
    make_claim(holder=sides["expert"], proposal=zones)

    def go_on(cell, query=""):
        return words(re.search(r"<footer>.*?</footer>", page(client, f"/talks/?cell={cell}{query}"), re.S).group())

    assert row_order(client) == ["zones", "arms", "boats", "camps"]
    assert go_on("zones/east") == "West → ↓ Arms"
    assert go_on("arms/west") == "← East ↑ Zones"
    assert go_on("zones/west") == "← East Expert → ↓ Arms"
    assert go_on("zones/expert") == "← West"
    assert go_on("camps/west") == "← East ↑ Arms"  # a blank
    assert go_on("zones/west", "&proposal=zones") == "← East Expert →"
    html = page(client, "/talks/?cell=zones/west&attribution=own")
    assert """hx-target="[id='arms']\"""" in html
    assert 'href="/talks/?attribution=own&amp;cell=arms/west"' in html


def test_a_link_to_it_lasts_and_works_without_the_matrix(client, zones):
    html = page(client, "/talks/?attribution=own&cell=zones/west")
    address = "/talks/cells/zones/west/?attribution=own"
    assert f'href="{address}">Permanent link' in html and f'data-copy="link" data-address="{address}"' in html
    alone = page(client, address)
    assert '<h1 id="opened_name">' in alone and "data-close" not in alone and "<footer>" not in alone
    assert "autofocus" in html and "autofocus" not in alone
