from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from claims.importers.seeds.files import read_seeds
from claims.rules.measures.reliability import compare


class Command(BaseCommand):
    help = (
        "Compare two independent codings of the same documents: cells found by both and by one, value agreement, "
        "and Krippendorff's ordinal alpha. A cell is a holder, proposal, dimension and attribution in a document."
    )

    def add_arguments(self, parser):
        seeds = settings.BASE_DIR / "seeds"
        parser.add_argument("first", type=Path, nargs="?", default=seeds / "first-coding")
        parser.add_argument("second", type=Path, nargs="?", default=seeds / "second-coding")
        parser.add_argument("--cells", action="store_true", help="name the cells that only one coding has")

    def handle(self, *args, first, second, cells, **options):
        one, two = self._coding(first), self._coding(second)
        files = sorted({cell[0] for cell, _ in one + two})
        for name in files:
            self._line(name, compare(*([c for c in coding if c[0][0] == name] for coding in (one, two))))
        snapshot = compare(one, two)
        self._line("all documents", snapshot)
        if cells:
            for title, found in (("first", snapshot.first_only), ("second", snapshot.second_only)):
                self.stdout.write(f"only in the {title} coding:")
                for cell in found:
                    self.stdout.write("  " + " · ".join(cell))

    def _coding(self, folder):
        """Return the [(cell, value)] of a folder of seed files."""
        files, faults = read_seeds(folder)
        for fault in faults:
            self.stderr.write(str(fault))
        if faults or not files:
            raise CommandError(f"{folder}: {f'{len(faults)} faults' if faults else 'no seed files'}.")
        return [(self._cell(file, claim.fields), claim.fields["value"]) for file in files for claim in file.claims]

    def _cell(self, file, fields):
        return (
            file.name,
            fields["holder"],
            fields["proposal"],
            fields["dimension"],
            fields["attribution"].word,
        )

    def _line(self, name, compared):
        alpha = compared.alpha
        valued = len(compared.both) - compared.split
        self.stdout.write(
            f"{name}: {len(compared.both)} cells found by both, {len(compared.first_only)} by the first only, "
            f"{len(compared.second_only)} by the second only; {compared.equal} of {valued} values equal"
            + (f", {compared.split} without a value" if compared.split else "")
            + f"; ordinal alpha {'undefined' if alpha.value is None else f'{alpha.value:.3f}'} "
            f"({alpha.units} units, {alpha.pairs} pairs)"
        )
