from functools import partial
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from claims.importers.qualomat.run import import_qualomat
from claims.management.neighbours import add_options, run_import, write_report
from claims.management.paths import read_path

from .import_claims import read_day_option


class Command(BaseCommand):
    help = (
        "Import an election from a folder of Qual-O-Mat data: what its parties answered to its theses as claims, their "
        "comments as quotes (docs/neighbours.md), all or nothing. Every fault is named by file and id."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "folder", type=read_path, help="of an election: with party.json, statement.json, opinion.json …"
        )
        parser.add_argument("negotiation", help="its slug; one that is not here is made")
        parser.add_argument(
            "--published-on",
            type=read_day_option,
            metavar="DATE",
            help="the day on which the answers were published; without it claims bear the day of the election",
        )
        add_options(parser)

    def handle(self, *args: Any, folder: Path, negotiation: str, **options: Any) -> None:
        importing = partial(import_qualomat, folder, negotiation, published_on=options["published_on"])
        done = run_import(self, options, importing)
        lines = [
            f"“{party.longname}” ({party.short_name}) was taken for “{party.actor}”, which is here."
            for party in done.taken
        ]
        if done.started:
            lines.insert(0, f"Made: the negotiation “{negotiation}”, in which no side negotiates.")
        if ids := done.claims.missing:
            lines.append(f"Claims that are in no opinion any more, and were left: {', '.join(ids)}.")
        write_report(self, options, done.claims, f"answers missing: {done.missing}", lines)
