"""Parameters that are a day: chosen from a list of those on which something was published, or typed."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple, cast

import django_filters as filters
from django import forms
from django.http import QueryDict
from django.utils.safestring import SafeString

from ...models.days import DayFormField, refuse_day_to_come
from ...queries import DayOfTalks
from ...wording.days import format_day, write_day_to_choose
from .fields import Chooses, Declared
from .widgets import draw_options

ANOTHER = "another"  # in the list, in place of a day: it is typed beside the list


class DayOption(NamedTuple):
    """A day as the list offers it; `value` is "" for no day and ANOTHER for one that is typed."""

    value: str
    words: str
    chosen: bool


class DayInput(forms.TextInput):
    """A list of days and beside it a field for another, which share one parameter: what was typed counts."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str:
        values = [value for value in data.getlist(name) if value.strip()]
        days = [value for value in values if value != ANOTHER]
        return (days or values or [""])[-1]


class DayBoundField(forms.BoundField):
    """The field on a page, with the days that it offers."""

    field: "DayToChooseField"

    @cached_property
    def options(self) -> list[DayOption]:
        """No day, the days of the list from the newest on, the one in force if it is none of these, another day."""
        days = list(self.field.days())
        chosen = self._in_force
        first = days[:1] if self.field.blank_is_newest else []
        listed = {day for day, _ in days[len(first) :]}
        offered = [*days[len(first) :], *([DayOfTalks(chosen)] if chosen and chosen not in listed else [])]
        return [
            DayOption("", self.field.write_blank(days), chosen is None and not self.is_open),
            *(
                DayOption(day.isoformat(), write_day_to_choose(day, events), day == chosen)
                for day, events in sorted(offered, reverse=True)
            ),
            DayOption(ANOTHER, "another day", chosen is None and self.is_open),
        ]

    @property
    def drawn_options(self) -> SafeString:
        return draw_options(self.options)

    @property
    def is_open(self) -> bool:
        """Whether the field for another day is to be seen from the first: what was typed there cannot be read."""
        return bool(self.errors)

    @property
    def typed(self) -> str:
        """What was typed and cannot be read."""
        return self.data if self.errors and self.data != ANOTHER else ""

    @property
    def _in_force(self) -> date | None:
        """The day that was chosen, which holds where another was typed that cannot be read."""
        if not self.form.is_bound:
            return None
        if not self.errors:
            return self.form.cleaned_data.get(self.name)
        readable = self.field.keep_readable(cast(QueryDict, self.form.data).getlist(self.html_name))
        return self.field.clean(readable[-1]) if readable else None


class DayToChooseField(DayFormField):
    """A day that has come. `days` lists those that are offered; `blank_is_newest` where without one all is told as of
    the newest of them."""

    widget = DayInput

    def __init__(self, *, days: Callable[[], Sequence[DayOfTalks]], blank_is_newest: bool, **kwargs: Any) -> None:
        self.days, self.blank_is_newest = days, blank_is_newest
        super().__init__(validators=[refuse_day_to_come], **kwargs)

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> DayBoundField:
        return DayBoundField(form, self, field_name)

    def write_blank(self, days: Sequence[DayOfTalks]) -> str:
        if not self.blank_is_newest:
            return "–"
        return write_day_to_choose(*days[0], newest=True) if days else "newest"

    def keep_readable(self, values: Iterable[str]) -> list[str]:
        """Return those of the texts that are a day that has come."""
        return [value for value in values if value.strip() and self._is_readable(value)]

    def _is_readable(self, value: str) -> bool:
        try:
            self.clean(value)
        except forms.ValidationError:
            return False
        return True


def offer_none() -> Sequence[DayOfTalks]:
    return ()


class DayFilter(Declared, filters.DateFilter):
    """A day that has come; a calendar of the browser's would write it as the browser's language does."""

    field_class = DayToChooseField

    def __init__(self, *, blank_is_newest: bool = False, **kwargs: Any) -> None:
        super().__init__(days=offer_none, blank_is_newest=blank_is_newest, **kwargs)

    def offer(self, days: Callable[[], Sequence[DayOfTalks]]) -> None:
        """Offer these days on the form."""
        self.extra["days"] = days

    def keep_readable(self, values: list[str]) -> list[str]:
        return self.field.keep_readable(values)

    def write_parameter(self, values: list[str], value: Any) -> list[str]:
        """One day, however often and in whatever form it is given."""
        return [value.isoformat()] if value else []

    def write_values(self, values: Iterable) -> list[str]:
        return [format_day(value) for value in values]


class AsOfFilter(DayFilter):
    """Claims said on or before a day."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            field_name="said_on",
            lookup_expr="lte",
            label="As of",
            words="said on or before {}",
            blank_is_newest=True,
            chooses=Chooses.CLAIMS,
            scope="as_of",
            **kwargs,
        )
