"""A proposal's whole title: below its heading, beside its short one in lists and rows, and in search."""

import re
from html import unescape

import pytest

from tests.make import make_claim, make_proposal
from tests.reader.read_downloads import as_dicts, workbook
from tests.reader.read_pages import page, row, row_order, text_of

pytestmark = pytest.mark.django_db

WHOLE = "Draft resolution on the advancement of the rights of all who live near the line of contact"


@pytest.fixture
def rights(sides):
    rights = make_proposal(slug="rights", title="Rights", full_title=WHOLE, definition="All have the same rights.")
    make_claim(value=2, holder=sides["east"], proposal=rights)
    return rights


def test_its_page_tells_it_below_the_heading_beside_what_would_be_agreed(client, rights):
    text = text_of(client, "/talks/proposals/rights/")
    assert f"{WHOLE} All have the same rights." in text
    make_proposal(slug="same", title="Same", full_title=WHOLE, definition=WHOLE)
    assert re.findall(rf"<p[^>]*>{WHOLE}</p>", page(client, "/talks/proposals/same/")) == [
        f'<p class="full-title">{WHOLE}</p>'
    ]


def test_rows_cells_and_claims_tell_it_beside_the_title(client, rights):
    beside = f"{WHOLE} – All have the same rights."
    assert f'title="{beside}"' in unescape(row(client, rights))
    assert beside in text_of(client, rights.negotiation.get_address("cell", "rights", "east"))
    assert beside in text_of(client, rights.claims.get().get_absolute_url())
    assert f"Rights {WHOLE}" in text_of(client, "/talks/proposals/")


def test_search_finds_its_words(client, rights):
    make_proposal(title="Zones")
    assert row_order(client, "?q=advancement contact") == ["rights"]


def test_files_carry_it(client, rights):
    assert as_dicts(client, "/talks/proposals/")[0]["full_title"] == WHOLE
    assert as_dicts(client, "/talks/claims/")[0]["proposal_full_title"] == WHOLE
    comments = [
        cell.comment.text
        for line in workbook(client, "/talks/?_export=xlsx")["matrix"]
        for cell in line
        if cell.comment
    ]
    assert WHOLE in comments
