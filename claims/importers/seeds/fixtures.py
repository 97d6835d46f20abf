"""Vocabulary files: Django fixtures with natural keys, read without being saved.

`loaddata` is not used: it writes past the gate (no history) and silently undoes what editors changed.
"""

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError

from ...models import Actor, Negotiation, Part, Participant, Proposal, Side, Topic
from ...rules.vocabulary_columns import PART_OF, PartOf, read_part_of_slug
from ..errors import FileError

Model = type[Negotiation | Side | Actor | Participant | Topic | Proposal]
MODELS: dict[str, Model] = {
    model._meta.label_lower: model for model in (Negotiation, Side, Actor, Participant, Topic, Proposal)
}


class FixtureRow(NamedTuple):
    """One row of a fixture: its file and line, its model, and its fields; references by natural key, talks/russia; and
    the packages that a proposal is part of, by their slugs in its negotiation."""

    file: str
    line: int
    model: Model
    fields: dict[str, Any]
    packages: Sequence[PartOf] = ()

    @property
    def key(self) -> str:
        """What tells it from the others of its model; a part of an actor is of a negotiation, and begins on a day."""
        if self.model is not Participant:
            return str(self.fields["slug"])
        negotiation = str(self.fields.get("side")).partition("/")[0]
        days = [str(self.fields[name]) for name in ("actor", "since") if self.fields.get(name)]
        return f"{negotiation}/{' '.join(days)}"


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
        name = row.model, row.key
        if name in seen:
            column = "actor" if row.model is Participant else "slug"
            faults.append(FileError(row.file, row.line, column, f"“{row.key}” stands twice."))
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
        if not model or not isinstance(fields, dict) or not _is_named(model, fields):
            reason = f"Each object has a “model” of {', '.join(MODELS)} and “fields” with a slug, or with an actor."
            faults.append(FileError(path.name, line, "model", reason))
            continue
        row, faults_of_row = _flatten(FixtureRow(path.name, line, model, fields))
        faults += faults_of_row
        if not faults_of_row or model is not Participant:  # of which the key is to be read
            rows.append(row)
    return rows, faults


def _is_named(model: Model, fields: dict[str, Any]) -> bool:
    if model is Participant:
        return bool(fields.get("actor"))
    return isinstance(fields.get("slug"), str) and bool(fields["slug"])


def _flatten(row: FixtureRow) -> tuple[FixtureRow, list[FileError]]:
    """Write natural keys in one word: ["talks", "russia"] → "talks/russia"."""
    flat: dict[str, Any] = {}
    faults = []
    meta = row.model._meta
    fields_by_name = {f.name: f for f in (*meta.concrete_fields, *meta.many_to_many)}
    for name, value in row.fields.items():
        if row.model is Proposal and name == PART_OF:
            packages, reason = _read_packages(value)
            row = row._replace(packages=packages)
            faults += [FileError(row.file, row.line, name, reason)] if reason else []
            continue
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


def _read_packages(value: Any) -> tuple[list[PartOf], str]:
    """Return the packages that a list names, ["treaty: Article 4"], and what is wrong with it, if anything is."""
    if not isinstance(value or [], list) or not all(isinstance(text, str) for text in value or ()):
        return [], 'names packages by their slugs in brackets, each with where in it: ["treaty: Article 4"].'
    if any("\x00" in text for text in value or ()):
        return [], "holds a null character."
    packages = []
    for text in value or ():
        one = read_part_of_slug(text.strip())
        if one is None:
            return [], f"“{text}” does not begin with the slug of a package."
        place = Part(where=one.where, order=one.order)
        try:
            place.clean_fields(exclude=("package", "part"))
            place.refuse_bar()
        except ValidationError as error:
            return [], " ".join(error.messages)
        packages.append(one._replace(where=place.where))
    slugs = [one.package for one in packages]
    twice = next((slug for slug in slugs if slugs.count(slug) > 1), None)
    return packages, f"names “{twice}” twice." if twice else ""


def _read_key(key: Any) -> str:
    """Return the slugs of a natural key, ["talks", "russia"] → talks/russia; raise ValueError for anything else."""
    if not isinstance(key, list) or len(key) not in (1, 2) or not all(isinstance(slug, str) for slug in key):
        raise ValueError
    return "/".join(key)
