"""Networks download as GEXF and GraphML from the pages that tell of them, under the filters of these."""

from io import BytesIO
from pathlib import Path

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
    for table in ("network", "conflict"):
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
    "address", ["agreement/?table=network", "agreement/?table=conflict", "common-ground/?table=linkages"]
)
def test_each_is_gexf_by_its_schema(client, talks, address):
    body = download(client, f"/talks/{address}&_export=gexf")
    document = etree.parse(BytesIO(body))
    etree.XMLSchema(etree.parse(GEXF)).assertValid(document)
    ids = [node.get("id") for node in document.iter("{*}node")]
    assert sorted(ids) == sorted(set(ids)) and set(ids) >= ({"east", "west"} if "agreement" in address else set())


def test_a_page_without_a_network_offers_no_graph(client, talks):
    assert client.get("/talks/claims/?_export=gexf").status_code == 400
