"""Seed files: one TOML file a document, with its bibliographic record and its claims.

`[source]` is the record, each `[[claim]]` one claim with a `key` that is unique in the file. FileErrors name file, line
and field.
"""

import re
import tomllib
from datetime import date
from typing import NamedTuple

from ...rules import exchange
from ...rules.exchange_columns import SOURCE_COLUMNS, About, ExchangeColumn, read_day
from ...wording.exchange import write_errors
from ..errors import FileError

# What [source] says: what the exchange says of a source, named as the source's fields are, and more.
RECORD_COLUMNS = {column.field: column for column in SOURCE_COLUMNS.values()} | {
    column.name: column
    for column in (
        ExchangeColumn("accessed_on", About.SOURCE, "source__accessed_on", read_day),
        ExchangeColumn("sha256", About.SOURCE, "source__text_sha256"),
        ExchangeColumn("fully_coded_by", About.SOURCE, "source__fully_coded_by"),
        ExchangeColumn("fully_coded_on", About.SOURCE, "source__fully_coded_on", read_day),
    )
}
KEY_LENGTH = 120  # what LoadedRow holds
_HEADER = re.compile(r"\s*\[\[?\s*(\w+)\s*\]\]?\s*(?:#.*)?$")


class SeedClaim(NamedTuple):
    """A claim of a seed file: its key, the line of each of its fields, and the fields as `rows.read_claim` made
    them (holder, speaker and proposal by slug)."""

    key: str
    lines: dict
    fields: dict

    @property
    def line(self):
        return self.lines[""]


class SeedFile(NamedTuple):
    """A document's record and claims."""

    name: str
    source: dict
    source_lines: dict
    claims: list


def read_seeds(folder):
    """Return (seed files, faults) of a folder, in the order of their names."""
    if not folder.is_dir():
        return [], [FileError(str(folder), 0, "", "is no folder.")]
    files, faults = [], []
    for path in sorted(folder.glob("*.toml")):
        file, found = read_seed(path)
        faults += found
        if file:
            files.append(file)
    slugs = [file.source.get("slug") for file in files]
    for file in files:
        if slugs.count(file.source.get("slug")) > 1:
            faults.append(FileError(file.name, file.source_lines[""], "slug", "is used by another file too."))
    return files, faults


def read_seed(path):
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
    blocks = _blocks(text)
    faults = [
        FileError(path.name, 1, name, "is unknown here: a seed file holds [source] and [[claim]].")
        for name in data
        if name not in ("source", "claim")
    ]
    source, claims = data.get("source"), data.get("claim", [])
    claim_lines = [lines for name, lines in blocks if name == "claim"]
    if not isinstance(source, dict):
        faults.append(FileError(path.name, 1, "source", "is missing: a seed file begins with [source]."))
        return None, faults
    if not isinstance(claims, list) or len(claims) != len(claim_lines):
        line = claim_lines[0][""] if claim_lines else 1
        faults.append(FileError(path.name, line, "claim", "stands under a line of its own that says [[claim]]."))
        return None, faults
    source_lines = next((lines for name, lines in blocks if name == "source"), {"": 1})
    faults += _source_faults(path.name, source, source_lines)
    read, keys = [], set()
    for row, lines in zip(claims, claim_lines, strict=True):
        claim, found = _read_claim(path.name, row, lines, source.get("published_on"))
        if claim.key in keys:
            found.append(FileError(path.name, claim.line, "key", f"“{claim.key}” stands twice in this file."))
        keys.add(claim.key)
        faults += found
        read.append(claim)
    return SeedFile(path.name, source, source_lines, read), faults


def _read_claim(name, row, lines, published_on):
    row = dict(row)
    key = row.pop("key", "")
    faults = []
    if not key or not isinstance(key, str):
        faults.append(FileError(name, lines[""], "key", "is required: a short name, unique in the file."))
    elif len(key) > KEY_LENGTH:
        faults.append(FileError(name, lines.get("key", lines[""]), "key", f"is longer than {KEY_LENGTH} letters."))
    fields, claim_faults = exchange.read_claim(row, published_on=published_on)
    for error in write_errors(claim_faults + exchange.check_claim(fields)):
        faults.append(FileError(name, lines.get(error.field, lines[""]), *error))
    return SeedClaim(str(key), lines, fields), faults


def _source_faults(name, source, lines):
    for column, value in source.items():
        reason = None
        if column not in RECORD_COLUMNS:
            reason = "is no column of a source."
        elif RECORD_COLUMNS[column].read is read_day:
            reason = None if type(value) is date else "is a day, without quote marks: 2022-01-17."
        elif not isinstance(value, str):
            reason = f"is text, not “{value}”."
        elif "\x00" in value:
            reason = "holds a null character."
        if reason:
            yield FileError(name, lines.get(column, lines[""]), column, reason)
    for column in ("slug", "title"):
        if not isinstance(source.get(column), str) or not source[column].strip():
            yield FileError(name, lines.get(column, lines[""]), column, "is required.")


def _blocks(text):
    """Return (table name, {field: line, "": line of its header}) of each table, in order of appearance.

    tomllib keeps no line numbers; seed files have their tables and keys at the beginning of a line.
    """
    blocks, closing = [], ""
    for number, line in enumerate(text.split("\n"), 1):
        if closing:
            closing = "" if closing in line else closing
            continue
        header = _HEADER.match(line)
        if header:
            blocks.append((header.group(1), {"": number}))
            continue
        key, _, value = line.partition("=")
        if blocks and value:
            blocks[-1][1].setdefault(key.strip(), number)
        for mark in ('"""', "'''"):
            if value.strip().startswith(mark) and value.count(mark) == 1:
                closing = mark
    return blocks
