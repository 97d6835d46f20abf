from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from .demo_logins import refuse_for_others


class Command(BaseCommand):
    help = (
        "Make or update the tables, load the seeds, collect the static files and show a login for each role: all that "
        "`make run` does before it serves. In one process, for starting Python takes longer than most of the work."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--texts", type=Path, help="folder of the documents' full texts, as load_seeds takes it")

    def handle(self, *args: Any, texts: Path | None, **options: Any) -> None:
        refuse_for_others()  # before anything is done that the last step would refuse
        call_command("migrate", verbosity=0)
        call_command("load_seeds", texts=texts, stdout=self.stdout, stderr=self.stderr)
        call_command("collectstatic", interactive=False, verbosity=0)
        call_command("demo_logins", stdout=self.stdout)
