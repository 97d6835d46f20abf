"""The bibliographic record of a source as a column, and as text in a form."""

import json
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from ..rules import csl
from ..rules.faults import BrokenRule
from ..wording.exchange import write_fault


def refuse_faults(record: Any) -> None:
    """Raise a ValidationError that names each variable that CSL does not know, or knows as something else."""
    _raise(csl.examine(record)[1])


def _raise(faults: Sequence[BrokenRule]) -> None:
    if faults:
        raise ValidationError([ValidationError(write_fault(fault), code="csl") for fault in faults])


class CslFormField(forms.CharField):
    """A record typed as JSON. What cannot be read stays as it was typed."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, str):
            return value
        return json.dumps(value, indent=2, ensure_ascii=False, sort_keys=True) if value else ""

    def to_python(self, value: Any) -> Any:
        record, faults = csl.examine(value or "")
        _raise(faults)
        return record

    def run_validators(self, value: Any) -> None:
        """Those of texts have nothing to say of a record; the column has its own."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        record, faults = csl.examine(data or "")
        return bool(faults) or record != (initial or {})


class CslField(models.JSONField):
    """The CSL variables of a source that have no column of their own. Migrations see a plain JSONField."""

    default_validators = [refuse_faults]

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs

    def formfield(self, **kwargs: Any) -> Any:
        return models.Field.formfield(self, **{"form_class": CslFormField, "show_hidden_initial": False, **kwargs})
