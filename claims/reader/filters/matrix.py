"""Rows and columns of the matrix, and of the table of what it lacks."""

from ...models import Actor, Proposal, Side, Topic
from ...rules.scales import DIMENSIONS, VERDICTS, Dimension
from .base import AUTO, ByVerdict, PagedFilter
from .fields import (
    DisplayChoiceFilter,
    DisplayDayFilter,
    DisplayTicksFilter,
    NamedRowsFilter,
    SearchTextFilter,
    SortFilter,
)

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


class MatrixFilter(ByVerdict, PagedFilter):
    """The matrix: what counts, the dimension of its cells, and which rows and columns are shown."""

    dimension = DisplayChoiceFilter(
        label="Show",
        choices=[
            (AUTO, "positions, and what experts expect"),
            *((d.value, w.word.lower()) for d, w in DIMENSIONS.items()),
        ],
    )
    since = DisplayDayFilter(label="Changed since")
    group = DisplayChoiceFilter(label="Rows by", choices=[("topic", "topic")], empty_label="verdict")
    side = NamedRowsFilter(Side.objects.all(), shown_only=True, label="Side")
    actor = NamedRowsFilter(Actor.objects.all(), names=("slug", "name", "short_name"), shown_only=True, label="Actor")
    topic = NamedRowsFilter(Topic.objects.all(), shown_only=True, label="Topic")
    proposal = NamedRowsFilter(Proposal.objects.all(), names=("slug", "title"), shown_only=True, label="Proposal")
    verdict = DisplayChoiceFilter(
        label="Verdict", empty_label="all", choices=[(k.value, w.word) for k, w in VERDICTS.items()]
    )
    q = SearchTextFilter(label="Search")
    others = DisplayChoiceFilter(label="Other parties", choices=[("open", "one column each")], empty_label="folded")
    empty = DisplayChoiceFilter(label="Actors without a stance", choices=[("show", "shown")], empty_label="hidden")
    mark = DisplayTicksFilter(label="Mark", choices=[("single", "cells that rest on one source")])

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


class CoverageFilter(PagedFilter):
    """The coverage table, and what analysts have recorded; only the former depends on which claims count."""

    table = DisplayChoiceFilter(
        label="Table", choices=[("searches", "recorded searches"), ("remarks", "remarks")], empty_label="coverage"
    )
    by = DisplayChoiceFilter(label="Rows by", choices=[("actor", "actor")], empty_label="proposal")
    dimension = DisplayChoiceFilter(
        label="Cells",
        choices=[(d.value, w.word.lower()) for d, w in DIMENSIONS.items()],
        empty_label="positions, and what experts expect",
    )
    side = NamedRowsFilter(Side.objects.all(), shown_only=True, label="Side")
    actor = NamedRowsFilter(Actor.objects.all(), names=("slug", "name", "short_name"), shown_only=True, label="Actor")
    topic = NamedRowsFilter(Topic.objects.all(), shown_only=True, label="Topic")
    proposal = NamedRowsFilter(Proposal.objects.all(), names=("slug", "title"), shown_only=True, label="Proposal")
    sort = SortFilter(COVERAGE_SORTS, label="Sort")

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
