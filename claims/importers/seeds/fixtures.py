"""Vocabulary files: Django fixtures with natural keys, read without being saved.

`loaddata` is not used: it writes past the gate (no history) and silently undoes what editors changed.
"""

import json
import re
from pathlib import Path
from typing import Any, NamedTuple

from ...models import Actor, Negotiation, Proposal, Side, Topic
from ..errors import FileError

Model = type[Negotiation | Side | Actor | Topic | Proposal]
MODELS: dict[str, Model] = {model._meta.label_lower: model for model in (Negotiation, Side, Actor, Topic, Proposal)}


class FixtureRow(NamedTuple):
    """One row of a fixture: its file and line, its model, and its fields; references by natural key, talks/russia."""

    file: str
    line: int
    model: Model
    fields: dict[str, Any]


def read_fixtures(folder: Path) -> tuple[list[FixtureRow], list[FileError]]:
    """Return (rows, faults) of the JSON fixtures of a folder, in the order in which they stand."""
    if not folder.is_dir():
        return [], [FileError(str(folder), 0, "", "is no folder.")]
    rows: list[FixtureRow] = []
    faults: list[FileError] = []
    for path in sorted(folder.glob("*.json")):
        rows_of_file, faults_of_file = _read_fixture(path)
        rows += rows_of_file
        faults += faults_of_file
    seen = set()
    for row in rows:
        name = row.model, row.fields["slug"]
        if name in seen:
            faults.append(FileError(row.file, row.line, "slug", f"“{row.fields['slug']}” stands twice."))
        seen.add(name)
    return rows, faults


def _read_fixture(path: Path) -> tuple[list[FixtureRow], list[FileError]]:
    try:
        text = path.read_text(encoding="utf-8")
        data = json.loads(text)
    except UnicodeDecodeError as error:
        return [], [FileError(path.name, 0, "", f"is not UTF-8: {error.reason}.")]
    except json.JSONDecodeError as error:
        return [], [FileError(path.name, error.lineno, "", error.msg)]
    lines = [n for n, line in enumerate(text.split("\n"), 1) if re.search(r'"model"\s*:', line)]
    if not isinstance(data, list) or len(lines) != len(data):
        return [], [FileError(path.name, 1, "", "A fixture is a list of objects, each with its “model”.")]
    rows: list[FixtureRow] = []
    faults: list[FileError] = []
    for line, item in zip(lines, data, strict=True):
        model = MODELS.get(str(item.get("model", "")).lower()) if isinstance(item, dict) else None
        fields = item.get("fields") if model else None
        if not model or not isinstance(fields, dict) or not isinstance(fields.get("slug"), str) or not fields["slug"]:
            reason = f"Each object has a “model” of {', '.join(MODELS)} and “fields” with a slug."
            faults.append(FileError(path.name, line, "model", reason))
            continue
        row, faults_of_row = _flatten(FixtureRow(path.name, line, model, fields))
        rows.append(row)
        faults += faults_of_row
    return rows, faults


def _flatten(row: FixtureRow) -> tuple[FixtureRow, list[FileError]]:
    """Write natural keys in one word: ["talks", "russia"] → "talks/russia"."""
    flat: dict[str, Any] = {}
    faults = []
    meta = row.model._meta
    fields_by_name = {f.name: f for f in (*meta.concrete_fields, *meta.many_to_many)}
    for name, value in row.fields.items():
        field = fields_by_name.get(name)
        if field is None or name in {"id", "version"} | row.model.DERIVED:
            faults.append(FileError(row.file, row.line, name, f"is no field of a {meta.verbose_name}."))
            continue
        if isinstance(value, str) and "\x00" in value:
            faults.append(FileError(row.file, row.line, name, "holds a null character."))
        try:
            if field.many_to_many:
                flat[name] = [_read_key(key) for key in value]
            elif field.is_relation and value is not None:
                flat[name] = _read_key(value)
            else:
                flat[name] = value
        except (TypeError, ValueError):
            faults.append(
                FileError(
                    row.file,
                    row.line,
                    name,
                    'names rows by their slugs in brackets: ["russia"], or ["talks", "russia"].',
                )
            )
    return row._replace(fields=flat), faults


def _read_key(key: Any) -> str:
    """Return the slugs of a natural key, ["talks", "russia"] → talks/russia; raise ValueError for anything else."""
    if not isinstance(key, list) or len(key) not in (1, 2) or not all(isinstance(slug, str) for slug in key):
        raise ValueError
    return "/".join(key)
