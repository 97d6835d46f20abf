from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, IntegrityError

from claims.importers.references.plan import Plan, PlannedRecord, RecordState, plan_records
from claims.importers.references.read import read_records
from claims.importers.references.records import FileRecords, RecordsRefused
from claims.importers.references.run import ChangedSince, take_records
from claims.importers.users import get_or_create_user
from claims.management.paths import read_path
from claims.models import Source
from claims.services.missing_tables import explain_missing_tables
from claims.services.write_gate import find_hindrance
from claims.wording import references as wording

from .import_claims import find_writer, is_encoding


class Command(BaseCommand):
    help = (
        "Take the records of a reference manager as sources: a file in RIS, BibTeX or CSL-JSON, as Zotero exports it "
        "(docs/exchange.md). Records that are there already, by their address or DOI, or by title and day, are listed "
        "and left out; so are those that cannot be taken as they are. All others are taken, all or none."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=read_path, help="a .ris, .bib or .json file")
        parser.add_argument("--dry-run", action="store_true", help="list what would be made, and change nothing")
        parser.add_argument(
            "--as",
            dest="user",
            metavar="USER",
            help="in whose name. Without, the sources are signed by a user named import",
        )
        parser.add_argument("--encoding", default="", help="encoding of a file that is no UTF-8, such as cp1252")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        if reason := explain_missing_tables():
            raise CommandError(reason)
        user = find_writer(options["user"], publishes=False) if options["user"] else None
        if options["encoding"] and not is_encoding(options["encoding"]):
            raise CommandError(f"--encoding: “{options['encoding']}” is no encoding: cp1252, cp1251, koi8-r …")
        read = _read(file, options["encoding"])
        if not read.sure and not options["encoding"]:
            self.stderr.write(f"{file}: its encoding is guessed to be {read.encoding}; --encoding says another.")
        sources = Source.objects.all()
        plan = plan_records(read.records, sources)
        for record in plan.records:
            self._tell(file, record)
        if not options["dry_run"]:
            try:
                writer = user or get_or_create_user("import")
                take_records(read, file.name, sources, user=writer, looked_at=plan.identify())
            except (ChangedSince, IntegrityError):
                raise CommandError("Somebody changed the sources meanwhile; nothing was changed. Try again.") from None
            except DatabaseError as error:
                if find_hindrance(error) is None:
                    raise
                raise CommandError(f"The database cannot be written ({error}); nothing was changed.") from None
        self.stdout.write(_count(plan))
        if options["dry_run"]:
            self.stdout.write("Only tried: nothing was changed.")

    def _tell(self, file: Path, record: PlannedRecord) -> None:
        """Say on a line what becomes of a record, and why."""
        place = f"{file}:{record.line}: record {record.number}"
        for fault in record.faults:
            self.stderr.write(f"{place}: invalid: {fault}")
        if record.source is None or record.faults:
            return
        same = record.same
        if same:
            other = f"record {same.number}" if same.number else same.source.slug if same.source else ""
            self.stdout.write(f"{place}: left out: the same as {other} by its {same.by}: {record.source.title}")
        else:
            self.stdout.write(f"{place}: {record.source.slug}: {record.source.title}")
        for remark in record.remarks:
            self.stdout.write(f"{place}: {remark}")


def _read(file: Path, encoding: str) -> FileRecords:
    try:
        return read_records(file.read_bytes(), encoding)
    except OSError as error:
        raise CommandError(f"{file}: {error.strerror}.") from None
    except RecordsRefused as refusal:
        raise CommandError(f"{file}: {refusal}") from None


def _count(plan: Plan) -> str:
    left_out = plan.count(RecordState.SAME) + plan.count(RecordState.LIKE)
    made, invalid = plan.count(RecordState.NEW), plan.count(RecordState.INVALID)
    return f"{wording.count_records(len(plan.records))}: {made} new, {left_out} left out, {invalid} invalid."
