"""Graphs are GEXF 1.3 by its schema, and another program reads from both formats what went in, whatever it was."""

import re
from pathlib import Path

import networkx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from claims.exporters.graphs import GRAPH_FORMATS, Edge, Graph, Node, make_graph_download

SCHEMA = Path(__file__).parent / "gexf-1.3" / "gexf.xsd"
HOSTILE = ['a"><b>', "&amp;", "]]>", "tab\tand\nline", "\x00\x08\x1b", "𝔘 ‮evil", "--", "'", "<!DOCTYPE x>", "  spaces "]
texts = st.text() | st.sampled_from(HOSTILE)


def make(texts_of_nodes, weights=(), directed=False):
    nodes = [Node(f"n{n}", text, (text, n, n % 2 == 0, None)) for n, text in enumerate(texts_of_nodes)]
    edges = [Edge(f"n{a}", f"n{b}", weight, (weight, "§")) for (a, b), weight in weights]
    attributes = {"says": str, "number": int, "even": bool, "nothing": str}
    return Graph("A <test>", directed, attributes, {"again": float, "sign": str}, nodes, edges)


def write(graph, extension):
    return b"".join(make_graph_download(graph, extension, "network").chunks)


def as_held(text):
    return re.sub("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "\ufffd", text)


@settings(deadline=None, max_examples=60)
@given(st.lists(texts, min_size=3, max_size=6))
def test_gexf_is_valid_by_its_schema_whatever_it_says(names):
    schema = etree.XMLSchema(etree.parse(SCHEMA))
    document = etree.fromstring(write(make(names, [((0, 1), 2.5), ((1, 2), 1.0)]), "gexf"))
    schema.assertValid(document)
    assert len(document.findall(".//{*}node")) == len(names)


@pytest.mark.parametrize("directed", [True, False])
@settings(deadline=None, max_examples=60)
@given(names=st.lists(texts, min_size=3, max_size=6))
def test_graphml_reads_back_as_it_went_in(directed, names):
    body = write(make(names, [((0, 1), 2.5), ((1, 2), 1.0)], directed), "graphml")
    graph = networkx.parse_graphml(body.decode())
    assert graph.is_directed() == directed and not graph.is_multigraph()
    assert [dict(graph.nodes[f"n{n}"]) for n in range(len(names))] == [
        {"label": as_held(name), "says": as_held(name), "number": n, "even": n % 2 == 0} for n, name in enumerate(names)
    ]
    assert [graph.edges[ends]["weight"] for ends in (("n0", "n1"), ("n1", "n2"))] == [2.5, 1.0]


@settings(deadline=None, max_examples=60)
@given(names=st.lists(texts, min_size=3, max_size=6))
def test_gexf_reads_back_as_it_went_in(names):
    body = write(make(names, [((0, 1), 2.5), ((1, 2), 1.0)]), "gexf")
    namespace = {"g": "http://gexf.net/1.3"}
    document = etree.fromstring(body)
    nodes = document.findall(".//g:node", namespace)
    assert [node.get("label") for node in nodes] == list(map(as_held, names))
    values = [{v.get("for"): v.get("value") for v in node.iter("{*}attvalue")} for node in nodes]
    assert [one["says"] for one in values] == list(map(as_held, names)) and values[1]["even"] == "false"
    ties = [(e.get("source"), e.get("target"), e.get("weight")) for e in document.iter("{*}edge")]
    assert ties == [("n0", "n1", "2.5"), ("n1", "n2", "1.0")]


def test_a_file_says_what_it_is_and_is_the_same_whenever_it_is_made():
    for extension, (_, content_type, _) in GRAPH_FORMATS.items():
        file = make_graph_download(make("abc"), extension, "network-2022-01-17")
        assert file.headers["Content-Type"] == content_type
        assert file.headers["Content-Disposition"] == f'attachment; filename="network-2022-01-17.{extension}"'
        assert write(make("abc"), extension) == write(make("abc"), extension)


def test_an_empty_network_is_a_file_too():
    etree.XMLSchema(etree.parse(SCHEMA)).assertValid(etree.fromstring(write(make([]), "gexf")))
    assert len(networkx.parse_graphml(write(make([]), "graphml").decode())) == 0
