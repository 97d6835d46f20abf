"""Fields in words for people: their names, their values, and what differs between two forms of a row."""

from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

from django.db import models
from django.utils.text import capfirst

from ..models.condition_field import ConditionField
from ..models.history import Versioned
from ..rules.conditions import add_if
from ..rules.csl import write_record
from ..wording.days import format_day

HIDDEN = frozenset({"version", "coder", "written_by", "corrects", "corrects_version", "public_id"})
EMPTY = "(empty)"

Field = Any  # of a model; django-stubs know it only with the types of its values
Pair = tuple[models.Model, models.Model]
Names = dict[tuple[type[models.Model], Any], str]


class Difference(NamedTuple):
    """A field that differs: its name, its label, and both values in words."""

    name: str
    label: str
    before: str
    after: str


class ComparedField(NamedTuple):
    """A field of two versions of a row: its label, both values in words, whether they are the same, and whether they
    are texts to be compared word by word."""

    label: str
    before: str
    after: str
    same: bool
    is_text: bool


def list_fields(model: type[Versioned]) -> list[Field]:
    """Return the fields of a tracked model that its history keeps and that mean something to an editor."""
    tracked = {field.name for field in model.history.model._meta.concrete_fields}
    own = [field for field in model._meta.concrete_fields if field.name in tracked and field.name not in HIDDEN]
    return [field for field in own if not field.primary_key]


def get_label(field: Field) -> str:
    return capfirst(field.verbose_name)


def put_in_words(field: Field, value: Any, names: Names) -> str:
    """Return a field's stored value in words; `names` is what `read_names` returns."""
    if field.is_relation:
        return names.get((field.related_model, value), "(deleted)") if value else EMPTY
    if isinstance(field, models.BooleanField):
        return "yes" if value else "no"
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, ConditionField) and value:
        return add_if(value)
    if isinstance(value, dict):
        return write_record(value) or EMPTY
    if value in (None, ""):
        return EMPTY
    return format_day(value) if isinstance(field, models.DateField) else str(value)


def read_names(fields: Iterable[Field], rows: Iterable[models.Model]) -> Names:
    """Return {(model, key): name} of all rows that the rows' relations name (one query for each relation, and one more
    where some are gone)."""
    names: Names = {}
    for field in fields:
        if field.is_relation:
            keys = {getattr(row, field.attname) for row in rows} - {None}
            rows_by_key = field.related_model._base_manager.in_bulk(keys) if keys else {}
            names |= {(field.related_model, key): str(row) for key, row in rows_by_key.items()}
            gone = read_gone(field.related_model, keys - rows_by_key.keys())
            names |= {(field.related_model, key): f"{row} (no longer there)" for key, row in gone.items()}
    return names


def read_gone(model: Any, keys: Collection[int]) -> dict[int, Any]:
    """Return {key: row} of rows that were merged away or deleted, as their history has them last (one query, if there
    are any)."""
    if not keys or not hasattr(model, "history"):
        return {}
    records = model.history.filter(id__in=keys).order_by("history_id")
    return {record.id: record.instance for record in records}


def list_differences(
    model: type[Versioned], pairs: Iterable[Pair], only: Collection[str] | None = None
) -> list[list[Difference]]:
    """Return, for each (before, after) pair of rows or history rows, the list of what differs."""
    fields = [field for field in list_fields(model) if only is None or field.name in only]
    names = read_names(fields, [row for pair in pairs for row in pair])
    return [[_describe_difference(f, *pair, names) for f in fields if _differs(f, *pair)] for pair in pairs]


def _differs(field: Field, before: models.Model, after: models.Model) -> bool:
    return getattr(before, field.attname) != getattr(after, field.attname)


def _describe_difference(field: Field, before: models.Model, after: models.Model, names: Names) -> Difference:
    old, new = (put_in_words(field, getattr(row, field.attname), names) for row in (before, after))
    return Difference(field.name, get_label(field), old, new)


def compare_versions(model: type[Versioned], before: Any, after: Any) -> list[ComparedField]:
    """Return all fields of two rows of a history, what a row is linked with among them, in the order of the form (one
    query for each relation and version, and one more where some are gone)."""
    fields = list_fields(model)
    names = read_names(fields, (before, after))
    compared = []
    for field in fields:
        old, new = getattr(before, field.attname), getattr(after, field.attname)
        words, others = (put_in_words(field, value, names) for value in (old, new))
        compared.append(
            ComparedField(get_label(field), words, others, old == new, _is_text(field) and bool(old and new))
        )
    for field in model.history.model._history_m2m_fields:
        words, others = (_name_linked(field, record) for record in (before, after))
        compared.append(ComparedField(get_label(field), words, others, words == others, is_text=False))
    return compared


def _is_text(field: Field) -> bool:
    """Whether a field holds words that somebody wrote, and no choice, address or digest."""
    wanted = isinstance(field, models.CharField | models.TextField) and not field.choices
    return wanted and not isinstance(field, models.SlugField | models.URLField)


def _name_linked(field: Field, record: Any) -> str:
    """Return in words what a row was linked with, as its history has it."""
    keys = set(getattr(record, field.name).values_list(f"{field.m2m_reverse_field_name()}_id", flat=True))
    rows = field.related_model._base_manager.in_bulk(keys) if keys else {}
    gone = read_gone(field.related_model, keys - rows.keys())
    names = [str(row) for row in rows.values()] + [f"{row} (no longer there)" for row in gone.values()]
    return "; ".join(sorted(names)) or EMPTY
