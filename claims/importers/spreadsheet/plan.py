"""What an import would do: two passes read a file and the database, outside any transaction, and find every fault."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from ...models import Source
from ...services.warnings import list_later_claims
from ...wording.exchange import write_near
from ...wording.warnings import write_later_claims
from ..errors import FileError, FileErrors, ImportFailed
from ..progress import Progress, hide_progress
from ..users import IMPORT_USER, find_user
from .additions import plan_new_names
from .file_names import NamesOfRows
from .kinds import ACTORS, CLAIMS, OF_THE_EXCHANGE, OUTCOMES, PROPOSALS, SOURCES, WORDINGS
from .match import RowMatcher
from .names import UnknownName
from .negotiations import COLUMN, FileNegotiations
from .options import ImportCounts, ImportOptions
from .outcomes import OutcomeFile
from .own_headings import OwnHeadings
from .own_rows import OwnRows
from .packages import FilePackages
from .parse import RowParser
from .reader import FileReading, Sheet, open_sheet
from .row_warnings import RowWarnings
from .rows import BatchPlan, ImportRow, SheetRow
from .sources import FileSources
from .sources_file import SourcesFile
from .spool import RepeatedKeys, Spool
from .stamp import read_stamp
from .texts import FileTexts
from .updates import Updates, find_updates, replace_near
from .vocabulary_files import VocabularyFile
from .wordings_file import WordingsFile


class ImportPlan:
    """What one reading of a file would do; `named` is what a file of actors, proposals, wordings or sources says."""

    def __init__(
        self, path: Path, options: ImportOptions, progress: Progress = hide_progress, keeps_rows: bool = False
    ) -> None:
        self.path, self.options, self.progress = path, options, progress
        self.file_name = options.file_name or path.name
        self.stamp = read_stamp()
        self.negotiations = FileNegotiations(options.create, options.negotiation, options.narrow)
        self.names = self.negotiations.shared
        self.packages = FilePackages(self.names.proposals)
        self.sources = FileSources(options.update_sources, options.narrow)
        self.texts = FileTexts(options.texts, self.sources.index)
        self.faults = FileErrors(self.file_name, keeps_rows)
        self.own = OwnRows(options.profile.profile, options.leave_out) if options.profile else None
        self.new = self.changed = self.unchanged = 0
        self.spool: Spool[BatchPlan] = Spool()
        self.named: VocabularyFile | WordingsFile | SourcesFile | None = None
        self.outcomes: OutcomeFile | None = None
        self.updates = Updates([], [])
        self.remarks: Sequence[str] = ()
        self.sheet_was_read = False
        self.unconfirmed = RowWarnings(FileErrors(self.file_name, keeps_rows), options.accept_warnings, self.sources)
        if self.own:
            self.faults.headings = self.unconfirmed.errors.headings = self.own.list_headings()

    def close(self) -> None:
        self.spool.close()
        self.unconfirmed.passages.close()

    def watch(self, rows: Iterator[SheetRow]) -> Iterator[SheetRow]:
        """Called with the rows of the file as they are read."""
        return rows

    def make(self) -> None:
        """Read, check and match the whole file; raise ImportFailed with every fault."""
        self.read()
        faults, odd = self.faults, self.unconfirmed.errors
        if faults.total or odd.total:
            raise ImportFailed(faults.sort_by_line(), faults.total, odd.sort_by_line(), odd.total)
        self.texts.refuse_others()

    def read(self) -> None:
        """Read, check and match the whole file, and note every fault; raise ImportFailed for what no row has."""
        faults, repeats = self.faults, RepeatedKeys()
        rows: Spool[list[ImportRow]] = Spool()
        with closing(rows), closing(repeats), open_sheet(self.path, faults, self._choose_reading()) as sheet:
            if sheet and self.own:
                sheet = self.own.translate(sheet)
            if sheet:
                self.sheet_was_read = True
                sheet = sheet._replace(rows=self.watch(sheet.rows))
                self.remarks = sheet.remarks
                self.names.create = self.options.create or sheet.kind in (ACTORS, PROPOSALS)
                self._check_negotiation(sheet)
                self._add_new_names()
            if sheet and sheet.kind is CLAIMS:
                self._plan_claims(sheet, rows, repeats, faults)
            elif sheet and sheet.kind is OUTCOMES:
                self._plan_outcomes(sheet, faults)
            elif sheet:
                self.named = self._open_named(sheet, faults)
                self.named.read()
                self._look_at_moved_sources()

    def _choose_reading(self) -> FileReading:
        options = self.options
        own = OwnHeadings(options.profile.profile, options.profile.name) if options.profile else OF_THE_EXCHANGE
        return FileReading(options.encoding, own, options.leave_out, options.most_rows)

    def _add_new_names(self) -> None:
        """Take up what is suggested; raise ImportFailed where that cannot be."""
        if self.options.new_names:
            refused = plan_new_names(self.negotiations.open(), self.options.new_names, self.options.may_name)
            if refused:
                faults = [FileError(self.file_name, 0, name, reason) for name, reason in refused]
                raise ImportFailed(faults, len(faults))

    def _check_negotiation(self, sheet: Sheet) -> None:
        """Raise ImportFailed where it is not clear of which negotiation the rows are that name none."""
        if sheet.kind is SOURCES or (COLUMN in sheet.columns and not self.options.negotiation):
            return
        try:
            self.negotiations.open()
        except UnknownName as unknown:
            raise ImportFailed([FileError(self.file_name, 0, COLUMN, str(unknown))], 1) from None

    def _open_named(self, sheet: Sheet, faults: FileErrors) -> VocabularyFile | WordingsFile | SourcesFile:
        update = self.options.update_names
        if sheet.kind is SOURCES:
            return SourcesFile(sheet, self.negotiations, self.sources, faults, self.options.accept_warnings)
        if sheet.kind is WORDINGS:
            self.sources.update = False  # what a new day of a source means for its claims is a matter of their files
            return WordingsFile(sheet, self.negotiations, self.sources, faults, update)
        return VocabularyFile(sheet, self.negotiations, self.packages, faults, update)

    def _plan_claims(
        self, sheet: Sheet, rows: Spool[list[ImportRow]], repeats: RepeatedKeys, faults: FileErrors
    ) -> None:
        options = self.options
        names = NamesOfRows(self.negotiations, self.packages, sheet.columns)
        parser = RowParser(sheet, names, self.sources, faults, options)
        with self.progress("Reading", sheet.row_estimate) as advance:
            parser.parse_into(rows, repeats, self.unconfirmed.note_passage, advance)
        repeats.settle()
        self.unconfirmed.passages.settle()
        moved = self.sources.list_moved()
        matcher = RowMatcher(parser.absent, options.publish, faults, repeats, moved, self.unconfirmed, self.texts)
        self._match(rows, matcher, sheet.row_estimate)
        if matcher.any_stored and not faults.total:
            self._compare_with_earlier(matcher, faults)
        replaced = {pair.line for pair in self.updates.near} if options.replace else set()
        self.unconfirmed.report(replaced)
        self._look_at_moved_sources()

    def _plan_outcomes(self, sheet: Sheet, faults: FileErrors) -> None:
        self.outcomes = OutcomeFile(sheet, self.negotiations, self.sources, faults, self.options.publish)
        self.outcomes.read()
        self.new = self.outcomes.created
        self.changed = len(self.outcomes.planned) - self.new
        self.unchanged = self.outcomes.unchanged
        self._look_at_moved_sources()

    def _compare_with_earlier(self, matcher: RowMatcher, faults: FileErrors) -> None:
        """Find what the database has of the file's sources that the file has otherwise, or no more."""
        writers = [user.pk for user in (self.options.user, find_user(IMPORT_USER)) if user]
        self.updates = find_updates(
            self.spool, matcher.lines, self.sources.named, self.negotiations.opened, self.reason, writers
        )
        if self.options.add_near:
            return
        if self.options.replace:
            self.spool = replace_near(self.spool, self.updates.near, matcher)
            self.new -= len(self.updates.near)
            self.changed += len(self.updates.near)
            return
        for line, stored in self.updates.near:
            faults.add(line, "quote", write_near(stored.public_id, stored.fields["quote"]))

    def _look_at_moved_sources(self) -> None:
        """Warn of claims that no row changes, and that are said later than the new day of their source."""
        moved = self.sources.list_moved()
        changed = {change.pk for plan in self.spool for change in plan.changed} if moved else set()
        for key in moved:
            source = Source(pk=key, published_on=self.sources.get_day(key))
            if later := list_later_claims(source, but=changed):
                reason = write_later_claims(len(later), source.published_on)
                self.unconfirmed.note_moved(self.sources.get_line(key, "published_on"), len(later), reason)

    @property
    def reason(self) -> str:
        """What history says of it."""
        return f"imported from {self.file_name}"

    def _match(self, rows: Spool[list[ImportRow]], matcher: RowMatcher, row_estimate: int) -> None:
        with self.progress("Comparing", row_estimate) as advance:
            for batch in rows:
                plan = matcher.plan(batch)
                self.new += len(plan.new)
                self.changed += len(plan.changed)
                self.spool.put(plan)
                advance(len(batch))
        self.unchanged = matcher.unchanged

    def changes_something(self) -> bool:
        if self.named:
            return self.named.changes_something()
        withdraws = self.options.withdraw_missing and self.updates.missing
        return bool(self.new or self.changed or self.sources.changed or withdraws or self.texts.list_due())

    def count(self) -> ImportCounts:
        sources, actors, proposals = self.sources.index, self.names.actors, self.names.proposals
        others = len(sources.new), len(actors.new), len(proposals.new)
        if self.named:
            created, changed, unchanged = self.named.count()
            return ImportCounts(
                created, changed, unchanged, *others, of=self.named.sheet.kind.word, remarks=self.remarks
            )
        replaced = len(self.updates.near) if self.options.replace else 0
        missing = tuple(claim.public_id for claim in self.updates.missing)
        return ImportCounts(
            self.new,
            self.changed,
            self.unchanged,
            *others,
            replaced=replaced,
            of=OUTCOMES.word if self.outcomes else CLAIMS.word,
            missing=missing,
            accepted=self.unconfirmed.accepted,
            remarks=self.remarks,
            texts=len(self.texts.list_due()),
        )

    def is_tried_by_writing(self) -> bool:
        """Whether some rules are held as the file is written: those of actors, proposals, wordings and sources, and
        that no quote is lost as texts are held."""
        return bool(self.named or self.texts.list_due())
