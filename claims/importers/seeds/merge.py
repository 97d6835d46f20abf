"""Three-way merge of a file's rows into the database: the file, the database, and what was last loaded.

| the file | the database | outcome |
| --- | --- | --- |
| new | no such row | created |
| changed | as last loaded | updated |
| as last loaded | as last loaded | unchanged |
| as last loaded | edited here | kept |
| changed | edited here (or deleted) | conflict: reported, and left |
| gone | as last loaded | withdrawn (claims, outcomes), kept (vocabulary, sources); nothing is deleted |
| gone | edited here | conflict (claims, outcomes), kept (vocabulary, sources) |

Compared are digests of the row's fields, references by slug; `LoadedRow` remembers the digest of what was loaded.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any, NamedTuple

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Model

from ...models import LoadedRow
from ...rules.conditions import add_if
from ...rules.exchange import compute_digest
from ...rules.vocabulary_columns import PartOf, write_one_part_of
from ...services.write_gate import Gate
from ..errors import FileError

Lines = Mapping[str, int]  # the line of each field in its file, "" for that of the row


class MergeOutcome(StrEnum):
    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    KEPT = "kept"
    CONFLICT = "conflict"
    WITHDRAWN = "withdrawn"


class RowKey(NamedTuple):
    """By which a row of a file is known from load to load: its kind, its file, and its key in that."""

    kind: str
    file: str
    key: str

    @property
    def folder(self) -> str:
        """That of the negotiation in which its file lies; empty for the files of actors."""
        return self.file.rpartition("/")[0]


class MergedRow(NamedTuple):
    """What became of one row of a file."""

    outcome: MergeOutcome
    file: str
    line: int
    kind: str
    key: str
    detail: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{self.outcome}: {place}: {self.kind} {self.key}" + (f": {self.detail}" if self.detail else "")


class WantedRow(NamedTuple):
    """A row as a file wants it: unsaved, with the names of the fields that the file decides.

    `links` holds its many-to-many fields as lists of rows, `packages` what a proposal is part of (None for other
    models), `key` names it in its file.
    """

    file: str
    lines: Lines
    key: str
    row: Any
    names: Sequence[str]
    links: Mapping[str, Sequence[Any]] = {}
    packages: Sequence[PartOf] | None = None

    @property
    def row_key(self) -> RowKey:
        return RowKey(self.row._meta.model_name, self.file, self.key)


class GoneRow(NamedTuple):
    """A row of the database whose file does not hold it any more, and what was last loaded of it."""

    row_key: RowKey
    row: Any
    record: LoadedRow


# Fields that came later: empty they are left out, so that what was loaded before is still known as unchanged.
ADDED_LATER = frozenset(
    {"confirmed", "leaked", "grade", "csl"}
    | {"argument", "quote_language", "translation", "by_when", "probability"}
    | {"wording", "suggestion", "article", "plural", "full_title"}
)


def digest_fields(
    row: Any,
    names: Sequence[str],
    links: Mapping[str, Collection[Any]] | None = None,
    packages: Sequence[PartOf] | None = None,
) -> str:
    """Return a digest of the named fields of a row, with references by natural key."""
    fields = {}
    for name in names:
        value = getattr(row, name)
        if name in ADDED_LATER and (value is None or value is False or value in ("", {})):
            continue
        if name == "public" and value:  # as negotiations were before one could be for its team only
            continue
        if name == "conditions":
            value = add_if(value)  # as files had it before the word “if” was left out
        fields[name] = value.natural_key()[-1] if hasattr(value, "natural_key") else value
    for name, linked in (links or {}).items():
        fields[name] = sorted(other.natural_key()[-1] for other in linked)
    if packages is not None:  # one without more is digested as before there could be several
        cells = sorted(map(write_one_part_of, packages))
        fields["part_of"] = cells if len(cells) > 1 else cells[0] if cells else None
    return compute_digest(fields)


class Merge:
    """One merge inside an open gate; `merged` and `faults` are its report."""

    def __init__(self, gate: Gate) -> None:
        self.gate = gate
        self.merged: list[MergedRow] = []
        self.faults: list[FileError] = []
        self.records = {RowKey(r.kind, r.file, r.key): r for r in LoadedRow.objects.all()}
        self.seen: set[RowKey] = set()

    def bring_in(self, wanted: WantedRow, save: Callable[[Any], object]) -> Any:
        """Merge one row, which `save` saves if need be; return the row of the database that stands for it (None for
        an invalid new one)."""
        row_key = wanted.row_key
        self.seen.add(row_key)
        record, current = self.records.get(row_key), self.find_stored(wanted)
        digest = digest_fields(wanted.row, wanted.names, wanted.links, wanted.packages)
        outcome = _decide(record, digest, current and _digest_current(current, wanted))
        if outcome in (MergeOutcome.CREATED, MergeOutcome.UPDATED):
            row = wanted.row if outcome == MergeOutcome.CREATED else _overwrite(current, wanted)
            if not self._save(row, wanted, save):
                return None
            current = row
        self.report(row_key, wanted.lines[""], outcome, _explain(outcome, current))
        if outcome not in (MergeOutcome.CONFLICT, MergeOutcome.KEPT) and (record is None or record.digest != digest):
            self.remember(row_key, current, digest)
        return current

    def find_stored(self, wanted: WantedRow) -> Any:
        """Return the row of the database that stands for a wanted one, or None."""
        record = self.records.get(wanted.row_key)
        return _find_row(type(wanted.row), record.target.split("/") if record else wanted.row.natural_key())

    def find_gone(self, models: Sequence[type[Model]]) -> Iterator[GoneRow]:
        """Yield the rows that were loaded before, are still here, and have gone from the files."""
        by_kind = {model._meta.model_name: model for model in models}
        for row_key, record in self.records.items():
            if row_key not in self.seen and row_key.kind in by_kind:
                row = _find_row(by_kind[row_key.kind], record.target.split("/"))
                if row is not None:
                    yield GoneRow(row_key, row, record)

    def report(self, row_key: RowKey, line: int, outcome: MergeOutcome, detail: str) -> None:
        self.merged.append(MergedRow(outcome, row_key.file, line, row_key.kind, row_key.key, detail))

    def refuse(self, wanted: WantedRow, error: ValidationError) -> None:
        """Turn a ValidationError into faults at the lines of the fields to blame."""
        errors = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
        for field, messages in errors.items():
            name = "" if field == NON_FIELD_ERRORS else field
            line = wanted.lines.get(name, wanted.lines[""])
            self.faults += [FileError(wanted.file, line, name, message) for message in messages]

    def _save(self, row: Any, wanted: WantedRow, save: Callable[[Any], object]) -> bool:
        try:
            row.full_clean(exclude=row.DERIVED)  # which is of what is stored until it is saved
            save(row)
            for name, linked in wanted.links.items():
                getattr(row, name).set(linked)
        except ValidationError as error:
            self.refuse(wanted, error)
            return False
        return True

    def remember(self, row_key: RowKey, row: Any, digest: str) -> None:
        """Note that a row was loaded with this digest."""
        self.records[row_key], _ = LoadedRow.objects.update_or_create(
            **row_key._asdict(), defaults={"target": name_row(row), "digest": digest}
        )


def _decide(record: LoadedRow | None, digest: str, current: str | None) -> MergeOutcome:
    """Return the outcome for a row of this digest in its file, and in the database (None where it is not)."""
    if current is None:
        return MergeOutcome.CONFLICT if record else MergeOutcome.CREATED
    if current == digest:
        return MergeOutcome.UNCHANGED
    if record is None:
        return MergeOutcome.CONFLICT
    if record.digest == current:
        return MergeOutcome.UPDATED
    return MergeOutcome.KEPT if record.digest == digest else MergeOutcome.CONFLICT


def _explain(outcome: MergeOutcome, current: Any) -> str:
    if outcome == MergeOutcome.KEPT:
        return "edited here, unchanged in the file"
    if outcome == MergeOutcome.CONFLICT:
        return "edited here and changed in the file: left as it is here" if current else "deleted here: left so"
    return ""


def name_row(row: Any) -> str:
    """Return what tells a row from all others of its model: russia, or russia-us-security-2021/enlargement."""
    return "/".join(row.natural_key())


def _find_row(model: type[Any], natural_key: Sequence[str]) -> Any:
    try:
        return model.objects.get_by_natural_key(*natural_key)
    except model.DoesNotExist:
        return None


def _digest_current(current: Any, wanted: WantedRow) -> str:
    links = {name: getattr(current, name).all() for name in wanted.links}
    packages = None if wanted.packages is None else _read_packages(current)
    return digest_fields(current, wanted.names, links, packages)


def _read_packages(proposal: Any) -> list[PartOf]:
    return [PartOf(*place) for place in proposal.packages.values_list("package__slug", "where", "order")]


def _overwrite(current: Any, wanted: WantedRow) -> Any:
    for name in wanted.names:
        setattr(current, name, getattr(wanted.row, name))
    return current
