from functools import partial
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from claims.importers.qdpx.run import import_qdpx
from claims.management.neighbours import add_options, run_import, write_report
from claims.management.paths import read_path

from .import_claims import read_day_option


class Command(BaseCommand):
    help = (
        "Import a project of REFI-QDA (.qdpx of MAXQDA, NVivo, ATLAS.ti, QualCoder …): coded passages as claims, texts "
        "with their sources (docs/neighbours.md), all or nothing. Every fault is named by line and GUID."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=read_path, help="a .qdpx file")
        parser.add_argument("negotiation", help="slug of the negotiation to which the claims belong")
        parser.add_argument(
            "--codes",
            type=read_path,
            metavar="TABLE.csv",
            help="what codes say: a column “code”, and of claims holder, proposal, value … (docs/neighbours.md)",
        )
        parser.add_argument(
            "--said-on",
            type=read_day_option,
            metavar="DATE",
            help="the day of passages whose source has none",
        )
        add_options(parser)

    def handle(self, *args: Any, file: Path, negotiation: str, **options: Any) -> None:
        chosen = {name: options[name] for name in ("codes", "said_on")}
        done = run_import(self, options, partial(import_qdpx, file, negotiation, **chosen))
        left_out = (
            f"Left out: {done.uncoded} passages without a code that names a proposal, {done.repeated} that repeat "
            f"another, {done.others} sources without a text."
        )
        write_report(self, options, done.claims, f"texts held: {done.claims.texts}", [left_out])
