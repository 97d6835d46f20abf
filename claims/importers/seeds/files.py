"""Seed files: one TOML file a document, with its bibliographic record, its wordings, claims and outcomes.

`[source]` is the record, each `[[wording]]` a text of a proposal, each `[[claim]]` one claim and each `[[outcome]]` one
outcome, with a `key` that is unique among its kind in the file. FileErrors name file, line and field.
"""

import re
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from ...rules import exchange, warnings
from ...rules.csl import read_record
from ...rules.exchange_columns import SOURCE_COLUMNS, About, ExchangeColumn, read_day, read_flag, read_language
from ...rules.faults import BrokenRule
from ...rules.outcome_columns import read_outcome
from ...rules.repeats import CodedClaim, Passage, tell_passage
from ...rules.warnings import CODED_ALREADY, WarningCode
from ...rules.wording_columns import read_wording
from ...wording.exchange import write_errors, write_fault
from ...wording.warnings import write_for_seed, write_needless
from ..errors import FileError

# What [source] says: what the exchange says of a source, named as the source's fields are, and more.
RECORD_COLUMNS = {column.field: column for column in SOURCE_COLUMNS.values()} | {
    column.name: column
    for column in (
        ExchangeColumn("sha256", About.SOURCE, "source__text_sha256"),
        ExchangeColumn("fully_coded_by", About.SOURCE, "source__fully_coded_by"),
        ExchangeColumn("fully_coded_on", About.SOURCE, "source__fully_coded_on", read_day),
    )
}
UNKNOWN_TABLE = "is unknown here: a seed file holds [source], [[wording]], [[claim]] and [[outcome]]."
KEY_LENGTH = 120  # what LoadedRow holds
Faults = list[FileError]
_HEADER = re.compile(r"\s*\[\[?\s*(\w+)\s*\]\]?\s*(?:#.*)?$")


class SeedRow(NamedTuple):
    """A wording, claim or outcome of a seed file: its key, the line of each of its fields ("" for its own), and the
    fields as the reader of its kind in `rules` made them (what they name by slug)."""

    key: str
    lines: dict[str, int]
    fields: dict[str, Any]

    @property
    def line(self) -> int:
        return self.lines[""]


class SeedFile(NamedTuple):
    """A document's record, and the wordings, claims and outcomes that it holds."""

    name: str
    source: dict[str, Any]
    source_lines: dict[str, int]
    wordings: list[SeedRow]
    claims: list[SeedRow]
    outcomes: list[SeedRow]


class SeedTable(NamedTuple):
    """A table of a seed file: its name ("source", "claim", …), and the line of each field ("" for its header)."""

    name: str
    lines: dict[str, int]


def read_seeds(folder: Path) -> tuple[list[SeedFile], list[FileError]]:
    """Return (seed files, faults) of a folder, in the order of their names."""
    if not folder.is_dir():
        return [], [FileError(str(folder), 0, "", "is no folder.")]
    files: list[SeedFile] = []
    faults: list[FileError] = []
    for path in sorted(folder.glob("*.toml")):
        file, faults_of_file = read_seed(path)
        faults += faults_of_file
        if file:
            files.append(file)
    slugs = [file.source.get("slug") for file in files]
    for file in files:
        if slugs.count(file.source.get("slug")) > 1:
            faults.append(FileError(file.name, file.source_lines[""], "slug", "is used by another file too."))
    return files, faults


def read_seed(path: Path) -> tuple[SeedFile | None, list[FileError]]:
    """Return (SeedFile or None, faults) of one file."""
    try:
        text = path.read_text(encoding="utf-8")
        data = tomllib.loads(text)
    except UnicodeDecodeError as error:
        return None, [FileError(path.name, 0, "", f"is not UTF-8: {error.reason}.")]
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        at = int(line.group(1)) if line else text.count("\n") + 1
        return None, [FileError(path.name, at, "", str(error))]
    tables = _find_tables(text)
    faults = [
        FileError(
            path.name, 1, name, "is unknown here: a seed file holds [source], [[wording]], [[claim]] and [[outcome]]."
        )
        for name in data
        if name not in ("source", "wording", "claim", "outcome")
    ]
    source = data.get("source")
    if not isinstance(source, dict):
        faults.append(FileError(path.name, 1, "source", "is missing: a seed file begins with [source]."))
        return None, faults
    source_lines = next((table.lines for table in tables if table.name == "source"), {"": 1})
    faults += _check_source(path.name, source, source_lines)
    wordings, faults_of_wordings = _read_rows(path.name, "wording", data, tables, partial(_read_wording, path.name))
    claims, faults_of_claims = _read_rows(
        path.name, "claim", data, tables, partial(_read_claim, path.name, source.get("published_on"))
    )
    outcomes, faults_of_outcomes = _read_rows(path.name, "outcome", data, tables, partial(_read_outcome, path.name))
    faults += faults_of_wordings + faults_of_claims + faults_of_outcomes
    if wordings is None or claims is None or outcomes is None:
        return None, faults
    faults += _find_repeats(path.name, source.get("slug"), claims)
    return SeedFile(path.name, source, source_lines, wordings, claims, outcomes), faults


def _read_rows(
    name: str, kind: str, data: Mapping[str, Any], tables: list[SeedTable], read: Callable[..., tuple[SeedRow, Faults]]
) -> tuple[list[SeedRow] | None, Faults]:
    """Return (rows, faults) of the tables of a kind, each read by `read(fields, lines)`; None where they are no tables
    of their own."""
    given, lines_of_each = data.get(kind, []), [table.lines for table in tables if table.name == kind]
    if not isinstance(given, list) or len(given) != len(lines_of_each):
        at = lines_of_each[0][""] if lines_of_each else 1
        return None, [FileError(name, at, kind, f"stands under a line of its own that says [[{kind}]].")]
    rows: list[SeedRow] = []
    faults: Faults = []
    keys = set()
    for fields, lines in zip(given, lines_of_each, strict=True):
        row, faults_of_row = read(fields, lines)
        faults += faults_of_row
        if row.key in keys:
            faults.append(FileError(name, row.line, "key", f"“{row.key}” stands twice in this file."))
        keys.add(row.key)
        rows.append(row)
    return rows, faults


