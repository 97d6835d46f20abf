"""Rows and columns of the matrix, and of the table of what it lacks."""

from typing import Any

from django.db.models import Q

from ...models import Actor, Proposal
from ...rules.comparison import ComparedBy
from ...rules.scales import Dimension
from ...wording.comparison import ORDERS
from ..coverage_tables import (
    CoverageTable,
    EditorialNoteTable,
    OutcomeTable,
    RereadTable,
    SearchRecordTable,
    WordingTable,
)
from .base import OF_WORD, ROWS_A_PAGE, WORDS_TO_READ, OnProposalsFilter, PagedFilter, declare_formats, join_query
from .days import DayFilter
from .fields import (
    CellFilter,
    ChoiceFilter,
    Chooses,
    DimensionFilter,
    GradesFilter,
    LeakedFilter,
    LeaningFilter,
    RowsFilter,
    SearchTextFilter,
    SortFilter,
    TicksFilter,
    VerdictFilter,
)
from .named_rows import ActorsFilter, OriginsFilter, SidesFilter

EACH_ITS_OWN = "positions, and what experts expect"


class MatrixFilter(OnProposalsFilter, PagedFilter):
    """The matrix: what counts, the dimension of its cells, and which rows and columns stand on the page.

    A dimension that is forced on all cells counts in the numbers of claims too. What links of the page choose besides
    (a verdict, the other parties, actors without a stance) opens no fold.
    """

    FIRST_ON_FORM = (
        "as_of", "since", "group", "order", "attribution", "dimension", "origin", "leaked", "grade",
        "side", "actor", "topic", "proposal", "verdict", "leaning", "settled", "q", "others", "empty",
    )  # fmt: skip

    FORMATS = WORDS_TO_READ

    _export = declare_formats(OF_WORD)
    origin = OriginsFilter(folded=True)
    leaked = LeakedFilter(folded=True)
    grade = GradesFilter(folded=True)
    dimension = DimensionFilter(
        label="Show",
        auto_label=EACH_ITS_OWN,
        words="{} only (verdicts are about positions)",
        folded=True,
        chooses=Chooses.CLAIMS_HERE,
        scope="dimension",
    )
    since = DayFilter(label="Changed since")
    group = ChoiceFilter(label="Rows by", choices=[("topic", "topic")], empty_label="verdict")
    side = SidesFilter(folded=True)
    actor = ActorsFilter(folded=True)
    verdict = VerdictFilter(folded=True, quiet=True)
    leaning = LeaningFilter(folded=True, quiet=True)
    order = ChoiceFilter(
        label="Order",
        choices=[(str(order), label) for order, label in ORDERS.items() if order != ComparedBy.DIVIDED],
        empty_label=ORDERS[ComparedBy.DIVIDED],
        comparison=True,
    )
    q = SearchTextFilter(label="Words", words="proposals in which “{}” is found", folded=True)
    others = ChoiceFilter(
        label="Other parties",
        choices=[("open", "one column each")],
        empty_label="folded",
        folded=True,
        quiet=True,
        about_verdicts=True,  # the others are those that do not count in them
    )
    empty = ChoiceFilter(
        label="Actors without a stance", choices=[("show", "shown")], empty_label="hidden", folded=True, quiet=True
    )
    settled = ChoiceFilter(
        label="Settled proposals",
        choices=[("hide", "hidden")],
        empty_label="shown",
        words="proposals without an outcome",
        folded=True,
        quiet=True,
    )
    per_page = RowsFilter(usual=ROWS_A_PAGE, folded=True, quiet=True)
    mark = TicksFilter(label="Mark", choices=[("single", "cells that rest on one source")], folded=True)
    marks = ChoiceFilter(
        label="Cells",
        choices=[("numbers", "numbers and all marks")],
        empty_label="words",
        words="cells with {}",
        folded=True,
    )
    cell = CellFilter(label="Cell", on_form=False, chooses=Chooses.OUTPUT)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.has_verdicts:
            self.filters["dimension"].words = "{} only"
            rows_by = self.form.fields["group"]
            rows_by.empty_label = "one list"
            rows_by.choices = self.filters["group"].extra["choices"]  # drawn with the label above them

    @property
    def marks_one_source(self) -> bool:
        """Whether cells that rest on one source are to be marked."""
        return "single" in self.chosen.get("mark", ())

    @property
    def hides_settled(self) -> bool:
        """Whether proposals that have an outcome are left out."""
        return self.chosen.get("settled") == "hide"

    @property
    def query_of_changes(self) -> str:
        """The part of the query string for the page of what changed: which claims count, and since when."""
        since = self.chosen.get("since")
        return join_query([*self._read((Chooses.CLAIMS,)), *([("since", since.isoformat())] if since else [])])

    @property
    def in_numbers(self) -> bool:
        """Whether cells show their signs and numbers with all marks, for coders."""
        return self.chosen.get("marks") == "numbers"


class CoverageFilter(OnProposalsFilter, PagedFilter):
    """The coverage table, and what analysts have recorded; only the former depends on which claims count."""

    FIRST_ON_FORM = ("table", "by", "as_of", "attribution")

    origin = OriginsFilter(folded=True)
    leaked = LeakedFilter(folded=True)
    grade = GradesFilter(folded=True)
    table = ChoiceFilter(
        label="Table",
        choices=[
            ("searches", "recorded searches"),
            ("remarks", "remarks"),
            ("outcomes", "outcomes"),
            ("wordings", "wordings"),
            ("re-read", "sources to read again"),
        ],
        empty_label="coverage",
    )
    by = ChoiceFilter(label="Rows by", choices=[("actor", "actor")], empty_label="proposal")
    dimension = DimensionFilter(
        label="Cells", empty_label=EACH_ITS_OWN, words="{} only", folded=True, chooses=Chooses.CLAIMS_HERE
    )
    per_page = RowsFilter(usual=ROWS_A_PAGE, folded=True, quiet=True)
    side = SidesFilter(folded=True)
    actor = ActorsFilter(folded=True)
    sort = SortFilter(CoverageTable, SearchRecordTable, EditorialNoteTable, OutcomeTable, WordingTable, RereadTable)

    @property
    def table_chosen(self) -> str:
        return self.chosen.get("table") or "coverage"

    @property
    def by_actor(self) -> bool:
        return self.chosen.get("by") == "actor"

    @property
    def dimension_chosen(self) -> Dimension | None:
        """The dimension that is forced on all cells, or None: parties' positions, experts' prospects."""
        return self.chosen.get("dimension")

    def shows(self, proposal: Proposal | None, holder: Actor | None) -> bool:
        """Whether what is on this proposal, and of this holder, is shown; None stands for any."""
        wanted = self.chosen
        on = proposal is None or self.shows_proposal(proposal)
        by = holder is None or (
            holder in (wanted["actor"] or [holder]) and holder.part.side in (wanted["side"] or [holder.part.side])
        )
        return on and by

    @property
    def record_conditions(self) -> Q:
        """The conditions under which a recorded search or a remark stands on the page."""
        links = {"proposal": "proposal", "topic": "proposal__topic", "actor": "holder"}
        chosen = {f"{link}__in": self.chosen[name] for name, link in links.items() if self.chosen[name]}
        named = Q(proposal__negotiation=self.negotiation, **chosen)
        return named & self.filters["side"].match_holders(self.chosen["side"])
