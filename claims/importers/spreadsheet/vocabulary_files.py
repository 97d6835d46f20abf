"""A file of actors or of proposals → the vocabulary: new rows, and with `update` changed ones, or faults."""

from collections import defaultdict
from collections.abc import Callable
from itertools import chain
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from ...models import Actor, Participant, Proposal
from ...rules.vocabulary_columns import ACTOR_COLUMNS, MEMBER_OF, PART_OF, PROPOSAL_COLUMNS, PROPOSERS, read_aliases
from ...services.packages import set_packages
from ...services.write_gate import Gate, Refused
from ...wording.exchange import RowError
from ..errors import FileErrors, ImportFailed
from .actors import FileActors, choose_cells
from .descriptions import Cells, ChangedRow, Descriptions, Misnamed, Said, Saying
from .kinds import ACTORS
from .members import FileMembers
from .names import FileVocabulary, NameIndex, SharedNames, UnknownName
from .negotiations import FileNegotiations
from .packages import FilePackages, refer_to_saved
from .proposals import FileProposals
from .reader import Sheet
from .rows import SheetRow
from .writing import change_names, link_proposers, write_names

ACTOR_FIELDS = {column.field: column.name for column in ACTOR_COLUMNS}
PROPOSAL_FIELDS = {column.field: column.name for column in PROPOSAL_COLUMNS}


class VocabularyFile:
    """Reads one Sheet; the new rows are those of `names`, `links` the proposers of proposals by key, `packages`
    what these are part of."""

    def __init__(
        self, sheet: Sheet, negotiations: FileNegotiations, packages: FilePackages, faults: FileErrors, update: bool
    ) -> None:
        self.sheet, self.negotiations, self.packages, self.faults = sheet, negotiations, packages, faults
        self.names = names = negotiations.shared
        self.descriptions = Descriptions(names, update)
        self.index: NameIndex[Any] = names.actors if sheet.kind is ACTORS else names.proposals
        self.lines: dict[int, int] = {}  # of each actor or proposal of the file, by key
        # of each actor in a negotiation its parts, with their lines
        self.participants: dict[tuple[int, int], dict[int | None, int]] = defaultdict(dict)
        self.links: dict[int, list[int]] = {}
        self.members = FileMembers(names.actors)

    def read(self) -> None:
        """Take up every row: parties before their officials, proposals before what refers to them."""
        rows = sorted(self.sheet.rows, key=lambda row: bool(row.cells.get("speaks_for")))
        resolve = self._resolve_actor if self.sheet.kind is ACTORS else self._resolve_proposal
        keys = [(row, self._take(row, resolve)) for row in rows]
        if self.sheet.kind is ACTORS:
            self._refer_to_coalitions(keys)
        else:
            self._refer(keys)
        self.descriptions.titles.settle()
        of_file = self.descriptions.find_faults(), self.packages.find_faults(), self.members.find_faults()
        for line, error in chain(*of_file):
            self.faults.add(line, error.field, error.reason)

    def list_changed(self) -> list[ChangedRow]:
        """Return the rows of the database that the file changes."""
        changed = {**self.descriptions.changed}
        for key in (*self.links, *self.packages.list_changed()):
            if key > 0:
                changed.setdefault((self.index.model, key), ChangedRow(self.index.rows[key], self.lines[key]))
        return list(changed.values())

    def changes_something(self) -> bool:
        """Whether anything is to be written."""
        return bool(self.index.new or self.names.participants.new or self.members.list_members() or self.list_changed())

    def write(self, gate: Gate, name: str) -> None:
        """Write what the file of this name says; raise ImportFailed where a row breaks a rule of the vocabulary."""
        write_vocabulary(gate, self, name)

    def count(self) -> tuple[int, int, int]:
        """Return how many of the file's rows are created, changed and unchanged."""
        created, parts = sum(key < 0 for key in self.lines), self.names.participants
        changed = {change.row.pk for change in self.list_changed() if isinstance(change.row, self.index.model)}
        if self.sheet.kind is ACTORS:
            changed |= {change.row.actor_id for change in self.list_changed() if isinstance(change.row, Participant)}
            changed |= {parts.actor_of[-place] for place in range(1, len(parts.new) + 1)}
            changed |= self.members.list_members()
        changed = {key for key in changed if key and key > 0}
        return created, len(changed), len(self.lines) - created - len(changed)

    def list_lines(self) -> dict[int, int]:
        """Return the line of each row that is written, by its `id`."""
        lines = {id(self.index.rows[key]): line for key, line in self.lines.items()}
        of_parts = ((part, line) for parts in self.participants.values() for part, line in parts.items() if part)
        lines |= {id(self.names.participants.rows[part]): line for part, line in of_parts}
        return lines | {id(change.row): change.line for change in self.list_changed()}

    def _take(self, row: SheetRow, resolve: Callable[[SheetRow, FileVocabulary], tuple[int, int | None]]) -> int | None:
        try:
            names = self.negotiations.open_row(row.cells)
            key, part = resolve(row, names)
        except Misnamed as misnamed:
            for error in misnamed.errors:
                self.faults.add(row.line, error.field, error.reason)
            return None
        self.lines.setdefault(key, row.line)
        parts = self.participants[key, names.negotiation]
        if parts and (part is None or part in parts or None in parts):
            first = parts.get(part, next(iter(parts.values())))
            self.faults.add(row.line, "", f"is the same {self.sheet.kind.word} as line {first}.")
        parts.setdefault(part, row.line)
        return key

    def _resolve_actor(self, row: SheetRow, names: FileVocabulary) -> tuple[int, int | None]:
        cells = _read_cells(row, ACTOR_FIELDS, "name")
        return FileActors(names, self.descriptions).resolve_with_participant(cells, row.line)

    def _resolve_proposal(self, row: SheetRow, names: FileVocabulary) -> tuple[int, None]:
        cells = _read_cells(row, PROPOSAL_FIELDS, "title")
        return FileProposals(names, self.descriptions, self.packages).resolve(cells, row.line), None

    def _refer_to_coalitions(self, keys: list[tuple[SheetRow, int | None]]) -> None:
        """Read of which coalitions actors are members, which may stand in any row."""
        for row, key in keys:
            if key is None:
                continue
            try:
                cell = Said(MEMBER_OF, row.cells.get(MEMBER_OF, ""))
                self.members.take_up(key, cell, row.line, self.descriptions.update)
            except Misnamed as misnamed:
                for error in misnamed.errors:
                    self.faults.add(row.line, error.field, error.reason)

    def _refer(self, keys: list[tuple[SheetRow, int | None]]) -> None:
        """Read what proposals refer to: packages, variants, proposers."""
        stored: dict[int, set[int]] = defaultdict(set)
        for proposal, actor in Proposal.proposers.through.objects.values_list("proposal_id", "actor_id"):
            stored[proposal].add(actor)
        for row, key in keys:
            if key is None:
                continue
            try:
                self._refer_row(row, key, stored[key])
            except Misnamed as misnamed:
                for error in misnamed.errors:
                    self.faults.add(row.line, error.field, error.reason)
        for row, key in keys:
            if key is not None and self._goes_in_a_circle(key):
                self.faults.add(row.line, "variant_of", "goes in a circle: it would be a variant of itself.")

    def _refer_row(self, row: SheetRow, key: int, stored: set[int]) -> None:
        index = self.negotiations.open_row(row.cells).proposals
        if text := row.cells.get("variant_of", ""):
            original = find_named(index, "variant_of", text)
            said = Saying("variant_of", "variant_of_id", original, text)
            self.descriptions.compare(index, key, [said], row.line)
        part_of = Said(PART_OF, row.cells.get(PART_OF, ""))
        self.packages.take_up(index, key, part_of, row.line, self.descriptions.update)
        if text := row.cells.get(PROPOSERS, ""):
            proposers = find_actors(self.names, PROPOSERS, text)
            if set(proposers) != stored:
                if key > 0 and not self.descriptions.update:
                    slugs = " ".join(sorted(self.names.actors.called[actor].slug for actor in stored))
                    reason = (
                        f"“{self.index.rows[key]}” has “{slugs}” here, not “{text}”. An import changes no proposal."
                    )
                    raise Misnamed([RowError(PROPOSERS, reason)])
                self.links[key] = proposers

    def _goes_in_a_circle(self, key: int) -> bool:
        """Whether a proposal is a variant of a variant … of itself."""
        seen: set[int] = set()
        at = self.index.rows[key].variant_of_id
        while at is not None and at not in seen:
            seen.add(at)
            at = self.index.rows[at].variant_of_id
        return key in seen


