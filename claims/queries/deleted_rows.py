"""Rows that were deleted, as their history has them last."""

from collections.abc import Collection, Iterable
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Exists, ForeignKey, OuterRef, QuerySet

from ..models.history import Versioned
from .differences import ComparedField, compare_versions, read_gone


def select_deleted(model: type[Versioned]) -> QuerySet[Any]:
    """Return the last history row of each row of a model that is no longer there, the last deleted first."""
    later = model.history.filter(id=OuterRef("id"), history_id__gt=OuterRef("history_id"))
    there = model._base_manager.filter(pk=OuterRef("id"))
    records = model.history.filter(~Exists(later), ~Exists(there), history_type="-").select_related("history_user")
    deleted: QuerySet[Any] = records.order_by("-history_id")
    return deleted


def name_deleted(model: type[Versioned], records: Collection[Any]) -> dict[int, str]:
    """Return {key: name} of deleted rows, after what they named, as that was called last where it is gone too (a query
    for each relation, and those of what is gone)."""
    tracked = {field.attname for field in model.history.model._meta.concrete_fields}
    columns = [field.attname for field in model._meta.concrete_fields if field.attname in tracked]
    rows = [model(**{column: getattr(record, column) for column in columns}) for record in records]
    for field in model._meta.concrete_fields:
        if isinstance(field, ForeignKey) and issubclass(field.related_model, Versioned):
            _fill_in(field, rows)
    return {row.pk: _name(row) for row in rows}


def read_last(record: Any) -> list[ComparedField]:
    """Return all fields of a deleted row as they were before, what it was linked with among them (the queries of
    `compare_versions`, and one)."""
    model = record.instance_type
    before = model.history.filter(id=record.id).exclude(history_type="-").order_by("-history_id").first() or record
    return compare_versions(model, before, before)


def _fill_in(field: Any, rows: Iterable[Any]) -> None:
    """Let rows know what they name in a field, in two queries at most."""
    model = field.related_model
    keys = {getattr(row, field.attname) for row in rows} - {None}
    there = model._base_manager.in_bulk(keys) if keys else {}
    named = {**read_gone(model, keys - there.keys()), **there}
    for row in rows:
        if getattr(row, field.attname) in named:
            setattr(row, field.name, named[getattr(row, field.attname)])


def _name(row: Any) -> str:
    try:
        return str(row)
    except ObjectDoesNotExist:
        return f"{row._meta.verbose_name} {row.pk}"
