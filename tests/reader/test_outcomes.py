"""What readers see of outcomes: above the verdict from their day on, which they leave as it is."""

import csv
import json
from datetime import date
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from claims import queries
from tests.make import make_actor, make_claim, make_outcome, make_proposal, make_side, make_source, make_user
from tests.versions import FIRST

pytestmark = pytest.mark.django_db

SAID = date(2022, 1, 17)


@pytest.fixture
def sides():
    return [make_actor(side=make_side(name=name), short_name=name) for name in ("East", "West")]


@pytest.fixture
def zones(sides):
    """A proposal within reach, agreed on 3 March; on 1 April the West turns against it."""
    east, west = sides
    proposal = make_proposal(title="Zones", slug="zones")
    make_claim(2, east, proposal=proposal, said_on=SAID)
    make_claim(1, west, proposal=proposal, said_on=SAID, conditions="if inspected")
    source = make_source(title="Communiqué", published_on=date(2022, 3, 4), slug="communique")
    make_outcome(proposal=proposal, source=source, quote="The zones are agreed.", day=date(2022, 3, 3))
    return proposal


def read(client, path, **query):
    answer = client.get(path, query)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


PAGES = ("/talks/", "/talks/proposals/", "/talks/proposals/zones/", "/talks/common-ground/")


@pytest.mark.parametrize("address", PAGES)
def test_it_stands_above_the_verdict_from_its_day_on(client, zones, address):
    assert "greed 3 Mar 2022" in read(client, address) and "until then: within reach" in read(client, address)
    assert "greed 3 Mar 2022" in read(client, address, as_of="2022-03-03")
    before = read(client, address, as_of="2022-03-02")
    assert "greed 3 Mar" not in before and "until then" not in before and "ithin reach" in before


def test_an_opened_cell_tells_it_from_its_day_on(client, sides, zones):
    for address, query in (
        (f"/talks/cells/zones/{sides[0].slug}/", {}),
        ("/talks/", {"cell": f"zones/{sides[0].slug}"}),
    ):
        assert 'Became of it: <a href="/talks/proposals/zones/#outcome">agreed 3 Mar 2022</a>' in read(
            client, address, **query
        )
        assert "Became of it" not in read(client, address, **query, as_of="2022-03-02")


def test_changes_tell_what_became_of_proposals_between_the_two_days(client, zones):
    said = read(client, "/talks/changes/", since="2022-03-03")
    assert "One proposal was settled." in said and "What became of proposals" in said
    assert 'href="/talks/proposals/zones/#outcome">Zones</a>: agreed 3 Mar 2022' in said
    for query in (
        {"since": "2022-03-04"},
        {"since": "2022-02-01", "as_of": "2022-03-02"},
        {"topic": make_proposal().topic.slug},
    ):
        assert "settled" not in read(client, "/talks/changes/", **{"since": "2022-03-03", **query})


def test_the_matrix_hides_what_is_settled_and_says_how_many(client, zones):
    make_claim(2, proposal=make_proposal(title="Flights", slug="flights"))
    both = read(client, "/talks/")
    assert '1 proposal is settled. <a href="/talks/?settled=hide">Hide what is settled</a>' in both
    hidden = read(client, "/talks/", settled="hide")
    assert 'id="zones"' not in hidden and 'id="flights"' in hidden
    assert '1 settled proposal is hidden. <a href="/talks/">Show what is settled</a>' in hidden
    assert "settled proposals: hidden" in hidden and "1 of 2 proposals" in hidden
    before = read(client, "/talks/", settled="hide", as_of="2022-03-02")
    assert 'id="zones"' in before and "settled proposal is" not in before


def test_a_file_of_the_matrix_leaves_out_what_is_settled_too(client, zones):
    other = make_proposal(slug="flights")
    make_claim(2, proposal=other)
    for query, proposals in (({}, {"zones", "flights"}), ({"settled": "hide"}, {"flights"})):
        answer = client.get("/talks/", {"_export": "json", **query})
        assert {row["proposal"] for row in json.loads(answer.getvalue())} == proposals
    assert "?settled=hide&amp;_export=csv" in read(client, "/talks/", settled="hide")
    book = load_workbook(BytesIO(client.get("/talks/", {"_export": "xlsx", "settled": "hide"}).getvalue()))
    assert "Shown: proposals without an outcome." in [row[0].value for row in book["legend"].iter_rows()]


