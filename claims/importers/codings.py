"""`import_codings`: a spreadsheet of what a machine coded → its codings in a batch.

The file has the columns of the exchange of claims. Rows are read and checked as those of claims are (`spreadsheet`),
names that are not known are faults, and each quote must stand in the text that the batch was opened with. What rows say
of claims that are there (`claim`, `version`, `status`) is not read: a machine sees nothing of what others coded.
"""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction

from ..models import Batch, BlindCoding
from ..rules.exchange_columns import ROW_COLUMNS
from ..rules.folding import normalise
from ..services.machine_codings import BatchTexts, ProvedCoding, enter_codings, list_hindrances
from ..services.warnings import find_unconfirmed
from ..services.write_gate import Refused
from ..wording.warnings import write_for_row
from .errors import FileError, FileErrors, ImportFailed
from .spreadsheet.file_names import NamesOfRows
from .spreadsheet.kinds import CLAIMS
from .spreadsheet.negotiations import FileNegotiations
from .spreadsheet.options import ImportOptions
from .spreadsheet.packages import FilePackages
from .spreadsheet.parse import RowParser
from .spreadsheet.reader import FileReading, Sheet, open_sheet
from .spreadsheet.rows import ImportRow, SheetRow
from .spreadsheet.sources import FileSources
from .spreadsheet.spool import RepeatedKeys, Spool

ATTNAMES = {field.name: field.attname for field in BlindCoding._meta.concrete_fields}
NOT_CLAIMS = "is no file of claims: it needs the columns of the exchange, docs/exchange.md."
OF_ANOTHER = "This proposal is of another negotiation than the batch."
TWICE = "is the same as line {line}: the same cell, passage and condition."


class LinedErrors(FileErrors):
    """The faults of a file, and each line that has one."""

    def __init__(self, file: str) -> None:
        super().__init__(file)
        self.bad_lines: set[int] = set()

    def add(self, line: int, field: str, reason: str) -> None:
        super().add(line, field, reason)
        self.bad_lines.add(line)


class ReadCodings(NamedTuple):
    """What a file of codings holds: those that stand, and the faults of the others."""

    codings: list[ProvedCoding]
    faults: list[FileError]
    bad_rows: int


def import_codings(
    path: Path,
    batch: Batch,
    machine: str,
    *,
    user: User | None = None,
    dry_run: bool = False,
    skip_bad: bool = False,
    accept_warnings: bool = False,
    encoding: str = "",
) -> ReadCodings:
    """Enter what a machine coded of a batch, all of it or, with `skip_bad`, the rows that stand; return what was read.

    Raise ImportFailed with every fault, Refused where the machine cannot enter anything; then nothing is changed.
    """
    if hindrances := list_hindrances(batch, machine):
        raise Refused(hindrances)
    read = read_codings(path, batch, accept_warnings=accept_warnings, encoding=encoding)
    if read.faults and not (skip_bad and read.codings):
        raise ImportFailed(read.faults, sum(fault.number for fault in read.faults))
    with transaction.atomic():
        enter_codings(batch, machine, read.codings, user=user, reason=f"imported from {path.name}")
        transaction.set_rollback(dry_run)
    return read


def read_codings(path: Path, batch: Batch, *, accept_warnings: bool = False, encoding: str = "") -> ReadCodings:
    """Read a file of codings of a batch, and prove its quotes; raise ImportFailed where the file cannot be read."""
    faults, rows = LinedErrors(path.name), Spool[list[ImportRow]]()
    with closing(rows), open_sheet(path, faults, FileReading(encoding)) as sheet:
        if sheet and sheet.kind is not CLAIMS:
            faults.add(0, "", NOT_CLAIMS)
        if sheet is None or sheet.kind is not CLAIMS:
            raise ImportFailed(faults.sort_by_line(), faults.total)
        _parse(sheet, batch, rows, faults)
        if faults.list_of_file():
            raise ImportFailed(faults.sort_by_line(), faults.total)
        parsed = [row for batch_of_rows in rows for row in batch_of_rows]
    codings = _check(parsed, batch, faults, accept_warnings)
    standing = [proved for line, proved in codings if line not in faults.bad_lines]
    if not standing and not faults.total:
        raise ImportFailed([FileError(path.name, 0, "", "holds no row below its heading.")], 1)
    return ReadCodings(standing, faults.sort_by_line(), len(faults.bad_lines))


def _parse(sheet: Sheet, batch: Batch, rows: Spool[list[ImportRow]], faults: FileErrors) -> None:
    negotiations = FileNegotiations(create=False, chosen=batch.negotiation.slug)
    blind = sheet._replace(
        columns=tuple(name for name in sheet.columns if name not in ROW_COLUMNS), rows=_leave_out(sheet.rows)
    )
    names = NamesOfRows(negotiations, FilePackages(negotiations.shared.proposals), blind.columns)
    parser = RowParser(blind, names, FileSources(), faults, ImportOptions())
    with closing(RepeatedKeys()) as repeats:
        parser.parse_into(rows, repeats, lambda fields: None, lambda number: None)


def _leave_out(rows: Iterator[SheetRow]) -> Iterator[SheetRow]:
    """Yield rows without what they say of claims that are there."""
    for row in rows:
        yield row._replace(cells={name: cell for name, cell in row.cells.items() if name not in ROW_COLUMNS})


def _check(
    rows: list[ImportRow], batch: Batch, faults: FileErrors, accept_warnings: bool
) -> list[tuple[int, ProvedCoding]]:
    """Return (line, coding) of the rows whose quotes are proved and that are not there twice."""
    texts, first_lines = BatchTexts(batch), dict[Any, int]()
    ours = set(batch.negotiation.proposals.values_list("pk", flat=True))
    proved = []
    for row in rows:
        coding = BlindCoding(**{ATTNAMES[name]: value for name, value in row.fields.items()})
        if coding.proposal_id not in ours:
            faults.add(row.line, "proposal", OF_ANOTHER)
            continue
        try:
            proved.append((row.line, texts.prove(coding)))
        except ValidationError as error:
            for field, reasons in error.message_dict.items():
                for reason in reasons:
                    faults.add(row.line, field, reason)
            continue
        _note_odd(row, coding, faults, accept_warnings)
        line = first_lines.setdefault(_tell_key(coding), row.line)
        if line != row.line:
            faults.add(row.line, "", TWICE.format(line=line))
    return proved


def _note_odd(row: ImportRow, coding: BlindCoding, faults: FileErrors, accept: bool) -> None:
    """Confirm what is odd about a row, where all is accepted, else note it; whether others coded its passage is none of
    that."""
    for warning in find_unconfirmed(coding, repeats=()):
        if accept:
            coding.confirmed = " ".join(sorted({*coding.confirmed.split(), warning.code}))
        else:
            faults.add(row.line, warning.field, write_for_row(warning))


def _tell_key(coding: BlindCoding) -> tuple[Any, ...]:
    cell = (coding.source_id, coding.holder_id, coding.proposal_id, coding.dimension, coding.attribution)
    return (*cell, coding.speaker_id, normalise(coding.quote)[0], coding.conditions, coding.covers)
