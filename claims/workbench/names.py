"""Rows named by typing: any of their names, or their slug."""

from collections.abc import Mapping
from typing import Any

from django import forms

from ..admin.choosers import find_by_name, is_key


class TypedRow(forms.TextInput):
    """Names a row by its name, one of its others, or its slug, as people type it. Its field gives it the `choices`."""

    choices: Any

    def format_value(self, value: Any) -> str:
        row = self.choices.queryset.filter(pk=value).first() if is_key(value) else None
        return str(value or "") if row is None else self._write(row)

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> str:
        typed = (data.get(name) or "").strip()
        row = find_by_name(self.choices.queryset, typed) if typed else None
        return typed if row is None else str(row.pk)

    def _write(self, row: Any) -> str:
        """Return its name, or its slug where another row is called alike."""
        alone = find_by_name(self.choices.queryset, str(row)) is not None
        return str(row) if alone else str(row.slug)


def name_row(row: Any) -> dict[str, Any]:
    """Return a row as a coder names it: what is written into the field, and all else that it may be called."""
    names = list(dict.fromkeys(row.list_names()))
    return {"slug": row.slug, "name": names[0], "names": names[1:], "suggested": bool(row.suggestion)}
