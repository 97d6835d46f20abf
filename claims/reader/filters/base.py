"""Which claims count, which of what they make is downloaded, and how much of it stands on a page."""

from urllib.parse import urlencode

import django_filters as filters
from django import forms

from ...models import Claim, Source
from ...queries import Scope
from ...rules.scales import ATTRIBUTION_WORDS, ATTRIBUTIONS, VerdictKind
from .fields import DayFilter, DisplayChoiceFilter, NamedRowsField, OriginsFilter

AUTO = "auto"
EXPORTS = {"csv": "CSV", "xlsx": "Excel", "json": "JSON"}
PER_PAGE = ("25", "50", "100", "200")


def write_day(value):
    """Write a day as people read it: 17 January 2022."""
    return f"{value.day} {value:%B %Y}"


class CountingFilter(filters.FilterSet):
    """Parameters that choose the claims that count."""

    as_of = DayFilter(field_name="said_on", lookup_expr="lte", label="As of")
    attribution = filters.TypedMultipleChoiceFilter(
        field_name="attribution",
        label="Attribution",
        choices=[(word, ATTRIBUTIONS[a].word) for word, a in ATTRIBUTION_WORDS.items()],
        coerce=lambda word: ATTRIBUTION_WORDS[word],
        widget=forms.CheckboxSelectMultiple,
        distinct=False,  # a claim has one: to look for doubles would compare all columns of all claims
    )
    origin = OriginsFilter(Source.objects.public(), names=("origin",), label="Origin")

    class Meta:
        model = Claim
        fields = []

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

    def counting_query(self):
        """Return the part of the query string that says which claims count, for links to other pages."""
        kept = [(name, value) for name in CountingFilter.base_filters for value in self.data.getlist(name) if value]
        return f"?{urlencode(kept)}" if kept else ""

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
            clauses.append(f"said on or before {write_day(self.chosen['as_of'])}")
        if self.chosen.get("attribution"):
            words = [ATTRIBUTIONS[a].word for a in sorted(self.chosen["attribution"])]
            clauses.append(" or ".join(words) + " only")
        if self.chosen.get("origin"):
            clauses.append(f"texts of {' or '.join(self.chosen['origin'])} only")
        return clauses

    def folded_chosen(self):
        """Whether a filter is chosen that the page keeps folded, so that it opens."""
        return any(value for name, value in self.chosen.items() if name not in self.UNFOLDED and value != AUTO)

    def for_page(self):
        """Return what the templates of a page with filters need of them."""
        return {
            "filters": self,
            "said": self.in_words(),
            "names": self.names_chosen(),
            "folded_chosen": self.folded_chosen(),
        }

    def name_fields(self):
        """Return [(field, its rows that are chosen)] of the fields that choose by name, in order."""
        chosen = self.names_chosen()
        return [(self.form[name], chosen[name]) for name in chosen]

    def names_chosen(self):
        """Return {parameter: [(value, words)]} of the rows that are chosen by name, to be shown and unticked."""
        return {
            name: [(getattr(row, "slug", row), str(row)) for row in self.chosen.get(name) or ()]  # origins are text
            for name, field in self.form.fields.items()
            if isinstance(field, NamedRowsField)
        }


class TableFilter(CountingFilter):
    """A page with a table that downloads from the same address."""

    _export = DisplayChoiceFilter(label="Download", choices=list(EXPORTS.items()))

    def export_chosen(self):
        """Return the format that is asked for instead of the page, or None."""
        return self.chosen.get("_export") or None

    def downloads(self, **changes):
        """Return (word, query string) of each format, with all else that the query string says kept."""
        kept = self.data.copy()
        for place in ("page", "columns", "stances", "after"):
            kept.pop(place, None)
        for name, value in changes.items():
            kept[name] = value
        links = []
        for extension, word in EXPORTS.items():
            kept["_export"] = extension
            links.append((word, f"?{kept.urlencode()}"))
        return links


class PagedFilter(TableFilter):
    """A page with a table that is cut into pages."""

    ROWS_A_PAGE = 50

    per_page = DisplayChoiceFilter(label="Rows", choices=[(n, n) for n in PER_PAGE], empty_label=str(ROWS_A_PAGE))

    def rows_a_page(self):
        return int(self.chosen.get("per_page") or self.ROWS_A_PAGE)


class ByVerdict:
    """Mixed into filters with a verdict."""

    def verdict_chosen(self):
        chosen = self.chosen.get("verdict")
        return VerdictKind(chosen) if chosen else None
