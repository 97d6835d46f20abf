from django.core.management.base import BaseCommand, CommandError

from claims.backup import BackupError, save


class Command(BaseCommand):
    help = "Save all of the database to one new file, as it is at this moment, while editors go on writing."

    def add_arguments(self, parser):
        parser.add_argument("file", help="where to; a file that is there already is never overwritten")

    def handle(self, file, **options):
        try:
            rows = save(file)
        except BackupError as fault:
            raise CommandError(str(fault)) from None
        self.stdout.write(f"{rows} rows saved to {file}. It holds drafts and password hashes: keep it safe.")
