from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from claims.backup.saving import read_one_moment
from claims.exporters.qdpx.project import collect_project
from claims.exporters.qdpx.write import write_project
from claims.management.neighbours import find_negotiation
from claims.services.missing_tables import explain_missing_tables
from claims.whole_files import NotWritten, refuse_existing

from .import_claims import show_progress


class Command(BaseCommand):
    help = (
        "Write the published claims of a negotiation to a new project file of REFI-QDA (.qdpx), for MAXQDA, NVivo, "
        "ATLAS.ti and QualCoder (docs/neighbours.md). It holds the texts of the sources, which belong to their "
        "publishers."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("negotiation", help="its slug")
        parser.add_argument("file", type=Path, help="where to (.qdpx); a file that is there is left as it is")
        parser.add_argument("--dry-run", action="store_true", help="count, and write nothing")

    def handle(self, *args: Any, negotiation: str, file: Path, dry_run: bool, **options: Any) -> None:
        if reason := explain_missing_tables():
            raise CommandError(reason)
        if file.suffix.lower() != ".qdpx":
            raise CommandError(f"“{file.name}” is not called .qdpx, by which programs know such a project.")
        try:
            refuse_existing(file)
            with read_one_moment(connection):
                project = collect_project(find_negotiation(negotiation), show_progress)
            if not dry_run:
                write_project(project, file)
        except NotWritten as refused:
            raise CommandError(str(refused)) from None
        written = sum(len(source.selections) for source in project.sources)
        self.stdout.write(f"{written} passages of {len(project.sources)} sources: {file}")
        texts = sum(source.held for source in project.sources)
        self.stdout.write(f"It holds {texts} texts of sources, which belong to their publishers: mind who gets it.")
        if project.left_out:
            self.stdout.write(f"Left out: {project.left_out} claims that have no passage in a text.")
        if dry_run:
            self.stdout.write("Only tried: nothing was written.")
