import getpass
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser

from tracker.people import second_factor


class Command(BaseCommand):
    help = (
        "Let a user who has lost the app and the recovery codes log in with the password alone, and set up a new "
        "second factor. Ends the user's sessions. Ask first whether it is they who ask."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("user", help="the name by which the user logs in")

    def handle(self, *args: Any, **options: Any) -> None:
        user = get_user_model().objects.filter(username=options["user"]).first()
        if user is None:
            raise CommandError(f"There is no user {options['user']}.")
        if not second_factor.remove(user, by=f"{getpass.getuser()} on the command line"):
            raise CommandError(f"{user} has no second factor.")
        self.stdout.write(f"{user} logs in with the password alone, and can set up a new second factor.")
