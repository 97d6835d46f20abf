"""Documents of seeds: one TOML file each, with its bibliographic record, its wordings, claims and outcomes.

`[source]` is the record, each `[[wording]]` a text of a proposal, each `[[claim]]` one claim and each `[[outcome]]` one
outcome, with a `key` that is unique among its kind in the file. FileErrors name file, line and field.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from ...rules import exchange, warnings
from ...rules.csl import read_record
from ...rules.exchange_columns import (
    SOURCE_COLUMNS,
    About,
    ExchangeColumn,
    read_day,
    read_flag,
    read_language,
)
from ...rules.faults import BrokenRule
from ...rules.outcome_columns import read_outcome
from ...rules.repeats import CodedClaim, Passage, tell_passage
from ...rules.warnings import CODED_ALREADY, WarningCode
from ...rules.wording_columns import read_wording
from ...wording.exchange import write_errors, write_fault
from ...wording.warnings import write_for_seed, write_needless
from ..errors import FileError
from .toml_files import TomlFile, list_rows, read_toml, refuse_others

# What [source] says: what the exchange says of a source, named as the source's fields are, and more; and by whom and
# when it was fully coded for the negotiation in whose folder it lies.
RECORD_COLUMNS = {column.field: column for column in SOURCE_COLUMNS.values()} | {
    "sha256": ExchangeColumn("sha256", About.SOURCE, "source__text_sha256")
}
CODING_COLUMNS = {
    "fully_coded_by": ExchangeColumn("fully_coded_by", About.ROW, "fully_coded_by"),
    "fully_coded_on": ExchangeColumn("fully_coded_on", About.ROW, "fully_coded_on", read_day),
}
NEGOTIATION_FILE = "negotiation.toml"  # which lies beside the documents of its negotiation
HOLDS = "a document holds [source], [[wording]], [[claim]] and [[outcome]]"
KEY_LENGTH = 120  # what LoadedRow holds
Faults = list[FileError]


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

    name: str  # with its folder: russia-us-security-2021/002-tass-suslov.toml
    source: dict[str, Any]
    source_lines: dict[str, int]
    wordings: list[SeedRow]
    claims: list[SeedRow]
    outcomes: list[SeedRow]

    @property
    def negotiation(self) -> str:
        """The slug of the negotiation in whose folder it lies, and whose proposals it names."""
        return self.name.rpartition("/")[0]


def read_documents(folder: Path, negotiation: str = "") -> tuple[list[SeedFile], list[FileError]]:
    """Return (documents, faults) of a folder, in the order of their names; each is called by its negotiation too."""
    if not folder.is_dir():
        return [], [FileError(str(folder), 0, "", "is no folder.")]
    files: list[SeedFile] = []
    faults: list[FileError] = []
    for path in sorted(folder.glob("*.toml")):
        if path.name == NEGOTIATION_FILE:
            continue
        file, faults_of_file = read_document(path, f"{negotiation}/{path.name}" if negotiation else path.name)
        faults += faults_of_file
        if file:
            files.append(file)
    slugs = [file.source.get("slug") for file in files]
    for file in files:
        if slugs.count(file.source.get("slug")) > 1:
            faults.append(FileError(file.name, file.source_lines[""], "slug", "is used by another file too."))
    return files, faults


def read_document(path: Path, name: str) -> tuple[SeedFile | None, list[FileError]]:
    """Return (SeedFile or None, faults) of one file."""
    toml, faults = read_toml(path, name)
    if toml is None:
        return None, faults
    faults += refuse_others(toml, ("source", "wording", "claim", "outcome"), HOLDS)
    source = toml.data.get("source")
    if not isinstance(source, dict):
        at = toml.find_line("source")
        faults.append(FileError(name, at, "source", "is missing: a document begins with [source]."))
        return None, faults
    source_lines = next(iter(toml.list_lines("source")), {"": toml.find_line("source")})
    faults += _check_source(name, source, source_lines)
    wordings, faults_of_wordings = _read_rows(toml, "wording", partial(_read_wording, name))
    claims, faults_of_claims = _read_rows(toml, "claim", partial(_read_claim, name, source.get("published_on")))
    outcomes, faults_of_outcomes = _read_rows(toml, "outcome", partial(_read_outcome, name))
    faults += faults_of_wordings + faults_of_claims + faults_of_outcomes
    if wordings is None or claims is None or outcomes is None:
        return None, faults
    faults += _find_repeats(name, str(source.get("slug")), claims)
    return SeedFile(name, source, source_lines, wordings, claims, outcomes), faults


def _read_rows(
    toml: TomlFile, kind: str, read: Callable[..., tuple[SeedRow, Faults]]
) -> tuple[list[SeedRow] | None, Faults]:
    """Return (rows, faults) of the tables of a kind, each read by `read(fields, lines)`; None where they are no tables
    of their own."""
    given, faults = list_rows(toml, kind)
    if given is None:
        return None, faults
    rows: list[SeedRow] = []
    keys = set()
    for fields, lines in given:
        row, faults_of_row = read(fields, lines)
        faults += faults_of_row
        if row.key in keys:
            faults.append(FileError(toml.name, row.line, "key", f"“{row.key}” stands twice in this file."))
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
    if "\x00" in key:
        return key, [FileError(name, lines.get("key", lines[""]), "key", "holds a null character.")]
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


def _find_repeats(name: str, source: str, claims: list[SeedRow]) -> Iterator[FileError]:
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
    columns = RECORD_COLUMNS | CODING_COLUMNS
    for column, value in list(source.items()):
        reason = None
        if column not in columns:
            reason = "is no column of a source."
        elif columns[column].read in (read_day, read_flag, read_language, read_record):
            try:
                source[column] = columns[column].read(value)
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
