"""`import_dna`: a file of DNA 3 → rows of the exchange → the import of claims, with the texts of the documents; all or
nothing, and every rule of the import holds."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from django.contrib.auth.models import User

from ..claim_tables import import_rows, keep_known, tell_at
from ..errors import FileError, FileErrors, ImportFailed
from ..progress import Progress, hide_progress
from ..spreadsheet.options import ImportCounts
from .read import read_dna
from .rows import COLUMNS, make_rows


class DnaCounts(NamedTuple):
    """What an import did: the counts of its claims and texts, and what it left out: statements of other types, repeated
    ones, documents without a statement."""

    claims: ImportCounts
    others: int
    repeated: int
    unused: int


def import_dna(
    path: Path,
    negotiation: str,
    *,
    user: User | None = None,
    publish: bool = False,
    dry_run: bool = False,
    progress: Progress = hide_progress,
) -> DnaCounts:
    """Import a file of DNA 3 into a negotiation and return what became of it; raise ImportFailed with its faults."""
    dna, faults = read_dna(path), FileErrors(path.name)
    made = make_rows(dna, path.name, faults)
    if faults.total:
        raise ImportFailed(faults.sort_by_line(), faults.total)
    keep_known(made.rows, negotiation, ["side"], ["topic"])
    counts = import_rows(
        made.rows,
        COLUMNS,
        partial(_name_statements, made.statements),
        dry_run=dry_run,
        progress=progress,
        publish=publish,
        negotiation=negotiation,
        user=user,
        file_name=path.name,
        texts=made.texts,
    )
    return DnaCounts(counts, dna.others, made.repeated, len(dna.documents) - len(made.texts))


def _name_statements(statements: Sequence[Sequence[int]], fault: FileError, rows: Sequence[int]) -> FileError:
    """Return the fault of some rows as that of the statements behind them."""
    ids = [number for row in rows for number in statements[row]]
    return tell_at(fault, rows, "STATEMENTS", ids, fault.file, 0)
