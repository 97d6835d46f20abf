from typing import Any

from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from claims.models import Negotiation
from claims.releasing.databases import NotMade, prepare_release
from claims.releasing.lookup import find_release
from claims.releasing.make import NotReleased, check_words, make_release
from claims.services.missing_tables import explain_missing_tables

from .import_claims import find_writer, show_progress


class Command(BaseCommand):
    help = (
        "Freeze everything published of a negotiation under a number and a name, for good: its data package, its pages "
        "as they are, and a static copy of them (docs/releases.md)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("negotiation", help="its slug")
        parser.add_argument("name", help="what the release is called, such as “After the Geneva round”")
        parser.add_argument("--notes", default="", help="what is new in it, for readers")
        parser.add_argument("--as", dest="user", metavar="USER", help="the reviewer who makes it")
        parser.add_argument("--no-copy", action="store_true", help="make no static copy now (`static_copies` does)")

    def handle(
        self, *args: Any, negotiation: str, name: str, notes: str, user: str | None, no_copy: bool, **options: Any
    ) -> None:
        if reason := explain_missing_tables():
            raise CommandError(reason)
        released = Negotiation.objects.filter(slug=negotiation).first()
        if released is None:
            slugs = ", ".join(Negotiation.objects.values_list("slug", flat=True)) or "none"
            raise CommandError(f"There is no negotiation “{negotiation}”. There are: {slugs}.")
        reviewer = find_writer(user, publishes=True) if user else None
        try:
            check_words(released, name, notes)
            made = make_release(released, name, notes, user=reviewer, progress=show_progress)
        except ValidationError as error:
            reasons = (f"{field}: {' '.join(why)}" for field, why in error.message_dict.items())
            raise CommandError("\n".join(reasons)) from None
        except NotReleased as refused:
            raise CommandError(str(refused)) from None
        self.stdout.write(f"Release {made.number}, “{made.title}”, of {made.day}. SHA-256: {made.sha256}")
        frozen = find_release(released, made.number)
        try:
            if frozen:
                prepare_release(frozen)
        except NotMade as error:
            raise CommandError(str(error)) from None
        if not no_copy:
            call_command("static_copies", stdout=self.stdout, stderr=self.stderr)
