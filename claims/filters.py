"""What a query string asks for: which claims count, what is shown, and the sentence that says so.

`dimension`, `as_of`, `attribution` and `origin` choose the claims that count, in stances, verdicts and every number.
All others choose rows and columns and change no number.
"""

from urllib.parse import urlencode

import django_filters as filters
from django import forms

from .loading import Scope
from .models import Actor, ActorKind, Claim, Proposal, Side, Source, Topic
from .parameters import Day, Names, NamesField, Origins, Shown, ShownDay, Sorted, Text, Ticked, WholeNumber
from .rules.agreement import MINIMUM, READINGS
from .rules.scales import ATTRIBUTION_WORDS, ATTRIBUTIONS, DIMENSIONS, SCALES, VERDICTS, Dimension, VerdictKind, signed

AUTO = "auto"
EXPORTS = {"csv": "CSV", "xlsx": "Excel", "json": "JSON"}
PER_PAGE = ("25", "50", "100", "200")
READING_WORDS = dict(zip(("as-it-stands", "if-met"), READINGS, strict=True))
SORTS = ("said_on", "holder", "proposal", "dimension", "value", "attribution", "speaker", "source")
PROPOSAL_SORTS = (
    "proposal", "topic", "verdict", "gap", "agreement", "between_sides", "claims", "actors", "newest"
)  # fmt: skip
ACTOR_SORTS = ("actor", "kind", "side", "claims", "proposals", "newest")
COVERAGE_SORTS = (
    "name",
    "stances",
    "forecasts",
    "awaiting",
    "nothing",
    "searched",
    "not_applicable",
    "not_searched",
    "proposal",
    "holder",
    "dimension",
    "outcome",
    "searched_on",
    "signed_by",
    "written_on",
)
SOURCE_SORTS = ("title", "publisher", "origin", "type", "published_on", "claims", "fully_coded_on")


def day(value):
    """Write a day as people read it: 17 January 2022."""
    return f"{value.day} {value:%B %Y}"


class CountingFilter(filters.FilterSet):
    """Parameters that choose the claims that count."""

    as_of = Day(field_name="said_on", lookup_expr="lte", label="As of")
    attribution = filters.TypedMultipleChoiceFilter(
        field_name="attribution",
        label="Attribution",
        choices=[(word, ATTRIBUTIONS[a].word) for word, a in ATTRIBUTION_WORDS.items()],
        coerce=lambda word: ATTRIBUTION_WORDS[word],
        widget=forms.CheckboxSelectMultiple,
        distinct=False,  # a claim has one: to look for doubles would compare all columns of all claims
    )
    origin = Origins(Source.objects.public(), names=("origin",), label="Origin")

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


class TableFilter(CountingFilter):
    """A page with a table that downloads from the same address."""

    _export = Shown(label="Download", choices=list(EXPORTS.items()))

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


class FindingsFilter(TableFilter):
    """Common ground: in which order, and which of its tables downloads."""

    order = Shown(
        label="Order",
        empty_label="by verdict",
        choices=[
            ("gap", "widest gap first"),
            ("agreement", "least agreement (A) first"),
            ("between-sides", "most variance between sides (η²) first"),
        ],
    )
    table = Shown(label="Table", choices=[("robustness", "what verdicts hang on")], empty_label="stances")

    def robustness_chosen(self):
        """Whether what the verdicts hang on is to be downloaded, not the stances."""
        return self.chosen.get("table") == "robustness"

    def downloads_of_robustness(self):
        return self.downloads(table="robustness")


class PagedFilter(TableFilter):
    """A page with a table that is cut into pages."""

    ROWS_A_PAGE = 50

    per_page = Shown(label="Rows", choices=[(n, n) for n in PER_PAGE], empty_label=str(ROWS_A_PAGE))

    def rows_a_page(self):
        return int(self.chosen.get("per_page") or self.ROWS_A_PAGE)


class ByVerdict:
    """Mixed into filters with a verdict."""

    def verdict_chosen(self):
        chosen = self.chosen.get("verdict")
        return VerdictKind(chosen) if chosen else None


