"""The source_… columns of a file → sources: those of the database, by slug or title, and new ones, which need no
permission."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from ...models import Source
from ...rules.csl import write_record
from ...rules.exchange_columns import SOURCE_COLUMNS
from ...rules.faults import BrokenRule, FaultCode, RowFault
from ...rules.folding import fold_name
from ...wording.exchange import SENTENCES, RowError, write_errors, write_fault
from .names import NameIndex, UnknownName

# Each column with the field of a source that it holds, but for the slug, which decides.
FIELDS = {name: column.field for name, column in SOURCE_COLUMNS.items() if column.field != "slug"}
CHOICES = {field.name: [str(value) for value, _ in field.flatchoices] for field in Source._meta.concrete_fields}


class ResolvedSource(NamedTuple):
    """What a claim needs of its source."""

    key: int
    published_on: date | None
    type: str


class FileSources:
    """The sources of the database and those that a file brings. Where a row says otherwise of one than is stored, that
    is a fault, or with `update` a change."""

    def __init__(
        self, update: bool = False, narrow: Callable[[QuerySet[Any]], QuerySet[Any]] = lambda rows: rows
    ) -> None:
        self.update = update
        self.changed: dict[int, dict[str, Any]] = {}  # key → {field: value}
        self.named: set[int] = set()  # the stored ones that the file names
        self.index = NameIndex(Source)
        self.fields: dict[int, dict[str, Any]] = {}  # key → {field: value}
        self._lines: dict[tuple[int, str], int] = {}  # of each field that the file gives, the line that did first
        self._resolved: dict[tuple[tuple[str, ...], int | None], tuple[ResolvedSource | None, list[RowError]]] = {}
        every = Source.objects.order_by("pk")
        seen = narrow(every)
        for row in seen.values("pk", "slug", *FIELDS.values()):
            key = row.pop("pk")
            self.index.learn(key, row.pop("slug"), row["title"])
            self.fields[key] = row
        unseen = every.none() if seen is every else every.exclude(pk__in=seen.values("pk"))
        self._taken = {*unseen.values_list("slug", flat=True)}

    def resolve(
        self, cells: dict[str, str], line: int, prefer: int | None = None
    ) -> tuple[ResolvedSource | None, list[RowError]]:
        """Return (source or None, faults) of the source columns of a row; `prefer` is the key of the source that
        is meant where several have the title."""
        texts = tuple([cells.get(name, "") for name in SOURCE_COLUMNS])
        several = not cells.get("source") and len(self.index.find_all(cells.get("source_title", ""))) > 1
        place = texts, prefer if several else None
        if place not in self._resolved:
            self._resolved[place] = self._resolve(dict(zip(SOURCE_COLUMNS, texts, strict=True)), line, prefer)
        return self._resolved[place]

    def get_day(self, key: int) -> date | None:
        """Return the day of a source as the file says it, else as it is stored."""
        day: date | None = self.fields[key]["published_on"]
        return day

    def get_line(self, key: int, field: str) -> int:
        """Return the line that gave a source this field."""
        return self._lines[key, field]

    def list_moved(self) -> set[int]:
        """Return the keys of stored sources to which the file gives another day."""
        return {key for key, fields in self.changed.items() if "published_on" in fields}

    def _resolve(
        self, cells: dict[str, str], line: int, prefer: int | None
    ) -> tuple[ResolvedSource | None, list[RowError]]:
        try:
            key = self._find(cells, prefer)
            given, faults = _read_fields(cells)
            if faults:
                return None, faults
            if key is None:
                key = self._add(cells["source"], given)
                self._lines |= dict.fromkeys([(key, field) for field in self.fields[key]], line)
            else:
                self._change(key, given, line)
                faults = self._list_contradictions(key, given)
        except UnknownName as unknown:
            return None, [RowError("source" if cells["source"] else "source_title", str(unknown))]
        except ValidationError as error:
            columns = {field: column for column, field in FIELDS.items()} | {"slug": "source"}
            return None, [
                RowError(columns.get(field, "source"), message)
                for field, errors in error.error_dict.items()
                for message in dict.fromkeys(map(_write_invalid, errors))
            ]
        if faults:
            return None, faults
        if key > 0:
            self.named.add(key)
        fields = self.fields[key]
        return ResolvedSource(key, fields["published_on"], fields["type"]), []

    def _find(self, cells: dict[str, str], prefer: int | None) -> int | None:
        slug, title = cells["source"], cells["source_title"]
        if slug:
            return self.index.find_slug(slug)
        if not title:
            raise UnknownName("is required.")
        keys = self.index.find_all(title)
        if prefer in keys:
            return prefer
        if len(keys) > 1:
            slugs = self.index.list_slugs(keys)
            raise UnknownName(f"“{title}” is the title of several sources ({slugs}): name one in the column “source”.")
        return next(iter(keys), None)

    def _list_contradictions(self, key: int, given: dict[str, Any]) -> list[RowError]:
        return [
            RowError(column, self._write_contradiction(key, field))
            for column, field in FIELDS.items()
            if given.get(field) not in (None, "", {}) and not self._agrees(key, field, given[field])
        ]

    def _agrees(self, key: int, field: str, value: Any) -> bool:
        stored = self.fields[key][field]
        return stored == value or (field == "title" and fold_name(stored) == fold_name(value))

    def _write_contradiction(self, key: int, field: str) -> str:
        stored, slug = _write_stored(self.fields[key][field]), self.index.called[key].slug
        if key > 0:
            if (key, field) in self._lines:
                return f"The source “{slug}” has “{stored}” on line {self._lines[key, field]}."
            return f"The source “{slug}” has “{stored}” here. An import changes a source only with --update-sources."
        line = self._lines[key, field]
        return f"The source “{slug}” has “{stored}” on line {line}: another source has another title or “source”."

    def _change(self, key: int, given: dict[str, Any], line: int) -> None:
        """With `update`, take up what the file says of a stored source, and no row above; raise ValidationError where
        that is not valid."""
        for field, value in given.items():
            if key < 0 or not self.update or (key, field) in self._lines:
                continue
            self._lines[key, field] = line
            if not self._agrees(key, field, value):
                self.fields[key][field] = self.changed.setdefault(key, {})[field] = value
        if key in self.changed:
            Source(slug=self.index.called[key].slug, **self.fields[key]).clean_fields()

    def _add(self, slug: str, given: dict[str, Any]) -> int:
        if not given.get("title"):
            raise ValidationError({"title": "is required."})
        row = Source(slug=self._keep_apart(slug or self.index.make_slug(given["title"])), **given)
        row.clean_fields()
        key = self.index.append(row, row.title)
        self.fields[key] = {field: getattr(row, field) for field in FIELDS.values()}
        return key

    def _keep_apart(self, slug: str) -> str:
        """Return a slug that no source has, not even one that whoever imports does not see."""
        number, free = 1, slug
        while free in self._taken:
            number += 1
            free = f"{slug[:56]}-{number}"
        return free


def _write_stored(value: Any) -> Any:
    """Return what a source has in a field as a cell would say it."""
    if isinstance(value, dict):
        return write_record(value)
    return ("yes" if value else "no") if isinstance(value, bool) else value or ""


def _write_invalid(error: ValidationError) -> str:
    """Say in our words what a field of a source refuses."""
    if error.code == "max_length":
        return SENTENCES[FaultCode.TOO_LONG].format(most=(error.params or {})["limit_value"])
    if error.code == "invalid" and isinstance(error.params, dict) and "value" in error.params:
        return f"“{error.params['value']}” cannot stand here: an address begins with https://, a slug has no spaces."
    return " ".join(error.messages)


def _read_fields(cells: dict[str, str]) -> tuple[dict[str, Any], list[RowError]]:
    """Return (fields that are given, faults) of the cells of a source."""
    given: dict[str, Any] = {}
    faults = []
    for name, field in FIELDS.items():
        if cells[name]:
            try:
                given[field] = SOURCE_COLUMNS[name].read(cells[name])
            except BrokenRule as broken:
                faults.append(RowError(name, write_fault(broken)))
    return given, faults + write_errors(_list_unlisted(given))


def _list_unlisted(given: dict[str, Any]) -> Iterator[RowFault]:
    """Yield a fault where a field of a source holds none of its choices."""
    for name, field in FIELDS.items():
        choices = CHOICES.get(field)
        if choices and field in given and given[field] not in choices:
            yield RowFault(name, FaultCode.NOT_LISTED, {"value": given[field], "words": tuple(choices)})
