"""A list of claims is read to its end, however long it is, and each of its pages takes as many queries as the first."""

import re
from datetime import date, timedelta
from html import unescape

import pytest

from claims.models import Claim
from claims.reader.filters.fields import find_sortable_columns
from claims.reader.shared import keyset_pagination
from claims.reader.tables import ClaimTable
from claims.rules.scales import Attribution, Dimension
from claims.services.write_gate import editing
from tests.make import make_actor, make_claim, make_proposal, make_source
from tests.reader.read_pages import listed_claims

pytestmark = pytest.mark.django_db

ROWS = 25


@pytest.fixture
def short(monkeypatch):
    """Number two pages only, and call a list of more than sixty claims long."""
    monkeypatch.setattr(keyset_pagination, "NUMBERED", 2)
    monkeypatch.setattr(keyset_pagination, "MOST_SORTED_BY_NAME", 60)


def make_claims(number):
    """Make claims of which many are alike in whatever a list is sorted by."""
    holders, proposals, sources = [make_actor(), make_actor()], [make_proposal(), make_proposal()], [make_source()]
    expert = make_actor(kind="expert")
    for n in range(number):
        second_hand = n % 3 == 0
        make_claim(
            value=n % 5 - 2,
            holder=holders[n % 2],
            proposal=proposals[n % 2],
            source=sources[0],
            said_on=date(2022, 1, 17) - timedelta(days=n % 4),
            dimension=list(Dimension)[n % 3],
            attribution=Attribution.ATTRIBUTED if second_hand else Attribution.OWN,
            speaker=expert if second_hand else holders[n % 2],
        )


def walked(client, query):
    """Follow *Next* from the first page on; return the pages, each a list of public ids, and the addresses."""
    pages, addresses, address = [], [], f"?per_page={ROWS}{query}"
    while address:
        addresses.append(address)
        text = client.get(f"/talks/claims/{address}").content.decode()
        pages.append(re.findall(r'id="claim-(\w+)"', text))
        following = re.search(r'rel="next" href="/talks/claims/([^"]+)"', text)
        address = following and unescape(following[1])
    return pages, addresses


