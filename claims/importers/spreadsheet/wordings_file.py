"""A file of wordings → new wordings of known proposals, and with `update` changed ones, or faults."""

from typing import Any, NamedTuple

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from ...models import Wording
from ...rules.folding import fold_name, isolate
from ...rules.slugs import make_slug
from ...rules.wording_columns import WORDING_COLUMNS, read_wording
from ...services.write_gate import Gate
from ...wording.exchange import RowError, write_errors
from ...wording.names import write_without_slug
from ..errors import FileErrors, ImportFailed
from .descriptions import Misnamed
from .negotiations import FileNegotiations
from .reader import Sheet
from .rows import SheetRow
from .sources import FileSources
from .vocabulary_files import find_actors, find_named
from .writing import write_sources

COLUMNS = {NON_FIELD_ERRORS: "", "slug": "wording"}  # of fields, where they are called otherwise
COMPARED = ("label", "day", "text", "locator")
Key = tuple[int, str]  # of a proposal, and a slug or a folded label


class FileWording(NamedTuple):
    """A wording as a line says it: the stored row or a new one, by key its source and its authors (None where the line
    names none), whether it is new, and whether anything is to be written."""

    line: int
    row: Wording
    source: int
    authors: list[int] | None
    is_new: bool
    changes: bool


class WordingsFile:
    """Reads one Sheet; `wordings` are its rows. With `update`, what it says of known ones changes these."""

    def __init__(
        self, sheet: Sheet, negotiations: FileNegotiations, sources: FileSources, faults: FileErrors, update: bool
    ) -> None:
        self.sheet, self.negotiations, self.sources, self.faults = sheet, negotiations, sources, faults
        self.update = update
        self.wordings: list[FileWording] = []
        self.stored: dict[Key, Wording] = {}
        self.authors: dict[int, set[int]] = {}  # of stored ones, by key
        self.lines: dict[Key, int] = {}
        for row in Wording.objects.prefetch_related("authors"):
            self.stored[row.proposal_id, row.slug] = self.stored[row.proposal_id, _fold(row.label)] = row
            self.authors[row.pk] = {actor.pk for actor in row.authors.all()}

    def read(self) -> None:
        """Take up every row."""
        for row in self.sheet.rows:
            try:
                self.wordings.append(self._read_row(row))
            except Misnamed as misnamed:
                for error in misnamed.errors:
                    self.faults.add(row.line, error.field, error.reason)

    def changes_something(self) -> bool:
        """Whether anything is to be written."""
        return any(wording.changes for wording in self.wordings)

    def count(self) -> tuple[int, int, int]:
        """Return how many of the file's rows are created, changed and unchanged."""
        created = sum(wording.is_new for wording in self.wordings)
        changed = sum(wording.changes for wording in self.wordings) - created
        return created, changed, len(self.wordings) - created - changed

    def write(self, gate: Gate, name: str) -> None:
        """Write what the file of this name says; raise ImportFailed where a row breaks a rule of wordings."""
        keys = write_sources(gate, self.sources.index)
        for wording in self.wordings:
            if not wording.changes:
                continue
            row = wording.row
            row.source_id = keys.get(wording.source, wording.source)
            if row.pk:
                gate.lock(Wording, row.pk, row.version)
            try:
                row.full_clean(exclude=row.DERIVED)
            except ValidationError as error:
                raise _make_failure(name, wording.line, error) from None
            gate.save(row)
            if wording.authors is not None:
                row.authors.set(wording.authors)

    def _read_row(self, row: SheetRow) -> FileWording:
        fields, faults = read_wording({name: row.cells.get(name, "") for name in WORDING_COLUMNS})
        source, errors = self.sources.resolve(row.cells, row.line)
        errors = write_errors(faults) + errors
        if errors or source is None:
            raise Misnamed(errors)
        names = self.negotiations.open_row(row.cells)
        proposal = find_named(names.proposals, "proposal", fields["proposal"])
        authors = find_actors(names, "authors", fields["authors"]) if fields["authors"] else None
        slug = row.cells.get("wording", "")
        stored = self._find(row.line, proposal, slug, fields["label"])
        if stored:
            return self._compare(row.line, stored, fields, source.key, authors)
        slug = slug or make_slug(fields["label"])
        if not slug:
            raise Misnamed([RowError("label", write_without_slug(fields["label"]))])
        own = {name: fields[name] for name in COMPARED}
        return FileWording(row.line, Wording(proposal_id=proposal, slug=slug, **own), source.key, authors, True, True)

    def _find(self, line: int, proposal: int, slug: str, label: str) -> Wording | None:
        """Return the stored wording that a row is, by its slug or else its label; raise Misnamed where a row above is
        the same, or the label is of another."""
        key = proposal, slug or _fold(label)
        stored, namesake = self.stored.get(key), self.stored.get((proposal, _fold(label)))
        if namesake and namesake is not stored:
            raise Misnamed([RowError("label", f"“{isolate(label)}” is the label of “{namesake.slug}” here.")])
        names = {(proposal, _fold(stored.label)) if stored else (proposal, _fold(label))}
        for name in names:
            first = self.lines.setdefault(name, line)
            if first != line:
                raise Misnamed([RowError("", f"is the same wording as line {first}.")])
        return stored

    def _compare(
        self, line: int, stored: Wording, fields: dict[str, Any], source: int, authors: list[int] | None
    ) -> FileWording:
        """Take up what a row says of a stored wording; raise Misnamed where that is otherwise, unless it may be."""
        differing = {name: fields[name] for name in COMPARED if fields[name] and fields[name] != getattr(stored, name)}
        errors = [
            RowError(name, f"“{isolate(stored.label)}” has “{getattr(stored, name)}” here, not “{value}”.")
            for name, value in differing.items()
        ]
        if stored.source_id != source:
            errors.append(RowError("source", f"“{isolate(stored.label)}” is from another source here."))
        if authors is not None and set(authors) != self.authors[stored.pk]:
            errors.append(RowError("authors", f"“{isolate(stored.label)}” is by others here."))
        if errors and not self.update:
            raise Misnamed([error._replace(reason=f"{error.reason} An import changes no wording.") for error in errors])
        for name, value in differing.items():
            setattr(stored, name, value)
        return FileWording(line, stored, source, authors, False, bool(errors))


def _fold(label: str) -> str:
    """Return a label as keys hold it, which no slug is."""
    return f" {fold_name(label)}"


def _make_failure(name: str, line: int, error: ValidationError) -> ImportFailed:
    faults = FileErrors(name)
    for field, messages in error.message_dict.items():
        for message in messages:
            faults.add(line, COLUMNS.get(field, field), message)
    return ImportFailed(faults.sort_by_line(), faults.total)
