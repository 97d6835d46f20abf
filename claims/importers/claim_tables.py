"""Rows that were made of a file of another program → the import of claims, with the texts of their sources; what is
wrong in a row is told where that program's file has it."""

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.db.models import Q

from ..models import Actor, Proposal
from ..rules.exchange import escape_formula
from ..rules.folding import fold_name
from .errors import FileError, ImportFailed
from .spreadsheet.options import ImportCounts
from .spreadsheet.run import import_claims

Row = dict[str, str | int]
# Tells a fault of some rows (their numbers from 0, of which the fault has more where its `number` says so) in words of
# the other program's file.
Tell = Callable[[FileError, list[int]], FileError]


def keep_known(rows: Sequence[Row], negotiation: str, of_actor: Sequence[str], of_proposal: Sequence[str]) -> None:
    """Leave out what rows say, in these columns, of actors and proposals that are here already: they stay as they are.
    `negotiation` is a slug or a title."""
    here = Q(negotiation__slug=negotiation) | Q(negotiation__title=negotiation)
    for column, about, names in (
        ("holder", of_actor, Actor.objects.values_list("name", "short_name", "aliases", "slug")),
        (
            "proposal",
            of_proposal,
            Proposal.objects.filter(here).values_list("title", "full_title", "aliases", "slug"),
        ),
    ):
        named = {fold_name(name) for texts in names for text in texts for name in text.splitlines()}
        for row in rows:
            if fold_name(str(row[column])) in named:
                row.update(dict.fromkeys(about, ""))


def import_rows(rows: Sequence[Row], columns: Sequence[str], tell: Tell, **options: Any) -> ImportCounts:
    """Import rows as a file of these columns, with the options of the import of claims; raise ImportFailed with faults
    as `tell` tells them. What is odd about a claim is confirmed."""
    with TemporaryDirectory() as folder:
        table = Path(folder) / "rows.csv"
        starts = _write_table(table, rows, columns)
        try:
            return import_claims(table, say=lambda text: None, create=True, accept_warnings=True, **options)
        except ImportFailed as failed:
            faults, odd = (list(_translate(some, starts, tell)) for some in (failed.faults, failed.unconfirmed))
            raise ImportFailed(faults, failed.total, odd, failed.odd) from None


def tell_at(fault: FileError, rows: Sequence[int], kind: str, ids: Iterable[object], file: str, line: int) -> FileError:
    """Return a fault of some rows at the places of the other program's file that they were made of: their kind and
    ids, with dots where the fault has more rows."""
    more = " …" if fault.number > len(rows) else ""
    place = f"{kind} {', '.join(map(str, ids))}{more}"
    return FileError(file, line, f"{place}: {fault.field}" if fault.field else place, fault.reason)


def _write_table(path: Path, rows: Sequence[Row], columns: Sequence[str]) -> dict[int, int]:
    """Write the rows; return the number of the line on which each begins → the number of the row."""
    starts: dict[int, int] = {}
    look_at = cache(_write_cell)  # most texts stand in many rows
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        line = 2
        for number, row in enumerate(rows):
            starts[line] = number
            cells = [look_at(str(row[name])) for name in columns]
            writer.writerow([text for text, _ in cells])
            line += 1 + sum([breaks for _, breaks in cells])
    return starts


def _write_cell(text: str) -> tuple[str, int]:
    """Return a text as it stands in the table, and how many lines break within it."""
    return escape_formula(text), text.count("\n") + text.count("\r") - text.count("\r\n")


def _translate(faults: Iterable[FileError], starts: Mapping[int, int], tell: Tell) -> Iterable[FileError]:
    for fault in faults:
        numbers = [starts[line] for line in fault.lines or (fault.line,) if line in starts]
        yield tell(fault, numbers) if numbers else fault._replace(line=0, lines=())
