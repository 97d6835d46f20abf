from collections import Counter
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from claims.importers.seeds.load import LoadFailed, load
from claims.importers.seeds.merge import MergeOutcome
from claims.management.paths import read_path
from claims.services.missing_tables import explain_missing_tables

REPORTED_OUTCOMES = {
    MergeOutcome.CREATED,
    MergeOutcome.UPDATED,
    MergeOutcome.CONFLICT,
    MergeOutcome.WITHDRAWN,
    MergeOutcome.KEPT,
}


class Command(BaseCommand):
    help = (
        "Bring in the actors of fixtures/, and the negotiations of seeds/ with their coded documents. Safe to run "
        "again: what editors changed is kept, what changed in the files is updated, nothing is deleted; a fault "
        "changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("negotiations", nargs="*", help="folders below seeds/; without one all are loaded")
        parser.add_argument(
            "--seeds",
            type=read_path,
            default=settings.BASE_DIR / "seeds",
            help="folder with a folder for each negotiation",
        )
        parser.add_argument(
            "--fixtures", type=read_path, default=settings.BASE_DIR / "fixtures", help="folder of files of actors"
        )
        parser.add_argument(
            "--texts",
            type=read_path,
            help="folder of the documents' full texts: each is attached to the source whose SHA-256 it has, and "
            "every quote is checked against it",
        )

    def handle(
        self,
        *args: Any,
        negotiations: list[str],
        seeds: Path,
        fixtures: Path,
        texts: Path | None,
        verbosity: int,
        **options: Any,
    ) -> None:
        if reason := explain_missing_tables():
            raise CommandError(reason)
        try:
            loaded = load(seeds, fixtures, texts, negotiations)
        except LoadFailed as failed:
            for fault in failed.faults:
                self.stderr.write(f"invalid: {fault}")
            raise CommandError(f"{len(failed.faults)} invalid; nothing was changed.") from None
        counts = Counter(row.outcome for row in loaded.merged)
        reported = REPORTED_OUTCOMES if verbosity > 1 else REPORTED_OUTCOMES - {MergeOutcome.CREATED}
        for row in loaded.merged:
            if row.outcome in reported:
                self.stdout.write(str(row))
        self.stdout.write(", ".join(f"{counts[outcome]} {outcome}" for outcome in MergeOutcome) + ", 0 invalid")
        self.stdout.write(f"{loaded.quotes_checked} quotes checked against held texts, all found")
        if texts and loaded.without_text:
            self.stdout.write(f"no text found for: {', '.join(loaded.without_text)}")
