"""Parameters that choose rows by their names: what is typed → rows of the model, or a fault."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from django import forms
from django.core.validators import ProhibitNullCharactersValidator
from django.db.models import Q, QuerySet
from django.utils.functional import SimpleLazyObject

from ...models import NO_SIDE, Actor, Proposal, Side, Source, Topic
from ...models.named import seek_in_names, seek_name
from ...models.suggestions import CONFIRMED
from ...queries import KeepNames, keep_none, list_actors_of, select_holders_of
from ...queries.claims import make_provenance
from ...queries.vocabulary import ROW_BYTES
from ...rules.folding import fold_for_search, fold_name, isolate
from ...rules.measures.robustness import Provenance, name_voices
from ...rules.names import Called, collect_near, find_meant, find_near
from ...wording.names import write_near, write_several
from .fields import Chooses, Declared

MOST_LOOKED_AT = 200  # rows, for a name that holds what is typed
MOST_COMPARED = 5000  # rows, for a name near to one that is unknown
MOST_OFFERED = 5  # unknown names of one field for which the nearest is looked for


class ReadNames(NamedTuple):
    """Rows, and which of them each text that was typed may mean. It is kept in memory and shared: nothing in it is
    changed."""

    rows: Sequence[Any]
    meant: Mapping[str, Sequence[Any]]

    @property
    def nbytes(self) -> int:
        """How much memory the rows take."""
        return ROW_BYTES * len(self.rows)


class NamedRowsInput(forms.TextInput):
    """A search field that may stand several times in a query string, once for each name."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        return data.getlist(name)

    def format_value(self, value: Any) -> None:
        return None  # what is chosen stands beside the field, to be unticked


class NamedRowsBoundField(forms.BoundField):
    """The field on a page, with what is chosen of it."""

    field: "NamedRowsField"

    @cached_property
    def chosen(self) -> list[tuple[str, str]]:
        """Return (value, words) of the rows that are chosen, to be unticked."""
        if not self.form.is_bound:
            return []
        values = self.field.clean(self._readable) if self.errors else self.form.cleaned_data[self.name]
        return self.field.make_options(values)

    @cached_property
    def unknown(self) -> list[str]:
        """Return what was typed and names no row, or several."""
        return [text for text in self.data if text.strip() and text not in self._readable] if self.errors else []

    @cached_property
    def _readable(self) -> list[str]:
        """Return what was typed, of a field with a fault, and names a row (one query)."""
        return self.field.keep_readable(self.data)


