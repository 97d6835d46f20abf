"""The source_… columns of a file → sources: known ones, by slug or title, and new ones, which need no permission."""

from typing import NamedTuple

from django.core.exceptions import ValidationError

from ...models import Source
from ...rules import exchange
from ...rules.exchange_columns import SOURCE_COLUMNS
from .names import NameIndex, UnknownName, folded

# Each column with the field of a source that it holds, but for the slug, which decides.
FIELDS = {name: column.field for name, column in SOURCE_COLUMNS.items() if column.field != "slug"}


class ResolvedSource(NamedTuple):
    """What a claim needs to know of its source."""

    key: int
    published_on: object
    type: str


class FileSources:
    """The sources of the database and those that a file brings. A row never changes a source: where it says
    otherwise than is known, that is a fault."""

    def __init__(self):
        self.names = NameIndex(Source)
        self.fields = {}  # key → {field: value}
        self._known = {}
        for key, slug, *values in Source.objects.order_by("pk").values_list("pk", "slug", *FIELDS.values()):
            self.names.learn(key, slug)
            self._learn(key, dict(zip(FIELDS.values(), values, strict=True)))

    def resolve(self, cells, prefer=None):
        """Return (Document or None, faults) of the source columns of a row; `prefer` is the key of the source that
        is meant where several have the title."""
        said = tuple(cells.get(column, "").strip() for column in SOURCE_COLUMNS)
        key = said, prefer if not said[0] and len(self.names.names.get(folded(said[1]), ())) > 1 else None
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._resolve(dict(zip(SOURCE_COLUMNS, said, strict=True)), prefer)
        return found

    def _resolve(self, said, prefer):
        try:
            key = self._find(said, prefer)
            given, faults = _read(said)
            if faults:
                return None, faults
            if key is None:
                key = self._add(said["source"], given)
            else:
                faults = self._contradictions(key, given)
        except UnknownName as unknown:
            return None, [exchange.RowError("source" if said["source"] else "source_title", str(unknown))]
        except ValidationError as error:
            columns = {field: column for column, field in FIELDS.items()} | {"slug": "source"}
            return None, [
                exchange.RowError(columns.get(field, "source"), message)
                for field, messages in error.message_dict.items()
                for message in dict.fromkeys(messages)
            ]
        if faults:
            return None, faults
        fields = self.fields[key]
        return ResolvedSource(key, fields["published_on"], fields["type"]), []

    def _find(self, said, prefer):
        slug, title = said["source"], said["source_title"]
        if slug:
            return self.names.slugs.get(slug.casefold())
        if not title:
            raise UnknownName("is required.")
        if prefer in self.names.names.get(folded(title), ()):
            return prefer
        found = self.names.names.get(folded(title), ())
        if len(found) > 1:
            slugs = ", ".join(sorted(self.names.slug_of[key] for key in found))
            raise UnknownName(f"“{title}” is the title of several sources ({slugs}): name one in the column “source”.")
        return next(iter(found), None)

    def _contradictions(self, key, given):
        known = self.fields[key]
        slug = self.names.slug_of[key]
        where = f"The source “{slug}” has" if key > 0 else f"A row above says of the source “{slug}”"
        return [
            exchange.RowError(column, f"{where} “{known[field] or ''}” here. An import changes no source.")
            for column, field in FIELDS.items()
            if given.get(field) and given[field] != known[field]
            if field != "title" or folded(given[field]) != folded(known[field])
        ]

    def _add(self, slug, given):
        if not given.get("title"):
            raise ValidationError({"title": "is required."})
        row = Source(slug=slug or self.names.free_slug(given["title"]), **given)
        row.clean_fields()
        self.names.new.append(row)
        key = -len(self.names.new)
        self.names.learn(key, row.slug)
        self._learn(key, {field: getattr(row, field) for field in FIELDS.values()})
        return key

    def _learn(self, key, fields):
        self.fields[key] = fields
        self.names.names[folded(fields["title"])].add(key)


def _read(said):
    """Return (fields that are given, faults) of the cells of a source."""
    given, faults = {}, []
    for name, column in SOURCE_COLUMNS.items():
        if said[name] and name in FIELDS:
            try:
                given[column.field] = column.read(said[name])
            except ValueError as error:
                faults.append(exchange.RowError(name, str(error)))
    return given, faults + [exchange.RowError(name, reason) for name, reason in _unlisted(given)]


def _unlisted(given):
    """Yield (column, what is wrong) where a field of a source holds none of its choices."""
    for name, field in FIELDS.items():
        choices = [value for value, _ in Source._meta.get_field(field).choices or ()]
        if choices and field in given and given[field] not in choices:
            yield name, f"“{given[field]}” is none of {', '.join(choices)}."
