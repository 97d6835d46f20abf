"""Days as they are typed in forms and files."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from ..rules.days import check_has_come, parse_day
from ..rules.faults import BrokenRule
from ..wording.exchange import write_fault


def read_typed_day(text: str) -> date:
    """Return the day that was typed; a ValidationError shows the forms that are taken."""
    try:
        return parse_day(text)
    except BrokenRule as broken:
        raise ValidationError(write_fault(broken), code="invalid") from None


def refuse_day_to_come(day: date) -> None:
    """Raise a ValidationError for a day later than today."""
    try:
        check_has_come(day)
    except BrokenRule as broken:
        raise ValidationError(write_fault(broken), code="to-come") from None


class DayFormField(forms.DateField):
    """A day in one of the forms that `rules.days` takes, whatever the language of the site."""

    def to_python(self, value: Any) -> date | None:
        return read_typed_day(value) if isinstance(value, str) and value.strip() else super().to_python(value or None)


class TypedDayField(models.DateField):
    """A day, typed in any of the forms that `rules.days` takes. Migrations see a plain DateField."""

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.DateField", args, kwargs

    def to_python(self, value: Any) -> date | None:
        return read_typed_day(value) if isinstance(value, str) else super().to_python(value)

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": DayFormField, **kwargs})


class DayField(TypedDayField):
    """A day on which something was said, published or done: none that is still to come."""

    default_validators = [refuse_day_to_come]
