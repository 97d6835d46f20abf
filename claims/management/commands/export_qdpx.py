from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from claims.exporters.qdpx.project import collect_project
from claims.exporters.qdpx.write import write_project
from claims.models import Negotiation
from claims.services.missing_tables import explain_missing_tables
from claims.whole_files import NotWritten


class Command(BaseCommand):
    help = (
        "Write the published claims of a negotiation to a new project file of REFI-QDA (.qdpx), for MAXQDA, NVivo, "
        "ATLAS.ti and QualCoder (docs/neighbours.md). It holds the texts of the sources, which belong to their "
        "publishers."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("negotiation", help="its slug")
        parser.add_argument("file", type=Path, help="where to (.qdpx); a file that is there is left as it is")

    def handle(self, *args: Any, negotiation: str, file: Path, **options: Any) -> None:
        if reason := explain_missing_tables():
            raise CommandError(reason)
        exported = Negotiation.objects.filter(slug=negotiation).first()
        if exported is None:
            slugs = ", ".join(Negotiation.objects.values_list("slug", flat=True)) or "none"
            raise CommandError(f"There is no negotiation “{negotiation}”. There are: {slugs}.")
        project = collect_project(exported)
        try:
            write_project(project, file)
        except NotWritten as refused:
            raise CommandError(str(refused)) from None
        written = sum(len(source.selections) for source in project.sources)
        self.stdout.write(f"{written} passages of {len(project.sources)} sources: {file}")
        texts = sum(source.held for source in project.sources)
        self.stdout.write(f"It holds {texts} texts of sources, which belong to their publishers: mind who gets it.")
        if project.left_out:
            self.stdout.write(f"Left out: {project.left_out} claims that have no passage in a text.")