def _read_key(name: str, row: dict[str, Any], lines: dict[str, int]) -> tuple[str, Faults]:
    """Take the key out of a row and return it with what is wrong with it."""
    key = row.pop("key", "")
    if not key or not isinstance(key, str):
        return str(key), [FileError(name, lines[""], "key", "is required: a short name, unique in the file.")]
    if len(key) > KEY_LENGTH:
        return key, [FileError(name, lines.get("key", lines[""]), "key", f"is longer than {KEY_LENGTH} letters.")]
    return key, []


def _read_outcome(name: str, row: dict[str, Any], lines: dict[str, int]) -> tuple[SeedRow, Faults]:
    row = dict(row)
    key, faults = _read_key(name, row, lines)
    fields, outcome_faults = read_outcome(row)
    for error in write_errors(outcome_faults):
        faults.append(FileError(name, lines.get(error.field, lines[""]), error.field, error.reason))
    return SeedRow(key, lines, fields), faults


def _read_wording(name: str, row: dict[str, Any], lines: dict[str, int]) -> tuple[SeedRow, Faults]:
    row = dict(row)
    key, faults = _read_key(name, row, lines)
    fields, wording_faults = read_wording(row)
    for error in write_errors(wording_faults):
        faults.append(FileError(name, lines.get(error.field, lines[""]), error.field, error.reason))
    return SeedRow(key, lines, fields), faults


def _read_claim(name: str, published_on: Any, row: dict[str, Any], lines: dict[str, int]) -> tuple[SeedRow, Faults]:
    row = dict(row)
    key, faults = _read_key(name, row, lines)
    fields, claim_faults = exchange.read_claim(row, published_on=published_on)
    for error in write_errors(claim_faults + exchange.check_claim(fields)):
        faults.append(FileError(name, lines.get(error.field, lines[""]), error.field, error.reason))
    for field, reason in _judge_warnings(fields, published_on):
        faults.append(FileError(name, lines.get(field, lines[""]), field, reason))
    return SeedRow(key, lines, fields), faults


def _judge_warnings(fields: dict[str, Any], published_on: Any) -> Iterator[tuple[str, str]]:
    """Yield (field, reason) of what is odd about a claim and not confirmed, or confirmed and not so."""
    odd = warnings.find_warnings(fields, published_on=published_on if isinstance(published_on, date) else None)
    confirmed = fields.get("confirmed", "")
    for warning in warnings.select_unconfirmed(odd, confirmed):
        yield warning.field, write_for_seed(warning)
    applying = [*warnings.keep_applying(confirmed, odd).split(), CODED_ALREADY]  # which other files tell
    for code in confirmed.split():
        if code not in applying:
            yield "confirmed", write_needless(WarningCode(code))


def _find_repeats(name: str, source: Any, claims: list[SeedRow]) -> Iterator[FileError]:
    """Yield a fault for each claim on a passage that one above codes, where neither of the two is confirmed."""
    coded: dict[Passage, list[CodedClaim]] = defaultdict(list)
    for claim in claims:
        fields = claim.fields | {"source": source}
        passage = tell_passage(fields)
        if passage is None:
            continue
        confirmed = fields.get("confirmed", "")
        others = warnings.select_repeats(coded[passage], confirmed)
        odd = warnings.find_warnings(fields, published_on=None, repeats=others)
        for warning in warnings.select_unconfirmed(odd, confirmed):
            if warning.code == CODED_ALREADY:
                yield FileError(name, claim.lines.get("quote", claim.line), "quote", write_for_seed(warning))
        coded[passage].append(CodedClaim(claim.key, f"on line {claim.line}", confirmed, fields))


def _check_source(name: str, source: dict[str, Any], lines: dict[str, int]) -> Iterator[FileError]:
    """Yield what is wrong with the columns of a document's record; what is read becomes such in it."""
    for column, value in list(source.items()):
        reason = None
        if column not in RECORD_COLUMNS:
            reason = "is no column of a source."
        elif RECORD_COLUMNS[column].read in (read_day, read_flag, read_language, read_record):
            try:
                source[column] = RECORD_COLUMNS[column].read(value)
            except BrokenRule as broken:
                reason = write_fault(broken)
        elif not isinstance(value, str):
            reason = f"is text, not “{value}”."
        elif "\x00" in value:
            reason = "holds a null character."
        if reason:
            yield FileError(name, lines.get(column, lines[""]), column, reason)
    for column in ("slug", "title"):
        if not isinstance(source.get(column), str) or not source[column].strip():
            yield FileError(name, lines.get(column, lines[""]), column, "is required.")


def _find_tables(text: str) -> list[SeedTable]:
    """Return the tables of a file in order of appearance.

    tomllib keeps no line numbers; seed files have their tables and keys at the beginning of a line.
    """
    tables: list[SeedTable] = []
    closing = ""
    for number, line in enumerate(text.split("\n"), 1):
        if closing:
            closing = "" if closing in line else closing
            continue
        header = _HEADER.match(line)
        if header:
            tables.append(SeedTable(header.group(1), {"": number}))
            continue
        key, _, value = line.partition("=")
        if tables and value:
            tables[-1].lines.setdefault(key.strip(), number)
        for mark in ('"""', "'''"):
            if value.strip().startswith(mark) and value.count(mark) == 1:
                closing = mark
    return tables
