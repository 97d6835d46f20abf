"""The language of a document or a quote as a column."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from ..rules.faults import BrokenRule
from ..rules.languages import check_language
from ..wording.exchange import write_fault


def refuse_no_language(code: str) -> None:
    """Raise a ValidationError for what is no code of a language."""
    try:
        check_language(code)
    except BrokenRule as broken:
        raise ValidationError(write_fault(broken), code="invalid") from None


class LanguageField(models.CharField):
    """The code of a language, such as en or zh-Hant. Migrations see a plain CharField."""

    default_validators = [refuse_no_language]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_length": 10, **kwargs})

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs
