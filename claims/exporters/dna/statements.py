"""The published positions of a negotiation as documents and statements of DNA, and as its table of events."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from io import StringIO
from itertools import groupby
from typing import NamedTuple

from django.db.models import QuerySet

from ...models import ActorKind, Claim, Negotiation, Source
from ...queries import Scope, read_sides
from ...rules.exchange import escape_formula
from ...rules.scales import Attribution, Dimension
from ...rules.titles import shorten
from ...rules.utf16 import UnitPlaces
from ..formats import Progress

LONGEST = 190  # letters of what DNA keeps as a short text
EVENT_COLUMNS = (
    "statement_id", "time", "person", "organization", "concept", "agreement", "start_position", "stop_position", "text",
    "coder", "document_id", "document_title", "document_author", "document_source", "document_section", "document_type",
)  # fmt: skip
CODER = 1
ROWS_A_FETCH = 2000


class DnaDocument(NamedTuple):
    """A document; its text is that of the source, and after it what claims cite that has no place in it."""

    id: int
    title: str
    text: str
    author: str
    source: str
    type: str
    day: date


class DnaStatement(NamedTuple):
    """A statement; `start` and `stop` are in UTF-16 units, `value` is that of the claim."""

    id: int
    document: int
    start: int
    stop: int
    person: str
    organization: str
    concept: str
    agreement: int
    value: int


class DnaNetwork(NamedTuple):
    """What an export holds; `types` are the sides of actors and the topics of proposals by (variable, name), `left_out`
    is how many positions have the value 0, which DNA has no word for."""

    documents: list[DnaDocument]
    statements: list[DnaStatement]
    types: dict[tuple[str, str], str]
    left_out: int


class _Position(NamedTuple):
    """What is read of a claim, in the order of `PATHS`."""

    source: int
    holder: int
    organization: str
    kind: str
    speaker: int | None
    person: str | None
    concept: str
    topic: str
    value: int
    attribution: int
    said_on: date
    quote: str
    locator: str
    start: int | None
    end: int | None

    @property
    def variable(self) -> str:
        return "person" if self.kind == ActorKind.EXPERT else "organization"


PATHS = (
    "source_id", "holder_id", "holder__name", "holder__kind", "speaker_id", "speaker__name", "proposal__title",
    "proposal__topic__name", "value", "attribution", "said_on", "quote", "locator", "quote_start", "quote_end",
)  # fmt: skip


def collect_network(negotiation: Negotiation, progress: Progress) -> DnaNetwork:
    """Return the published positions of a negotiation: those that its networks count (a query a text)."""
    positions = _select_positions(negotiation)
    sides = read_sides(Scope().day)
    network = DnaNetwork([], [], {}, positions.filter(value=0).count())
    with_sign = positions.exclude(value=0).order_by("source__title", "source_id", "pk")
    sources = Source.objects.in_bulk(with_sign.order_by().values_list("source_id", flat=True).distinct())
    read = map(_Position._make, with_sign.values_list(*PATHS).iterator(chunk_size=ROWS_A_FETCH))
    with progress("positions", with_sign.count()) as advance:
        for key, positions_of in groupby(read, key=lambda position: position.source):
            of_source = list(positions_of)
            for one in of_source:
                side = sides.get((one.holder, negotiation.pk))
                network.types[one.variable, one.organization] = side.name if side else ""
                network.types["concept", one.concept] = one.topic
            _add_document(network, sources[key], of_source)
            advance(len(of_source))
    return network


def _select_positions(negotiation: Negotiation) -> QuerySet[Claim]:
    return Claim.objects.published().filter(
        proposal__negotiation=negotiation,
        dimension=Dimension.POSITION.value,
        pending=False,
        value__isnull=False,
        attribution__lt=Attribution.PREDICTED,
    )


def _add_document(network: DnaNetwork, source: Source, positions: Sequence[_Position]) -> None:
    text, places = _place_positions(source.read_text(), positions)
    number = len(network.documents) + 1
    day = source.published_on or min(position.said_on for position in positions)
    names = shorten(source.title, LONGEST), shorten(source.authors, LONGEST), shorten(source.publisher, LONGEST)
    network.documents.append(DnaDocument(number, names[0], text, names[1], names[2], source.type, day))
    for position, (start, stop) in zip(positions, places, strict=True):
        network.statements.append(_make_statement(len(network.statements) + 1, number, position, start, stop))


def write_events(network: DnaNetwork) -> Iterator[str]:
    """Yield the lines of DNA's table of events, every cell in quote marks; a text that a spreadsheet would run has a
    leading '."""
    buffer = StringIO(newline="")
    writer = csv.writer(buffer, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(EVENT_COLUMNS)
    of_documents = groupby(network.statements, key=lambda statement: statement.document)
    for document, (_, statements) in zip(network.documents, of_documents, strict=True):
        writer.writerows(_list_events(document, statements))
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue()


def _list_events(document: DnaDocument, statements: Iterable[DnaStatement]) -> Iterator[list[str | int]]:
    units = document.text.encode("utf-16-le")
    time = f"{document.day.isoformat()} 00:00:00"
    of_document = [_write_cell(text) for text in (document.title, document.author, document.source, "", document.type)]
    for one in statements:
        told = [_write_cell(text) for text in (one.person, one.organization, one.concept)]
        passage = _write_cell(units[2 * one.start : 2 * one.stop].decode("utf-16-le"))
        place = (one.agreement, one.start, one.stop, passage, CODER, one.document)
        yield [one.id, time, *told, *place, *of_document]


def _write_cell(text: str) -> str:
    """Return a text as DNA writes it: on one line, without its separator and its quote mark."""
    return escape_formula(" ".join(text.splitlines()).replace(";", ",").replace('"', "'"))


def _place_positions(text: str, positions: Sequence[_Position]) -> tuple[str, list[tuple[int, int]]]:
    """Return the text with what has no place in it put after it, and where each position stands, in UTF-16 units."""
    pieces, length, ends = [text], len(text), []
    for position in positions:
        start, end = position.start, position.end
        if start is None or end is None:
            passage = position.quote or position.locator
            before = "\n\n" if length else ""
            start = length + len(before)
            length = end = start + len(passage)
            pieces += (before, passage)
        ends.append((start, end))
    whole = "".join(pieces)
    places = UnitPlaces(whole)
    return whole, [(places.count_before(start), places.count_before(end)) for start, end in ends]


def _make_statement(number: int, document: int, position: _Position, start: int, stop: int) -> DnaStatement:
    """Return the statement that a claim is; only who speaks first-hand is a person of the holder."""
    of_person = position.variable == "person"
    speaks = position.attribution == Attribution.OWN and position.speaker not in (None, position.holder)
    person = position.organization if of_person else (position.person or "") if speaks else ""
    organization = "" if of_person else position.organization
    agreement = int(position.value > 0)
    return DnaStatement(
        number, document, start, stop, person, organization, position.concept, agreement, position.value
    )
