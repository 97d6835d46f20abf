from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from claims.importers.seeds.files import SeedFile, read_documents
from claims.rules.measures.reliability import CodedCell, Comparison, compare

Coding = list[tuple[CodedCell, int]]  # each cell with its value, as often as there are claims


class Command(BaseCommand):
    help = (
        "Compare two independent codings of the same documents: cells found by both and by one, value agreement, "
        "and Krippendorff's ordinal alpha. A cell is a holder, proposal, dimension and attribution in a document."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        seeds = settings.BASE_DIR / "seeds" / "russia-us-security-2021"
        parser.add_argument("first", type=Path, nargs="?", default=seeds / "first-coding")
        parser.add_argument("second", type=Path, nargs="?", default=seeds / "second-coding")
        parser.add_argument("--cells", action="store_true", help="name the cells that only one coding has")

    def handle(self, *args: Any, first: Path, second: Path, cells: bool, **options: Any) -> None:
        one, two = self._read_coding(first), self._read_coding(second)
        for file in sorted({cell.document for cell, _ in one + two}):
            self._write_line(file, compare(*(self._select_file(coding, file) for coding in (one, two))))
        overall = compare(one, two)
        self._write_line("all documents", overall)
        if cells:
            for title, alone in (("first", overall.first_only), ("second", overall.second_only)):
                self.stdout.write(f"only in the {title} coding:")
                for cell in alone:
                    self.stdout.write("  " + " · ".join(cell))

    def _read_coding(self, folder: Path) -> Coding:
        """Return what a folder of seed files codes; claims without a value have none to compare."""
        files, faults = read_documents(folder)
        for fault in faults:
            self.stderr.write(str(fault))
        if faults or not files:
            raise CommandError(f"{folder}: {f'{len(faults)} faults' if faults else 'no seed files'}.")
        valued = ((file, claim.fields) for file in files for claim in file.claims if claim.fields["value"] is not None)
        return [(self._name_cell(file, fields), fields["value"]) for file, fields in valued]

    def _select_file(self, coding: Coding, file: str) -> Coding:
        return [(cell, value) for cell, value in coding if cell.document == file]

    def _name_cell(self, file: SeedFile, fields: dict[str, Any]) -> CodedCell:
        return CodedCell(
            file.name,
            fields["holder"],
            fields["proposal"],
            fields["dimension"],
            fields["attribution"].word,
        )

    def _write_line(self, name: str, compared: Comparison) -> None:
        alpha = compared.alpha
        valued = len(compared.both) - compared.split
        self.stdout.write(
            f"{name}: {len(compared.both)} cells found by both, {len(compared.first_only)} by the first only, "
            f"{len(compared.second_only)} by the second only; {compared.equal} of {valued} values equal"
            + (f", {compared.split} without a value" if compared.split else "")
            + f"; ordinal alpha {'undefined' if alpha.value is None else f'{alpha.value:.3f}'} "
            f"({alpha.units} units, {alpha.pairs} pairs)"
        )
