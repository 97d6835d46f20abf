"""Recorded searches and remarks beside the claims: on the page of a cell and of a proposal."""

from datetime import date

import pytest

from claims import queries
from tests.make import (
    change,
    make_actor,
    make_answer,
    make_claim,
    make_proposal,
    make_remark,
    make_search,
    make_user,
)
from tests.reader.read_downloads import csv_rows
from tests.reader.read_pages import page, text_of

pytestmark = pytest.mark.django_db
SET_APART = "Our reading Remarks say how editors read the claims. They are not claims, and no number counts them."


@pytest.fixture
def cell():
    return {"proposal": make_proposal(), "holder": make_actor()}


def address(cell):
    return f"/talks/cells/{cell['proposal'].slug}/{cell['holder'].slug}/"


def test_a_blank_cell_says_where_else_was_searched_and_what_is_not_applicable(client, cell):
    make_search(searched_in="kremlin.ru, 1–17 Jan 2022", searched_on=date(2022, 2, 3), dimension="position", **cell)
    make_search(searched_in="a press archive", searched_on=date(2022, 2, 4), **cell)
    make_search(why="It has no vote.", dimension="prospects", **cell)
    text = text_of(client, address(cell))
    assert "No source is fully coded yet." in text
    assert "Searched for its position on 3 Feb 2022 in kremlin.ru, 1–17 Jan 2022: nothing found." in text
    assert "Searched on 4 Feb 2022 in a press archive: nothing found." in text
    assert "Not applicable to its prospects: It has no vote." in text


def test_a_cell_shows_its_remarks_signed_and_set_apart_beside_its_claims(client, cell):
    claim = make_claim(**cell)
    make_remark(text="They mean <the> draft.", signed_by="Ann Lyst", written_on=date(2022, 2, 3), **cell)
    text = text_of(client, address(cell))
    assert claim.quote in text and f"{SET_APART} They mean <the> draft. Ann Lyst, 3 Feb 2022" in text


def test_a_cell_links_the_two_claims_whose_contradiction_a_remark_answers(client):
    remark = make_answer()
    of_cell = address({"proposal": remark.proposal, "holder": remark.holder})
    html = page(client, of_cell)
    for claim in (remark.earlier_claim, remark.later_claim):
        assert f'<a href="/claims/{claim.public_id}/">claim {claim.public_id}</a>' in html
    change(remark.later_claim, status="withdrawn")
    assert "On the contradiction of" not in page(client, of_cell)


def test_a_page_without_records_has_no_place_for_them(client, cell):
    make_claim(**cell)
    for path in (address(cell), cell["proposal"].get_absolute_url()):
        assert "Our reading" not in page(client, path) and "searched besides" not in page(client, path)


def test_a_proposal_shows_remarks_on_it_and_leaves_those_on_a_cell_there(client, cell):
    make_remark(text="On the proposal.", proposal=cell["proposal"], holder=None)
    make_remark(text="On the cell.", **cell)
    of_proposal, of_cell = (text_of(client, path) for path in (cell["proposal"].get_absolute_url(), address(cell)))
    assert f"{SET_APART} On the proposal." in of_proposal and "On the cell." not in of_proposal
    assert f"{SET_APART} On the cell." in of_cell and "On the proposal." not in of_cell


def test_records_change_no_number_and_stay_under_every_filter(client, cell):
    make_claim(**cell)
    before = csv_rows(client, "/talks/")
    make_search(searched_in="an archive", **cell)
    make_remark(text="Our words.", **cell)
    assert csv_rows(client, "/talks/") == before
    text = text_of(client, f"{address(cell)}?as_of=2000-01-01&attribution=own")
    assert "an archive" in text and "Our words." in text


def test_editors_are_led_to_the_forms_and_visitors_are_not(client, cell):
    row = make_search(**cell)
    add = [f"/admin/claims/{name}/add/?proposal={cell['proposal'].pk}" for name in ("searchrecord", "editorialnote")]
    change = f"/admin/claims/searchrecord/{row.pk}/change/"
    assert "/admin/claims/" not in page(client, address(cell)).replace("/admin/login", "")
    client.force_login(make_user("analyst"))
    html = page(client, address(cell))
    assert all(f"{link}&amp;holder={cell['holder'].pk}" in html for link in add) and change in html
    assert f'"{add[1]}"' in page(client, cell["proposal"].get_absolute_url())


def test_what_is_recorded_is_loaded_by_cell_with_one_query(cell, django_assert_num_queries):
    older = make_search(searched_on=date(2022, 1, 1), **cell)
    newer = make_search(searched_on=date(2022, 1, 2), **cell)
    never = make_search(why="It has no vote.", **cell)
    other = make_search()
    make_search(published=False, **cell)
    key = cell["proposal"].pk, cell["holder"].pk
    with django_assert_num_queries(1):
        assert queries.read_searches(None) == {
            key: [newer, older, never],
            (other.proposal_id, other.holder_id): [other],
        }
    assert (
        queries.read_searches(None, proposals=[key[0]])
        == queries.read_searches(None, holders=[key[1]])
        == {key: [newer, older, never]}
    )
    assert queries.read_searches(None, proposals=[key[0]], holders=[other.holder_id]) == {}


def test_remarks_are_loaded_by_cell_with_one_query(cell, django_assert_num_queries):
    of_cell, of_proposal = make_remark(**cell), make_remark(proposal=cell["proposal"], holder=None)
    make_remark(published=False, **cell)
    key = cell["proposal"].pk, cell["holder"].pk
    with django_assert_num_queries(1):
        assert queries.read_notes_by_cell() == {key: [of_cell], (key[0], None): [of_proposal]}
    assert queries.read_notes_by_cell(holders=[key[1]]) == {key: [of_cell]}
    assert queries.read_notes(cell["proposal"]) == [of_proposal]
    assert queries.read_notes(*cell.values()) == [of_cell]
