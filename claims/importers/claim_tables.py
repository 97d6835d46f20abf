"""Rows that were made of a file of another program → the import of claims, with the texts of their sources; what is
wrong in a row is told where that program's file has it."""

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple, Protocol

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q

from ..models import Actor, Proposal, Source
from ..models.source_texts import sha256
from ..rules.exchange import escape_formula
from ..rules.folding import fold_name
from ..rules.quotes import QuoteCheck
from ..services.sources import LostQuotes, Passage, TextCheck, save_source
from ..services.write_gate import editing
from .errors import FileError, ImportFailed
from .spreadsheet.run import IMPORT_USER, ImportCounts, import_claims
from .users import get_or_create_user

OTHER_TEXT = "The source “{slug}” holds another text already: delete or rename one of both."

Row = dict[str, str | int]
# Tells a fault of some rows (their numbers from 0, of which the fault has more where its `number` says so) in words of
# the other program's file.
Tell = Callable[[FileError, list[int]], FileError]


class HeldText(NamedTuple):
    """The text of a source, and where the other program's file has it: its file and the place in it; `placed` is where
    quotes stand in it, as far as they were placed already."""

    text: str
    file: str
    place: str
    placed: Mapping[Passage, QuoteCheck] = {}


class RowsAndTexts(Protocol):
    """What a file of another program came to: rows of claims, and the texts by the slugs of their sources."""

    @property
    def rows(self) -> Sequence[Row]: ...

    @property
    def texts(self) -> Mapping[str, HeldText]: ...


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


def take_in(
    made: RowsAndTexts, columns: Sequence[str], tell: Tell, *, dry_run: bool, **options: Any
) -> tuple[ImportCounts, int]:
    """Import what a file came to, with the texts of its sources, all or nothing; return the counts, and how many texts
    are held that were not before. The options are those of `import_rows`, `file_name` and `user` among them."""
    with transaction.atomic():
        counts = import_rows(made.rows, columns, tell, **options)
        texts = hold_texts(options["file_name"], made.texts, options["user"])
        transaction.set_rollback(dry_run)
    return counts, texts


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


def hold_texts(file_name: str, texts: Mapping[str, HeldText], user: User | None) -> int:
    """Hold texts as those of the sources of these slugs; return how many were not held before. Raise ImportFailed where
    a source holds another text, or a published quote would be lost."""
    sources = {source.slug: source for source in Source.objects.filter(slug__in=texts)}
    held = 0
    with editing(user or get_or_create_user(IMPORT_USER), f"imported from {file_name}", operator=True) as gate:
        for slug, source in sources.items():
            text, file, place, placed = texts[slug]
            before = source.read_text()
            if not text.strip() or before == text:
                continue
            if before and sha256(before) != sha256(text):
                raise ImportFailed([FileError(file, 0, place, OTHER_TEXT.format(slug=slug))], 1)
            try:
                save_source(gate, source, TextCheck(text, [], placed=placed))
            except LostQuotes as lost:
                raise ImportFailed([FileError(file, 0, place, str(lost))], 1) from None
            held += 1
    return held


def _write_table(path: Path, rows: Sequence[Row], columns: Sequence[str]) -> dict[int, int]:
    """Write the rows; return the number of the line on which each begins → the number of the row."""
    starts: dict[int, int] = {}
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        line = 2
        for number, row in enumerate(rows):
            starts[line] = number
            cells = [escape_formula(str(row[name])) for name in columns]
            writer.writerow(cells)
            line += 1 + sum(_count_breaks(cell) for cell in cells)
    return starts


def _count_breaks(cell: str) -> int:
    return cell.count("\n") + cell.count("\r") - cell.count("\r\n")


def _translate(faults: Iterable[FileError], starts: Mapping[int, int], tell: Tell) -> Iterable[FileError]:
    for fault in faults:
        numbers = [starts[line] for line in fault.lines or (fault.line,) if line in starts]
        yield tell(fault, numbers) if numbers else fault._replace(line=0, lines=())