class MatrixFilter(ByVerdict, PagedFilter):
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
    mark = Ticked(label="Mark", choices=[("single", "cells that rest on one source")])

    UNFOLDED = ("as_of", "attribution", "since", "group", "verdict", "others", "empty", "per_page")

    def dimension_chosen(self):
        """Return the Dimension that is forced on all columns, or None for *auto*."""
        chosen = self.chosen.get("dimension") or AUTO
        return None if chosen == AUTO else Dimension(chosen)

    def marks_one_source(self):
        """Whether cells that rest on one source are to be marked."""
        return "single" in self.chosen.get("mark", ())

    def scope(self):
        """What counts; a forced dimension counts in the numbers of claims too (verdicts are about positions)."""
        return super().scope()._replace(dimension=self.dimension_chosen())

    def claims_query(self):
        """Return the query string of the list of the claims that count, without the `?`."""
        forced = self.dimension_chosen()
        parts = [self.counting_query().removeprefix("?"), f"dimension={forced}" if forced else ""]
        return "&".join(filter(None, parts))

    def in_words(self):
        forced = self.dimension_chosen()
        return [*super().in_words(), *([f"{forced} only (verdicts are about positions)"] if forced else [])]

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


class DossierFilter(PagedFilter):
    """The page of one proposal or actor: claims, and a table of stances that downloads too."""

    table = Shown(label="Table", choices=[("stances", "stances")], empty_label="claims")

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
        choices=[(str(v), signed(v)) for v in SCALES[Dimension.POSITION]],
        widget=forms.CheckboxSelectMultiple,
        distinct=False,
    )
    since = Day(field_name="said_on", lookup_expr="gte", label="Said since")
    side = Names(Side.objects.all(), field_name="holder__side", label="Side")
    holder = Names(Actor.objects.all(), names=("slug", "name", "short_name"), label="Holder")
    actor = Names(
        Actor.objects.all(), names=("slug", "name", "short_name"), field_name="holder", label="Holder, as in the matrix"
    )
    speaker = Names(Actor.objects.all(), names=("slug", "name", "short_name"), label="Said by")
    topic = Names(Topic.objects.all(), field_name="proposal__topic", label="Topic")
    proposal = Names(Proposal.objects.all(), names=("slug", "title"), label="Proposal")
    verdict = Shown(label="Verdict", empty_label="all", choices=[(k.value, w.word) for k, w in VERDICTS.items()])
    source = Names(Source.objects.public(), names=("slug", "title", "publisher"), label="Source")
    q = Text(label="Search")
    sort = Sorted(SORTS, label="Sort")
    after = Text(label="After")

    UNFOLDED = ("q", "dimension", "holder", "proposal", "sort", "after", "per_page")

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


class PairFilter(TableFilter):
    """The page of a pair of actors: what counts, the dimension, and which proposals are compared."""

    dimension = Shown(label="Compare", choices=[(d.value, w.word.lower()) for d, w in DIMENSIONS.items()])
    min_n = WholeNumber(label="Minimum n", least=1, most=1000, usual=MINIMUM)
    topic = Names(Topic.objects.all(), shown_only=True, label="Topic")
    proposal = Names(Proposal.objects.all(), names=("slug", "title"), shown_only=True, label="Proposal")

    UNFOLDED = ("as_of", "attribution", "dimension", "min_n", "order", "reading", "bounds", "table")

    def dimension_chosen(self):
        return Dimension(self.chosen.get("dimension") or Dimension.POSITION)

    def minimum(self):
        """Return the number of terms under which there is no number."""
        return self.chosen.get("min_n") or MINIMUM

    def proposals(self, vocab):
        """Return the proposals that are compared, in order."""
        topics = {topic.pk for topic in self.chosen.get("topic") or ()}
        named = {proposal.pk for proposal in self.chosen.get("proposal") or ()}
        return [
            proposal
            for proposal in vocab.proposals.values()
            if (not topics or proposal.topic_id in topics) and (not named or proposal.pk in named)
        ]

    def pair_query(self):
        """Return the part of the query string that a link to a pair keeps."""
        names = [name for name in PairFilter.base_filters if name != "_export"]
        kept = [(name, value) for name in names for value in self.data.getlist(name) if value]
        return f"?{urlencode(kept)}" if kept else ""

    def shown_in_words(self):
        """Return the clauses that say what is compared; empty when everything is."""
        return [
            f"{label} {' or '.join(str(row) for row in self.chosen[label])}"
            for label in ("topic", "proposal", "side", "actor")
            if self.chosen.get(label)
        ]


