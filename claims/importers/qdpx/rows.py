"""Coded passages → rows of a file of claims (docs/neighbours.md says what becomes of what)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ...rules.refi_qda import DETAILS, QUOTES_ALONE, VARIABLES, read_lines
from ...rules.slugs import make_slug
from ..claim_tables import Row
from ..errors import FileErrors
from ..passages import quote_passage
from ..spreadsheet.texts import FileText
from .codes import COLUMNS as OF_CODES
from .codes import CodeTable
from .read import PROJECT, QdaFile, QdaPassage, QdaText

COLUMNS = (
    *OF_CODES, "proposal_definition", *DETAILS, "note", *VARIABLES, "source_title", "quote", "prefix", "suffix",
)  # fmt: skip
NEEDED = ("holder", "value")
WHOLE = ("proposal", *NEEDED)
ONE = {"holder", "speaker", "dimension", "value", "attribution"}  # of which a claim has one
SAME = (
    "holder",
    "speaker",
    "proposal",
    "dimension",
    "attribution",
    "covers",
    "conditions",
    "source",
    "quote",
    "prefix",
)
GOES_ON = "The passage goes on in the text for {} more letters."

_Said = dict[str, str]


class QdaRows(NamedTuple):
    """The rows of claims with the passages of each, the texts by the slugs of their sources, how many passages no code
    makes a claim of, and how many say what another says."""

    rows: list[Row]
    passages: list[list[QdaPassage]]
    texts: dict[str, FileText]
    uncoded: int
    repeated: int


class _Claims(NamedTuple):
    """What one user coded a passage with: what codes say by column, and the passages, where a program wrote several."""

    passages: list[QdaPassage]
    codes: list[str]


def make_rows(project: QdaFile, table: CodeTable, faults: FileErrors) -> QdaRows:
    """Return the rows of a project, and note every fault. What several users coded alike is one row."""
    slugs = _name_sources(project.texts)
    rows: dict[tuple[str | int, ...], tuple[Row, list[QdaPassage]]] = {}
    texts, uncoded, coded = dict[str, FileText](), 0, 0
    for text in project.texts:
        source = _describe_source(text, slugs[text.guid])
        for claims in _join_passages(text, table):
            said = _list_sayings(claims, table, faults)
            if not said:
                uncoded += len(claims.passages)
            for one in said:
                coded += 1
                row = _make_row(text, claims, one, source, faults)
                if row is not None:
                    _merge(rows, row, claims.passages, faults)
        if text.passages and not text.variables.get(QUOTES_ALONE):
            texts[slugs[text.guid]] = FileText(text.text, PROJECT, f"TextSource {text.guid}")
    for _, passages in rows.values():
        passages.sort(key=lambda passage: passage.line)
    used = {row["source"] for row, _ in rows.values()}
    for row, passages in rows.values():
        row["note"] = " ".join(filter(None, [str(row["note"]), _write_note(project.origin, passages)]))
    ordered = sorted(rows.values(), key=lambda pair: pair[1][0].line)
    return QdaRows(
        [row for row, _ in ordered],
        [passages for _, passages in ordered],
        {slug: held for slug, held in texts.items() if slug in used},
        uncoded,
        coded - len(rows),
    )


def _join_passages(text: QdaText, table: CodeTable) -> Iterator[_Claims]:
    """Yield the claims of a text: each code that says all of one alone, and the others together with those of the same
    place and user, for some programs write a passage for each code."""
    apart: defaultdict[tuple[int, int, str], list[QdaPassage]] = defaultdict(list)
    for passage in text.passages:
        whole = [code for code in passage.codes if all(name in table.by_code[code] for name in WHOLE)]
        for code in whole:
            yield _Claims([passage], [code])
        if others := tuple(code for code in passage.codes if code not in whole):
            apart[passage.start, passage.end, passage.user].append(passage._replace(codes=others))
    for passages in apart.values():
        yield _Claims(passages, [code for passage in passages for code in passage.codes])


def _list_sayings(claims: _Claims, table: CodeTable, faults: FileErrors) -> list[_Said]:
    """Return what codes say of a passage, once for each proposal; nothing where they name none."""
    said = [table.by_code[code] for code in dict.fromkeys(claims.codes)]
    proposals = [one for one in said if "proposal" in one]
    if not proposals and "proposal" not in table.always:
        return []
    others = dict(table.always)
    for one in said:
        for column, text in one.items():
            if column in ONE and column not in others.keys() - table.always.keys():
                others[column] = text
            elif column in ONE and others[column] != text:
                _add_fault(faults, claims, f"Its codes name two of {column}: “{others[column]}” and “{text}”.")
            elif column in ("holder_kind", "side", "speaker_kind", "speaker_for"):
                others[column] = text
    for column in NEEDED:
        if column not in others:
            _add_fault(faults, claims, f"No code says the {column}: code it, or say so in the table of codes.")
    of_proposal = ("proposal", "topic", "proposal_definition")
    named = {one["proposal"]: {name: one[name] for name in of_proposal if name in one} for one in proposals}
    return [others | one for one in named.values()] or [others]


def _make_row(text: QdaText, claims: _Claims, said: _Said, source: Row, faults: FileErrors) -> Row | None:
    first = claims.passages[0]
    passage = quote_passage(text.text, first.start, first.end)
    if not passage.quote:
        _add_fault(faults, claims, "The passage is empty: it holds white space alone.")
        return None
    details = {name: said for one in claims.passages for name, said in read_lines(one.description, DETAILS)}
    row: Row = dict.fromkeys(COLUMNS, "")
    row |= {**source, **details, **said}
    row |= {"quote": passage.quote, "prefix": passage.prefix, "suffix": passage.suffix}
    row["note"] = GOES_ON.format(passage.left_out) if passage.left_out else ""
    return row


def _merge(
    rows: dict[tuple[str | int, ...], tuple[Row, list[QdaPassage]]],
    row: Row,
    passages: list[QdaPassage],
    faults: FileErrors,
) -> None:
    first, merged = rows.setdefault(tuple(row[name] for name in SAME), (row, []))
    if first["value"] != row["value"]:
        other = f"{merged[0].guid} says “{first['value']}” of the same passage: only one of both can be a claim."
        _add_fault(faults, _Claims(passages, []), other)
    merged += [passage for passage in passages if passage not in merged]


def _add_fault(faults: FileErrors, claims: _Claims, reason: str) -> None:
    first = claims.passages[0]
    faults.add(first.line, f"PlainTextSelection {first.guid}", reason)


def _name_sources(texts: Iterable[QdaText]) -> dict[str, str]:
    """Return the slug of each source by its GUID: that which it brings, else that of its title, with the beginning of
    the GUID where others have the same."""
    by_slug: defaultdict[str, list[str]] = defaultdict(list)
    for text in texts:
        own = make_slug(text.variables.get("source", ""))
        by_slug[own or make_slug(text.title) or "source"].append(text.guid)
    return {
        guid: slug if len(same) == 1 and slug != "source" else make_slug(f"{slug} {guid[:8]}")
        for slug, same in by_slug.items()
        for guid in same
    }


def _describe_source(text: QdaText, slug: str) -> Row:
    described: Row = {name: text.variables.get(name, "") for name in VARIABLES}
    return {
        **described,
        "source": slug,
        "source_type": described["source_type"] or "document",
        "source_title": text.title,
    }


def _write_note(origin: str, passages: Iterable[QdaPassage]) -> str:
    """Say where a claim comes from, for editors."""
    numbers = ", ".join(f"{one.guid} by {one.user}" if one.user else one.guid for one in passages)
    return f"Coded in {origin or 'a project of REFI-QDA'}: {numbers}."
