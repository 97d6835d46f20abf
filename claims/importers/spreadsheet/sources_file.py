"""A file of sources → new ones, and with `update` changed ones, or faults; and for which negotiations they are fully
coded, held beside what is known of that."""

from django.core.exceptions import ValidationError

from ...models import SourceCoding
from ...rules.faults import BrokenRule
from ...rules.source_columns import (
    FULLY_CODED,
    SOURCE_FILE_COLUMNS,
    CodedFor,
    read_coded_for,
    write_fully_coded,
)
from ...rules.vocabulary_columns import split_several
from ...services.write_gate import Gate
from ...wording.exchange import RowError, write_fault
from ..errors import FileErrors
from .descriptions import Misnamed
from .names import UnknownName
from .negotiations import FileNegotiations
from .reader import Sheet
from .rows import SheetRow
from .sources import FileSources
from .writing import change_sources, settle_days, write_sources

LinePlace = tuple[int, int]  # a source, negative where it is new, and a negotiation, by their keys
SAID = ("fully_coded_by", "fully_coded_on")


class SourcesFile:
    """Reads one Sheet. What it says of known sources, and of codings that are here, changes these where `sources` take
    changes; what it does not say stays."""

    def __init__(
        self, sheet: Sheet, negotiations: FileNegotiations, sources: FileSources, faults: FileErrors, accept: bool
    ) -> None:
        self.sheet, self.sources, self.faults, self.accept = sheet, sources, faults, accept
        self.negotiations = negotiations.shared.negotiations
        self.lines: dict[int, int] = {}  # of each source of the file, by key
        self.stored: dict[LinePlace, SourceCoding] = {
            (row.source_id, row.negotiation_id): row for row in SourceCoding.objects.order_by("pk")
        }
        self.wanted: dict[LinePlace, SourceCoding] = {}  # new and changed ones

    def read(self) -> None:
        """Take up every row."""
        for row in self.sheet.rows:
            try:
                self._take_up(row)
            except Misnamed as misnamed:
                for error in misnamed.errors:
                    self.faults.add(row.line, error.field, error.reason)

    def changes_something(self) -> bool:
        """Whether anything is to be written."""
        return bool(self.sources.index.new or self.sources.changed or self.wanted)

    def count(self) -> tuple[int, int, int]:
        """Return how many of the file's rows are created, changed and unchanged."""
        created = sum(key < 0 for key in self.lines)
        changed = len({key for key in (*self.sources.changed, *(key for key, _ in self.wanted)) if key > 0})
        return created, changed, len(self.lines) - created - changed

    def write(self, gate: Gate, name: str) -> None:
        """Write what the file says; raise Stale where somebody else has changed a coding since it was read."""
        keys = write_sources(gate, self.sources.index)
        change_sources(gate, self.sources.changed)
        settle_days(gate, self.sources.list_moved(), self.accept)
        for (source, _), coding in self.wanted.items():
            coding.source_id = keys.get(source, source)
            if coding.pk:
                gate.lock(SourceCoding, coding.pk, coding.version)
            gate.save(coding)

    def _take_up(self, row: SheetRow) -> None:
        cells = {column.name: row.cells.get(name, "") for name, column in SOURCE_FILE_COLUMNS.items()}
        source, errors = self.sources.resolve(cells, row.line)
        if source is None:
            raise Misnamed([error._replace(field=error.field.removeprefix("source_")) for error in errors])
        first = self.lines.setdefault(source.key, row.line)
        if first != row.line:
            raise Misnamed([RowError("", f"is the same source as line {first}.")])
        for text in split_several(row.cells.get(FULLY_CODED, "")):
            try:
                self._take_one(source.key, text, read_coded_for(text))
            except BrokenRule as broken:
                raise Misnamed([RowError(FULLY_CODED, write_fault(broken))]) from None
            except UnknownName as unknown:
                raise Misnamed([RowError(FULLY_CODED, str(unknown))]) from None
            except ValidationError as error:
                raise Misnamed([RowError(FULLY_CODED, reason) for reason in error.messages]) from None

    def _take_one(self, source: int, text: str, one: CodedFor) -> None:
        negotiation = self.negotiations.find(one.negotiation)
        if negotiation is None:
            raise self.negotiations.make_unknown(one.negotiation)
        place = source, negotiation
        before = self.wanted.get(place) or self.stored.get(place)
        said = {name: getattr(one, name) for name in SAID}
        if before and all(getattr(before, name) == value for name, value in said.items()):
            return
        if before and before.fully_coded_on and (place in self.wanted or not self.sources.update):
            self._refuse(place, before, text)
        coding = before or SourceCoding(negotiation_id=negotiation)
        for name, value in said.items():
            setattr(coding, name, value)
        coding.clean_fields(exclude=["source", "negotiation"])
        self.wanted[place] = coding

    def _refuse(self, place: LinePlace, before: SourceCoding, text: str) -> None:
        """Refuse that a source is coded otherwise than it is here, or than the same cell says."""
        slug = self.negotiations.called[place[1]].slug
        day = before.fully_coded_on
        held = write_fully_coded([CodedFor(slug, day, before.fully_coded_by)] if day else [])
        source = self.sources.index.called[place[0]].slug
        if place in self.wanted:
            raise Misnamed([RowError(FULLY_CODED, f"“{source}” has “{held}” in this cell too, not only “{text}”.")])
        reason = f"“{source}” has “{held}” here, not “{text}”. An import changes a source only with --update-sources."
        raise Misnamed([RowError(FULLY_CODED, reason)])
