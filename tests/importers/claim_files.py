"""Files of claims for tests of the import, and a small vocabulary that they name."""

import csv
from io import StringIO

from django.core.management import CommandError, call_command
from openpyxl import Workbook

from claims.models import Claim
from tests.importers.seed_folders import dump
from tests.make import make_actor, make_proposal, make_source

ROW = {
    "holder": "moscow",
    "proposal": "no-expansion",
    "value": 2,
    "source_title": "One",
    "source_published_on": "2022-01-17",
    "quote": "No expansion, ever.",
}


class Files:
    """Writes files into a folder and imports them by the command."""

    def __init__(self, root):
        self.root = root
        self.moscow = make_actor(slug="moscow", name="Moscow", short_name="MOW", aliases="The Kremlin\nRussia")
        self.spokesman = make_actor(kind="official", slug="spokesman", name="Spokesman", speaks_for=self.moscow)
        self.kofman = make_actor(kind="expert", slug="kofman", name="Kofman", short_name="Kof.")
        self.expansion = make_proposal(slug="no-expansion", title="No expansion", aliases="Article 6")
        self.talks = make_proposal(slug="talks", title="Talks")

    def write(self, rows, name="claims.csv", separator=",", encoding="utf-8"):
        """Write rows (dicts: ROW with these cells changed) under one heading."""
        rows = [ROW | row for row in rows]
        columns = list(dict.fromkeys(name for row in rows for name in row))
        table = [columns, *([row.get(name, "") for name in columns] for row in rows)]
        path = self.root / name
        if path.suffix == ".xlsx":
            book = Workbook()
            for cells in table:
                book.active.append(cells)
            book.save(path)
        else:
            text = StringIO(newline="")
            csv.writer(text, delimiter=separator).writerows(table)
            path.write_bytes(text.getvalue().encode(encoding))
        return path

    def run(self, path, *options):
        """Import a file; return the counts that the command says, (created, changed, unchanged)."""
        out = StringIO()
        call_command("import_claims", path, *options, stdout=out, stderr=out, no_color=True)
        counts = out.getvalue().splitlines()
        line = next(line for line in counts if " created, " in line)
        return tuple(int(part.split()[0]) for part in line.split(";")[0].split(","))

    def bring(self, *rows, options=(), **write):
        return self.run(self.write(rows, **write), *options)

    def refused(self, *rows, path=None, options=(), **write):
        """Import what must fail and change nothing; return its faults, "line: column: reason"."""
        path = path or self.write(rows, **write)
        before, printed = dump(), StringIO()
        try:
            call_command("import_claims", path, *options, stdout=StringIO(), stderr=printed, no_color=True)
        except CommandError as error:
            faults = printed.getvalue().splitlines()
            assert "nothing was changed" in str(error)
            assert dump() == before
            return [fault.removeprefix(f"invalid: {path.name}:").strip() for fault in faults]
        raise AssertionError("It was imported.")

    def claim(self):
        return Claim.objects.get()

    def source(self, **fields):
        return make_source(**{"slug": "one", "title": "One", **fields})
