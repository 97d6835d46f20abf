"""Networks download as GEXF and GraphML from the pages that tell of them, under the filters of these."""

import re
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import networkx
import pytest
from lxml import etree

from tests.make import make_actor, make_claim, make_proposal, make_side
from tests.reader.read_downloads import download
from tests.reader.read_pages import page

pytestmark = pytest.mark.django_db
GEXF = Path(__file__).parents[1] / "exporters" / "gexf-1.3" / "gexf.xsd"


@pytest.fixture
def talks():
    """East and West on two proposals, on which they are one step apart and all four."""
    east, west = (
        make_actor(slug=slug, name=name, short_name=name) for slug, name in (("east", "East <&>"), ("west", "W"))
    )
    for slug, values in (("arms", (2, 1)), ("borders", (2, -2))):
        proposal = make_proposal(slug=slug)
        for actor, value in zip((east, west), values, strict=True):
            make_claim(value, holder=actor, proposal=proposal)
    return east, west


def read_graphml(client, address):
    return networkx.parse_graphml(download(client, f"{address}&_export=graphml").decode())


def test_the_agreement_page_leads_to_both_networks_of_actors(client, talks):
    html = page(client, "/talks/agreement/?as_of=2022-06-01")
    for table in ("network", "conflict", "persons", "two-mode"):
        for extension in ("gexf", "graphml"):
            assert f'href="?as_of=2022-06-01&amp;table={table}&amp;_export={extension}"' in html


def test_each_sum_is_a_network_of_positive_weights(client, talks):
    congruence = read_graphml(client, "/talks/agreement/?table=network")
    assert congruence.edges["east", "west"] == {
        "id": "e0", "weight": 0.75, "congruence": 0.75, "conflict": 1.25, "subtract": -0.5, "ignore": 2.0,
    }  # fmt: skip
    assert read_graphml(client, "/talks/agreement/?table=conflict").edges["east", "west"]["weight"] == 1.25
    assert congruence.nodes["east"] == {
        "label": "East <&>", "name": "East <&>", "kind": "party", "side": talks[0].side.name, "negotiates": True,
        "principal": True,
    }  # fmt: skip


def test_sums_are_divided_as_asked(client, talks):
    divided = read_graphml(client, "/talks/agreement/?table=network&divide=average-activity")
    assert divided.edges["east", "west"]["weight"] == 0.375  # each made two statements
    rows = download(client, "/talks/agreement/?table=network&divide=dna-cosine&_export=csv").decode("utf-8-sig")
    assert "0.1875" in rows


def test_actors_and_proposals_are_one_network_by_what_was_said(client, talks):
    graph = read_graphml(client, "/talks/agreement/?table=two-mode")
    tie = dict(graph.edges["actor:west", "proposal:borders"])
    tie.pop("id")
    assert tie == {"weight": 1.0, "statements": 1, "positive": 0, "negative": 1, "subtract": -2.0, "sign": "negative"}
    assert graph.nodes["proposal:arms"]["mode"] == "proposal" and "side" not in graph.nodes["proposal:arms"]
    shares = read_graphml(client, "/talks/agreement/?table=two-mode&divide=activity")
    assert shares.edges["actor:west", "proposal:borders"]["weight"] == 0.5
    table = download(client, "/talks/agreement/?table=two-mode&_export=csv").decode("utf-8-sig").splitlines()
    assert table[0] == "actor,proposal,dimension,weight,statements,positive,negative,subtract,sign"
    assert "west,borders,position,1.0,1,0,1,-2.0,negative" in table and len(table) == 5


def test_persons_are_tied_by_what_they_said_first_hand(client, talks):
    east, west = talks
    ann = make_actor("official", slug="ann", name="Ann", short_name="Ann", speaks_for=east)
    bo = make_actor("official", slug="bo", name="Bo", short_name="Bo", speaks_for=west)
    zones = make_proposal(slug="zones")
    make_claim(2, holder=east, speaker=ann, proposal=zones)
    make_claim(1, holder=west, speaker=bo, proposal=zones)
    graph = read_graphml(client, "/talks/agreement/?table=persons")
    assert set(graph) == {"ann", "bo"} and graph.edges["ann", "bo"]["weight"] == 0.75
    assert graph.nodes["ann"] == {
        "label": "Ann", "name": "Ann", "kind": "official", "organization": "East <&>", "side": east.side.name,
    }  # fmt: skip


