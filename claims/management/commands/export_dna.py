import sqlite3
from pathlib import Path
from typing import IO, Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import localdate

from claims.exporters.dna.database import write_database
from claims.exporters.dna.statements import DnaNetwork, collect_network, write_events
from claims.models import Negotiation
from claims.services.missing_tables import explain_missing_tables
from claims.whole_files import NotWritten, write_whole


class Command(BaseCommand):
    help = (
        "Write the published positions of a negotiation to a new file of the Discourse Network Analyzer: .dna for DNA "
        "3, .csv for its table of events (docs/neighbours.md). A .dna file holds the texts of the sources."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("negotiation", help="its slug")
        parser.add_argument("file", type=Path, help="where to (.dna or .csv); a file that is there is left as it is")

    def handle(self, *args: Any, negotiation: str, file: Path, **options: Any) -> None:
        if reason := explain_missing_tables():
            raise CommandError(reason)
        if file.suffix.lower() not in (".dna", ".csv"):
            raise CommandError(f"“{file.name}” is neither .dna nor .csv.")
        exported = Negotiation.objects.filter(slug=negotiation).first()
        if exported is None:
            slugs = ", ".join(Negotiation.objects.values_list("slug", flat=True)) or "none"
            raise CommandError(f"There is no negotiation “{negotiation}”. There are: {slugs}.")
        network = collect_network(exported)
        try:
            with write_whole(file) as new:
                _write(new, file.suffix, network)
        except NotWritten as reason:
            raise CommandError(str(reason)) from None
        self.stdout.write(f"{len(network.statements)} statements of {len(network.documents)} documents: {file}")
        if network.left_out:
            self.stdout.write(f"Left out: {network.left_out} of the value 0, for which DNA has no word.")


def _write(file: IO[bytes], suffix: str, network: DnaNetwork) -> None:
    if suffix.lower() == ".dna":
        try:
            write_database(Path(file.name), network, localdate().isoformat())
        except sqlite3.OperationalError as error:  # a full disk
            raise OSError(str(error)) from error
    else:
        file.writelines(line.encode() for line in write_events(network))
