"""Kinds of parameters of a query string.

Each filter says of itself all that a page asks: its label, the clause that says what was chosen, whether it is folded
away, and what it chooses, which decides where the clause stands and which links keep it.
"""

import re
from collections.abc import Iterable
from copy import copy
from enum import Enum, auto
from typing import Any, NamedTuple, Self

import django_filters as filters
from django import forms
from django.db.models import Model, QuerySet
from django_filters.fields import ChoiceField
from django_tables2 import Table

from ...models import Actor, Proposal
from ...models.frozen import get_today
from ...rules.folding import isolate
from ...rules.scales import (
    ATTRIBUTION_WORDS,
    ATTRIBUTIONS,
    DIMENSIONS,
    GRADES,
    LEANINGS,
    VERDICTS,
    Attribution,
    Dimension,
    Leaning,
    VerdictKind,
)
from .widgets import DropDown, Ticks

AUTO = "auto"
NO_GRADE = "none"  # in place of the grade of a source that has none


class Chooses(Enum):
    """What a parameter chooses."""

    CLAIMS = auto()  # the claims that count, here and behind every link: all of them keep it
    CLAIMS_HERE = auto()  # the claims that count on this page: links to what its numbers are made of keep it
    COMPARED = auto()  # the stances that are compared: links to what the numbers are made of keep it
    DISPLAY = auto()  # rows, columns, order: it changes no number, and downloads alone keep it
    OUTPUT = auto()  # one page of it, or a file: nothing keeps it


COUNTING = (Chooses.CLAIMS, Chooses.CLAIMS_HERE)
IN_NUMBERS = (*COUNTING, Chooses.COMPARED)
ON_THE_PAGE = (Chooses.COMPARED, Chooses.DISPLAY)
IN_DOWNLOADS = (*IN_NUMBERS, Chooses.DISPLAY)


