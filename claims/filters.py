"""What a query string asks for: which claims count, what is shown, and the sentence that says so.

`dimension`, `as_of`, `attribution` and `origin` choose the claims that count, in stances, verdicts and every number.
All others choose rows and columns and change no number.
"""

import django_filters as filters
from django import forms
from django.core.validators import ProhibitNullCharactersValidator
from django.db.models import Q

from .loading import Scope
from .models import Actor, Claim, Proposal, Side, Source, Topic
from .rules.scales import ATTRIBUTION_WORDS, ATTRIBUTIONS, DIMENSIONS, SCALES, VERDICTS, Dimension, VerdictKind, signed

AUTO = "auto"
PER_PAGE = ("25", "50", "100", "200")
SORTS = ("said_on", "holder", "proposal", "dimension", "value", "attribution", "speaker", "source")


def day(value):
    """Write a day as people read it: 17 January 2022."""
    return f"{value.day} {value:%B %Y}"


class Day(filters.DateFilter):
    """A day, chosen from the browser's calendar."""

    def __init__(self, **kwargs):
        super().__init__(widget=forms.DateInput(attrs={"type": "date"}), **kwargs)


class OnlyShown:
    """Mixed into filters that say what is shown of the table: they filter no queryset."""

    def filter(self, queryset, value):
        return queryset


