"""Rows in words for people."""

from django.db import models


def count_rows(model: type[models.Model], count: int) -> str:
    """Return a number of rows in words, such as “3 claims”."""
    return f"{count} {model._meta.verbose_name if count == 1 else model._meta.verbose_name_plural}"
