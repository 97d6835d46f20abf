from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError

from claims.importers.data_package.run import import_package
from claims.importers.errors import ImportFailed
from claims.importers.users import IMPORT_USER, get_or_create_user
from claims.management.paths import read_path
from claims.services.missing_tables import explain_missing_tables

from .import_claims import find_writer, show_progress


class Command(BaseCommand):
    help = (
        "Take in a data package that export_package wrote (docs/exchange.md): its negotiation, with all that is "
        "published of it, all or nothing. Every fault and every conflict is named by file, line and column."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=read_path, help="a .zip file")
        parser.add_argument("--dry-run", action="store_true", help="check and count, and change nothing")
        parser.add_argument(
            "--as",
            dest="user",
            metavar="USER",
            help="the reviewer in whose name it is published. Without, it is signed by a user named import",
        )

    def handle(self, *args: Any, file: Path, dry_run: bool, user: str | None, **options: Any) -> None:
        if reason := explain_missing_tables():
            raise CommandError(reason)
        writer = find_writer(user, publishes=True) if user else get_or_create_user(IMPORT_USER)
        try:
            taken = import_package(file, user=writer, dry_run=dry_run, progress=show_progress)
        except ImportFailed as failed:
            for fault in failed.faults:
                self.stderr.write(f"invalid: {fault}")
            raise CommandError(f"{failed.total} invalid; nothing was changed.") from None
        except OperationalError as error:
            raise CommandError(f"The database cannot be written ({error}); nothing was changed.") from None
        self.stdout.write(f"{taken.negotiation}: {taken.new} rows taken in, {taken.were_here} shared ones were here.")
        if dry_run:
            self.stdout.write("Only tried: nothing was changed.")
