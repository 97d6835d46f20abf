from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from claims.importers.seeds.load import SEEDS_USER
from claims.importers.seeds.new_negotiation import StartRefused, start_negotiation
from claims.importers.users import find_user, get_or_create_user
from claims.roles import is_reviewer
from claims.services.missing_tables import explain_missing_tables


class Command(BaseCommand):
    help = (
        "Start a negotiation from a file that describes it, such as a copy of docs/negotiation-example.toml. Every "
        "fault of the file is named by its line, and then nothing is changed."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="a file as docs/seeds.md describes it")
        parser.add_argument("--dry-run", action="store_true", help="show what would be made, and change nothing")
        parser.add_argument("--as", dest="user", metavar="USER", help="the reviewer in whose name it is started")

    def handle(self, *args: Any, file: Path, dry_run: bool, user: str | None, **options: Any) -> None:
        if reason := explain_missing_tables():
            raise CommandError(reason)
        reviewer = find_user(user) if user else get_or_create_user(SEEDS_USER)
        if reviewer is None or (user and not is_reviewer(reviewer)):
            raise CommandError(f"--as: “{user}” is no reviewer who can log in.")
        try:
            content = file.read_bytes()
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}.") from None
        try:
            started = start_negotiation(content, file.name, user=reviewer, operator=not user, look=dry_run)
        except StartRefused as refused:
            for fault in refused.faults:
                self.stderr.write(f"invalid: {fault}")
            raise CommandError(f"{len(refused.faults)} invalid; nothing was changed.") from None
        self.stdout.write(f"{started.negotiation} ({started.negotiation.slug})")
        for rows in started.made:
            shared = ", shared by all negotiations" if rows.shared else ""
            self.stdout.write(f"{rows.words}{shared}: {'; '.join(rows.names)}")
        self.stdout.write("Nothing was changed." if dry_run else f"Its pages: {started.negotiation.get_absolute_url()}")
