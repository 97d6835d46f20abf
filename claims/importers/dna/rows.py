"""Statements of DNA → rows of a file of claims (docs/neighbours.md says what becomes of what)."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

from ...rules.folding import write_name
from ...rules.quotes import QuoteCheck
from ...rules.scales import VALUES
from ...rules.slugs import make_slug
from ...rules.utf16 import UnitPlaces
from ...services.sources import Passage
from ..claim_tables import Row
from ..errors import FileErrors
from ..passages import QuotedPassage, quote_passage
from ..spreadsheet.texts import FileText
from .read import DnaFile, Document, Statement

AGREEMENT = {0: -2, 1: 2}
GOES_ON = "The statement goes on in the text for {} more letters."
COLUMNS = (
    "holder", "holder_kind", "side", "speaker", "speaker_kind", "speaker_for", "proposal", "topic", "value", "note",
    "source", "source_title", "source_type", "source_publisher", "source_authors", "source_published_on", "quote",
    "locator", "prefix", "suffix",
)  # fmt: skip


class DnaRows(NamedTuple):
    """The rows of claims with the ids of the statements of each, and the texts by the slugs of their sources."""

    rows: list[Row]
    statements: list[list[int]]
    texts: dict[str, FileText]
    repeated: int


def make_rows(dna: DnaFile, file: str, faults: FileErrors) -> DnaRows:
    """Return the rows of a file of this name, and note every fault. What several coders coded alike is one row, and so
    is what an actor says twice in the same words."""
    slugs, places = _name_sources(dna), {}
    placed: defaultdict[int, dict[Passage, QuoteCheck]] = defaultdict(dict)
    officials = _list_affiliations(dna)
    rows: dict[tuple[str | int, ...], tuple[Row, list[Statement]]] = {}
    for statement in dna.statements:
        document = dna.documents[statement.document]
        if document.id not in places:
            places[document.id] = UnitPlaces(document.text)
        passage = _read_passage(statement, document, places[document.id], faults)
        row = _describe(statement, dna, officials, faults)
        if row is None or passage is None:
            continue
        row |= _describe_source(document, slugs[document.id])
        row |= {"quote": passage.quote, "prefix": passage.prefix, "suffix": passage.suffix}
        row["note"] = GOES_ON.format(passage.left_out) if passage.left_out else ""
        placed[document.id][passage.quote, passage.prefix, passage.suffix] = passage.check
        same = tuple(row[name] for name in ("holder", "speaker", "proposal", "source", "quote"))
        first, merged = rows.setdefault(same, (row, []))
        if first["value"] != row["value"]:
            other = f"Statement {merged[0].id} says otherwise in the same words: only one of both can be a claim."
            faults.add(0, f"STATEMENTS {statement.id}", other)
        merged.append(statement)
    for row, merged in rows.values():
        row["note"] = " ".join(filter(None, [str(row["note"]), *_write_notes(merged)]))
    used = {statement.document for _, merged in rows.values() for statement in merged}
    texts = {
        slugs[key]: FileText(dna.documents[key].text, file, f"DOCUMENTS {key}", placed[key]) for key in sorted(used)
    }
    statements = [[statement.id for statement in merged] for _, merged in rows.values()]
    return DnaRows([row for row, _ in rows.values()], statements, texts, sum(map(len, statements)) - len(rows))


def _read_passage(
    statement: Statement, document: Document, places: UnitPlaces, faults: FileErrors
) -> QuotedPassage | None:
    """Return the passage of a statement."""
    start, end = places.find_place(statement.start), places.find_place(statement.stop)
    if start is None or end is None:
        where = f"Start and Stop ({statement.start}, {statement.stop})"
        faults.add(0, f"STATEMENTS {statement.id}", f"{where} are no places of document {document.id}.")
        return None
    passage = quote_passage(document.text, start, end)
    if not passage.quote:
        faults.add(0, f"STATEMENTS {statement.id}", "The passage is empty: it holds white space alone.")
        return None
    return passage


def _describe(statement: Statement, dna: DnaFile, affiliations: dict[str, set[str]], faults: FileErrors) -> Row | None:
    """Return what a row says of holder, speaker, proposal and value."""
    values, place = statement.values, f"STATEMENTS {statement.id}"
    person, organization, concept = (_name(statement, name) for name in ("person", "organization", "concept"))
    if not concept:
        faults.add(0, place, "It has no concept.")
        return None
    if not person and not organization:
        faults.add(0, place, "It has neither an organization nor a person.")
        return None
    value = _read_value(values)
    if value is None:
        faults.add(0, place, f"Its agreement “{values.get('agreement')}” is neither 0 nor 1.")
        return None
    row: Row = {
        "holder": organization or person,
        "holder_kind": "party" if organization else "expert",
        "side": dna.types.get(("organization", organization) if organization else ("person", person), ""),
        "speaker": "",
        "speaker_kind": "",
        "speaker_for": "",
        "proposal": concept,
        "topic": dna.types.get(("concept", concept), ""),
        "value": value,
    }
    if person and organization and person != organization:
        several = len(affiliations[person]) > 1
        row["speaker"] = f"{person} ({organization})" if several else person
        row |= {"speaker_kind": "official", "speaker_for": organization}
    return row


def _read_value(values: dict[str, Any]) -> int | None:
    """Return the value that an agreement stands for, or the one that an export wrote beside it; None for neither."""
    value = values.get("value")
    if not isinstance(value, int):
        value = AGREEMENT.get(values.get("agreement", -1))
    return value if value in VALUES else None


def _describe_source(document: Document, slug: str) -> Row:
    day = document.day.isoformat() if document.day else ""
    return {
        "source": slug,
        "source_title": document.title,
        "source_type": "document",
        "source_publisher": document.source,
        "source_authors": document.author,
        "source_published_on": day,
        "locator": f"section {document.section}" if document.section.strip() else "",
    }


def _name(statement: Statement, variable: str) -> str:
    value = statement.values.get(variable)
    return write_name(value) if isinstance(value, str) else ""


def _list_affiliations(dna: DnaFile) -> dict[str, set[str]]:
    """Return person → the organizations for which that person speaks anywhere in the file."""
    affiliations: defaultdict[str, set[str]] = defaultdict(set)
    for statement in dna.statements:
        affiliations[_name(statement, "person")].add(_name(statement, "organization"))
    return {person: organizations - {""} for person, organizations in affiliations.items()}


def _name_sources(dna: DnaFile) -> dict[int, str]:
    """Return the slug of the source of each document: that of its title, with its id where others have the same."""
    by_slug: defaultdict[str, list[int]] = defaultdict(list)
    for document in dna.documents.values():
        by_slug[make_slug(document.title) or "document"].append(document.id)
    return {
        document: slug if len(same) == 1 and slug != "document" else make_slug(f"{slug} {document}")
        for slug, same in by_slug.items()
        for document in same
    }


def _write_notes(merged: list[Statement]) -> Iterator[str]:
    for statement in merged:
        if isinstance(note := statement.values.get("note"), str) and note.strip():
            yield f"{note.strip()}"
    numbers = ", ".join(f"{one.id} by {one.coder}" if one.coder else str(one.id) for one in merged)
    yield f"Coded in DNA: {numbers}."