@pytest.mark.parametrize("address", PAGES)
def test_what_was_known_asks_that_its_source_was_published_by_then(client, zones, address):
    assert "greed 3 Mar" not in read(client, address, as_of="2022-03-03", known="published")
    assert "greed 3 Mar 2022" in read(client, address, as_of="2022-03-04", known="published")


@pytest.mark.parametrize("address", PAGES)
def test_claims_after_it_change_the_verdict_and_not_what_was_until_then(client, sides, zones, address):
    make_claim(-2, sides[1], proposal=zones, said_on=date(2022, 4, 1))
    assert "until then: within reach; since then: contested" in read(client, address)
    assert "since then" not in read(client, address, as_of="2022-03-31")


def test_what_hung_on_a_refused_proposal_until_then_is_told_as_blocked(client, sides, zones):
    other = make_proposal(slug="inspections")
    make_claim(-1, sides[0], proposal=other, said_on=SAID)
    make_claim(1, sides[1], proposal=zones, said_on=date(2022, 2, 1), conditions="if inspected",
               depends_on="inspections")  # fmt: skip
    make_claim(2, sides[0], proposal=other, said_on=date(2022, 3, 10))
    assert "until then: blocked; since then: within reach" in read(client, "/talks/proposals/zones/")


def test_the_verdict_counts_and_groups_as_if_there_were_none(client, zones):
    assert ">1 within reach</a>" in read(client, "/talks/")
    assert 'id="zones"' in read(client, "/talks/", verdict="within-reach")
    assert 'class="verdict-within-reach' in read(client, "/talks/", group="topic")


def test_of_several_the_latest_stands_and_the_earlier_ones_are_listed(client, zones):
    make_outcome("overtaken", proposal=zones, quote="War has begun.", day=date(2022, 3, 5))
    page = read(client, "/talks/proposals/zones/")
    assert page.index("vertaken 5 Mar 2022; until then") < page.index("War has begun.")
    assert page.index("War has begun.") < page.index("Before that") < page.index("The zones are agreed.")
    assert "overtaken 5 Mar 2022" in read(client, "/talks/") and "agreed 3 Mar" not in read(client, "/talks/")
    assert "War has begun." not in read(client, "/talks/proposals/zones/", as_of="2022-03-04")


def test_it_is_cited_and_its_source_has_a_page_that_tells_it(client, zones):
    page = read(client, "/talks/proposals/zones/")
    assert "“The zones are agreed.”" in page and 'href="/sources/communique/"' in page
    source = read(client, "/sources/communique/")
    assert "The zones are agreed." in source and "/talks/proposals/zones/#outcome" in source
    assert "The zones are agreed." not in read(client, "/sources/communique/", as_of="2022-03-02")


def test_relatives_and_actors_name_it_beside_the_proposal(client, sides, zones):
    part = make_proposal(title="Flights", slug="flights", part_of=zones)
    make_claim(2, sides[0], proposal=part)
    make_outcome("lapsed", proposal=part, day=date(2022, 3, 6))
    assert "lapsed 6 Mar 2022" in read(client, "/talks/proposals/zones/")
    assert "agreed 3 Mar 2022" in read(client, f"/talks/actors/{sides[0].slug}/")


def test_where_no_side_negotiates_it_stands_without_a_verdict(client):
    voice = make_actor(side=make_side(negotiates=False))
    proposal = make_proposal(title="Zones", slug="zones")
    make_claim(2, voice, proposal=proposal)
    make_outcome(proposal=proposal)
    for page in ("/talks/", "/talks/proposals/", "/talks/proposals/zones/"):
        assert "greed 3 Mar 2022" in read(client, page) and "until then" not in read(client, page), page


