"""The matrix in windows: rows and columns paged in the address, every number still that of the whole table."""

import re

import pytest

from claims.reader.shared import matrix_window
from tests.make import make_claim, make_proposal
from tests.reader.read_pages import actor_headings, group_headings, page, row_order, text_of, verdict_bar, words

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
    assert "Rows: page 1 of 2" in words(html) and ">Next rows</a>" in html
    assert 'rel="prev" href="/talks/?per_page=25&amp;as_of=2030-01-01"' in page(
        client, "/talks/?per_page=25&as_of=2030-01-01&page=2"
    )


def test_a_page_of_its_own_starts_anew_where_the_rows_change(client, many):
    html = page(client, "/talks/?per_page=25&page=2")
    links = re.findall(r'href="(/talks/\?[^"]*verdict=[^"]*)"', html)
    assert links and not [link for link in links if re.search(r"[?;]page=", link)]


def test_columns_come_in_pages_too(client, many, monkeypatch):
    monkeypatch.setattr(matrix_window, "MOST_COLUMNS", 2)
    assert actor_headings(client) == ["East", "West"]
    assert actor_headings(client, "?columns=2") == ["Expert"]
    assert actor_headings(client, "?columns=99") == ["Expert"]
    assert 'aria-label="Pages of the columns"' in page(client, "/talks/")


def test_no_page_holds_more_cells_than_a_browser_can_bear(client, many, monkeypatch):
    monkeypatch.setattr(matrix_window, "MOST_CELLS", 30)
    assert len(row_order(client)) == 10  # of three columns
    assert len(row_order(client, "?per_page=200")) == 10


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
    assert [html.count('aria-label="Eastland on ') for html in (first, second)] == [20, 10]
    assert "30 proposals with a stance" in text_of(client, "/talks/actors/east/?stances=2")
