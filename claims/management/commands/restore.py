from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from claims.backup import BackupError, restore


class Command(BaseCommand):
    help = "Fill an empty database from a file of `backup`, of this release or an earlier one, all or nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file")
        parser.add_argument("--replace", action="store_true", help="lose what the database holds now")

    def handle(self, *args: Any, file: str, replace: bool, **options: Any) -> None:
        try:
            rows = restore(file, replace)
        except BackupError as error:
            raise CommandError(f"{error} Nothing was changed.") from None
        self.stdout.write(f"{rows} rows restored from {file}.")