class NamedRowsField(forms.Field):
    """Rows of a model named by slug or by any of their names, in any spelling (one query, the first time); an unknown
    name is an error, and so is one of several.

    No page lists an option for each row: the field shows what is chosen and a place to type another.
    """

    widget = NamedRowsInput

    def __init__(self, *, queryset: QuerySet, keep_names: KeepNames, **kwargs: Any) -> None:
        self.queryset, self.keep_names = queryset, keep_names
        super().__init__(**kwargs)

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> NamedRowsBoundField:
        return NamedRowsBoundField(form, self, field_name)

    def clean(self, value: list[str] | None) -> list:
        for text in value or []:
            ProhibitNullCharactersValidator()(text)
        rows, meant = self._read(value)
        typed = list(meant)
        unknown = [text for text in typed if not meant[text]]
        near = self.list_near() if 0 < len(unknown) <= MOST_OFFERED else {}
        faults = [fault for text in typed if (fault := self.find_fault(text, meant[text], near))]
        if faults:
            raise forms.ValidationError(faults)
        chosen = {row.pk for of_text in meant.values() for row in of_text}
        return [row for row in rows if row.pk in chosen]

    def keep_readable(self, value: list[str] | None) -> list[str]:
        """Return those of the texts that name rows as they should (one query, if there are any)."""
        _, meant = self._read([text for text in value or [] if "\x00" not in text])
        return [
            text
            for text in value or []
            if meant.get(text.strip()) and not self.find_fault(text, meant[text.strip()], {})
        ]

    def _read(self, value: list[str] | None) -> ReadNames:
        """Return what the texts mean (one query, the first time)."""
        typed = tuple(dict.fromkeys(text.strip() for text in value or [] if text.strip()))[:200]
        return self.keep_names(typed, lambda: self._read_anew(typed)) if typed else ReadNames([], {})

    def _read_anew(self, typed: Iterable[str]) -> ReadNames:
        query = Q()
        for text in typed:
            query |= seek_name(text)
        rows = list(self.queryset.filter(query))
        return ReadNames(rows, {text: self.find_meant(rows, text) for text in typed})

    def find_meant(self, rows: Sequence[Any], text: str) -> list[Any]:
        """Return the rows that a text may mean, of those that have it among their lines."""
        return [called.row for called in find_meant(text, [Called(r, r.slug, r.list_names()) for r in rows])]

    def find_fault(self, text: str, meant: Sequence[Any], near: Mapping[str, str]) -> str:
        """Return what is wrong with a text that may mean these rows, or nothing; `near` are names to offer."""
        if not meant:
            kind = self.queryset.model._meta.verbose_name
            return f"There is no {kind} “{isolate(text[:80])}”.{write_near(find_near(text, near))}"
        return write_several(text, [(row.slug, str(row)) for row in meant]) if len(meant) > 1 else ""

    def list_near(self) -> Mapping[str, str]:
        """Return names of which to offer the nearest (one query, the first time)."""
        return self.keep_names("near", lambda: collect_near(self.list_all_names()))

    def list_all_names(self) -> list[str]:
        """Return the names of the first rows (one query)."""
        return [name for row in self.queryset.all()[:MOST_COMPARED] for name in row.list_names()]

    def suggest(self, typed: str, most: int) -> list[tuple[str, str]]:
        """Return (value, words) of at most `most` rows with a name that holds what is typed, or with a text beside it
        that does (one query)."""
        folded = fold_for_search(typed)
        rows = list(self.queryset.filter(seek_in_names(folded))[:MOST_LOOKED_AT]) if folded else []
        rows.sort(key=lambda row: not any(folded in fold_for_search(name) for name in row.list_names()))
        return [self._make_suggestion(row, folded) for row in rows[:most]]

    def _make_suggestion(self, row: Any, folded: str) -> tuple[str, str]:
        """Return the option of a row with the name that holds what is typed: browsers hide what does not hold it."""
        value, words = self.make_option(row)
        if folded in fold_for_search(words):
            return value, words
        return value, next(
            (f"{isolate(words)} ({isolate(n)})" for n in row.list_names() if folded in fold_for_search(n)), words
        )

    def make_options(self, values: Iterable) -> list[tuple[str, str]]:
        return [self.make_option(value) for value in values]

    def make_option(self, value: Any) -> tuple[str, str]:
        return value.slug, str(value)


class NamedRowsFilter(Declared):
    """Any of the rows of a model that are named; its clause is its label with their names."""

    field_class = NamedRowsField

    def __init__(self, queryset: QuerySet, *, label: str, words: str = "", **kwargs: Any) -> None:
        words = words or f"{label.lower()} {{}}"
        super().__init__(queryset=queryset, keep_names=keep_none, label=label, words=words, lookup_expr="in", **kwargs)
        self.of_rows = (queryset.model,)

    def keep(self, keep_names: KeepNames) -> None:
        """Keep so what names mean to all filters of this kind."""
        self.extra["keep_names"] = lambda key, read: keep_names((type(self), key), read)

    def narrow(self, negotiations: Collection[int]) -> None:
        """Look for names in these negotiations (ids) alone. Which rows these are is said only once something is named:
        to say it takes time, and most pages name nothing."""
        everywhere = self.extra["queryset"]
        self.extra["queryset"] = SimpleLazyObject(lambda: self.select_within(negotiations, everywhere))

    def select_within(self, negotiations: Collection[int], rows: QuerySet) -> QuerySet:
        """Return those of the rows that may be named in these negotiations (ids)."""
        return rows.filter(negotiation__in=negotiations)

    def keep_readable(self, values: list[str]) -> list[str]:
        return self.field.keep_readable(values)


class SourcesField(NamedRowsField):
    """Sources, by slug or title; a publisher stands for all that were read there."""

    def find_meant(self, rows: Sequence[Source], text: str) -> list[Source]:
        folded = fold_name(text)
        return super().find_meant(rows, text) or [row for row in rows if fold_name(row.publisher) == folded]

    def find_fault(self, text: str, meant: Sequence[Source], near: Mapping[str, str]) -> str:
        """Several of one publisher are no fault."""
        folded = fold_name(text)
        of_publisher = meant and all(folded == fold_name(row.publisher) for row in meant)
        return "" if of_publisher else super().find_fault(text, meant, near)


