"""What follows from the declarations of a page's filters: which claims count, the sentences that say so, its links.

A page's own filters are declared in a class that inherits from one of these; nothing here knows which.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any, cast
from urllib.parse import urlencode

import django_filters as filters
from django import forms
from django.db.models import QuerySet
from django.http import QueryDict

from ...exporters import word
from ...exporters.formats import FORMATS
from ...models import Claim, Negotiation, Proposal
from ...queries import DayOfTalks, KeepNames, Scope, keep_none
from .days import AsOfFilter, DayFilter, offer_none
from .fields import (
    COUNTING,
    IN_DOWNLOADS,
    IN_NUMBERS,
    ON_THE_PAGE,
    AttributionsFilter,
    ChoiceFilter,
    Chooses,
    Declared,
    GradesFilter,
    KnownFilter,
    LeakedFilter,
    RowsFilter,
)
from .named_rows import NamedRowsFilter, OriginsFilter, ProposalsFilter, TopicsFilter
from .pills import HEADINGS, Pill

ROWS_A_PAGE = 50
WORDS_OF_TABLES = {extension: file_format.word for extension, file_format in FORMATS.items()}
OF_WORD = (word.EXTENSION, word.WORD)
WORDS_TO_READ = dict([*WORDS_OF_TABLES.items(), OF_WORD])  # of pages that Word files hold too


class CountingFilter(filters.FilterSet):
    """Parameters that choose the claims that count."""

    as_of = AsOfFilter()
    known = KnownFilter()
    attribution = AttributionsFilter()
    origin = OriginsFilter(on_form=False)
    leaked = LeakedFilter(on_form=False)
    grade = GradesFilter(on_form=False)

    FIRST_ON_FORM: tuple[str, ...] = ()  # the others follow in the order of their declarations

    class Meta:
        model = Claim
        fields: list[str] = []

    def __init__(
        self,
        data: QueryDict,
        negotiation: Negotiation | None = None,
        *,
        visible: tuple[int, ...] | None = None,
        has_verdicts: Callable[[date | None], bool] = lambda day: True,
        days: Callable[[], Sequence[DayOfTalks]] = offer_none,
        keep_names: KeepNames = keep_none,
        **kwargs: Any,
    ) -> None:
        """On the pages of a negotiation, its claims alone count, and names are looked for in it; on those of several,
        in the `visible` ones (ids; None: all). Without verdicts, where no side negotiates on the day as of which the
        page tells everything, nothing about them is offered or said. `days` lists those to choose from; `keep_names`
        keeps what names mean."""
        super().__init__(data, **kwargs)
        self.negotiation = negotiation
        # The ids of the negotiations whose claims count; None for all.
        self.negotiations = (negotiation.pk,) if negotiation else visible
        for declared in self.filters.values():
            if isinstance(declared, NamedRowsFilter):
                declared.keep(keep_names)
                if self.negotiations is not None:
                    declared.narrow(self.negotiations)
            if isinstance(declared, DayFilter):
                declared.offer(days)
        self._have_verdicts = has_verdicts
        self.refused: set[str] = set()  # parameters that the page cannot do, though they can be read

    @cached_property
    def has_verdicts(self) -> bool:
        return self._have_verdicts(self.chosen.get("as_of"))

    @property
    def compares(self) -> bool:
        """Whether the page is of a negotiation in which no side negotiates, so that actors are compared."""
        return self.negotiation is not None and not self.has_verdicts

    @property
    def chosen(self) -> dict[str, Any]:
        """The cleaned values; what cannot be read of the query string chooses nothing."""
        return self.readable.cleaned_data

    @cached_property
    def readable(self) -> forms.Form:
        """The form, without the values that cannot be read; all others hold."""
        if self.form.is_valid():
            return self.form
        data = self.data.copy()
        for name in self.form.errors:
            sound = [] if name in self.refused else self.filters[name].keep_readable(data.getlist(name))
            data.setlist(name, sound)
        readable = self.get_form_class()(data, prefix=self.form_prefix)
        readable.is_valid()
        return readable

    def refuse(self, name: str, sentence: str) -> None:
        """Take a parameter as one that cannot be read, for this reason."""
        self.form.add_error(name, sentence)
        self.refused.add(name)
        self.__dict__.pop("readable", None)

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        if self.negotiations is not None:
            queryset = queryset.filter(proposal__in=Proposal.objects.of(self.negotiations))
        for name, value in self.chosen.items():
            queryset = self.filters[name].filter(queryset, value)
        return queryset

    @property
    def scope(self) -> Scope:
        """Which claims count."""
        counting: dict[str, Any] = {
            declared.scope: tuple(sorted(value)) if isinstance(value, list) else value
            for declared, value in self._chosen_filters()
            if declared.scope
        }
        return Scope(**counting, negotiations=self.negotiations)

    @property
    def counting_query(self) -> str:
        """The part of the query string that says which claims count, for links to other pages."""
        return join_query(self._read((Chooses.CLAIMS,)))

    @property
    def chosen_of_page(self) -> list[tuple[str, str]]:
        """(name, value) of all that the query string chooses of the page, but for which part of it stands there."""
        return self._read(IN_DOWNLOADS)

    @property
    def numbers_query(self) -> str:
        """The part of the query string that the numbers of the page depend on, for links to what they are made of."""
        return join_query(self._read(IN_NUMBERS))

    @property
    def tidy_query(self) -> str:
        """The query string without what chooses nothing, each day written in one way; what the page does not declare
        stays as it is."""
        return join_query(
            [*self._read(Chooses), *((name, text) for name, text in self._given if name not in self.filters)]
        )

    @property
    def is_tidy(self) -> bool:
        """Whether each parameter of the query string chooses something, as far as the page declares them."""
        return len(self._read(Chooses)) == sum(name in self.filters for name, _ in self._given)

    @property
    def _given(self) -> list[tuple[str, str]]:
        return [(name, text) for name, texts in cast(QueryDict, self.data).lists() for text in texts]

    @property
    def counted_words(self) -> list[str]:
        """The clauses that say which claims count; empty if all do."""
        return self._write_clauses(COUNTING)

    @property
    def counted_everywhere(self) -> list[str]:
        """Those of the clauses that hold on every page, not only here."""
        return self._write_clauses((Chooses.CLAIMS,))

    @property
    def counted_claims(self) -> str:
        """The claims that count, as pages name them after “Counted:”."""
        clauses = self.counted_words
        return f"published claims {', '.join(clauses)}" if clauses else "every published claim"

    @property
    def display_words(self) -> list[str]:
        """The clauses that say which rows and columns stand on the page, or what it compares; empty if all do."""
        return self._write_clauses(ON_THE_PAGE)

    @property
    def pills(self) -> list[tuple[str, list[Pill]]]:
        """The filters that are on, as a heading says what they do: only what is counted changes numbers."""
        on = {name for name, _ in self._read(IN_DOWNLOADS)}
        names = [name for name in self._order_names() if name in on and self.chosen.get(name) and self._is_seen(name)]
        groups = [
            (heading, [self._make_pill(name) for name in names if self.filters[name].chooses in kinds])
            for heading, kinds in HEADINGS.items()
        ]
        return [(heading, pills) for heading, pills in groups if pills]

    def _make_pill(self, name: str) -> Pill:
        without = [(other, text) for other, text in self._read(IN_DOWNLOADS) if other != name]
        return Pill(self.filters[name].write_pill(self.chosen[name]), join_query(without))

    def _is_seen(self, name: str) -> bool:
        """Whether readers can tell that a parameter is on: it stands on the form, or its words on the page."""
        return self.filters[name].on_form or bool(self.filters[name].words)

    @property
    def opens_fold(self) -> bool:
        """Whether a filter that the page keeps folded away is chosen, or cannot be read."""
        chosen = any(declared.opens_fold(value) for declared, value in self._chosen_filters())
        return chosen or any(self.filters[name].folded for name in self.form.errors)

    @property
    def open_fields(self) -> list[forms.BoundField]:
        """The fields of the form that always stand open, in order."""
        return [field for field, declared in self._list_fields() if not declared.folded]

    @property
    def folded_fields(self) -> list[forms.BoundField]:
        """The fields of the form that are folded away, in order."""
        return [field for field, declared in self._list_fields() if declared.folded]

    @property
    def faults(self) -> list[tuple[str, str]]:
        """(label, message) of the parameters that could not be read."""
        return [
            (self.form.fields[name].label or name, message)
            for name, messages in self.form.errors.items()
            for message in messages
        ]

    @property
    def unread_names(self) -> list[tuple[str, tuple[type[Any], ...]]]:
        """(parameter, the models whose slugs its values are made of) of those that could not be read and name rows."""
        return [(name, self.filters[name].of_rows) for name in self.form.errors if self.filters[name].of_rows]

    def _list_fields(self) -> list[tuple[forms.BoundField, Declared]]:
        return [(self.form[name], self.filters[name]) for name in self._order_names() if self._is_offered(name)]

    def _order_names(self) -> list[str]:
        return [*self.FIRST_ON_FORM, *(name for name in self.filters if name not in self.FIRST_ON_FORM)]

    def _is_offered(self, name: str) -> bool:
        declared = self.filters[name]
        fits = (self.has_verdicts or not declared.about_verdicts) and (self.compares or not declared.comparison)
        return declared.on_form and (fits or bool(self.chosen.get(name)))

    def _chosen_filters(self) -> Iterator[tuple[Declared, Any]]:
        """Yield (filter, its value) of those that choose something, in the order of their declarations."""
        return ((self.filters[name], value) for name, value in self.chosen.items() if value)

    def _write_clauses(self, kinds: Iterable[Chooses]) -> list[str]:
        return [
            declared.write_clause(value)
            for declared, value in self._chosen_filters()
            if declared.words and declared.chooses in kinds
        ]

    def _read(self, kinds: Iterable[Chooses]) -> list[tuple[str, str]]:
        """Return (name, value) of the parameters that choose one of `kinds`, as the query string gives them."""
        given = cast(QueryDict, self.readable.data)
        return [
            (name, text)
            for name, declared in self.filters.items()
            if name in given and declared.chooses in kinds
            for text in declared.write_parameter(given.getlist(name), self.chosen.get(name))
        ]


def declare_formats(*more: tuple[str, str]) -> ChoiceFilter:
    """Return the parameter that asks for a file: of a table, or of the formats (extension, word) that a page has
    besides."""
    choices = [*WORDS_OF_TABLES.items(), *more]
    return ChoiceFilter(label="Download", choices=choices, on_form=False, chooses=Chooses.OUTPUT)


class TableFilter(CountingFilter):
    """A page with a table that downloads from the same address."""

    FORMATS: Mapping[str, str] = WORDS_OF_TABLES  # of its table: extension → word

    _export = declare_formats()

    @property
    def export_chosen(self) -> str | None:
        """The format that is asked for instead of the page, or None; there is none where something cannot be read."""
        return self.chosen.get("_export") if self.is_valid() else None

    @property
    def word_chosen(self) -> bool:
        """Whether a Word file is asked for, not a table."""
        return self.export_chosen == word.EXTENSION

    @property
    def downloads(self) -> list[tuple[str, str]]:
        """(word, query string) of each format, with all else kept that the query string chooses."""
        return self._link_downloads(self.FORMATS)

    def _link_downloads(self, words: Mapping[str, str] = WORDS_OF_TABLES, **changes: str) -> list[tuple[str, str]]:
        """Return (word, query string) of formats, which are extension → word."""
        kept = [(name, value) for name, value in self.chosen_of_page if name not in changes]
        return [
            (word, join_query([*kept, *changes.items(), ("_export", extension)])) for extension, word in words.items()
        ]


class OnProposalsFilter(TableFilter):
    """A page that tells of proposals: of which."""

    topic = TopicsFilter(folded=True)
    proposal = ProposalsFilter(folded=True)

    def shows_proposal(self, proposal: Proposal) -> bool:
        """Whether what is on a proposal stands on the page, as far as topic and proposal are chosen."""
        topics, proposals = self.chosen["topic"], self.chosen["proposal"]
        return (not topics or proposal.topic in topics) and (not proposals or proposal in proposals)

    @property
    def query_of_proposals(self) -> str:
        """The part of the query string that says which claims count, on which proposals."""
        chosen = [(name, value) for name, value in self._read(ON_THE_PAGE) if name in ("topic", "proposal")]
        return join_query([*self._read((Chooses.CLAIMS,)), *chosen])


class PagedFilter(TableFilter):
    """A page with a table that is cut into pages."""

    per_page = RowsFilter(usual=ROWS_A_PAGE, on_form=False)

    @property
    def rows_a_page(self) -> int:
        return self.chosen.get("per_page") or ROWS_A_PAGE


def join_query(query: list[tuple[str, str]]) -> str:
    """Return the query string of these (name, value)s, empty without any."""
    return f"?{urlencode(query)}" if query else ""
