from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from claims.backup import BackupError, save


class Command(BaseCommand):
    help = "Save all of the database to one new file, as it is at this moment, while editors go on writing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="where to; a file that is there already is never overwritten")

    def handle(self, *args: Any, file: str, **options: Any) -> None:
        try:
            rows = save(file)
        except BackupError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"{rows} rows saved to {file}. It holds drafts and password hashes: keep it safe.")