class Shown(OnlyShown, filters.ChoiceFilter):
    """A choice of what is shown."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, empty_label=kwargs.pop("empty_label", None), **kwargs)


class ShownDay(OnlyShown, Day):
    """A day that says what is shown."""


class Sorted(OnlyShown, filters.MultipleChoiceFilter):
    """The columns by which a table is sorted, a minus before those from high to low."""

    def __init__(self, columns, **kwargs):
        super().__init__(choices=[(f"{sign}{c}", c) for sign in ("", "-") for c in columns], **kwargs)


class NamesInput(forms.TextInput):
    """A search field that may stand several times in a query string, once for each name."""

    def value_from_datadict(self, data, files, name):
        return data.getlist(name)

    def format_value(self, value):
        return None  # what is chosen stands beside the field, to be unticked


class NamesField(forms.Field):
    """Rows of a model named by slug or by name, whatever the case; an unknown name is an error (one query).

    No page lists an option for each row: the field shows what is chosen and a place to type another.
    """

    widget = NamesInput

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


class Names(filters.Filter):
    """Claims of any of the named rows; with `shown_only` it filters no queryset."""

    field_class = NamesField

    def __init__(self, queryset, *, names=("slug", "name"), shown_only=False, **kwargs):
        self.shown_only = shown_only
        super().__init__(queryset=queryset, names=names, **kwargs)

    def filter(self, queryset, value):
        if self.shown_only or not value:
            return queryset
        return queryset.filter(**{f"{self.field_name}__in": value})


class Text(OnlyShown, filters.CharFilter):
    """Words to search for; the page searches."""

    def __init__(self, **kwargs):
        super().__init__(max_length=200, widget=forms.TextInput(attrs={"type": "search"}), **kwargs)


class OriginsField(NamesField):
    """Origins of sources, by name."""

    def value_and_words(self, row):
        return row.origin, row.origin

    def clean(self, value):
        sources = super().clean(value)
        return sorted({source.origin for source in sources})


class Origins(Names):
    field_class = OriginsField

    def filter(self, queryset, value):
        return queryset.filter(source__origin__in=value) if value else queryset


class CountingFilter(filters.FilterSet):
    """Parameters that choose the claims that count."""

    as_of = Day(field_name="said_on", lookup_expr="lte", label="As of")
    attribution = filters.TypedMultipleChoiceFilter(
        field_name="attribution",
        label="Attribution",
        choices=[(word, ATTRIBUTIONS[a].word) for word, a in ATTRIBUTION_WORDS.items()],
        coerce=lambda word: ATTRIBUTION_WORDS[word],
        widget=forms.CheckboxSelectMultiple,
    )
    origin = Origins(Source.objects.public(), names=("origin",), label="Origin")

    class Meta:
        model = Claim
        fields = []

    COUNTING = ("as_of", "attribution", "origin")
    UNFOLDED = ("as_of", "attribution")

    @property
    def chosen(self):
        """The cleaned values; empty where the query string is faulty."""
        return self.form.cleaned_data if self.is_valid() else {}

    def scope(self):
        return Scope(
            as_of=self.chosen.get("as_of"),
            attributions=tuple(sorted(self.chosen.get("attribution") or ())),
            origins=tuple(self.chosen.get("origin") or ()),
        )

    def errors_by_name(self):
        """Return [(label, message)] of the parameters that could not be read."""
        return [
            (self.form.fields[name].label or name, message)
            for name, messages in self.form.errors.items()
            for message in messages
        ]

    def in_words(self):
        """Return the clauses that say which claims count; empty when all do."""
        clauses = []
        if self.chosen.get("as_of"):
            clauses.append(f"said on or before {day(self.chosen['as_of'])}")
        if self.chosen.get("attribution"):
            words = [ATTRIBUTIONS[a].word for a in sorted(self.chosen["attribution"])]
            clauses.append(" or ".join(words) + " only")
        if self.chosen.get("origin"):
            clauses.append(f"texts of {' or '.join(self.chosen['origin'])} only")
        return clauses

    def folded_chosen(self):
        """Whether a filter is chosen that the page keeps folded, so that it opens."""
        return any(value for name, value in self.chosen.items() if name not in self.UNFOLDED and value != AUTO)

    def names_chosen(self):
        """Return {parameter: [(value, words)]} of the rows that are chosen by name, to be shown and unticked."""
        return {
            name: [(getattr(row, "slug", row), str(row)) for row in self.chosen.get(name) or ()]  # origins are text
            for name, field in self.form.fields.items()
            if isinstance(field, NamesField)
        }


class MatrixFilter(CountingFilter):
    """The matrix: what counts, the dimension of its cells, and which rows and columns are shown."""

    dimension = Shown(
        label="Show",
        choices=[
            (AUTO, "positions, and what experts expect"),
            *((d.value, w.word.lower()) for d, w in DIMENSIONS.items()),
        ],
    )
    since = ShownDay(label="Changed since")
    group = Shown(label="Rows by", choices=[("topic", "topic")], empty_label="verdict")
    side = Names(Side.objects.all(), shown_only=True, label="Side")
    actor = Names(Actor.objects.all(), names=("slug", "name", "short_name"), shown_only=True, label="Actor")
    topic = Names(Topic.objects.all(), shown_only=True, label="Topic")
    proposal = Names(Proposal.objects.all(), names=("slug", "title"), shown_only=True, label="Proposal")
    verdict = Shown(label="Verdict", empty_label="all", choices=[(k.value, w.word) for k, w in VERDICTS.items()])
    q = Text(label="Search")
    others = Shown(label="Other parties", choices=[("open", "one column each")], empty_label="folded")
    empty = Shown(label="Actors without a stance", choices=[("show", "shown")], empty_label="hidden")

    UNFOLDED = ("as_of", "attribution", "since", "group", "verdict", "others", "empty")

    def dimension_chosen(self):
        """Return the Dimension that is forced on all columns, or None for *auto*."""
        chosen = self.chosen.get("dimension") or AUTO
        return None if chosen == AUTO else Dimension(chosen)

    def verdict_chosen(self):
        chosen = self.chosen.get("verdict")
        return VerdictKind(chosen) if chosen else None

    def shown_in_words(self):
        """Return the clauses that say which rows and columns are shown; empty when all are."""
        clauses = [
            f"{label} {' or '.join(str(row) for row in self.chosen[name])}"
            for name, label in (("topic", "topic"), ("proposal", "proposal"), ("side", "side"), ("actor", "actor"))
            if self.chosen.get(name)
        ]
        if self.verdict_chosen():
            clauses.append(f"proposals that are {VERDICTS[self.verdict_chosen()].word}")
        if self.chosen.get("q"):
            clauses.append(f"proposals in which “{self.chosen['q']}” is found")
        return clauses


class ClaimFilter(CountingFilter):
    """The list of claims."""

    dimension = filters.ChoiceFilter(
        label="Dimension", empty_label="all", choices=[(d.value, w.word.lower()) for d, w in DIMENSIONS.items()]
    )
    value = filters.TypedMultipleChoiceFilter(
        label="Value",
        coerce=int,
        choices=[(str(v), signed(v)) for v in SCALES[Dimension.POSITION]],
        widget=forms.CheckboxSelectMultiple,
    )
    since = Day(field_name="said_on", lookup_expr="gte", label="Said since")
    side = Names(Side.objects.all(), field_name="holder__side", label="Side")
    holder = Names(Actor.objects.all(), names=("slug", "name", "short_name"), label="Holder")
    speaker = Names(Actor.objects.all(), names=("slug", "name", "short_name"), label="Said by")
    topic = Names(Topic.objects.all(), field_name="proposal__topic", label="Topic")
    proposal = Names(Proposal.objects.all(), names=("slug", "title"), label="Proposal")
    source = Names(Source.objects.public(), names=("slug", "title", "publisher"), label="Source")
    q = Text(label="Search")
    sort = Sorted(SORTS, label="Sort")
    per_page = Shown(label="Rows", choices=[(n, n) for n in PER_PAGE], empty_label="50")

    UNFOLDED = ("q", "dimension", "holder", "proposal", "sort", "per_page")

    def rows_a_page(self):
        return int(self.chosen.get("per_page") or 50)

    def in_words(self):
        clauses = super().in_words()
        if self.chosen.get("since"):
            clauses.append(f"said on or after {day(self.chosen['since'])}")
        if self.chosen.get("dimension"):
            clauses.append(f"{DIMENSIONS[Dimension(self.chosen['dimension'])].word.lower()} only")
        if self.chosen.get("value"):
            clauses.append("value " + " or ".join(signed(v) for v in self.chosen["value"]))
        for name, label in (
            ("side", "side"),
            ("holder", "holder"),
            ("speaker", "said by"),
            ("topic", "topic"),
            ("proposal", "proposal"),
            ("source", "source"),
        ):
            if self.chosen.get(name):
                clauses.append(f"{label} {' or '.join(str(row) for row in self.chosen[name])}")
        if self.chosen.get("q"):
            clauses.append(f"with “{self.chosen['q']}”")
        return clauses