def find_actors(names: SharedNames | FileVocabulary, column: str, text: str) -> list[int]:
    """Return the keys of actors: one by any name, or several by slugs with blanks or names with semicolons between
    them; raise Misnamed where one is not known."""
    one = names.actors.find_all(text) if ";" not in text else ()
    several = [text] if one else text.split(";") if ";" in text else text.split()
    return [find_named(names.actors, column, name.strip()) for name in several if name.strip()]


def _read_cells(row: SheetRow, fields: dict[str, str], name: str) -> Cells:
    """Return the cells of a row by what they say; a row without a slug is meant by its name or title."""
    cells = choose_cells(fields, row.cells)
    if "ref" not in cells or not cells["ref"].text:
        cells["ref"] = cells[name]
    if not cells["ref"].text:
        raise Misnamed([RowError(name, "is required.")])
    if "aliases" in cells:
        cells["aliases"] = Said("aliases", read_aliases(cells["aliases"].text))
    return cells


def find_named(index: NameIndex[Any], column: str, name: str) -> int:
    """Return the key of the row that a name means; raise Misnamed where there is none."""
    try:
        key = index.find(name)
    except UnknownName as unknown:
        raise Misnamed([RowError(column, str(unknown))]) from None
    if key is None:
        raise Misnamed([RowError(column, str(index.make_unknown(name)))])
    return key


def write_vocabulary(gate: Gate, file: VocabularyFile, name: str) -> None:
    """Write what a file of this name says; raise ImportFailed where a row breaks a rule of the vocabulary."""
    lines = file.list_lines()
    faults = FileErrors(name)

    def check(row: Any) -> None:
        try:
            row.full_clean(exclude=row.DERIVED)
        except ValidationError as error:
            for field, messages in error.message_dict.items():
                for message in messages:
                    faults.add(lines.get(id(row), 0), "" if field == NON_FIELD_ERRORS else field, message)
            raise ImportFailed(faults.sort_by_line(), faults.total) from None

    keys = write_names(gate, file.names.list_new_rows(), check)
    change_names(gate, file.list_changed(), file.names, keys, check)
    write_names(gate, [file.names.list_new_participants()], check, keys)
    try:
        file.members.write(gate, keys[Actor])
    except Refused as refused:
        faults.add(0, MEMBER_OF, " ".join(refused.reasons))
        raise ImportFailed(faults.sort_by_line(), faults.total) from None
    link_proposers(file.names.proposals, file.links, keys)
    set_packages(gate, refer_to_saved(file.packages.list_changed(), keys[Proposal]))
