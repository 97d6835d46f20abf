"""The parameters of the API: those that the filters of the pages declare, but for what only a page does."""

from types import new_class
from typing import Any, TypeVar, cast

import django_filters
from django import forms
from django_filters import filters as kinds_of_filters

from ..reader.filters.base import ROWS_A_PAGE, CountingFilter
from ..reader.filters.days import DayFilter
from ..reader.filters.fields import Chooses, Declared, RowsFilter, WholeNumberFilter
from ..reader.filters.named_rows import NamedRowsFilter

LONGEST_CURSOR = 400
CURSOR = "after"
AFTER = "The place in the list after which the page begins, as `next` has it"
OF_PAGES = frozenset({"others", "empty", "marks", "bounds"})  # how a page looks

Filters = TypeVar("Filters", bound=CountingFilter)


class CursorFilter(Declared, django_filters.CharFilter):
    """The place after which a page begins, as the address of the page before says it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label="After", on_form=False, chooses=Chooses.OUTPUT, max_length=LONGEST_CURSOR, strip=False, **kwargs
        )


def make_filter(page: type[Filters]) -> type[Filters]:
    """Return the filters of a page with a cursor and a number of rows."""
    own = {CURSOR: CursorFilter(), "per_page": RowsFilter(usual=ROWS_A_PAGE, on_form=False)}
    return cast(type[Filters], new_class(f"{page.__name__}OfApi", (page,), exec_body=lambda body: body.update(own)))


def describe_parameters(filter_set: type[CountingFilter]) -> list[dict[str, Any]]:
    """Return the parameters as OpenAPI has them."""
    return [
        _describe(name, declared)
        for name, declared in cast(dict[str, Declared], filter_set.base_filters).items()
        if name not in OF_PAGES and (name == CURSOR or declared.chooses is not Chooses.OUTPUT)
    ]


def _describe(name: str, declared: Declared) -> dict[str, Any]:
    several = isinstance(declared, kinds_of_filters.MultipleChoiceFilter | NamedRowsFilter)
    value = _describe_value(declared)
    described: dict[str, Any] = {
        "name": name,
        "in": "query",
        "required": False,
        "description": AFTER if name == CURSOR else str(declared.label or name),
        "schema": {"type": "array", "items": value} if several else value,
    }
    if several:
        described |= {"style": "form", "explode": True}
    return described


def _describe_value(declared: Declared) -> dict[str, Any]:
    if isinstance(declared, DayFilter):
        return {"type": "string", "format": "date"}
    if isinstance(declared, WholeNumberFilter):
        extra = declared.extra
        return {"type": "integer", "minimum": extra["min_value"], "maximum": extra["max_value"]}
    if isinstance(declared, NamedRowsFilter):
        return {"type": "string", "description": "a slug or a name"}
    if "choices" in declared.extra:
        return {"type": "string", "enum": [str(value) for value, _ in declared.extra["choices"]]}
    return {"type": "string", "maxLength": declared.extra.get("max_length", LONGEST_CURSOR)}


def list_faults(filters: CountingFilter) -> list[tuple[str, str, str]]:
    """Return (parameter, label, message) of what could not be read."""
    fields: dict[str, forms.Field] = filters.form.fields
    return [
        (name, str(fields[name].label or name), message)
        for name, messages in filters.form.errors.items()
        for message in messages
    ]
