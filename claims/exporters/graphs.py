"""Networks → GEXF 1.3 and GraphML, as Gephi and other programs for networks read them.

Every node has its slug as its id, two nodes have one edge at most (one each way, where edges lead somewhere), and
weights are positive: programs drop other edges, or merge them, with a warning. What else there is stands in attributes,
of which one without a value is left out. Signs that XML cannot hold become U+FFFD.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from tempfile import TemporaryFile
from typing import NamedTuple
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.utils.http import content_disposition_header

from ..rules.measures.networks import Window
from ..rules.xml_texts import clean
from .formats import BYTES_A_CHUNK, Download

Value = str | int | float | bool | None

ROWS_A_CHUNK = 500
FIRST_MOMENT = (1980, 1, 1, 0, 0, 0)  # of a zip file: when it is made is no part of it
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
TYPES = {bool: ("boolean", "boolean"), int: ("integer", "int"), float: ("double", "double"), str: ("string", "string")}
LINE_BREAKS = {'"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}


class Node(NamedTuple):
    """What a network ties: its id, its label, and its attributes in the order of the Graph's."""

    id: str
    label: str
    values: Sequence[Value]


class Edge(NamedTuple):
    """A tie: the ids of both ends, its weight, and its attributes in the order of the Graph's."""

    source: str
    target: str
    weight: float
    values: Sequence[Value]


class Graph(NamedTuple):
    """A network, with what each node and each edge says of itself: name → type (bool, int, float, str)."""

    description: str
    directed: bool
    node_attributes: Mapping[str, type]
    edge_attributes: Mapping[str, type]
    nodes: Sequence[Node]
    edges: Iterable[Edge]


def make_graph_download(graph: Graph, extension: str, name: str) -> Download:
    """Return the Download of a Graph as gexf or graphml."""
    _, content_type, write = GRAPH_FORMATS[extension]
    headers = {
        "Content-Type": content_type,
        "Content-Disposition": content_disposition_header(True, f"{name}.{extension}") or "",
    }
    return Download(headers, _stream(write(graph)))


def make_windows_download(graphs: Iterable[tuple[Window, Graph]], extension: str, name: str) -> Download:
    """Return the Download of a zip file of Graphs, one a window of time and called after it: a file that holds all of
    them would have weights that change, of which Gephi draws none."""
    _, _, write = GRAPH_FORMATS[extension]
    headers = {
        "Content-Type": "application/zip",
        "Content-Disposition": content_disposition_header(True, f"{name}-{extension}.zip") or "",
    }
    return Download(headers, _stream_zip((f"{name}-{w.start}-{w.end}.{extension}", write(g)) for w, g in graphs))


def _stream_zip(files: Iterable[tuple[str, Iterator[str]]]) -> Iterator[bytes]:
    with TemporaryFile() as whole:
        with ZipFile(whole, "w", ZIP_DEFLATED) as archive:
            for name, lines in files:
                with archive.open(_describe(name), "w") as file:
                    file.writelines(_stream(lines))
        whole.seek(0)
        while chunk := whole.read(BYTES_A_CHUNK):
            yield chunk


def _describe(name: str) -> ZipInfo:
    info = ZipInfo(name, FIRST_MOMENT)
    info.compress_type = ZIP_DEFLATED
    return info


def write_gexf(graph: Graph) -> Iterator[str]:
    """Yield the lines of a GEXF 1.3 file; it has no day of its own, so that one network is one file."""
    yield HEAD + '<gexf xmlns="http://gexf.net/1.3" version="1.3">'
    yield f"<meta><description>{_write_text(graph.description)}</description></meta>"
    yield f'<graph mode="static" idtype="string" defaultedgetype="{_write_direction(graph)}">'
    for kind, attributes in (("node", graph.node_attributes), ("edge", graph.edge_attributes)):
        declared = "".join(
            f"<attribute id={_quote(name)} title={_quote(name)} type={_quote(TYPES[of_type][0])}/>"
            for name, of_type in attributes.items()
        )
        yield f'<attributes class="{kind}">{declared}</attributes>'
    yield "<nodes>"
    for node in graph.nodes:
        values = _write_attvalues(graph.node_attributes, node.values)
        yield f"<node id={_quote(node.id)} label={_quote(node.label)}>{values}</node>"
    yield "</nodes><edges>"
    for number, edge in enumerate(graph.edges):
        ends = f"source={_quote(edge.source)} target={_quote(edge.target)}"
        values = _write_attvalues(graph.edge_attributes, edge.values)
        yield f'<edge id="{number}" {ends} weight="{edge.weight}">{values}</edge>'
    yield "</edges></graph></gexf>"


def write_graphml(graph: Graph) -> Iterator[str]:
    """Yield the lines of a GraphML file."""
    yield HEAD + '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">'
    yield f"<desc>{_write_text(graph.description)}</desc>"
    nodes, edges = {"label": str, **graph.node_attributes}, {"weight": float, **graph.edge_attributes}
    for kind, attributes in (("node", nodes), ("edge", edges)):
        for name, of_type in attributes.items():
            declared = f"for={_quote(kind)} attr.name={_quote(name)} attr.type={_quote(TYPES[of_type][1])}"
            yield f"<key id={_quote(f'{kind}-{name}')} {declared}/>"
    yield f'<graph edgedefault="{_write_direction(graph)}">'
    for node in graph.nodes:
        yield f"<node id={_quote(node.id)}>{_write_data('node', nodes, (node.label, *node.values))}</node>"
    for number, edge in enumerate(graph.edges):
        ends = f"source={_quote(edge.source)} target={_quote(edge.target)}"
        yield f'<edge id="e{number}" {ends}>{_write_data("edge", edges, (edge.weight, *edge.values))}</edge>'
    yield "</graph></graphml>"


def _write_attvalues(attributes: Mapping[str, type], values: Sequence[Value]) -> str:
    written = [
        f"<attvalue for={_quote(name)} value={_quote(_write_value(value))}/>"
        for name, value in zip(attributes, values, strict=True)
        if value is not None
    ]
    return f"<attvalues>{''.join(written)}</attvalues>" if written else ""


def _write_data(kind: str, attributes: Mapping[str, type], values: Sequence[Value]) -> str:
    return "".join(
        f"<data key={_quote(f'{kind}-{name}')}>{_write_text(_write_value(value))}</data>"
        for name, value in zip(attributes, values, strict=True)
        if value is not None
    )


def _write_direction(graph: Graph) -> str:
    return "directed" if graph.directed else "undirected"


def _write_value(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _write_text(text: str) -> str:
    return escape(clean(text, "\ufffd"), {"\r": "&#13;"})


def _quote(text: str) -> str:
    return f'"{escape(clean(text, chr(0xFFFD)), LINE_BREAKS)}"'


def _stream(lines: Iterator[str]) -> Iterator[bytes]:
    batch: list[str] = []
    for line in chain(lines, [""]):
        batch.append(line)
        if len(batch) == ROWS_A_CHUNK:
            yield "\n".join([*batch, ""]).encode()
            batch = []
    yield "\n".join(batch).encode()


GRAPH_FORMATS = {
    "gexf": ("GEXF", "application/xml", write_gexf),
    "graphml": ("GraphML", "application/xml", write_graphml),
}