class Declared(filters.Filter):
    """What every filter says of itself.

    `words` is the clause that says what was chosen, with {} for the values; "" if the page says it otherwise.
    `folded`: it stands in the part of the form that is folded away, which opens when it is chosen; not so where it is
    `quiet`, since links of the page choose it too. A pill that takes it off says its label and its values, or with
    `says_clause` its words alone. With `on_form=False` only links choose it. One `about_verdicts` is
    not offered where no side negotiates, one of a `comparison` nowhere else. `scope` is the field of
    Scope that takes its value, `neutral` a value that chooses nothing.
    A filter that names no field of a claim narrows no queryset: the page reads its value. `of_rows` are the models of
    the rows that a value names by their slugs, with / between them where it names several.
    """

    says_clause = False
    of_rows: tuple[type[Model], ...] = ()

    def __init__(
        self,
        *args: Any,
        words: str = "",
        folded: bool = False,
        quiet: bool = False,
        on_form: bool = True,
        about_verdicts: bool = False,
        comparison: bool = False,
        chooses: Chooses = Chooses.DISPLAY,
        scope: str = "",
        neutral: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.words = words
        self.folded = folded
        self.quiet = quiet
        self.on_form = on_form
        self.about_verdicts = about_verdicts
        self.comparison = comparison
        self.chooses = chooses
        self.scope = scope
        self.neutral = neutral
        self.narrows = self.field_name is not None  # a FilterSet sets it later to the parameter's name

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        """Return what one request may change: a FilterSet copies its filters for each, and of what they hold, such as
        querysets and choices, nothing changes; `extra` may hold others."""
        own = copy(self)
        own.extra = dict(self.extra)
        return own

    def filter(self, queryset: QuerySet, value: Any) -> QuerySet:
        return super().filter(queryset, value) if self.narrows else queryset

    def keep_readable(self, values: list[str]) -> list[str]:
        """Return those of the values of a query string that can be read, where not all can; of one value that is
        none."""
        valid = getattr(self.field, "valid_value", None)
        return [value for value in values if valid(value)] if valid else []

    def write_parameter(self, values: list[str], value: Any) -> list[str]:
        """Return how links give the parameter: as the query string does that they are made from, each value once;
        `value` is what was read."""
        return [text for text in dict.fromkeys(values) if text and text != self.neutral]

    def write_clause(self, value: Any) -> str:
        """Return the clause that says what was chosen."""
        return self.words.format(
            " or ".join(map(isolate, self.write_values(value if isinstance(value, list) else [value])))
        )

    def write_pill(self, value: Any) -> str:
        """Return what the page says of it where it can be taken off."""
        if self.says_clause:
            return self.write_clause(value)
        values = self.write_values(value if isinstance(value, list) else [value])
        return f"{self.label.lower()}: {', '.join(map(isolate, values))}"

    def opens_fold(self, value: Any) -> bool:
        """Whether what is folded away of the form has to be seen with this value."""
        return self.folded and not self.quiet

    def write_values(self, values: Iterable) -> list[str]:
        return [str(value) for value in values]


class LabelledChoices(Declared):
    """A filter with choices: they are written by their labels, in the order of the form."""

    def write_values(self, values: Iterable) -> list[str]:
        coerce = self.extra.get("coerce", str)
        return [label for value, label in self.extra["choices"] if coerce(value) in values]


class OneChoiceField(ChoiceField, forms.TypedChoiceField):
    """One choice as the value that it stands for, or None."""

    widget = DropDown


class ChoiceFilter(LabelledChoices, filters.ChoiceFilter):
    """One of a few; `empty_label` stands for none of them, without it there is no such option."""

    field_class = OneChoiceField

    def __init__(self, *, empty_label: str | None = None, **kwargs: Any) -> None:
        super().__init__(empty_label=empty_label, empty_value=None, **kwargs)


class TicksFilter(LabelledChoices, filters.TypedMultipleChoiceFilter):
    """Any of a few, each ticked by itself."""

    def __init__(self, **kwargs: Any) -> None:
        # A claim has one of them: to look for doubles would compare all columns of all claims.
        super().__init__(widget=Ticks, distinct=False, **kwargs)


def find_sortable_columns(table: type[Table]) -> list[str]:
    return [name for name, column in table.base_columns.items() if column.orderable is not False]


class SortFilter(Declared, filters.MultipleChoiceFilter):
    """The columns by which a table is sorted, those of any of `tables`; a minus before those from high to low."""

    def __init__(self, *tables: type[Table], **kwargs: Any) -> None:
        columns = list(dict.fromkeys(name for table in tables for name in find_sortable_columns(table)))
        choices = [(f"{sign}{name}", name) for sign in ("", "-") for name in columns]
        super().__init__(label="Sort", choices=choices, on_form=False, **kwargs)


class CellAddress(NamedTuple):
    """The slugs of a cell's proposal and holder."""

    proposal: str
    holder: str


class CellField(forms.CharField):
    """A cell, as proposal/holder; whether there is such a one is not asked."""

    def clean(self, value: str | None) -> CellAddress | None:
        text = super().clean(value)
        if not text:
            return None
        parts = re.fullmatch(r"([-\w]+)/([-\w]+)", text, re.ASCII)
        if not parts:
            raise forms.ValidationError(
                f"“{isolate(text[:80])}” is no cell: write the slugs of a proposal and an actor, as in a/b."
            )
        return CellAddress(*parts.groups())


class CellFilter(Declared):
    """The cell that is opened on the page."""

    field_class = CellField
    of_rows = (Proposal, Actor)


class WholeNumberFilter(Declared):
    """A whole number from `least` to `most`; `usual`, if none is given, is only written beside the field. It is typed
    as text: of what is no number, a field for numbers would send nothing."""

    field_class = forms.IntegerField

    def __init__(self, *, least: int, most: int, usual: int, **kwargs: Any) -> None:
        message = f"Give a whole number from {least} to {most}."
        super().__init__(
            min_value=least,
            max_value=most,
            widget=forms.TextInput(attrs={"placeholder": usual, "inputmode": "numeric", "maxlength": 40}),
            error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), message),
            **kwargs,
        )