@pytest.mark.parametrize("status", ["draft", "in-review", "returned", "withdrawn"])
@pytest.mark.parametrize("role", [None, "reviewer"])
def test_what_is_not_published_stands_nowhere(client, sides, status, role):
    proposal = make_proposal(slug="zones")
    make_claim(2, sides[0], proposal=proposal)
    make_outcome(status=status, proposal=proposal, quote="Not yet.")
    if role:
        client.force_login(make_user(role))
    for page in PAGES:
        assert "3 Mar 2022" not in read(client, page) and "Not yet." not in read(client, page)


def test_files_name_it_and_its_day(client, zones):
    rows = list(
        csv.DictReader(StringIO(client.get("/talks/proposals/", {"_export": "csv"}).getvalue().decode("utf-8-sig")))
    )
    assert (rows[0]["outcome"], rows[0]["outcome_on"], rows[0]["verdict_until_then"]) == (
        "agreed",
        "2022-03-03",
        "within-reach",
    )
    rows = list(csv.DictReader(StringIO(client.get("/talks/", {"_export": "csv"}).getvalue().decode("utf-8-sig"))))
    assert {(row["outcome"], row["outcome_on"]) for row in rows} == {("agreed", "2022-03-03")}
    book = load_workbook(BytesIO(client.get("/talks/", {"_export": "xlsx"}).getvalue()))
    texts = [cell.value for row in book["matrix"].iter_rows() for cell in row]
    assert "agreed 3 Mar 2022; until then: within reach" in texts


def test_what_became_of_proposals_is_read_once_a_data_version(zones, django_assert_num_queries):
    snapshot = queries.get_snapshot(queries.Scope(), FIRST)
    snapshot.get(queries.read_vocabulary)
    with django_assert_num_queries(2):  # outcomes, the principals' claims
        assert snapshot.get(queries.find_standing_outcomes)
    with django_assert_num_queries(0):
        snapshot.get(queries.find_standing_outcomes)


def test_coverage_lists_outcomes_and_sends_them_as_a_file(client, zones):
    other = make_proposal(title="Flights")
    lapsed = make_outcome("lapsed", proposal=other, day=date(2022, 3, 6), quote="", locator="p. 4")
    listed = read(client, "/talks/coverage/", table="outcomes")
    assert "2 shown" in listed and "“The zones are agreed.”" in listed and "p. 4" in listed
    assert "1 shown" in read(client, "/talks/coverage/", table="outcomes", proposal="zones")
    assert "1 shown" in read(client, "/talks/coverage/", table="outcomes", as_of="2022-03-05")
    query = {"table": "outcomes", "_export": "csv", "sort": "-day"}
    rows = list(csv.DictReader(StringIO(client.get("/talks/coverage/", query).getvalue().decode("utf-8-sig"))))
    assert [row["outcome"] for row in rows] == [lapsed.public_id, zones.outcomes.get().public_id]
    assert (rows[1]["kind"], rows[1]["day"], rows[1]["quote"], rows[1]["source"]) == (
        "agreed",
        "2022-03-03",
        "The zones are agreed.",
        "communique",
    )
    assert rows[1]["source_publisher"] and not {"note", "status"} & rows[0].keys()
    client.force_login(make_user("analyst"))
    rows = list(csv.DictReader(StringIO(client.get("/talks/coverage/", query).getvalue().decode("utf-8-sig"))))
    assert (rows[1]["note"], rows[1]["status"]) == ("", "published")


def test_a_proposal_is_found_by_the_quote_of_its_outcome_once_there_is_one(client, zones):
    make_outcome("lapsed", "draft", proposal=make_proposal(slug="flights"), quote="A communiqué to come.")
    assert 'id="zones"' in read(client, "/talks/", q='"are AGREED"')
    assert 'id="zones"' not in read(client, "/talks/", q='"are agreed"', as_of="2022-03-02")
    assert 'id="flights"' not in read(client, "/talks/", q="communiqué")


def test_a_source_that_only_an_outcome_cites_is_listed_from_its_day_on(client, zones):
    def listed(**query):
        return "/sources/communique/" in read(client, "/sources/", **query)

    assert listed() and listed(as_of="2022-03-03")
    assert not listed(as_of="2022-03-02") and not listed(attribution="own") and not listed(leaked="no")
    make_outcome(status="draft", proposal=zones, source=make_source(slug="secret"), day=date(2022, 3, 9))
    assert "secret" not in read(client, "/sources/")