class AgreementFilter(PairFilter):
    """The table of all pairs: whose, in which order, and which of the two numbers tree and map are drawn from."""

    side = Names(Side.objects.all(), shown_only=True, label="Side")
    actor = Names(Actor.objects.all(), names=("slug", "name", "short_name"), shown_only=True, label="Actor")
    order = Shown(
        label="Order",
        choices=[("side", "by side"), ("name", "by name"), ("cluster", "by tree")],
        empty_label="automatic",
    )
    reading = Shown(
        label="Tree and map from",
        choices=list(READING_WORDS.items()),
        empty_label="the second number",
    )
    bounds = Shown(label="Bounds", choices=[("show", "in each cell")], empty_label="on pointing")
    table = Shown(label="Table", choices=[("network", "network")], empty_label="agreement")

    def actors(self, vocab):
        """Return the parties and experts that are compared, in order."""
        sides = {side.pk for side in self.chosen.get("side") or ()}
        named = {actor.pk for actor in self.chosen.get("actor") or ()}
        return [
            actor
            for actor in vocab.actors.values()
            if actor.kind != ActorKind.OFFICIAL
            and (not sides or actor.side_id in sides)
            and (not named or actor.pk in named)
        ]

    def reading_chosen(self):
        """Return the name of the reading that tree and map are drawn from."""
        return READING_WORDS[self.chosen.get("reading") or "if-met"]

    def downloads_of_the_network(self):
        return self.downloads(table="network")


class ProposalFilter(ByVerdict, PagedFilter):
    """The list of proposals: which are shown; it changes no number."""

    topic = Names(Topic.objects.all(), shown_only=True, label="Topic")
    verdict = Shown(label="Verdict", empty_label="all", choices=[(k.value, w.word) for k, w in VERDICTS.items()])
    sort = Sorted(PROPOSAL_SORTS, label="Sort")


class ActorFilter(PagedFilter):
    """The list of actors."""

    kind = Shown(label="Kind", empty_label="all", choices=[(k.value, k.value) for k in ActorKind])
    sort = Sorted(ACTOR_SORTS, label="Sort")


class CoverageFilter(PagedFilter):
    """The coverage table, and what analysts have recorded; only the former depends on which claims count."""

    table = Shown(
        label="Table", choices=[("searches", "recorded searches"), ("remarks", "remarks")], empty_label="coverage"
    )
    by = Shown(label="Rows by", choices=[("actor", "actor")], empty_label="proposal")
    dimension = Shown(
        label="Cells",
        choices=[(d.value, w.word.lower()) for d, w in DIMENSIONS.items()],
        empty_label="positions, and what experts expect",
    )
    side = Names(Side.objects.all(), shown_only=True, label="Side")
    actor = Names(Actor.objects.all(), names=("slug", "name", "short_name"), shown_only=True, label="Actor")
    topic = Names(Topic.objects.all(), shown_only=True, label="Topic")
    proposal = Names(Proposal.objects.all(), names=("slug", "title"), shown_only=True, label="Proposal")
    sort = Sorted(COVERAGE_SORTS, label="Sort")

    UNFOLDED = ("as_of", "attribution", "table", "by", "dimension", "sort", "per_page")

    def table_chosen(self):
        return self.chosen.get("table") or "coverage"

    def by_actor(self):
        return self.chosen.get("by") == "actor"

    def dimension_chosen(self):
        """Return the Dimension that is forced on all cells, or None: parties' positions, experts' prospects."""
        return Dimension(self.chosen["dimension"]) if self.chosen.get("dimension") else None

    def in_words(self):
        forced = self.dimension_chosen()
        return [*super().in_words(), *([f"{forced} only"] if forced else [])]

    def shows(self, proposal, holder):
        """Whether what is on this proposal, and of this holder, is shown; `holder` may be None for any."""
        wanted = self.chosen
        on = proposal is None or (
            proposal in (wanted["proposal"] or [proposal]) and proposal.topic in (wanted["topic"] or [proposal.topic])
        )
        by = holder is None or (
            holder in (wanted["actor"] or [holder]) and holder.side in (wanted["side"] or [holder.side])
        )
        return on and by

    def of_work(self):
        """Return the conditions under which a recorded search or a remark is shown."""
        links = {"proposal": "proposal", "topic": "proposal__topic", "actor": "holder", "side": "holder__side"}
        return {f"{link}__in": self.chosen[name] for name, link in links.items() if self.chosen[name]}


class SourceFilter(PagedFilter):
    """The list of sources."""

    sort = Sorted(SOURCE_SORTS, label="Sort")
