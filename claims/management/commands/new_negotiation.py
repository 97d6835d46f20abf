from pathlib import Path
from shlex import quote
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from claims.importers.seeds.load import SEEDS_USER
from claims.importers.seeds.new_negotiation import StartRefused, start_negotiation
from claims.importers.seeds.template import TemplateRefused, write_template
from claims.importers.users import find_user, get_or_create_user
from claims.management.paths import read_path
from claims.roles import is_reviewer
from claims.services.missing_tables import explain_missing_tables


class Command(BaseCommand):
    help = (
        "Start a negotiation from a file that describes it. Every fault of the file is named by its line, and then "
        "nothing is changed. With --template, write a folder to begin with instead, which loads as it is."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=read_path, help="a file as docs/seeds.md describes it, or the new folder")
        parser.add_argument(
            "--template",
            action="store_true",
            help="write this folder, such as seeds/grain-talks, with an example that explains itself",
        )
        parser.add_argument("--dry-run", action="store_true", help="show what would be made, and change nothing")
        parser.add_argument("--as", dest="user", metavar="USER", help="the reviewer in whose name it is started")

    def handle(self, *args: Any, file: Path, template: bool, dry_run: bool, user: str | None, **options: Any) -> None:
        if template:
            return self._write_template(file)
        return self._start(file, dry_run, user)

    def _write_template(self, folder: Path) -> None:
        try:
            written = write_template(folder)
        except TemplateRefused as refused:
            raise CommandError(str(refused)) from None
        for path in written:
            self.stdout.write(f"Written: {path}")
        seeds = folder.absolute().parent
        at = "" if seeds == settings.BASE_DIR / "seeds" else f" --seeds {quote(str(seeds))}"
        self.stdout.write(
            "Its rows are an example: put yours in their place. It loads as it is: "
            f".venv/bin/python manage.py load_seeds {folder.absolute().name}{at}"
        )

    def _start(self, file: Path, dry_run: bool, user: str | None) -> None:
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
