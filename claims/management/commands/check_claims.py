from typing import Any

from django.core.management.base import BaseCommand, CommandError

from claims.services.database_checks import check_database
from claims.services.missing_tables import explain_missing_tables


class Command(BaseCommand):
    help = (
        "List the rows of the database that break a rule which no constraint can hold, with their addresses: who may "
        "speak first-hand, where quotes stand, whose official somebody is … It changes nothing."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if reason := explain_missing_tables():
            raise CommandError(reason)
        number = 0
        for broken in check_database():
            self.stdout.write(str(broken))
            number += 1
        if number:
            raise CommandError(f"{number} to put right.")
        self.stdout.write("All rows follow the rules.")
