from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from claims.backup.saving import read_one_moment
from claims.exporters.data_package.write import write_package
from claims.management.neighbours import find_negotiation
from claims.services.missing_tables import explain_missing_tables
from claims.whole_files import NotWritten

from .import_claims import show_progress


class Command(BaseCommand):
    help = (
        "Write everything published of a negotiation to a new file, as a Frictionless data package "
        "(docs/exchange.md): import_package makes the same negotiation of it in another installation."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("negotiation", help="its slug")
        parser.add_argument("file", type=Path, help="where to (.zip); a file that is there is never overwritten")

    def handle(self, *args: Any, negotiation: str, file: Path, **options: Any) -> None:
        if reason := explain_missing_tables():
            raise CommandError(reason)
        with read_one_moment(connection):
            exported = find_negotiation(negotiation)
            try:
                written = write_package(exported, file, show_progress)
            except NotWritten as refused:
                raise CommandError(str(refused)) from None
        self.stdout.write(f"{written.rows} rows written to {file}. SHA-256: {written.sha256}")
