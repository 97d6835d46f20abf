"""The matrix in windows: rows and columns paged in the address, every number still that of the whole table; and of
more columns than a page has room for words, in numbers below turned heads."""

import re
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.reader.shared import matrix_window
from tests.make import make_actor, make_claim, make_proposal, make_search
from tests.reader.read_pages import (
    actor_headings,
    group_headings,
    labels,
    links_in,
    page,
    row,
    row_order,
    text_of,
    verdict_bar,
    words,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def many(sides):
    """Thirty proposals, on all of which both principals stand, and on the first an expert."""
    proposals = [make_proposal(order=number) for number in range(30)]
    for number, proposal in enumerate(proposals):
        make_claim(value=2, holder=sides["east"], proposal=proposal)
        make_claim(value=2 if number < 10 else -2, holder=sides["west"], proposal=proposal)
    make_claim(holder=sides["expert"], proposal=proposals[0], dimension="prospects")
    return proposals


def test_rows_come_in_pages_and_each_comes_once(client, many):
    pages = [row_order(client, query) for query in ("?per_page=25", "?per_page=25&page=2")]
    assert [len(rows) for rows in pages] == [25, 5]
    assert {*pages[0], *pages[1]} == {proposal.slug for proposal in many}


def test_the_numbers_are_those_of_all_pages(client, many):
    for query in ("?per_page=25", "?per_page=25&page=2"):
        assert verdict_bar(client, f"/talks/{query}") == "20 contested 10 common ground"
        assert "61 claims" in text_of(client, f"/talks/{query}")
    assert group_headings(client, "?per_page=25&page=2")[0].startswith("Common ground 10 ")


def test_the_pages_link_to_each_other_and_keep_the_rest_of_the_address(client, many):
    html = page(client, "/talks/?per_page=25&as_of=2030-01-01")
    assert 'href="/talks/?per_page=25&amp;as_of=2030-01-01&amp;page=2"' in html
    assert "Rows 1–25 of 30 next 5" in words(html) and 'aria-label="next 5 rows">next 5</a>' in html
    assert 'rel="prev" href="/talks/?per_page=25&amp;as_of=2030-01-01"' in page(
        client, "/talks/?per_page=25&as_of=2030-01-01&page=2"
    )


def test_a_page_of_its_own_starts_anew_where_the_rows_change(client, many):
    html = page(client, "/talks/?per_page=25&page=2")
    links = re.findall(r'href="(/talks/\?[^"]*verdict=[^"]*)"', html)
    assert links and not [link for link in links if re.search(r"[?;]page=", link)]


def test_columns_come_in_pages_too(client, many, monkeypatch):
    monkeypatch.setattr(matrix_window, "MOST_COLUMNS", 2)
    assert actor_headings(client) == ["East", "Others", "Expert"]
    assert actor_headings(client, "?columns=2") == actor_headings(client, "?columns=99") == ["West", "Others"]
    html = page(client, "/talks/")
    assert 'aria-label="Pages of the actors"' in html and "Actors 1–2 of 3 next 1" in words(html)
    assert 'rel="next" href="/talks/?columns=2" aria-label="next 1 actors"' in html
    assert "Principals first, then who has said most." in words(html)
    assert "Rows" not in words(re.search(r'<div class="window">.*?</div>', page(client, "/talks/"), re.S).group())


def test_the_parties_of_other_pages_stand_in_the_strip_which_says_how_many_they_are(client, many, monkeypatch):
    monkeypatch.setattr(matrix_window, "MOST_COLUMNS", 2)
    assert labels(row(client, many[0], "?columns=2"))[-1].endswith("supports: East")
    assert 'title="Eastland"><span class="head">Others <span class="n">1</span>' in page(client, "/talks/?columns=2")
    assert 'data-h="1 others"' in row(client, many[0], "?columns=2")


def test_the_first_page_and_the_last_are_a_link_away_where_they_are_no_neighbours(client, many, monkeypatch):
    monkeypatch.setattr(matrix_window, "MOST_COLUMNS", 1)
    links = {"first": 'href="/talks/" aria-label="first actors"', "last": 'href="/talks/?columns=3" aria-label="last'}
    for query, offered in (("", {"last"}), ("?columns=2", set()), ("?columns=3", {"first"})):
        html = page(client, f"/talks/{query}")
        assert {name for name, link in links.items() if link in html} == offered, query


@pytest.mark.parametrize(
    ("parties", "experts", "dealt"),
    [
        (54, 6, [(24, 6), (30, 0)]),
        (180, 20, [(24, 6), (24, 6), (24, 6), (28, 2), (30, 0), (30, 0), (20, 0)]),
        (5, 40, [(5, 25), (0, 15)]),
        (24, 6, [(24, 6)]),
        (0, 0, [(0, 0)]),
    ],
)
def test_a_page_of_columns_holds_both_parties_and_experts_as_long_as_there_are_both(parties, experts, dealt):
    columns = [SimpleNamespace(of_experts=number >= parties) for number in range(parties + experts)]
    windows = matrix_window.deal_columns(columns)
    counts = [(sum(not c.of_experts for c in window), sum(c.of_experts for c in window)) for window in windows]
    assert counts == dealt


@pytest.fixture
def crowd(sides):
    """Zones, on which both principals speak, the expert and ten voices, of whom V8 and V9 have said more."""
    zones, ships = make_proposal(title="Zones", slug="zones"), make_proposal(title="Ships", slug="ships")
    make_claim(value=2, holder=sides["east"], proposal=zones)
    make_claim(value=-2, holder=sides["west"], proposal=zones, conditions="if asked")
    make_claim(value=1, holder=sides["expert"], proposal=zones, dimension="prospects")
    make_claim(value=1, holder=sides["expert"], proposal=ships)
    voices = [
        make_actor(side=sides["west"].side, name=f"Voice {n}", short_name=f"V{n}", slug=f"v{n}", principal=False)
        for n in range(10)
    ]
    for voice in voices:
        make_claim(value=-1, holder=voice, proposal=zones)
    for voice in voices[8:]:
        make_claim(value=0, holder=voice, proposal=ships, pending=voice.slug == "v9")
    return SimpleNamespace(zones=zones, ships=ships, voices=voices)


def read_cells(client, proposal, query=""):
    """Return what the cells of a row show, by what they are called."""
    html = row(client, proposal, query)
    return dict(zip(labels(html), map(words, links_in(html)), strict=True))


def test_of_more_columns_than_twelve_the_chips_are_numbers(client, crowd):
    html = page(client, "/talks/?others=open")
    assert '<div class="scroll windowed">' in html and 'class="matrix bare"' in html
    cells = read_cells(client, crowd.zones, "?others=open")
    assert cells["Eastland on Zones: supports (+2)"] == "+2"
    assert cells["Westland on Zones: rejects if (−2), only on a condition"] == "−2"
    assert cells["An Expert on Zones: possible (+1)"] == "+1"
    ships = read_cells(client, crowd.ships, "?others=open")
    assert ships["Voice 9 on Ships: awaited"] == "…"
    assert ships["An Expert on Ships: open to it; own position: open (+1)"] == "△"  # a number would be an expectation
    key = words(re.search(r'<p class="key">.*?</p>', html, re.S).group())
    assert key.startswith("Parties −2 rejects") and "▲▼ wants it, is against it" in key and "… awaited" in key


def test_principals_come_first_then_who_said_most(client, crowd):
    order = ["East", "West", "V8", "V9", *(f"V{n}" for n in range(8)), "Expert"]
    assert actor_headings(client, "?others=open") == order


def test_up_to_twelve_columns_are_words_with_the_others_in_a_strip(client, crowd):
    html = page(client, "/talks/")
    assert '<div class="scroll fits">' in html and 'class="matrix"' in html
    assert actor_headings(client) == ["East", "West", "Others", "Expert"] and 'Others <span class="n">10</span>' in html
    assert read_cells(client, crowd.zones)["Eastland on Zones: supports (+2)"] == "supports"


def test_others_stand_alone_where_principals_and_experts_already_fill_the_page(client, crowd, monkeypatch):
    monkeypatch.setattr("claims.reader.rendering.matrix_columns.MOST_FITTING", 3)
    assert actor_headings(client) == actor_headings(client, "?others=open")
    assert "Show the others one by one" not in text_of(client, "/talks/")
    assert "The others together" not in text_of(client, "/talks/?others=open")


def test_a_head_is_a_link_to_the_actor_with_its_name_in_full(client, crowd):
    for query in ("?attribution=own", "?attribution=own&others=open"):
        head = '<th scope="col" class="p" title="Eastland"><span class="head">'
        link = '<a href="/talks/actors/east/?attribution=own" hx-boost="false">East</a></span></th>'
        assert head + link in page(client, f"/talks/{query}")


def test_a_narrow_cell_says_shortly_where_was_searched(client, crowd):
    make_search(proposal=crowd.ships, holder=crowd.voices[0])
    for query, text in (("?actor=v0", "searched"), ("?others=open", "none")):
        cells = read_cells(client, crowd.ships, query)
        assert [cells[label] for label in cells if label.startswith("Voice 0 on Ships: searched")] == [text]


def test_more_columns_ask_no_more_queries(client, crowd):
    asked = []
    for query in ("?others=open&per_page=25", "?side=east-side&per_page=25"):
        page(client, f"/talks/{query}")
        with CaptureQueriesContext(connection) as queries:
            page(client, f"/talks/{query}&page=1")
        asked.append(len(queries))
    assert asked[0] == asked[1]


@pytest.mark.parametrize("query", ["?page=99", "?page=0", "?page=x", "?columns=-1", "?page=2&columns=2"])
def test_a_page_that_does_not_exist_shows_the_nearest_that_does(client, many, query):
    assert row_order(client, query)


def test_what_changed_is_counted_on_whatever_page(client, many):
    assert "61 cells changed or filled since" in text_of(client, "/talks/?since=2022-01-01&per_page=25&page=2")


def test_a_download_holds_all_rows_and_columns(client, many, monkeypatch):
    monkeypatch.setattr(matrix_window, "MOST_COLUMNS", 1)
    rows = client.get("/talks/?per_page=25&page=2&columns=2&_export=json").getvalue()
    assert rows.count(b'"holder"') == 61


def test_common_ground_comes_in_pages(client, many, monkeypatch):
    monkeypatch.setattr("claims.reader.views.common_ground.FINDINGS_A_PAGE", 15)
    first, second = (page(client, f"/talks/common-ground/{query}") for query in ("", "?page=2"))
    rows = [re.findall(r'<tr id="([\w-]+)"', html) for html in (first, second)]
    assert [len(found) for found in rows] == [15, 15]
    assert {*rows[0], *rows[1]} == {proposal.slug for proposal in many}
    assert "Contested 20" in text_of(client, "/talks/common-ground/?page=2")


def test_the_stances_of_an_actor_come_in_pages(client, many, monkeypatch):
    monkeypatch.setattr("claims.reader.views.actors.STANCES_A_PAGE", 20)
    first, second = (page(client, f"/talks/actors/east/{query}") for query in ("", "?stances=2"))
    tables = [html.partition('id="stances"')[2].partition("</table>")[0] for html in (first, second)]
    assert [table.count('aria-label="Eastland on ') for table in tables] == [20, 10]
    assert "30 proposals with a stance" in text_of(client, "/talks/actors/east/?stances=2")
