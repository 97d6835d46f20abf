"""The lists of the API: the rows of the downloads, page by page, by the filters of the pages."""

import json
from datetime import date

import pytest
from django.db import connection
from django.urls import reverse

from claims import queries
from claims.api.resources import RESOURCES
from tests.api.addresses import follow_pages, list_paths
from tests.make import make_old_address, the_negotiation
from tests.query_counter import QueryCounter
from tests.walk import make_world

pytestmark = pytest.mark.django_db

# With nothing kept in memory and then again, whatever the size of the world; the pages in tests/walk.py say of what.
QUERIES = {
    "list_negotiations": (2, 1),  # version, negotiations
    "get_claim": (6, 5),  # claim, packages, sides of actors and of officials
    "list_claims": (8, 6),  # count, ids of the page, rows, and the same
    "list_claims_of_negotiation": (8, 6),
    "list_sources": (7, 1),
    "list_proposals_of_negotiation": (13, 1),
    "list_actors_of_negotiation": (11, 1),
    "list_stances_of_negotiation": (16, 2),
    "list_verdicts_of_negotiation": (13, 1),
    "list_moves_of_negotiation": (10, 4),
    "list_outcomes_of_negotiation": (3, 1),
    "list_agreement_of_negotiation": (7, 1),
    "get_proposal": (13, 1),  # which is looked for in its list, and so are the others
    "get_actor": (11, 1),
    "get_source": (7, 1),
}
# Of which page the download has the same rows.
PAGES = {
    "claims": "claims",
    "proposals": "proposals",
    "actors": "actors",
    "stances": "matrix",
    "moves": "moves",
    "agreement": "agreement",
}


@pytest.fixture(scope="module", params=[1, 40], ids=["one of each", "forty of each"])
def world(request, share_rows):
    with share_rows(lambda: make_world(request.param)) as world:
        yield world


def count_queries(client, path):
    counter = QueryCounter()
    with connection.execute_wrapper(counter):
        answer = client.get(path)
    assert answer.status_code == 200, path
    return len(counter.statements)


def test_each_list_takes_its_pinned_number_of_queries(client, world):
    taken = {}
    for name, path in list_paths(world.claim).items():
        queries.forget_all()
        taken[name] = (count_queries(client, path), count_queries(client, path))
    assert taken == QUERIES


def write_cells(row):
    """Return a row of a download with what is empty left out, as numbers and texts."""
    return {name: cell for name, cell in row.items() if cell not in ("", None)}


@pytest.mark.parametrize("name", PAGES)
def test_a_list_has_the_rows_of_the_download_of_its_page(client, world, name):
    slug = the_negotiation().slug
    file = client.get(reverse(f"claims:{PAGES[name]}", args=[slug]), {"_export": "json"})
    downloaded = json.loads(b"".join(file.streaming_content))
    rows = [
        row for page in follow_pages(client, f"/api/v1/negotiations/{slug}/{name}/?per_page=25") for row in page["rows"]
    ]
    shared = downloaded[0].keys() if downloaded else ()
    assert [{key: row[key] for key in shared if row[key] not in ("", None)} for row in rows] == [
        write_cells(row) for row in downloaded
    ]


def test_pages_follow_each_other_to_the_end_without_a_row_twice(client, world):
    for name, path in list_paths(world.claim).items():
        if not name.startswith("list_") or name == "list_negotiations":
            continue
        pages = list(follow_pages(client, f"{path}?per_page=25"))
        rows = [json.dumps(row) for page in pages for row in page["rows"]]
        assert len(rows) == len(set(rows)), name
        assert all(len(page["rows"]) == 25 for page in pages[:-1]), name
        assert pages[0]["count"] in (None, len(rows)), name


def test_a_filter_chooses_as_on_the_page(client, world):
    path = list_paths(world.claim)["list_claims_of_negotiation"]
    rows = client.get(path, {"holder": world.holder.slug, "as_of": "2022-01-01"}).json()["rows"]
    assert all(row["holder"] == world.holder.slug and row["said_on"] <= "2022-01-01" for row in rows)
    everything = client.get(path).json()
    assert len(rows) < everything["count"]


def test_a_list_sorted_by_a_name_has_pages_too(client, world):
    path = list_paths(world.claim)["list_claims_of_negotiation"]
    pages = list(follow_pages(client, f"{path}?per_page=25&sort=holder"))
    ids = [row["claim"] for page in pages for row in page["rows"]]
    assert len(ids) == len(set(ids)) == pages[0]["count"]


def test_a_claim_is_read_by_its_id(client, world):
    row = client.get(list_paths(world.claim)["get_claim"]).json()
    assert (row["claim"], row["holder"]) == (world.claim.public_id, world.holder.slug)
    assert date.fromisoformat(row["said_on"]) == world.claim.said_on


def test_a_proposal_an_actor_and_a_source_are_what_their_lists_have(client, world):
    paths = list_paths(world.claim)
    lists = {
        "proposal": "list_proposals_of_negotiation",
        "actor": "list_actors_of_negotiation",
        "source": "list_sources",
    }
    for name, listed in lists.items():
        row = client.get(paths[f"get_{name}"]).json()
        assert row in [one for page in follow_pages(client, paths[listed]) for one in page["rows"]], name
    before = client.get(paths["get_proposal"], {"as_of": "2021-01-01"}).json()
    assert before["claims"] == 0 != client.get(paths["get_proposal"]).json()["claims"]


def test_a_row_that_was_called_otherwise_leads_to_where_it_is(client, world):
    make_old_address(slug="once", proposal=world.proposal, negotiation=world.proposal.negotiation)
    now = list_paths(world.claim)["get_proposal"]
    answer = client.get(now.replace(world.proposal.slug, "once"), {"as_of": "2022-06-01"})
    assert (answer.status_code, answer.url) == (301, f"{now}?as_of=2022-06-01")
    assert client.get(now.replace(world.proposal.slug, "never")).status_code == 404


def test_no_row_has_a_column_for_editors():
    assert all({"note", "status"}.isdisjoint(resource.kinds) for resource in RESOURCES)
