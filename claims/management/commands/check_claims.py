from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from claims.checks import check_database
from claims.search import index
from claims.services.missing_tables import explain_missing_tables


class Command(BaseCommand):
    help = (
        "List the rows of the database that break a rule which no constraint can hold, with their addresses: who may "
        "speak first-hand, where quotes stand, whose official somebody is …; and whether the database itself is whole: "
        "its file, its links, its histories, its search index, its releases. It changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--search-anew", action="store_true", help="first make the search index anew from the rows")

    def handle(self, *args: Any, search_anew: bool, **options: Any) -> None:
        if reason := explain_missing_tables():
            raise CommandError(reason)
        if search_anew:
            index.rebuild()
        number = 0
        for broken in check_database():
            self.stdout.write(str(broken))
            number += 1
        if number:
            raise CommandError(f"{number} to put right.")
        self.stdout.write("All rows follow the rules.")
