"""Kinds of parameters of a query string: a day, a choice of what is shown, names of rows, words to search for.

Filters that say what is shown filter no queryset; those that say which claims count do.
"""

import django_filters as filters
from django import forms
from django.core.validators import ProhibitNullCharactersValidator
from django.db.models import Q


class DayFilter(filters.DateFilter):
    """A day, chosen from the browser's calendar."""

    def __init__(self, **kwargs):
        super().__init__(widget=forms.DateInput(attrs={"type": "date"}), **kwargs)


class DisplayOnly:
    """Mixed into filters that say what is shown of the table: they filter no queryset."""

    def filter(self, queryset, value):
        return queryset


class DisplayChoiceFilter(DisplayOnly, filters.ChoiceFilter):
    """A choice of what is shown."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, empty_label=kwargs.pop("empty_label", None), **kwargs)


class DisplayDayFilter(DisplayOnly, DayFilter):
    """A day that says what is shown."""


class SortFilter(DisplayOnly, filters.MultipleChoiceFilter):
    """The columns by which a table is sorted, a minus before those from high to low."""

    def __init__(self, columns, **kwargs):
        super().__init__(choices=[(f"{sign}{c}", c) for sign in ("", "-") for c in columns], **kwargs)


class DisplayTicksFilter(DisplayOnly, filters.MultipleChoiceFilter):
    """What is shown besides, each ticked by itself."""

    def __init__(self, **kwargs):
        super().__init__(widget=forms.CheckboxSelectMultiple, **kwargs)


class NamedRowsInput(forms.TextInput):
    """A search field that may stand several times in a query string, once for each name."""

    def value_from_datadict(self, data, files, name):
        return data.getlist(name)

    def format_value(self, value):
        return None  # what is chosen stands beside the field, to be unticked


class NamedRowsField(forms.Field):
    """Rows of a model named by slug or by name, whatever the case; an unknown name is an error (one query).

    No page lists an option for each row: the field shows what is chosen and a place to type another.
    """

    widget = NamedRowsInput

    def __init__(self, *, queryset, names, **kwargs):
        self.queryset = queryset
        self.names = names
        super().__init__(**kwargs)

    def clean(self, value):
        typed = list(dict.fromkeys(text.strip() for text in value or [] if text.strip()))[:200]
        for text in typed:
            ProhibitNullCharactersValidator()(text)
        if not typed:
            return []
        query = Q()
        for text in typed:
            for name in self.names:
                query |= Q(**{f"{name}__iexact": text})
        rows = list(self.queryset.filter(query))
        unknown = [text for text in typed if not any(self._is_named(row, text) for row in rows)]
        if unknown:
            kind = self.queryset.model._meta.verbose_name
            raise forms.ValidationError([f"There is no {kind} “{text[:80]}”." for text in unknown])
        return rows

    def suggestions(self, typed, most):
        """Return (value, words) of at most `most` rows whose name holds what is typed (one query)."""
        query = Q()
        for name in self.names:
            query |= Q(**{f"{name}__icontains": typed})
        return list(dict.fromkeys(self.value_and_words(row) for row in self.queryset.filter(query)[:most]))

    def value_and_words(self, row):
        return row.slug, str(row)

    def _is_named(self, row, text):
        return any(str(getattr(row, name)).casefold() == text.casefold() for name in self.names)


class NamedRowsFilter(filters.Filter):
    """Claims of any of the named rows; with `shown_only` it filters no queryset."""

    field_class = NamedRowsField

    def __init__(self, queryset, *, names=("slug", "name"), shown_only=False, **kwargs):
        self.shown_only = shown_only
        super().__init__(queryset=queryset, names=names, **kwargs)

    def filter(self, queryset, value):
        if self.shown_only or not value:
            return queryset
        return queryset.filter(**{f"{self.field_name}__in": value})


class WholeNumberFilter(DisplayOnly, filters.Filter):
    """A whole number from `least` to `most`; `usual`, where none is given, is only written beside the field."""

    field_class = forms.IntegerField

    def __init__(self, *, least, most, usual, **kwargs):
        message = f"Give a whole number from {least} to {most}."
        super().__init__(
            min_value=least,
            max_value=most,
            widget=forms.NumberInput(attrs={"placeholder": usual}),
            error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), message),
            **kwargs,
        )


class SearchTextFilter(DisplayOnly, filters.CharFilter):
    """Words to search for; the page searches."""

    def __init__(self, **kwargs):
        super().__init__(max_length=200, widget=forms.TextInput(attrs={"type": "search"}), **kwargs)


class OriginsField(NamedRowsField):
    """Origins of sources, by name."""

    def value_and_words(self, row):
        return row.origin, row.origin

    def clean(self, value):
        sources = super().clean(value)
        return sorted({source.origin for source in sources})


class OriginsFilter(NamedRowsFilter):
    field_class = OriginsField

    def filter(self, queryset, value):
        return queryset.filter(source__origin__in=value) if value else queryset