@pytest.mark.parametrize("size", [ROWS, 3 * ROWS, 4 * ROWS + 3])
@pytest.mark.parametrize("sort", ["", "&sort=said_on", "&sort=-value", "&sort=attribution&sort=-dimension"])
def test_a_walk_meets_each_claim_once_in_order(client, short, size, sort):
    make_claims(size)
    pages, addresses = walked(client, sort)
    assert list(map(len, pages)) == [ROWS] * (size // ROWS) + [3] * bool(size % ROWS)
    rows = [Claim.objects.get(public_id=public_id) for page in pages for public_id in page]
    assert len({row.pk for row in rows}) == size
    key = {
        "": lambda c: (-c.said_on.toordinal(), -c.pk),
        "&sort=said_on": lambda c: (c.said_on, c.pk),
        "&sort=-value": lambda c: (-c.value, -c.said_on.toordinal(), -c.pk),
        "&sort=attribution&sort=-dimension": lambda c: (
            c.attribution, [-ord(letter) for letter in c.dimension], -c.said_on.toordinal(), -c.pk
        ),
    }[sort]  # fmt: skip
    assert rows == sorted(rows, key=key)
    assert [("&page=" in a, "after=" in a) for a in addresses[1:]] == [(True, False), *[(False, True)] * 9][
        : len(pages) - 1
    ]


def test_a_page_beyond_the_numbered_ones_takes_one_query_more(client, short, django_assert_num_queries):
    make_claims(4 * ROWS)
    _, addresses = walked(client, "")
    for address, queries in zip(addresses, (2, 2, 3, 3), strict=True):
        with django_assert_num_queries(queries):  # the version, rows; where the claim shown last is (counted before)
            assert client.get(f"/talks/claims/{address}").status_code == 200


def test_a_page_says_where_it_is_and_leads_back(client, short):
    make_claims(4 * ROWS)
    _, addresses = walked(client, "")
    first, second, third = (client.get(f"/talks/claims/{address}").content.decode() for address in addresses[:3])
    assert "Claims: page 1 of 4" in first and 'rel="prev"' not in first
    assert "Claims: page 2 of 4" in second and 'rel="prev"' in second
    assert "Claims: beyond page 2 of 4" in third and 'rel="first"' in third and f"{4 * ROWS} claims" in third
    assert re.search(r"after=2022-01-\d\d\.\w{8}", addresses[2])
    assert "after=" not in re.search(r'<a href="([^"]+)">Stance</a>', third)[1]  # another order has other places
    assert "after=" not in re.search(r'<a href="([^"]+)">CSV</a>', third)[1]


def test_numbers_beyond_the_numbered_pages_show_the_last_of_these(client, short):
    make_claims(4 * ROWS)
    assert listed_claims(client, f"?per_page={ROWS}&page=4") == listed_claims(client, f"?per_page={ROWS}&page=2")


def test_what_is_published_and_withdrawn_meanwhile_moves_no_page(client, short):
    make_claims(4 * ROWS)
    pages, addresses = walked(client, "")
    make_claim(said_on=date(2022, 2, 1))
    with editing(None):
        gone = Claim.objects.get(public_id=pages[0][0])
        gone.status = "withdrawn"
        gone.save()
    assert listed_claims(client, addresses[2]) == pages[2]
    with editing(None):
        last = Claim.objects.get(public_id=pages[1][-1])
        last.said_on = date(2022, 3, 1)
        last.save()
    assert listed_claims(client, addresses[2]) == pages[2]


@pytest.mark.parametrize(
    "query",
    [
        "after=here", "after=.", "after=2022-01-17", "after=2022-01-17.{id}.{id}", "after=2022-13-01.{id}",
        "after=20220117.{id}", "after=2022-01-17.nobody22", "after=2022-01-17.%27", "after=2022-01-17.{draft}",
        "after=0.2022-01-17.{id}", "sort=value&after=9.2022-01-17.{id}", "sort=value&after=%C2%B2.2022-01-17.{id}",
        "sort=attribution&after=own.2022-01-17.{id}", "sort=dimension&after=x.2022-01-17.{id}",
        "sort=holder&after=2022-01-17.{id}", "sort=holder&after=A.2022-01-17.{id}", "after=%00",
    ],
)  # fmt: skip
def test_a_place_that_is_none_of_the_list_is_a_named_error(client, query):
    claim, draft = make_claim(), make_claim(status="draft")
    answer = client.get(f"/talks/claims/?{query.format(id=claim.public_id, draft=draft.public_id)}")
    text = answer.content.decode()
    assert answer.status_code == 400 and "<strong>After</strong>" in text
    assert f'id="claim-{claim.public_id}"' in text, "it begins at the start"


def test_a_long_list_is_sorted_by_its_own_columns_only(client, short):
    make_claims(61)
    text, sorts = client.get("/talks/claims/").content.decode(), find_sortable_columns(ClaimTable)
    assert [name for name in sorts if re.search(rf'<th[^>]* class="{name}"[^>]*>\s*<a', text)] == [
        "said_on", "dimension", "value", "attribution",
    ]  # fmt: skip
    for name in keyset_pagination.BY_NAME:
        for query in (f"?sort={name}", f"?sort=value&sort=-{name}", f"?sort={name}&_export=csv"):
            answer = client.get(f"/talks/claims/{query}")
            assert answer.status_code == 400, query
            assert "<strong>Sort</strong>: A list is sorted by a name only up to 60 claims" in answer.content.decode()
        assert client.get(f"/talks/claims/?sort={name}&attribution=own").status_code == 200


def test_a_list_sorted_by_a_name_goes_by_number_to_its_end(client, short):
    make_claims(60)
    pages, addresses = walked(client, "&sort=holder")
    assert list(map(len, pages)) == [25, 25, 10] and not any("after=" in address for address in addresses)
    assert len({public_id for page in pages for public_id in page}) == 60
