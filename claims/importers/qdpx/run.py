"""`import_qdpx`: a project of REFI-QDA → rows of the exchange → the import of claims, with the texts of the sources;
all or nothing, and every rule of the import holds."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import NamedTuple

from django.contrib.auth.models import User

from ..claim_tables import import_rows, keep_known, tell_at
from ..errors import FileError, FileErrors, ImportFailed
from ..progress import Progress, hide_progress
from ..spreadsheet.options import ImportCounts
from .codes import read_codes
from .read import PROJECT, QdaPassage, read_qdpx
from .rows import COLUMNS, make_rows


class QdpxCounts(NamedTuple):
    """What an import did: the counts of its claims and texts, and what it left out: passages without
    a code that names a proposal, repeated ones, sources without a text."""

    claims: ImportCounts
    uncoded: int
    repeated: int
    others: int


def import_qdpx(
    path: Path,
    negotiation: str,
    *,
    codes: Path | None = None,
    said_on: date | None = None,
    user: User | None = None,
    publish: bool = False,
    dry_run: bool = False,
    progress: Progress = hide_progress,
) -> QdpxCounts:
    """Import a project into a negotiation, its codes read by a table (`codes`) besides the groups of our own, and
    return what became of it; raise ImportFailed with its faults. `said_on` is the day of what has none."""
    project, faults = read_qdpx(path), FileErrors(PROJECT)
    made = make_rows(project, read_codes(project.codes, codes), faults)
    if faults.total:
        raise ImportFailed(faults.sort_by_line(), faults.total)
    keep_known(made.rows, negotiation, ["side", "holder_kind"], ["topic", "proposal_definition"])
    counts = import_rows(
        made.rows,
        COLUMNS,
        partial(_tell_passages, made.passages),
        dry_run=dry_run,
        progress=progress,
        publish=publish,
        negotiation=negotiation,
        said_on=said_on,
        user=user,
        file_name=path.name,
        texts=made.texts,
    )
    return QdpxCounts(counts, made.uncoded, made.repeated, project.others)


def _tell_passages(passages: Sequence[Sequence[QdaPassage]], fault: FileError, rows: Sequence[int]) -> FileError:
    """Return the fault of some rows as that of the passages behind them."""
    behind = [passage for row in rows for passage in passages[row]]
    ids = [passage.guid for passage in behind]
    return tell_at(fault, rows, "PlainTextSelection", ids, PROJECT, behind[0].line)
