"""The published positions of a negotiation as documents and statements of DNA, and as its table of events."""

import csv
from collections.abc import Iterator
from datetime import date
from io import StringIO
from typing import NamedTuple

from ...models import ActorKind, Claim, Negotiation, Source
from ...queries import Scope, read_sides
from ...rules.exchange import escape_formula
from ...rules.scales import Attribution, Dimension
from ...rules.titles import shorten
from ...rules.utf16 import count_units

LONGEST = 190  # letters of what DNA keeps as a short text
EVENT_COLUMNS = (
    "statement_id", "time", "person", "organization", "concept", "agreement", "start_position", "stop_position", "text",
    "coder", "document_id", "document_title", "document_author", "document_source", "document_section", "document_type",
)  # fmt: skip
CODER = 1


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


def collect_network(negotiation: Negotiation) -> DnaNetwork:
    """Return the published positions of a negotiation: those that its networks count (two queries, and a text each)."""
    claims = (
        Claim.objects.published()
        .filter(proposal__negotiation=negotiation, dimension=Dimension.POSITION.value, pending=False)
        .filter(value__isnull=False, attribution__lt=Attribution.PREDICTED)
        .select_related("holder", "speaker", "proposal__topic", "source")
        .order_by("source__title", "source_id", "pk")
    )
    sides = read_sides(Scope().day)
    by_source: dict[Source, list[Claim]] = {}
    types: dict[tuple[str, str], str] = {}
    left_out = 0
    for claim in claims:
        if not claim.value:
            left_out += 1
            continue
        by_source.setdefault(claim.source, []).append(claim)
        side = sides.get((claim.holder_id, negotiation.pk))
        types[_name_variable(claim), claim.holder.name] = side.name if side else ""
        types["concept", claim.proposal.title] = claim.proposal.topic.name
    documents: list[DnaDocument] = []
    statements: list[DnaStatement] = []
    for number, (source, of_source) in enumerate(by_source.items(), start=1):
        text, places = _place_claims(source.read_text(), of_source)
        day = source.published_on or min(claim.said_on for claim in of_source)
        names = shorten(source.title, LONGEST), shorten(source.authors, LONGEST), shorten(source.publisher, LONGEST)
        documents.append(DnaDocument(number, names[0], text, names[1], names[2], source.type, day))
        for claim, (start, stop) in zip(of_source, places, strict=True):
            statements.append(_make_statement(len(statements) + 1, number, claim, start, stop))
    return DnaNetwork(documents, statements, types, left_out)


def write_events(network: DnaNetwork) -> Iterator[str]:
    """Yield the lines of DNA's table of events, every cell in quote marks; a text that a spreadsheet would run has a
    leading '."""
    buffer = StringIO(newline="")
    writer = csv.writer(buffer, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\n")
    documents = {document.id: document for document in network.documents}
    writer.writerow(EVENT_COLUMNS)
    for one in network.statements:
        document = documents[one.document]
        passage = document.text.encode("utf-16-le")[2 * one.start : 2 * one.stop].decode("utf-16-le")
        told = (one.person, one.organization, one.concept)
        of_document = (document.title, document.author, document.source, "", document.type)
        writer.writerow(
            [
                one.id,
                f"{document.day.isoformat()} 00:00:00",
                *map(_write_cell, told),
                one.agreement,
                one.start,
                one.stop,
                _write_cell(passage),
                CODER,
                one.document,
                *map(_write_cell, of_document),
            ]
        )
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue()


def _write_cell(text: str) -> str:
    """Return a text as DNA writes it: on one line, without its separator and its quote mark."""
    return escape_formula(" ".join(text.splitlines()).replace(";", ",").replace('"', "'"))


def _name_variable(claim: Claim) -> str:
    return "person" if claim.holder.kind == ActorKind.EXPERT else "organization"


def _place_claims(text: str, claims: list[Claim]) -> tuple[str, list[tuple[int, int]]]:
    """Return the text with what has no place in it put after it, and where each claim stands, in UTF-16 units."""
    places = []
    for claim in claims:
        start, end = claim.quote_start, claim.quote_end
        if start is None or end is None:
            passage = claim.quote or claim.locator
            text += f"\n\n{passage}" if text else passage
            start, end = len(text) - len(passage), len(text)
        places.append((count_units(text[:start]), count_units(text[:end])))
    return text, places


def _make_statement(number: int, document: int, claim: Claim, start: int, stop: int) -> DnaStatement:
    """Return the statement that a claim is; only who speaks first-hand is a person of the holder."""
    of_person = _name_variable(claim) == "person"
    speaks = claim.attribution == Attribution.OWN and claim.speaker and claim.speaker_id != claim.holder_id
    person = claim.holder.name if of_person else claim.speaker.name if speaks and claim.speaker else ""
    organization = "" if of_person else claim.holder.name
    value = claim.value or 0
    return DnaStatement(
        number, document, start, stop, person, organization, claim.proposal.title, int(value > 0), value
    )
