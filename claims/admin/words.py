"""Fields in words for people: their names, their values, and what differs between two forms of a row."""

from typing import NamedTuple

from django.db import models
from django.utils.formats import date_format
from django.utils.text import capfirst

HIDDEN = frozenset({"version", "coder", "written_by", "corrects", "corrects_version", "public_id"})
EMPTY = "(empty)"


class Difference(NamedTuple):
    """A field that differs: its name, its label, and both values in words."""

    name: str
    label: str
    before: str
    after: str


def list_fields(model):
    """Return the fields of a tracked model that its history keeps and that mean something to an editor."""
    kept = {field.name for field in model.history.model._meta.concrete_fields}
    own = [field for field in model._meta.concrete_fields if field.name in kept and field.name not in HIDDEN]
    return [field for field in own if not field.primary_key]


def count_rows(model, count):
    """Return a number of rows in words, such as “3 claims”."""
    return f"{count} {name_rows(model, count)}"


def name_rows(model, count):
    return model._meta.verbose_name if count == 1 else model._meta.verbose_name_plural


def get_label(field):
    return capfirst(field.verbose_name)


def put_in_words(field, value, names):
    """Return a field's stored value in words; `names` is what `read_names` returns."""
    if field.is_relation:
        return names.get((field.related_model, value), "(deleted)") if value else EMPTY
    if isinstance(field, models.BooleanField):
        return "yes" if value else "no"
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if value in (None, ""):
        return EMPTY
    return date_format(value, "j F Y") if isinstance(field, models.DateField) else str(value)


def read_names(fields, rows):
    """Return {(model, key): name} of all rows that the rows' relations name (one query for each relation)."""
    names = {}
    for field in fields:
        if field.is_relation:
            keys = {getattr(row, field.attname) for row in rows} - {None}
            rows_by_key = field.related_model._base_manager.in_bulk(keys) if keys else {}
            names |= {(field.related_model, key): str(row) for key, row in rows_by_key.items()}
    return names


def list_differences(model, pairs, only=None):
    """Return, for each (before, after) pair of rows or history rows, the list of what differs."""
    fields = [field for field in list_fields(model) if only is None or field.name in only]
    names = read_names(fields, [row for pair in pairs for row in pair])
    return [[_describe_difference(f, *pair, names) for f in fields if _differs(f, *pair)] for pair in pairs]


def _differs(field, before, after):
    return getattr(before, field.attname) != getattr(after, field.attname)


def _describe_difference(field, before, after, names):
    old, new = (put_in_words(field, getattr(row, field.attname), names) for row in (before, after))
    return Difference(field.name, get_label(field), old, new)
