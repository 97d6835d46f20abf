"""The lists of claims, proposals, actors and sources, and the pages of one."""

import django_filters as filters
from django import forms

from ...models import Actor, ActorKind, Proposal, Side, Source, Topic
from ...rules.scales import DIMENSIONS, SCALES, VERDICTS, Dimension
from ...wording.numbers import format_value
from .base import ByVerdict, PagedFilter, write_day
from .fields import DayFilter, DisplayChoiceFilter, NamedRowsFilter, SearchTextFilter, SortFilter

SORTS = ("said_on", "holder", "proposal", "dimension", "value", "attribution", "speaker", "source")
PROPOSAL_SORTS = (
    "proposal", "topic", "verdict", "gap", "agreement", "between_sides", "claims", "actors", "newest"
)  # fmt: skip
ACTOR_SORTS = ("actor", "kind", "side", "claims", "proposals", "newest")
SOURCE_SORTS = ("title", "publisher", "origin", "type", "published_on", "claims", "fully_coded_on")


class DossierFilter(PagedFilter):
    """The page of one proposal or actor: claims, and a table of stances that downloads too."""

    table = DisplayChoiceFilter(label="Table", choices=[("stances", "stances")], empty_label="claims")

    def stances_chosen(self):
        """Whether the stances are to be downloaded, not the claims."""
        return self.chosen.get("table") == "stances"

    def downloads_of_stances(self):
        return self.downloads(table="stances")


class ClaimFilter(ByVerdict, PagedFilter):
    """The list of claims. Here `since` is the first day on which a claim was said."""

    dimension = filters.ChoiceFilter(
        label="Dimension", empty_label="all", choices=[(d.value, w.word.lower()) for d, w in DIMENSIONS.items()]
    )
    value = filters.TypedMultipleChoiceFilter(
        label="Value",
        coerce=int,
        choices=[(str(v), format_value(v)) for v in SCALES[Dimension.POSITION]],
        widget=forms.CheckboxSelectMultiple,
        distinct=False,
    )
    since = DayFilter(field_name="said_on", lookup_expr="gte", label="Said since")
    side = NamedRowsFilter(Side.objects.all(), field_name="holder__side", label="Side")
    holder = NamedRowsFilter(Actor.objects.all(), names=("slug", "name", "short_name"), label="Holder")
    actor = NamedRowsFilter(
        Actor.objects.all(), names=("slug", "name", "short_name"), field_name="holder", label="Holder, as in the matrix"
    )
    speaker = NamedRowsFilter(Actor.objects.all(), names=("slug", "name", "short_name"), label="Said by")
    topic = NamedRowsFilter(Topic.objects.all(), field_name="proposal__topic", label="Topic")
    proposal = NamedRowsFilter(Proposal.objects.all(), names=("slug", "title"), label="Proposal")
    verdict = DisplayChoiceFilter(
        label="Verdict", empty_label="all", choices=[(k.value, w.word) for k, w in VERDICTS.items()]
    )
    source = NamedRowsFilter(Source.objects.public(), names=("slug", "title", "publisher"), label="Source")
    q = SearchTextFilter(label="Search")
    sort = SortFilter(SORTS, label="Sort")
    after = SearchTextFilter(label="After")

    UNFOLDED = ("q", "dimension", "holder", "proposal", "sort", "after", "per_page")

    def in_words(self):
        clauses = super().in_words()
        if self.chosen.get("since"):
            clauses.append(f"said on or after {write_day(self.chosen['since'])}")
        if self.chosen.get("dimension"):
            clauses.append(f"{DIMENSIONS[Dimension(self.chosen['dimension'])].word.lower()} only")
        if self.chosen.get("value"):
            clauses.append("value " + " or ".join(format_value(v) for v in self.chosen["value"]))
        for name, label in (
            ("side", "side"),
            ("holder", "holder"),
            ("actor", "holder"),
            ("speaker", "said by"),
            ("topic", "topic"),
            ("proposal", "proposal"),
            ("source", "source"),
        ):
            if self.chosen.get(name):
                clauses.append(f"{label} {' or '.join(str(row) for row in self.chosen[name])}")
        if self.verdict_chosen():
            clauses.append(f"on proposals that are {VERDICTS[self.verdict_chosen()].word}")
        if self.chosen.get("q"):
            clauses.append(f"with “{self.chosen['q']}”")
        return clauses


class ProposalFilter(ByVerdict, PagedFilter):
    """The list of proposals: which are shown; it changes no number."""

    topic = NamedRowsFilter(Topic.objects.all(), shown_only=True, label="Topic")
    verdict = DisplayChoiceFilter(
        label="Verdict", empty_label="all", choices=[(k.value, w.word) for k, w in VERDICTS.items()]
    )
    sort = SortFilter(PROPOSAL_SORTS, label="Sort")


class ActorFilter(PagedFilter):
    """The list of actors."""

    kind = DisplayChoiceFilter(label="Kind", empty_label="all", choices=[(k.value, k.value) for k in ActorKind])
    sort = SortFilter(ACTOR_SORTS, label="Sort")


class SourceFilter(PagedFilter):
    """The list of sources."""

    sort = SortFilter(SOURCE_SORTS, label="Sort")
