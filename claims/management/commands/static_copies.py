from typing import Any

from django.core.management.base import BaseCommand, CommandError

from claims.releasing.copies import make_missing_copies
from claims.services.missing_tables import explain_missing_tables

from .import_claims import show_progress


class Command(BaseCommand):
    help = (
        "Make the static copy of each release that has none, and store it with the release (docs/releases.md). One "
        "process of a host does it at a time; one that was killed is begun anew."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if reason := explain_missing_tables():
            raise CommandError(reason)
        if not make_missing_copies(show_progress, self.stdout.write):
            raise CommandError("Not every release has its static copy: run it again once the reasons above are gone.")
