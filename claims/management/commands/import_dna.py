from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError

from claims.importers.dna.run import import_dna
from claims.importers.errors import ImportFailed
from claims.services.missing_tables import explain_missing_tables
from claims.services.write_gate import find_hindrance
from claims.wording.hindrances import Hindrance

from .import_claims import find_writer, show_progress, write_counts


class Command(BaseCommand):
    help = (
        "Import a file of the Discourse Network Analyzer (DNA 3): its statements as claims, its documents as sources "
        "with their texts (docs/neighbours.md), all or nothing. Every fault is named by table and id."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="a .dna file of DNA 3")
        parser.add_argument("negotiation", help="slug of the negotiation to which the claims belong")
        parser.add_argument("--publish", action="store_true", help="publish what is imported; else it is a draft")
        parser.add_argument("--dry-run", action="store_true", help="check and count, and change nothing")
        parser.add_argument("--as", dest="user", metavar="USER", help="in whose name; without, a user named import")

    def handle(self, *args: Any, file: Path, negotiation: str, **options: Any) -> None:
        if reason := explain_missing_tables():
            raise CommandError(reason)
        user = find_writer(options["user"], options["publish"]) if options["user"] else None
        chosen = {name: options[name] for name in ("publish", "dry_run")}
        try:
            done = import_dna(file, negotiation, user=user, progress=show_progress, **chosen)
        except ImportFailed as failed:
            for fault in [*failed.faults, *failed.unconfirmed]:
                self.stderr.write(f"invalid: {fault}")
            raise CommandError(f"{failed.total + failed.odd} invalid; nothing was changed.") from None
        except OperationalError as error:
            reason = "is busy" if find_hindrance(error) == Hindrance.BUSY else "cannot be written"
            raise CommandError(f"The database {reason} ({error}); nothing was changed. Try again later.") from None
        self.stdout.write(f"{write_counts(done.claims)}; texts held: {done.texts}")
        self.stdout.write(
            f"Left out: {done.others} statements of other types, {done.repeated} that repeat another, "
            f"{done.unused} documents without a statement."
        )
        if options["dry_run"]:
            self.stdout.write("Only tried: nothing was changed.")
