"""What a query string asks for: which claims count, what is shown, and the sentence that says so.

Which parameters change numbers: `dimension`, `as_of`, `attribution`. The others choose rows and columns.
"""

from urllib.parse import urlencode

import django_filters as filters
from django import forms

from .loading import Scope
from .models import Actor, ActorKind, Claim, Proposal, Topic
from .rules.scales import ATTRIBUTION_WORDS, ATTRIBUTIONS, DIMENSIONS, VERDICTS, Dimension, VerdictKind

AUTO = "auto"
PER_PAGE = ("25", "50", "100", "200")
SORTS = ("said_on", "holder", "proposal", "dimension", "value", "attribution", "speaker", "source")
PROPOSAL_SORTS = ("proposal", "topic", "verdict", "gap", "claims", "actors", "newest")
ACTOR_SORTS = ("actor", "kind", "side", "claims", "proposals", "newest")
SOURCE_SORTS = ("title", "publisher", "origin", "type", "published_on", "claims", "fully_coded_on")


def day(value):
    """Write a day as people read it: 17 January 2022."""
    return f"{value.day} {value:%B %Y}"


class Shown(filters.ChoiceFilter):
    """A choice that says what is shown; it filters no queryset."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, empty_label=kwargs.pop("empty_label", None), **kwargs)

    def filter(self, queryset, value):
        return queryset


class Sorted(filters.MultipleChoiceFilter):
    """The columns by which a table is sorted, a minus before those from high to low; it filters no queryset."""

    def __init__(self, columns, **kwargs):
        super().__init__(choices=[(f"{sign}{c}", c) for sign in ("", "-") for c in columns], **kwargs)

    def filter(self, queryset, value):
        return queryset


class Named(filters.ModelChoiceFilter):
    """Rows of what a slug names; one that names nothing is an error. No page lists an option for each row."""

    def __init__(self, *args, **kwargs):
        unknown = {"invalid_choice": "There is no such slug: “%(value)s”."}
        super().__init__(*args, to_field_name="slug", widget=forms.TextInput, error_messages=unknown, **kwargs)


class CountingFilter(filters.FilterSet):
    """Parameters that choose the claims that count."""

    as_of = filters.DateFilter(
        field_name="said_on",
        lookup_expr="lte",
        label="As of",
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    attribution = filters.TypedMultipleChoiceFilter(
        field_name="attribution",
        label="Attribution",
        choices=[(word, ATTRIBUTIONS[a].word) for word, a in ATTRIBUTION_WORDS.items()],
        coerce=lambda word: ATTRIBUTION_WORDS[word],
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Claim
        fields = []

    @property
    def chosen(self):
        """The cleaned values; empty where the query string is faulty."""
        return self.form.cleaned_data if self.is_valid() else {}

    def scope(self):
        return Scope(
            as_of=self.chosen.get("as_of"),
            attributions=tuple(sorted(self.chosen.get("attribution") or ())),
        )

    def counting_query(self):
        """Return the part of the query string that says which claims count, for links to other pages."""
        kept = {name: self.data.getlist(name) for name in CountingFilter.base_filters if self.data.getlist(name)}
        return f"?{urlencode(kept, doseq=True)}" if kept else ""

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
        return clauses


class MatrixFilter(CountingFilter):
    """The matrix: what counts, the dimension of its cells, and which rows and columns are shown."""

    dimension = Shown(
        label="Show",
        choices=[
            (AUTO, "positions, and what experts expect"),
            *((d.value, w.word.lower()) for d, w in DIMENSIONS.items()),
        ],
    )
    verdict = Shown(label="Verdict", empty_label="all", choices=[(k.value, w.word) for k, w in VERDICTS.items()])
    others = Shown(label="Other parties", choices=[("open", "one column each")], empty_label="folded")
    empty = Shown(label="Actors without a stance", choices=[("show", "shown")], empty_label="hidden")

    def dimension_chosen(self):
        """Return the Dimension that is forced on all columns, or None for *auto*."""
        chosen = self.chosen.get("dimension") or AUTO
        return None if chosen == AUTO else Dimension(chosen)

    def verdict_chosen(self):
        chosen = self.chosen.get("verdict")
        return VerdictKind(chosen) if chosen else None


class PagedFilter(CountingFilter):
    """A page with a table that is cut into pages."""

    per_page = Shown(label="Rows", choices=[(n, n) for n in PER_PAGE], empty_label="50")

    def rows_a_page(self):
        return int(self.chosen.get("per_page") or 50)


class ClaimFilter(PagedFilter):
    """The list of claims."""

    dimension = filters.ChoiceFilter(
        label="Dimension",
        empty_label="all",
        choices=[(d.value, w.word.lower()) for d, w in DIMENSIONS.items()],
    )
    proposal = Named(queryset=Proposal.objects.all(), label="Proposal")
    holder = Named(queryset=Actor.objects.all(), label="Holder")
    sort = Sorted(SORTS, label="Sort")


class ProposalFilter(PagedFilter):
    """The list of proposals: which are shown; it changes no number."""

    topic = Named(queryset=Topic.objects.all(), field_name="proposal__topic", label="Topic")
    verdict = Shown(label="Verdict", empty_label="all", choices=[(k.value, w.word) for k, w in VERDICTS.items()])
    sort = Sorted(PROPOSAL_SORTS, label="Sort")

    def verdict_chosen(self):
        chosen = self.chosen.get("verdict")
        return VerdictKind(chosen) if chosen else None


class ActorFilter(PagedFilter):
    """The list of actors."""

    kind = Shown(label="Kind", empty_label="all", choices=[(k.value, k.value) for k in ActorKind])
    sort = Sorted(ACTOR_SORTS, label="Sort")


class SourceFilter(PagedFilter):
    """The list of sources."""

    sort = Sorted(SOURCE_SORTS, label="Sort")
