"""The condition of a claim as a column."""

from collections.abc import Sequence
from typing import Any

from django.db import models

from ..rules.conditions import drop_if


class ConditionField(models.CharField):
    """A condition as it goes on after “if”, without that word. Migrations see a plain CharField."""

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs

    def to_python(self, value: Any) -> Any:
        return drop_if(super().to_python(value)) if value is not None else None

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """Let the row say what is written of it."""
        setattr(model_instance, self.attname, self.to_python(getattr(model_instance, self.attname)))
        return getattr(model_instance, self.attname)