class SearchTextFilter(Declared, filters.CharFilter):
    """Words to search for; the page searches."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=200, widget=forms.TextInput(attrs={"type": "search"}), **kwargs)


# Parameters of the subject, with the values that rules/scales.py gives them


class KnownFilter(ChoiceFilter):
    """Claims of sources that were published by the day of the page, or by today: what could be known then."""

    says_clause = True

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label="Sources published",
            empty_label="on any day",
            choices=[("published", "by the day chosen")],
            words="known from sources published by {}",
            folded=True,
            chooses=Chooses.CLAIMS,
            scope="published_by_then",
            **kwargs,
        )

    def filter(self, queryset: Any, value: Any) -> Any:
        return queryset.published_by(self.parent.chosen.get("as_of") or get_today()) if value else queryset

    def write_values(self, values: Iterable) -> list[str]:
        return ["then" if self.parent.chosen.get("as_of") else "today"]


class AttributionsFilter(TicksFilter):
    """Claims of certain attributions. The first of them, first-hand, stands open on the form, the others are folded
    away."""

    says_clause = True

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            field_name="attribution",
            label="Attribution",
            choices=[(word, ATTRIBUTIONS[attribution].word) for word, attribution in ATTRIBUTION_WORDS.items()],
            coerce=ATTRIBUTION_WORDS.get,
            words="{} only",
            chooses=Chooses.CLAIMS,
            scope="attributions",
            **kwargs,
        )

    def opens_fold(self, value: Any) -> bool:
        return value != [Attribution.OWN]


class LeakedFilter(ChoiceFilter):
    """Claims of leaked sources only, or only of those that were not leaked."""

    says_clause = True

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            field_name="source__leaked",
            label="Leaked",
            empty_label="leaked or not",
            choices=[("no", "sources that were not leaked"), ("yes", "leaked sources")],
            words="only from {}",
            chooses=Chooses.CLAIMS,
            scope="leaked",
            **kwargs,
        )

    def filter(self, queryset: QuerySet, value: Any) -> QuerySet:
        return queryset.filter(source__leaked=value == "yes") if value else queryset


class GradesFilter(TicksFilter):
    """Claims of sources whose origin has one of these grades; or has none."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            field_name="source__grade",
            label="Grade of the origin",
            choices=[
                *((grade.value, f"{grade} ({word.word})") for grade, word in GRADES.items()),
                (NO_GRADE, "no grade"),
            ],
            coerce=lambda word: "" if word == NO_GRADE else word,
            words="only from origins of grade {}",
            chooses=Chooses.CLAIMS,
            scope="grades",
            **kwargs,
        )


class DimensionFilter(ChoiceFilter):
    """One of the three dimensions, of which `usual` stands where none is chosen; with `auto_label`, the label of a
    choice that leaves it to each cell."""

    def __init__(self, *, auto_label: str = "", usual: Dimension | None = None, **kwargs: Any) -> None:
        super().__init__(
            choices=[
                *([(AUTO, auto_label)] if auto_label else []),
                *((dimension.value, word.word.lower()) for dimension, word in DIMENSIONS.items()),
            ],
            coerce=lambda value: None if value == AUTO else Dimension(value),
            neutral=AUTO if auto_label else usual,
            **kwargs,
        )


class VerdictFilter(ChoiceFilter):
    """Proposals of one verdict."""

    def __init__(self, *, words: str = "proposals that are {}", **kwargs: Any) -> None:
        super().__init__(
            label="Verdict",
            empty_label="all",
            choices=[(kind.value, word.word) for kind, word in VERDICTS.items()],
            coerce=VerdictKind,
            words=words,
            about_verdicts=True,
            **kwargs,
        )


class LeaningFilter(ChoiceFilter):
    """Where no side negotiates, proposals of one leaning."""

    def __init__(self, *, words: str = "proposals that are {}", **kwargs: Any) -> None:
        super().__init__(
            label="Leaning",
            empty_label="all",
            choices=[(leaning.value, word.word) for leaning, word in LEANINGS.items()],
            coerce=Leaning,
            words=words,
            comparison=True,
            **kwargs,
        )


class RowsField(OneChoiceField):
    """A number of rows; whoever spells out the usual one chooses nothing."""

    def to_python(self, value: Any) -> str:
        text: str = super().to_python(value)
        return "" if text == self.empty_label else text


class RowsFilter(ChoiceFilter):
    """How many rows stand on a page of a table."""

    field_class = RowsField

    def __init__(self, *, usual: int, **kwargs: Any) -> None:
        super().__init__(
            label="Rows",
            choices=[(rows, rows) for rows in ("25", "50", "100", "200") if rows != str(usual)],
            empty_label=str(usual),
            coerce=int,
            neutral=str(usual),
            **kwargs,
        )
