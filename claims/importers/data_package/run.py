"""`import_package`: a data package → the negotiation that it holds, all or nothing.

The file is read and checked as a whole before the gate is opened; what the database says against it is found as it is
written, and then nothing of it stays.
"""

from contextlib import ExitStack, closing
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from django.contrib.auth.models import User
from django.db import connection, transaction

from ...models import statistics
from ...rules.data_package import DESCRIPTOR, TABLES, PackageTable
from ...search import index
from ...services.write_gate import Gate, editing
from ..errors import FileError, FileErrors, ImportFailed
from ..progress import Progress, hide_progress
from ..spreadsheet.run import INDEX_ANEW
from ..spreadsheet.spool import Spool, cut_into_batches
from .archive import PackageArchive
from .cells import PackageRow, fill_in, read_rows
from .check import PackageCheck
from .writing import PackageWriter

BYTES_A_LOOK = 1 << 20


class TakenIn(NamedTuple):
    """What came of a package: its negotiation, how many rows are new, and how many shared ones were there."""

    negotiation: str
    new: int
    were_here: int


class _ReadPackage:
    """The rows of a package, checked, on disk until they are written."""

    def __init__(self, path: Path, progress: Progress) -> None:
        self.path, self.progress = path, progress
        self.spools: dict[str, Spool[list[PackageRow]]] = {}
        self.counts: dict[str, int] = {}
        self.slug = ""

    def read(self) -> None:
        """Read and check all of it; raise ImportFailed with every fault."""
        check, all_faults = PackageCheck(), []
        with closing(PackageArchive(self.path)) as archive:
            for table in TABLES:
                faults = FileErrors(table.path)
                self._read_table(archive, table, check, faults)
                all_faults.append(faults)
        check.check_versions(all_faults[[table.name for table in TABLES].index("claim_versions")])
        _raise_faults(all_faults)

    def _read_table(
        self, archive: PackageArchive, table: PackageTable, check: PackageCheck, faults: FileErrors
    ) -> None:
        spool: Spool[list[PackageRow]] = Spool()
        self.spools[table.name] = spool
        self.counts[table.name] = 0
        in_package = archive.tables.get(table.name)
        if in_package is None:
            return  # it came later
        came_later = [column for column in table.columns if column not in in_package.columns]
        lines = archive.read_lines(table)
        with self.progress(f"Reading {table.path}", 0) as advance:
            for batch in cut_into_batches(read_rows(in_package, lines, faults)):
                for row in batch:
                    fill_in(row, came_later)
                    check.check(table, row, faults)
                spool.put(batch)
                self.counts[table.name] += len(batch)
                advance(len(batch))
        if not faults.total and not archive.is_as_described(table):
            faults.add(0, "", f"is not the file that {DESCRIPTOR} describes: its SHA-256 differs.")
        if table.name == "negotiation":
            self.slug = next((row.values["negotiation"] for rows in spool for row in rows), "")

    def close(self) -> None:
        for spool in self.spools.values():
            spool.close()


def import_package(path: Path, *, user: User, dry_run: bool = False, progress: Progress = hide_progress) -> TakenIn:
    """Take in a data package in a user's name, or only try to; raise ImportFailed with its faults."""
    with closing(_ReadPackage(path, progress)) as package:
        package.read()
        with transaction.atomic():
            taken = _write(package, user)
            transaction.set_rollback(dry_run)
    if not dry_run:
        statistics.refresh()
    return taken


def _write(package: _ReadPackage, user: User) -> TakenIn:
    reason = f"taken in from the data package {package.path.name}, SHA-256 {_digest(package.path)}"
    with ExitStack() as stack:
        gate = stack.enter_context(editing(user, reason, operator=True))
        if connection.vendor == "sqlite" and package.counts["claims"] >= INDEX_ANEW:
            stack.enter_context(index.rebuild_at_the_end())
        were_here = _write_tables(package, gate)
    return TakenIn(package.slug, sum(package.counts.values()) - were_here, were_here)


def _write_tables(package: _ReadPackage, gate: Gate) -> int:
    writer = PackageWriter(gate)
    all_faults = []
    for table in TABLES:
        with package.progress(f"Writing {table.name}", package.counts[table.name]) as advance:

            def follow(spool: Spool[list[PackageRow]], advance=advance):  # type: ignore[no-untyped-def]
                for batch in spool:
                    yield batch
                    advance(len(batch))

            writer.write(table, follow(package.spools[table.name]))
        all_faults.append(writer.faults)
        if writer.faults.total and not table.shared:
            break  # the others would only say that this one is missing
        if writer.faults.total and table.name == "actors":
            break
    _raise_faults(all_faults)
    return writer.were_here


def _raise_faults(faults: list[FileErrors]) -> None:
    listed: list[FileError] = [fault for one in faults for fault in one.sort_by_line()]
    if listed:
        raise ImportFailed(listed, sum(one.total for one in faults))


def _digest(path: Path) -> str:
    digest = sha256()
    with path.open("rb") as file:
        while look := file.read(BYTES_A_LOOK):
            digest.update(look)
    return digest.hexdigest()
