import sqlite3
from pathlib import Path
from typing import IO, Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils.timezone import localdate

from claims.backup.saving import read_one_moment
from claims.exporters.dna.database import write_database
from claims.exporters.dna.statements import DnaNetwork, collect_network, write_events
from claims.management.neighbours import find_negotiation
from claims.services.missing_tables import explain_missing_tables
from claims.whole_files import NotWritten, refuse_existing, write_whole

from .import_claims import show_progress


class Command(BaseCommand):
    help = (
        "Write the published positions of a negotiation to a new file of the Discourse Network Analyzer: .dna for DNA "
        "3, .csv for its table of events (docs/neighbours.md). A .dna file holds the texts of the sources."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("negotiation", help="its slug")
        parser.add_argument("file", type=Path, help="where to (.dna or .csv); a file that is there is left as it is")
        parser.add_argument("--dry-run", action="store_true", help="count, and write nothing")

    def handle(self, *args: Any, negotiation: str, file: Path, dry_run: bool, **options: Any) -> None:
        if reason := explain_missing_tables():
            raise CommandError(reason)
        if file.suffix.lower() not in (".dna", ".csv"):
            raise CommandError(f"“{file.name}” is neither .dna nor .csv.")
        try:
            refuse_existing(file)
            with read_one_moment(connection):
                network = collect_network(find_negotiation(negotiation), show_progress)
            if not dry_run:
                with write_whole(file) as new:
                    _write(new, file.suffix, network)
        except NotWritten as reason:
            raise CommandError(str(reason)) from None
        self.stdout.write(f"{len(network.statements)} statements of {len(network.documents)} documents: {file}")
        if network.left_out:
            self.stdout.write(f"Left out: {network.left_out} of the value 0, for which DNA has no word.")
        if dry_run:
            self.stdout.write("Only tried: nothing was written.")


def _write(file: IO[bytes], suffix: str, network: DnaNetwork) -> None:
    if suffix.lower() == ".dna":
        try:
            write_database(Path(file.name), network, localdate().isoformat())
        except sqlite3.OperationalError as error:  # a full disk
            raise OSError(str(error)) from error
    else:
        file.writelines(line.encode() for line in write_events(network))
