"""What a data package says of itself: `datapackage.json` (Data Package 2.0 with Table Schemas), and a README."""

import json
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from ...rules.data_package import CODEBOOK, FORMAT, LICENCE, PROFILE, TABLES, TABLES_BY_NAME, CellKind, PackageTable

README_TEXT = """# {title}

What is published of the negotiation “{title}”, as a Frictionless data package: a CSV file a table, described in
`datapackage.json` with the types, keys and references of its columns. What the columns of claims mean says
`codebook.md`.

{tables}

- UTF-8, commas, lines end in CR LF; the first line is the heading. Days are written 2022-01-10, moments in UTC, yes is
  `yes` and no is empty. An empty cell says nothing: it never means 0. A claim without a value has the word `none`.
- A text that a spreadsheet would run as a formula begins with one `'` more than it has: take it off when you read it.
- It holds no drafts, nothing withdrawn, no notes of editors and no texts of documents; of a quote `quote_state` says
  how it stood in the text when it was checked, and `quote_start` and `quote_end` where.
- Licence of the codings: {licence}. Quotes belong to those who are quoted.

`manage.py import_package` makes the same negotiation of it in another installation of the tracker.
"""


class ResourceFacts(NamedTuple):
    """What is known of a file of the package once it is written."""

    path: str
    rows: int
    size: int
    sha256: str


def write_descriptor(slug: str, title: str, facts: Sequence[ResourceFacts]) -> bytes:
    by_path = {fact.path: fact for fact in facts}
    descriptor = {
        "$schema": PROFILE,
        "name": slug,
        "title": title,
        "format": FORMAT,
        "licenses": [LICENCE],
        "resources": [_describe(table, by_path[table.path]) for table in TABLES],
    }
    return json.dumps(descriptor, ensure_ascii=False, indent=2).encode() + b"\n"


def write_readme(title: str, facts: Sequence[ResourceFacts]) -> bytes:
    by_path = {fact.path: fact for fact in facts}
    lines = [f"| `{t.path}` | {t.title} | {by_path[t.path].rows} |" for t in TABLES]
    tables = "\n".join(["| file | what stands in it | rows |", "| --- | --- | --- |", *lines])
    on_one_line = " ".join(title.split())
    return README_TEXT.format(
        title=on_one_line, tables=tables, licence=f"{LICENCE['title']} ({LICENCE['path']})"
    ).encode()


def _describe(table: PackageTable, fact: ResourceFacts) -> dict[str, Any]:
    return {
        "name": name_resource(table),
        "title": table.title,
        "path": table.path,
        "type": "table",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": fact.size,
        "hash": f"sha256:{fact.sha256}",
        "schema": describe_schema(table),
    }


def name_resource(table: PackageTable) -> str:
    return table.name.replace("_", "-")


def describe_schema(table: PackageTable) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_describe_field(table, name) for name in (column.name for column in table.columns)],
        "missingValues": [""],
    }
    if all(table.find_column(name).required for name in table.key):
        schema["primaryKey"] = list(table.key)
    if references := list(_list_references(table)):
        schema["foreignKeys"] = references
    return schema


def _list_references(table: PackageTable) -> Iterator[dict[str, Any]]:
    """Yield the references of a table to rows that one cell names; a table refers to itself as “”."""
    for column in table.columns:
        other = TABLES_BY_NAME[column.refers] if column.refers else None
        if other and len(other.key) == 1:
            resource = "" if other is table else name_resource(other)
            yield {"fields": [column.name], "reference": {"resource": resource, "fields": list(other.key)}}


def _describe_field(table: PackageTable, name: str) -> dict[str, Any]:
    column = table.find_column(name)
    field: dict[str, Any] = {"name": name, "type": str(column.kind)}
    constraints: dict[str, Any] = {}
    if column.kind is CellKind.FLAG:
        field |= {"trueValues": ["yes"], "falseValues": ["no"]}
    if column.required:
        constraints["required"] = True
    if column.words:
        constraints["enum"] = list(column.words)
    return field | ({"constraints": constraints} if constraints else {})


CODEBOOK_IN_REPOSITORY = f"docs/{CODEBOOK}"
