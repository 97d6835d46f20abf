"""Rows of the vocabulary → the gate, each merged with what is there."""

from collections.abc import Collection, Iterable
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError

from ...models import Actor, Event, Member, Negotiation, Participant, Proposal, Side, Source, Topic
from ..errors import FileError
from .merge import Merge, WantedRow, name_row
from .old_names import read_sources
from .packages import put_in_packages
from .vocabulary_files import NOT_IN_FILES, VocabularyRow

VOCABULARY: dict[Any, list[str]] = {  # with what its rows belong to
    Negotiation: [],
    Side: ["negotiation"],
    Actor: [],
    Member: ["member", "coalition"],
    Participant: ["actor", "side__negotiation"],
    Topic: ["negotiation"],
    Proposal: ["negotiation"],
}
RowsByName = dict[Any, dict[str, Any]]  # of each model


def merge_vocabulary(merge: Merge, rows: Iterable[VocabularyRow]) -> None:
    """Merge all rows but events, and then what proposals are part of."""
    rows_by_name = _read_rows(VOCABULARY)
    placed: dict[int, WantedRow] = {}
    _merge_rows(merge, [row for row in rows if row.model is not Event], rows_by_name, placed)
    put_in_packages(merge, placed, rows_by_name[Proposal])


def merge_events(merge: Merge, rows: Iterable[VocabularyRow]) -> None:
    """Merge the events, once the documents that they name are there."""
    events = [row for row in rows if row.model is Event]
    if events:
        rows_by_name = _read_rows({Negotiation: [], Event: ["negotiation"]})
        _merge_rows(merge, events, {**rows_by_name, Source: dict(read_sources())}, {})


def _read_rows(models: dict[Any, list[str]]) -> RowsByName:
    return {
        model: {name_row(row): row for row in model.objects.select_related(*owners)} for model, owners in models.items()
    }


def _merge_rows(
    merge: Merge, rows: Iterable[VocabularyRow], rows_by_name: RowsByName, placed: dict[int, WantedRow]
) -> None:
    """Merge rows in their order. What names one that could not be made is left out in silence: that has its fault."""
    refused: set[tuple[Any, str]] = set()
    for row in rows:
        faults = len(merge.faults)
        wanted = None if _names_any(row, refused) else _make_wanted_row(merge, row, rows_by_name)
        current = wanted and merge.bring_in(wanted, partial(_save, wanted, placed))
        if wanted and current:  # which may have been merged or moved since, and is named as it was
            rows_by_name[row.model] |= {name_row(current): current, name_row(wanted.row): current}
        elif wanted is None or len(merge.faults) > faults:
            refused.add((row.model, row.name))


def _names_any(row: VocabularyRow, refused: Collection[tuple[Any, str]]) -> bool:
    """Whether a row names one of these (model, natural key)."""
    for name, value in row.fields.items():
        model = row.model._meta.get_field(name).related_model
        if model and any((model, key) in refused for key in (value if isinstance(value, list) else [value])):
            return True
    return False


def _save(wanted: WantedRow, placed: dict[int, WantedRow], row: Any) -> None:
    """Save a row; what a proposal is part of is written once all are there."""
    row.save()
    if wanted.packages is not None:
        placed[row.pk] = wanted


def _make_wanted_row(merge: Merge, row: VocabularyRow, rows_by_name: RowsByName) -> WantedRow | None:
    """Resolve what a row names; return None, with faults, where something is unknown or a field is invalid."""
    model = row.model
    fields: dict[str, Any] = {}
    links: dict[str, list[Any]] = {f.name: [] for f in model._meta.many_to_many if f.related_model in rows_by_name}
    before = len(merge.faults)
    for name, value in row.fields.items():
        field: Any = model._meta.get_field(name)
        if not field.is_relation or value is None:
            fields[name] = value
            continue
        slugs = value if field.many_to_many else [value]
        named = [rows_by_name[field.related_model].get(slug) for slug in slugs]
        for slug, other in zip(slugs, named, strict=True):
            if other is None:
                merge.faults.append(_blame_unknown(row, name, field.related_model, slug))
        if field.many_to_many:
            links[name] = named
        else:
            (fields[name],) = named
    if len(merge.faults) > before:
        return None
    # All fields, left out or not, but for what the row is known by: else a field that a file adds would read as an edit
    # made here. But aliases are collected here, import by import: a file that names none has no say in them.
    left_out = NOT_IN_FILES | model.DERIVED | ({"aliases"} - row.fields.keys())
    names = tuple(f.name for f in model._meta.concrete_fields if f.name not in left_out)
    wanted_row = model(**fields)
    packages = row.packages if model is Proposal else None
    wanted = WantedRow(row.file, row.lines, row.key, wanted_row, names, links, packages)
    try:
        wanted_row.clean_fields()  # turns text into days and numbers, as a save and a reload would
        wanted_row.derive()
    except ValidationError as error:
        merge.refuse(wanted, error)
        return None
    return wanted


def _blame_unknown(row: VocabularyRow, name: str, model: Any, slug: str) -> FileError:
    kind = model._meta.verbose_name
    hint = " [[actor]] describes a new one." if model is Actor else ""
    reason = f"There is no {kind} “{slug.rpartition('/')[2]}”, above or in the database.{hint}"
    return FileError(row.file, row.lines.get(name, row.line), name, reason)