class OriginsField(NamedRowsField):
    """Whose texts sources hold: voices, by name in any spelling; the value are all spellings that sources have, of each
    voice first the one that stands for all."""

    def clean(self, value: list[str] | None) -> list[str]:
        sources: list[Any] = super().clean(value)
        names = name_voices(map(make_provenance, sources))
        return [*sorted(names.values()), *sorted({source.voice for source in sources} - {*names.values()})]

    def find_meant(self, rows: Sequence[Any], text: str) -> list[Any]:
        return [row for row in rows if fold_name(row.voice) == fold_name(text)]

    def find_fault(self, text: str, meant: Sequence[Source], near: Mapping[str, str]) -> str:
        return "" if meant else f"There is no origin “{isolate(text[:80])}”.{write_near(find_near(text, near))}"

    def list_all_names(self) -> list[str]:
        return [*self._list_voices()[:MOST_COMPARED]]

    def _list_voices(self) -> QuerySet:
        return self.queryset.order_by("voice").values_list("voice", flat=True).distinct()

    def suggest(self, typed: str, most: int) -> list[tuple[str, str]]:
        folded = fold_for_search(typed)
        sources = self.queryset.filter(seek_in_names(folded)).order_by() if folded else self.queryset.none()
        provenance = [Provenance(*source) for source in sources.values_list("slug", "origin", "publisher")]
        fitting = [where for where in provenance if folded in fold_for_search(where.spelling)]
        return self.make_options(sorted(name_voices(fitting).values())[:most])

    def make_options(self, values: Iterable[str]) -> list[tuple[str, str]]:
        return [(name, name) for name in keep_first_spellings(values)]


def keep_first_spellings(voices: Iterable[str]) -> list[str]:
    """Return of spellings those of which no other of the same voice stands before."""
    first: dict[str, str] = {}
    for voice in voices:
        first.setdefault(fold_name(voice), voice)
    return [*first.values()]


class OriginsFilter(NamedRowsFilter):
    """Claims of sources whose text is of certain voices: their origin, or their publisher where they name none."""

    field_class = OriginsField

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            Source.objects.public().with_named_voice(),
            field_name="source",
            label="Origin",
            words="only texts of {}",
            chooses=Chooses.CLAIMS,
            scope="voices",
            **kwargs,
        )
        self.of_rows = ()  # a voice is no row

    def select_within(self, negotiations: Collection[int], rows: QuerySet) -> QuerySet:
        return Source.objects.public(negotiations).with_named_voice()

    def filter(self, queryset: QuerySet, value: Any) -> QuerySet:
        return queryset.filter(source__in=Source.objects.of_voices(value)) if value else queryset

    def write_values(self, values: Iterable) -> list[str]:
        return keep_first_spellings(values)


class SourcesFilter(NamedRowsFilter):
    field_class = SourcesField

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Source.objects.public(), field_name="source", label="Source", **kwargs)

    def select_within(self, negotiations: Collection[int], rows: QuerySet) -> QuerySet:
        return Source.objects.public(negotiations)


class TopicsFilter(NamedRowsFilter):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Topic.objects.all(), label="Topic", **kwargs)


class ProposalsFilter(NamedRowsFilter):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Proposal.objects.filter(**CONFIRMED), label="Proposal", **kwargs)


class SidesField(NamedRowsField):
    """Sides, and beside them where actors stand that have no part."""

    def _read_anew(self, typed: Iterable[str]) -> ReadNames:
        rows, meant = super()._read_anew(typed)
        beside = {text: self.find_meant([NO_SIDE], text) for text in typed if not meant[text]}
        return ReadNames([*rows, NO_SIDE], {**meant, **beside})

    def list_all_names(self) -> list[str]:
        return [*super().list_all_names(), *NO_SIDE.list_names()]

    def suggest(self, typed: str, most: int) -> list[tuple[str, str]]:
        folded = fold_for_search(typed)
        fits = folded and folded in fold_for_search(str(NO_SIDE))
        return [*super().suggest(typed, most), *([self.make_option(NO_SIDE)] if fits else [])][:most]


class SidesFilter(NamedRowsFilter):
    """Who stands on a side on the day as of which the page tells everything; of claims, their holders."""

    field_class = SidesField

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Side.objects.all(), label="Side", **kwargs)

    def filter(self, queryset: QuerySet, value: Any) -> QuerySet:
        return queryset.filter(self.match_holders(value))

    def match_holders(self, sides: Iterable[Side]) -> Q:
        """Return the condition under which the holder of a row is of one of these sides, if there are any."""
        return select_holders_of(sides, self.parent.scope) if sides else Q()


class ActorsFilter(NamedRowsFilter):
    """Actors; on the pages of a negotiation, or where not all may be read, those that occur there."""

    def __init__(self, *, label: str = "Actor", **kwargs: Any) -> None:
        super().__init__(Actor.objects.filter(**CONFIRMED), label=label, **kwargs)

    def select_within(self, negotiations: Collection[int], rows: QuerySet) -> QuerySet:
        return list_actors_of(negotiations)
