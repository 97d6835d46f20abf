"""Three-way merge of a file's rows into the database: the file, the database, and what was last loaded.

| the file | the database | outcome |
| --- | --- | --- |
| new | no such row | created |
| changed | as last loaded | updated |
| as last loaded | as last loaded | unchanged |
| as last loaded | edited here | kept |
| changed | edited here (or deleted) | conflict: reported, and left |
| gone | as last loaded | withdrawn (claims), kept (vocabulary, sources); nothing is deleted |
| gone | edited here | conflict (claims), kept (vocabulary, sources) |

Compared are digests of the row's fields, references by slug; `LoadedRow` remembers the digest of what was loaded.
"""

from enum import StrEnum
from typing import NamedTuple

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from ...models import LoadedRow
from ...rules import exchange
from ..errors import FileError


class MergeOutcome(StrEnum):
    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    KEPT = "kept"
    CONFLICT = "conflict"
    WITHDRAWN = "withdrawn"


class MergedRow(NamedTuple):
    """What became of one row of a file."""

    outcome: MergeOutcome
    file: str
    line: int
    kind: str
    key: str
    detail: str = ""

    def __str__(self):
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{self.outcome}: {place}: {self.kind} {self.key}" + (f": {self.detail}" if self.detail else "")


class WantedRow(NamedTuple):
    """A row as a file wants it: unsaved, with the names of the fields that the file decides.

    `links` holds its many-to-many fields as lists of rows, `key` names it in its file, `lines` its fields' lines.
    """

    file: str
    lines: dict
    key: str
    row: object
    names: tuple
    links: dict = {}

    @property
    def kind(self):
        return self.row._meta.model_name


def compared_fields(row, names, links=None):
    """Return the named fields of a row with references by natural key, for comparing and digesting."""
    fields = {}
    for name in names:
        value = getattr(row, name)
        fields[name] = value.natural_key()[0] if hasattr(value, "natural_key") else value
    for name, linked in (links or {}).items():
        fields[name] = sorted(other.natural_key()[0] for other in linked)
    return fields


class Merge:
    """One merge inside an open gate; `merged` and `faults` are its report.

    `save(gate, row)` is called for rows that are created or updated, for kinds that need more than `row.save()`.
    """

    def __init__(self, gate):
        self.gate = gate
        self.merged = []
        self.faults = []
        self.records = {(r.kind, r.file, r.key): r for r in LoadedRow.objects.all()}
        self.seen = set()

    def bring_in(self, wanted, save):
        """Merge one row; return the row of the database that stands for it (None for an invalid new one)."""
        place = (wanted.kind, wanted.file, wanted.key)
        self.seen.add(place)
        record = self.records.get(place)
        model = type(wanted.row)
        name = record.target if record else wanted.row.natural_key()[0]
        current = self._find(model, name)
        digest = exchange.compute_digest(compared_fields(wanted.row, wanted.names, wanted.links))
        here = current and exchange.compute_digest(self._of(current, wanted))
        outcome = self._outcome(record, digest, current, here)
        if outcome in (MergeOutcome.CREATED, MergeOutcome.UPDATED):
            row = wanted.row if outcome == MergeOutcome.CREATED else self._overwrite(current, wanted)
            if not self._save(row, wanted, save):
                return None
            current = row
        detail = {
            MergeOutcome.CONFLICT: "edited here and changed in the file: left as it is here"
            if current
            else "deleted here: left so",
            MergeOutcome.KEPT: "edited here, unchanged in the file",
        }.get(outcome, "")
        self._report(outcome, wanted.file, wanted.lines[""], wanted.kind, wanted.key, detail)
        if outcome not in (MergeOutcome.CONFLICT, MergeOutcome.KEPT) and (record is None or record.digest != digest):
            self._remember(place, current, digest)
        return current

    def leave_out(self, models, withdraw):
        """Report the rows that were loaded before and have gone from the files; `withdraw(row)` takes one back
        and returns the names of the fields that tell whether it was edited, or None for kinds that stay."""
        by_kind = {model._meta.model_name: model for model in models}
        for place, record in self.records.items():
            kind, file, key = place
            if place in self.seen or kind not in by_kind:
                continue
            row = self._find(by_kind[kind], record.target)
            if row is None:
                continue
            outcome, detail = withdraw(row, record)
            if outcome:
                self._report(outcome, file, 0, kind, key, detail)

    def remember(self, record, digest):
        record.digest = digest
        record.save()

    def invalid(self, wanted, error):
        """Turn a ValidationError into faults at the lines of the fields to blame."""
        errors = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
        for field, messages in errors.items():
            name = "" if field == NON_FIELD_ERRORS else field
            line = wanted.lines.get(name, wanted.lines[""])
            self.faults += [FileError(wanted.file, line, name, message) for message in messages]

    @staticmethod
    def _outcome(record, digest, current, here):
        if current is None:
            return MergeOutcome.CONFLICT if record else MergeOutcome.CREATED
        if here == digest:
            return MergeOutcome.UNCHANGED
        if record is None:
            return MergeOutcome.CONFLICT
        if record.digest == here:
            return MergeOutcome.UPDATED
        return MergeOutcome.KEPT if record.digest == digest else MergeOutcome.CONFLICT

    @staticmethod
    def _find(model, name):
        try:
            return model.objects.get_by_natural_key(name)
        except model.DoesNotExist:
            return None

    @staticmethod
    def _of(current, wanted):
        return compared_fields(current, wanted.names, {name: getattr(current, name).all() for name in wanted.links})

    @staticmethod
    def _overwrite(current, wanted):
        for name in wanted.names:
            setattr(current, name, getattr(wanted.row, name))
        return current

    def _save(self, row, wanted, save):
        try:
            row.full_clean(exclude=row.DERIVED)  # which is of what is stored until it is saved
            save(row)
            for name, linked in wanted.links.items():
                getattr(row, name).set(linked)
        except ValidationError as error:
            self.invalid(wanted, error)
            return False
        return True

    def _remember(self, place, row, digest):
        kind, file, key = place
        record, _ = LoadedRow.objects.update_or_create(
            kind=kind, file=file, key=key, defaults={"target": row.natural_key()[0], "digest": digest}
        )
        self.records[place] = record

    def _report(self, *args):
        self.merged.append(MergedRow(*args))
