"""The lists of claims, proposals, actors and sources, and the pages of one."""

from collections.abc import Iterable
from typing import Any

from django import forms

from ...exporters.annotations import EXTENSION, WORD
from ...models import ActorKind, Wording
from ...rules.scales import LOWEST, NO_VALUE_WORD, VALUES
from ...wording.numbers import format_value
from ...wording.record_formats import RECORD_FORMATS
from ..tables import ActorTable, ClaimTable, ProposalTable, SourceTable
from .base import OF_WORD, ROWS_A_PAGE, WORDS_TO_READ, CountingFilter, PagedFilter, declare_formats, join_query
from .days import DayFilter
from .fields import (
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
from .named_rows import ActorsFilter, OriginsFilter, ProposalsFilter, SidesFilter, SourcesFilter, TopicsFilter

HERE = Chooses.CLAIMS_HERE


class DossierFilter(PagedFilter):
    """The page of one proposal or actor: claims, and a table of stances that downloads too."""

    FORMATS = WORDS_TO_READ

    _export = declare_formats(OF_WORD)
    table = ChoiceFilter(
        label="Table",
        choices=[("stances", "stances")],
        empty_label="claims",
        on_form=False,
        chooses=Chooses.OUTPUT,
    )

    @property
    def stances_chosen(self) -> bool:
        """Whether the stances are to be downloaded, not the claims."""
        return self.chosen.get("table") == "stances"

    @property
    def downloads_of_stances(self) -> list[tuple[str, str]]:
        return self._link_downloads(table="stances")


class ProposalDossierFilter(DossierFilter):
    """The page of one proposal: besides all, who stands at one value, and which two of its `wordings` are compared."""

    wording = ChoiceFilter(label="Compare", choices=[], empty_label="the newest", on_form=False, chooses=Chooses.OUTPUT)
    against = ChoiceFilter(
        label="with", choices=[], empty_label="the one before it", on_form=False, chooses=Chooses.OUTPUT
    )

    value = ChoiceFilter(
        label="Value",
        choices=[(str(value), format_value(value)) for value in VALUES],
        empty_label="all",
        on_form=False,
        chooses=Chooses.OUTPUT,
    )

    def __init__(self, *args: Any, wordings: Iterable[Wording] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(wording.slug, wording.words) for wording in wordings]
        for name in ("wording", "against"):
            self.filters[name].extra["choices"] = choices

    @property
    def wording_fields(self) -> list[forms.BoundField]:
        """The fields in which two wordings are chosen."""
        return [self.form["wording"], self.form["against"]]

    @property
    def value_chosen(self) -> int | None:
        """The value at which stand those who are asked for, or None."""
        value = self.chosen.get("value")
        return int(value) if value else None

    @property
    def downloads_of_standing(self) -> list[tuple[str, str]]:
        return self._link_downloads(table="stances", value=str(self.value_chosen))


class RecordsFilter(PagedFilter):
    """A page that tells of sources, whose records download too."""

    record = ChoiceFilter(
        label="Record",
        choices=list(RECORD_FORMATS.items()),
        empty_label="no file",
        on_form=False,
        chooses=Chooses.OUTPUT,
    )

    @property
    def record_chosen(self) -> str | None:
        """The format in which records are asked for instead of the page, or None."""
        return self.chosen.get("record") or None if self.is_valid() else None

    @property
    def downloads_of_records(self) -> list[tuple[str, str]]:
        """(word, query string) of each format, with all else kept that the query string chooses."""
        return [(word, join_query([*self.chosen_of_page, ("record", form)])) for form, word in RECORD_FORMATS.items()]


class AnnotationsFilter(RecordsFilter):
    """A page of claims that download as annotations too."""

    FORMATS = {**WORDS_TO_READ, EXTENSION: WORD}

    _export = declare_formats(OF_WORD, (EXTENSION, WORD))

    @property
    def annotations_chosen(self) -> bool:
        """Whether the claims are asked for as annotations, not as a table."""
        return self.export_chosen == EXTENSION


class SourceDossierFilter(AnnotationsFilter):
    """The page of one source: the claims drawn from it, and its record."""


class ClaimFilter(AnnotationsFilter):
    """The list of claims. Here `since` is the first day on which a claim was said."""

    FIRST_ON_FORM = (
        "q", "holder", "proposal", "as_of", "attribution", "dimension", "since", "known", "value",
        "speaker", "side", "topic", "verdict", "leaning", "source", "origin", "leaked", "grade", "per_page",
    )  # fmt: skip

    origin = OriginsFilter(folded=True)
    leaked = LeakedFilter(folded=True)
    grade = GradesFilter(folded=True)
    since = DayFilter(
        field_name="said_on",
        lookup_expr="gte",
        label="Said since",
        words="said on or after {}",
        folded=True,
        chooses=HERE,
    )
    dimension = DimensionFilter(
        field_name="dimension", label="Dimension", empty_label="all", words="{} only", folded=True, chooses=HERE
    )
    value = TicksFilter(
        field_name="sorted_value",
        label="Value",
        choices=[*((str(value), format_value(value)) for value in VALUES), (NO_VALUE_WORD, NO_VALUE_WORD)],
        coerce=lambda word: LOWEST - 1 if word == NO_VALUE_WORD else int(word),
        words="value {}",
        folded=True,
        chooses=HERE,
    )
    side = SidesFilter(folded=True, chooses=HERE)
    holder = ActorsFilter(field_name="holder", label="Holder", chooses=HERE)
    actor = ActorsFilter(
        field_name="holder",
        label="Holder, as in the matrix",
        words="holder {}",
        folded=True,
        on_form=False,  # it stands there once it is chosen
        chooses=HERE,
    )
    speaker = ActorsFilter(field_name="speaker", label="Said by", folded=True, chooses=HERE)
    topic = TopicsFilter(field_name="proposal__topic", folded=True, chooses=HERE)
    proposal = ProposalsFilter(field_name="proposal", chooses=HERE)
    source = SourcesFilter(folded=True, chooses=HERE)
    verdict = VerdictFilter(words="on proposals that are {}", folded=True, chooses=HERE)
    leaning = LeaningFilter(words="on proposals that are {}", folded=True, chooses=HERE)
    q = SearchTextFilter(label="Words", words="with “{}”", chooses=HERE)
    per_page = RowsFilter(usual=ROWS_A_PAGE, folded=True, quiet=True)
    sort = SortFilter(ClaimTable)
    after = SearchTextFilter(label="After", on_form=False, chooses=Chooses.OUTPUT)


class SearchFilter(CountingFilter):
    """The search across negotiations: for which words."""

    q = SearchTextFilter(label="Search", words="with “{}”", chooses=HERE)


class ProposalFilter(PagedFilter):
    """The list of proposals: which stand in it; it changes no number."""

    FIRST_ON_FORM = ("as_of", "topic", "verdict", "leaning", "attribution")

    topic = TopicsFilter()
    verdict = VerdictFilter()
    leaning = LeaningFilter()
    per_page = RowsFilter(usual=ROWS_A_PAGE, folded=True, quiet=True)
    sort = SortFilter(ProposalTable)


class ActorFilter(PagedFilter):
    """The list of actors."""

    FIRST_ON_FORM = ("as_of", "kind", "attribution")

    per_page = RowsFilter(usual=ROWS_A_PAGE, folded=True, quiet=True)
    kind = ChoiceFilter(label="Kind", empty_label="all", choices=[(kind.value, kind.value) for kind in ActorKind])
    sort = SortFilter(ActorTable)


class SourceFilter(RecordsFilter):
    """The list of sources."""

    per_page = RowsFilter(usual=ROWS_A_PAGE, folded=True, quiet=True)
    sort = SortFilter(SourceTable)
