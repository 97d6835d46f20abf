from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError

from claims.importers.codings import import_codings
from claims.importers.errors import FileError, ImportFailed
from claims.management.paths import read_path
from claims.models import Batch
from claims.services.missing_tables import explain_missing_tables
from claims.services.write_gate import Refused, find_hindrance
from claims.wording.hindrances import Hindrance

from .import_claims import find_writer, is_encoding

LONGEST_NAME = 80


class Command(BaseCommand):
    help = (
        "Enter what a machine coded of a batch, from a spreadsheet with the columns of the claims export "
        "(docs/exchange.md), all or nothing. Each quote must stand in the text that the batch was opened with. The "
        "machine is one of the coders then, is done, and is compared as any other; it publishes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("batch", help="the id of the batch, as in its address")
        parser.add_argument("file", type=read_path, help="a .csv (UTF-8) or .xlsx file")
        parser.add_argument("--coder", required=True, metavar="NAME", help="name and version of the model")
        parser.add_argument("--as", dest="user", metavar="USER", help="the reviewer in whose name it is entered")
        parser.add_argument("--dry-run", action="store_true", help="check and count, and change nothing")
        parser.add_argument("--skip-bad", action="store_true", help="enter the rows that stand, and name the others")
        parser.add_argument(
            "--accept-warnings",
            action="store_true",
            help="confirm all that is odd and may still be right, such as a quote of three sentences",
        )
        parser.add_argument(
            "--encoding", default="", help="encoding of a CSV file that is neither UTF-8 nor UTF-16, such as cp1252"
        )

    def handle(self, *args: Any, batch: str, file: Path, coder: str, **options: Any) -> None:
        if reason := explain_missing_tables():
            raise CommandError(reason)
        if options["encoding"] and not is_encoding(options["encoding"]):
            raise CommandError(f"--encoding: “{options['encoding']}” is no encoding: cp1252, cp1251, latin-1 …")
        machine = " ".join(coder.split())
        if not 0 < len(machine) <= LONGEST_NAME or "\x00" in machine:
            raise CommandError(f"--coder: give the model a name of at most {LONGEST_NAME} letters.")
        user = find_writer(options["user"], publishes=True) if options["user"] else None
        chosen = {name: options[name] for name in ("dry_run", "skip_bad", "accept_warnings", "encoding")}
        try:
            read = import_codings(file, self._find(batch), machine, user=user, **chosen)
        except ImportFailed as failed:
            self._list(failed.faults)
            raise CommandError(f"{failed.total} invalid; nothing was changed.") from None
        except Refused as refused:
            raise CommandError(f"{refused} Nothing was changed.") from None
        except OperationalError as error:
            reason = "is busy" if find_hindrance(error) == Hindrance.BUSY else "cannot be written"
            raise CommandError(f"The database {reason} ({error}); nothing was changed. Try again later.") from None
        self._list(read.faults)
        left = f", {read.bad_rows} row{'s' * (read.bad_rows > 1)} left out" if read.bad_rows else ""
        number = len(read.codings)
        self.stdout.write(f"{number} coding{'s' * (number > 1)} of “{machine}”{left}.")
        if options["dry_run"]:
            self.stdout.write("Only tried: nothing was changed.")

    def _find(self, name: str) -> Batch:
        batch = Batch.objects.select_related("negotiation").filter(public_id=name).first()
        if batch is None:
            there = ", ".join(f"{each.public_id} ({each})" for each in Batch.objects.order_by("-pk")[:5])
            raise CommandError(f"There is no batch “{name}”. The newest: {there or 'none'}.")
        return batch

    def _list(self, faults: list[FileError]) -> None:
        for fault in faults:
            self.stderr.write(f"invalid: {fault}")
