"""Data in which no side negotiates, such as votes or answers: no page offers or says anything about verdicts."""

import re
from datetime import date

import pytest

from claims.models import Side
from tests import walk
from tests.make import change, make_actor, make_claim, make_proposal, make_side
from tests.reader.read_downloads import as_dicts, workbook
from tests.reader.read_pages import headings, page, row_order, text_of, words

pytestmark = pytest.mark.django_db

RULES = {"claims:method", "claims:method-page", "claims:robustness"}  # what these pages are about


@pytest.fixture
def votes(db):
    """A world of every kind of row in which no side negotiates; nobody's principal was unticked."""
    world = walk.make_world(6)
    for side in Side.objects.all():
        change(side, negotiates=False)
    return world


def test_no_page_says_or_offers_anything_of_verdicts(client, votes):
    for stop in walk.stops(votes):
        if stop.name in RULES or stop.name.startswith("claims:release"):  # those of the walk have made-up verdicts
            continue
        html = page(client, stop.path())
        for word in ("verdict", "principal", "other parties", "voice:", "contested", "gap"):
            said = words(html).lower()
            assert not re.search(rf"\b{word}", said), (stop.name, word, re.findall(rf".{{60}}{word}.{{40}}", said))
        assert not re.search(r'name="(verdict|others)"|(title|aria-label)="[^"]*(verdict|principal)', html), stop.name


def test_no_file_has_columns_of_verdicts(client, votes):
    for address in (
        "/talks/",
        "/talks/proposals/",
        f"/talks/proposals/{votes.proposal.slug}/?table=stances",
        f"/talks/actors/{votes.holder.slug}/?table=stances",
    ):
        columns = as_dicts(client, address)[0].keys()
        assert not columns & {"verdict", "reason", "gap"}, address
    assert {row["role"] for row in as_dicts(client, "/talks/actors/")} == {"party", "expert"}
    book = workbook(client, "/talks/")
    assert [cell.value for cell in book["matrix"][2]][:1] == ["Proposal"] and "Verdict" not in headings(client)
    assert not any("principal" in str(cell.value) for row in book["legend"].iter_rows() for cell in row)


def test_rows_stand_by_what_divides_most_then_by_their_number_of_claims_and_say_so(client, db):
    holder = make_actor(side=make_side(negotiates=False))
    few, many = make_proposal(), make_proposal()
    for proposal, days in ((few, [1]), (many, [1, 2, 3])):
        for day in days:
            make_claim(holder=holder, proposal=proposal, said_on=date(2022, 1, day))
    assert row_order(client) == [many.slug, few.slug]
    assert '<option value="" selected>most divided first</option>' in page(client, "/talks/")
    assert "prospects only" in text_of(client, "/talks/?dimension=prospects")
    assert "prospects only (verdicts are about positions)" not in text_of(client, "/talks/?dimension=prospects")


@pytest.mark.parametrize("kind", ["no-party-has-spoken", "contested"])
def test_an_address_that_names_a_verdict_finds_nothing(client, votes, kind):
    for address in (f"/talks/?verdict={kind}", f"/talks/proposals/?verdict={kind}", f"/talks/claims/?verdict={kind}"):
        html = page(client, address)
        assert not re.search(r'<tr id="', html), address
        assert 'name="verdict"' in html, address  # so that it can be taken back


def test_each_page_of_what_was_found_begins_with_what_divides(client, votes):
    for address in ("/talks/", "/talks/common-ground/"):
        assert re.search(r"<h1>\d of 6 proposals divides? the actors</h1>", page(client, address)), address
    assert re.search(r"\d of 6 proposals divides? the actors; most divided is “", text_of(client, "/"))


def test_common_ground_leads_to_what_can_be_compared(client, votes):
    text = text_of(client, "/talks/common-ground/?as_of=2022-02-01")
    assert "No side negotiates in this data" in text and "Order" not in text and "Download:" not in text
    assert 'href="/talks/proposals/?as_of=2022-02-01"' in page(client, "/talks/common-ground/?as_of=2022-02-01")
    for address in ("/talks/common-ground/", "/talks/common-ground/robustness/"):
        assert "No side negotiates in this data. The actors are compared instead" in text_of(client, address)
    assert client.get("/talks/common-ground/?table=robustness&_export=csv").status_code == 200


def test_verdicts_are_offered_where_a_side_negotiates(client, sides):
    make_claim(holder=sides["east"])
    for address, offered in (
        ("/talks/", 'name="verdict"'), ("/talks/", 'name="others"'), ("/talks/proposals/", 'name="verdict"'),
        ("/talks/claims/", 'name="verdict"'), ("/talks/common-ground/", 'name="order"'),
    ):  # fmt: skip
        assert offered in page(client, address), address
    assert {"verdict", "gap"} <= as_dicts(client, "/talks/proposals/")[0].keys()
