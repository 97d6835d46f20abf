"""`import_dna`: a file of DNA 3 → rows of the exchange → the import of claims, with the texts of the documents; all or
nothing, and every rule of the import holds."""

import csv
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q

from ...models import Actor, Proposal, Source
from ...models.source_texts import sha256
from ...rules.exchange import escape_formula
from ...rules.folding import fold_name
from ...services.sources import LostQuotes, check_text, save_source
from ...services.write_gate import editing
from ..errors import FileError, FileErrors, ImportFailed
from ..spreadsheet.run import IMPORT_USER, ImportCounts, Progress, hide_progress, import_claims
from ..users import get_or_create_user
from .read import Document, read_dna
from .rows import COLUMNS, DnaRows, make_rows

OTHER_TEXT = "The source “{slug}” holds another text already: delete or rename one of both."


class DnaCounts(NamedTuple):
    """What an import did: the counts of its claims, how many texts it holds now, and what it left out: statements of
    other types, repeated ones, documents without a statement."""

    claims: ImportCounts
    texts: int
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
    made = make_rows(dna, faults)
    if faults.total:
        raise ImportFailed(faults.sort_by_line(), faults.total)
    _keep_known(made, negotiation)
    with TemporaryDirectory() as folder, transaction.atomic():
        table = Path(folder) / "claims.csv"
        starts = _write_table(table, made)
        try:
            counts = import_claims(
                table,
                progress=progress,
                say=lambda text: None,
                create=True,
                publish=publish,
                accept_warnings=True,
                negotiation=negotiation,
                user=user,
                file_name=path.name,
            )
        except ImportFailed as failed:
            raise _name_statements(failed, starts) from None
        texts = _hold_texts(path.name, made.documents, user)
        transaction.set_rollback(dry_run)
    return DnaCounts(counts, texts, dna.others, made.repeated, len(dna.documents) - len(made.documents))


def _keep_known(made: DnaRows, negotiation: str) -> None:
    """Leave out what the file says of actors and proposals that are here already: they keep their side and topic."""
    here = Q(negotiation__slug=negotiation) | Q(negotiation__title=negotiation)
    for column, about, rows in (
        ("holder", "side", Actor.objects.values_list("name", "short_name", "aliases", "slug")),
        ("proposal", "topic", Proposal.objects.filter(here).values_list("title", "full_title", "aliases", "slug")),
    ):
        named = {fold_name(name) for names in rows for text in names for name in text.splitlines()}
        for row in made.rows:
            if fold_name(str(row[column])) in named:
                row[about] = ""


def _write_table(path: Path, made: DnaRows) -> dict[int, list[int]]:
    """Write the rows; return the number of the line on which each begins → the ids of its statements."""
    starts: dict[int, list[int]] = {}
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        line = 2
        for row, statements in zip(made.rows, made.statements, strict=True):
            starts[line] = statements
            cells = [escape_formula(str(row[name])) for name in COLUMNS]
            writer.writerow(cells)
            line += 1 + sum(_count_breaks(cell) for cell in cells)
    return starts


def _count_breaks(cell: str) -> int:
    return cell.count("\n") + cell.count("\r") - cell.count("\r\n")


def _name_statements(failed: ImportFailed, starts: dict[int, list[int]]) -> ImportFailed:
    """Return the faults of the rows as those of the statements behind them."""
    return ImportFailed(
        list(_translate(failed.faults, starts)), failed.total, list(_translate(failed.unconfirmed, starts)), failed.odd
    )


def _translate(faults: Iterable[FileError], starts: dict[int, list[int]]) -> Iterable[FileError]:
    for fault in faults:
        ids = [number for line in fault.lines or (fault.line,) for number in starts.get(line, ())]
        if not ids:
            yield fault._replace(line=0)
            continue
        more = " …" if fault.number > len(fault.lines or (0,)) else ""
        place = f"STATEMENTS {', '.join(map(str, ids))}{more}"
        yield FileError(fault.file, 0, f"{place}: {fault.field}" if fault.field else place, fault.reason)


def _hold_texts(name: str, documents: dict[str, Document], user: User | None) -> int:
    """Hold the text of each document as that of its source; return how many were not held before."""
    sources = {source.slug: source for source in Source.objects.filter(slug__in=documents)}
    held = 0
    with editing(user or get_or_create_user(IMPORT_USER), f"imported from {name}", operator=True) as gate:
        for slug, source in sources.items():
            text = documents[slug].text
            before = source.read_text()
            if not text.strip() or before == text:
                continue
            if before and sha256(before) != sha256(text):
                raise ImportFailed(
                    [FileError(name, 0, f"DOCUMENTS {documents[slug].id}", OTHER_TEXT.format(slug=slug))], 1
                )
            try:
                save_source(gate, source, check_text(source, text))
            except LostQuotes as lost:
                raise ImportFailed([FileError(name, 0, f"DOCUMENTS {documents[slug].id}", str(lost))], 1) from None
            held += 1
    return held