def test_windows_of_time_are_a_network_each(client, talks):
    east, west = talks
    for actor in talks:
        make_claim(2, holder=actor, proposal=make_proposal(slug=f"of-{actor.slug}"), said_on=date(2021, 1, 5))
    schema = etree.XMLSchema(etree.parse(GEXF))
    days = dict.fromkeys(("2021-01-05", "2022-01-05"), 0)
    body = download(client, "/talks/agreement/?table=network&window=365&_export=gexf")
    with ZipFile(BytesIO(body)) as archive:
        for name in archive.namelist():
            document = etree.fromstring(archive.read(name))
            schema.assertValid(document)
            start = next(day for day in days if "congruence-" in name and f"-{day}-" in name)
            days[start] = len(document.findall(".//{*}edge"))
    assert days == {"2021-01-05": 0, "2022-01-05": 1}


def test_windows_are_cut_by_the_months_of_the_calendar(client, talks):
    make_claim(2, holder=talks[0], proposal=make_proposal(slug="later"), said_on=date(2022, 2, 28))
    body = download(client, "/talks/agreement/?table=network&window=1&unit=month&_export=graphml")
    with ZipFile(BytesIO(body)) as archive:
        names = sorted(archive.namelist())
    assert [re.search(r"-(\d{4}-\d\d-\d\d)-(\d{4}-\d\d-\d\d)\.", name).groups() for name in names] == [
        ("2022-01-01", "2022-01-31"),
        ("2022-02-01", "2022-02-28"),
    ]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("table=two-mode&divide=jaccard&_export=gexf", "divided by activity or by prominence"),
        ("table=network&divide=activity&_export=gexf", "divide the network of actors and proposals alone"),
        ("divide=jaccard&_export=csv", "Only the sums of networks are divided"),
        ("table=network&window=30&_export=csv", "download as GEXF or GraphML"),
        ("table=network&step=30&_export=gexf", "A step needs a window"),
        ("table=network&unit=month&_export=gexf", "What windows count needs a window"),
        ("table=network&window=0&_export=gexf", "Give a whole number from 1 to 36500"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_reason(client, talks, query, words):
    answer = client.get(f"/talks/agreement/?{query}")
    assert answer.status_code == 400 and words in answer.content.decode()


def test_too_many_windows_are_refused_with_their_number(client, talks):
    make_claim(2, holder=talks[0], proposal=make_proposal(slug="old"), said_on=date(2019, 1, 5))
    answer = client.get("/talks/agreement/?table=network&window=2&step=1&_export=gexf")
    assert answer.status_code == 400 and "windows: at most 200" in answer.content.decode()


def test_filters_of_the_page_choose_what_is_in_the_network(client, talks):
    only = read_graphml(client, "/talks/agreement/?table=network&proposal=borders")
    assert not only.edges and set(only) == {"east", "west"}  # a sum of 0 is no edge
    assert set(read_graphml(client, "/talks/agreement/?table=network&actor=east")) == {"east"}


def test_what_waits_is_a_signed_network_of_proposals(client):
    east, west = (make_actor(slug=slug, side=make_side(name=slug)) for slug in ("east", "west"))
    arms, borders = make_proposal(slug="arms"), make_proposal(slug="borders")
    make_claim(1, holder=east, proposal=arms, conditions="so", depends_on="borders")
    make_claim(1, holder=west, proposal=arms, conditions="so", depends_on="borders")
    make_claim(1, holder=west, proposal=borders, conditions="not so", depends_on="!arms")
    graph = read_graphml(client, "/talks/common-ground/?table=linkages")
    assert graph.is_directed() and set(graph) == {"arms", "borders"}
    assert graph.edges["arms", "borders"]["weight"] == 2 and graph.edges["arms", "borders"]["sign"] == "+"
    assert (graph.edges["borders", "arms"]["sign"], graph.edges["borders", "arms"]["refused"]) == ("-", 1)
    assert "table=linkages&amp;_export=gexf" in page(client, "/talks/common-ground/")


@pytest.mark.parametrize(
    "address", ["agreement/?table=network", "agreement/?table=persons", "common-ground/?table=linkages"]
)
def test_each_is_gexf_by_its_schema(client, talks, address):
    body = download(client, f"/talks/{address}&_export=gexf")
    document = etree.parse(BytesIO(body))
    etree.XMLSchema(etree.parse(GEXF)).assertValid(document)
    ids = [node.get("id") for node in document.iter("{*}node")]
    assert sorted(ids) == sorted(set(ids)) and set(ids) >= ({"east", "west"} if "network" in address else set())


def test_a_page_without_a_network_offers_no_graph(client, talks):
    assert client.get("/talks/claims/?_export=gexf").status_code == 400
