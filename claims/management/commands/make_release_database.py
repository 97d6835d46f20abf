from pathlib import Path
from time import sleep
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from claims.importers.errors import ImportFailed
from claims.releasing.databases import drop_older
from claims.releasing.make_database import make_database
from claims.whole_files import NotWritten

TRIES, SECONDS = 15, 2  # while another process makes the same


class Command(BaseCommand):
    help = (
        "Make the database from which the pages of a release are read, of its data package. The site does so by "
        "itself, once somebody asks for such a page (docs/releases.md)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("package", type=Path, help="the data package of the release (.zip)")
        parser.add_argument("file", type=Path, help="where to; a file that is there is never overwritten")

    def handle(self, *args: Any, package: Path, file: Path, **options: Any) -> None:
        try:
            _make_or_wait(package, file)
        except NotWritten as refused:
            raise CommandError(str(refused)) from None
        except ImportFailed as failed:
            raise CommandError("\n".join(map(str, failed.faults))) from None
        drop_older(file)


def _make_or_wait(package: Path, file: Path) -> None:
    """Make the database, unless it is there or another process makes it meanwhile."""
    for tries_left in reversed(range(TRIES)):
        try:
            return make_database(package, file)
        except NotWritten:
            if file.exists():
                return None
            if not tries_left:
                raise
            sleep(SECONDS)
    return None
