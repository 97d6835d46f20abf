from functools import partial
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from claims.importers.dna.run import import_dna
from claims.management.neighbours import add_options, run_import, write_report
from claims.management.paths import read_path


class Command(BaseCommand):
    help = (
        "Import a file of the Discourse Network Analyzer (DNA 3): its statements as claims, its documents as sources "
        "with their texts (docs/neighbours.md), all or nothing. Every fault is named by table and id."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=read_path, help="a .dna file of DNA 3")
        parser.add_argument("negotiation", help="slug of the negotiation to which the claims belong")
        add_options(parser)

    def handle(self, *args: Any, file: Path, negotiation: str, **options: Any) -> None:
        done = run_import(self, options, partial(import_dna, file, negotiation))
        left_out = (
            f"Left out: {done.others} statements of other types, {done.repeated} that repeat another, "
            f"{done.unused} documents without a statement."
        )
        write_report(self, options, done.claims, f"texts held: {done.claims.texts}", [left_out])
