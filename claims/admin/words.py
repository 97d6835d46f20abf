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


def fields_of(model):
    """Return the fields of a tracked model that its history keeps and that mean something to an editor."""
    kept = {field.name for field in model.history.model._meta.concrete_fields}
    own = [field for field in model._meta.concrete_fields if field.name in kept and field.name not in HIDDEN]
    return [field for field in own if not field.primary_key]


def label(field):
    return capfirst(field.verbose_name)


def said(field, value, names):
    """Return a field's stored value in words; `names` is what `names_for` found."""
    if field.is_relation:
        return names.get((field.related_model, value), "(deleted)") if value else EMPTY
    if isinstance(field, models.BooleanField):
        return "yes" if value else "no"
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if value in (None, ""):
        return EMPTY
    return date_format(value, "j F Y") if isinstance(field, models.DateField) else str(value)


def names_for(fields, rows):
    """Return {(model, key): name} of all rows that the rows' relations name (one query for each relation)."""
    names = {}
    for field in fields:
        if field.is_relation:
            keys = {getattr(row, field.attname) for row in rows} - {None}
            named = field.related_model._base_manager.in_bulk(keys) if keys else {}
            names |= {(field.related_model, key): str(row) for key, row in named.items()}
    return names


def differences(model, pairs, only=None):
    """Return, for each (before, after) pair of rows or history rows, the list of what differs."""
    fields = [field for field in fields_of(model) if only is None or field.name in only]
    names = names_for(fields, [row for pair in pairs for row in pair])
    return [[_difference(f, *pair, names) for f in fields if _differs(f, *pair)] for pair in pairs]


def _differs(field, before, after):
    return getattr(before, field.attname) != getattr(after, field.attname)


def _difference(field, before, after, names):
    old, new = (said(field, getattr(row, field.attname), names) for row in (before, after))
    return Difference(field.name, label(field), old, new)
