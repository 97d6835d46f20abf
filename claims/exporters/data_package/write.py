"""The file of a data package: the same rows make the same bytes, whenever and wherever it is written."""

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import IO, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.conf import settings

from ...models import Negotiation
from ...rules.data_package import CODEBOOK, DESCRIPTOR, README, TABLES
from ...whole_files import write_whole
from ..formats import Cell, ExportTable, Progress, stream_csv
from .descriptor import CODEBOOK_IN_REPOSITORY, ResourceFacts, write_descriptor, write_readme
from .rows import ROWS_A_FETCH, PackageRows, select_rows

FIRST_MOMENT = (1980, 1, 1, 0, 0, 0)  # of a zip file: the time at which it is made is no part of it
READABLE_BY_ALL = 0o644 << 16
UNIX = 3


class WrittenPackage(NamedTuple):
    """What was written: how many rows, and the SHA-256 of the file."""

    rows: int
    sha256: str


def write_package(negotiation: Negotiation, path: Path, progress: Progress) -> WrittenPackage:
    """Write everything published of a negotiation to a new file; raise NotWritten where that cannot be."""
    with write_whole(path) as file:
        facts = _write_archive(negotiation, file, progress)
    return WrittenPackage(sum(fact.rows for fact in facts), _digest(path))


def _write_archive(negotiation: Negotiation, file: IO[bytes], progress: Progress) -> list[ResourceFacts]:
    rows = select_rows(negotiation)
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        facts = [_write_table(archive, rows, number, progress) for number in range(len(TABLES))]
        codebook = (Path(settings.BASE_DIR) / CODEBOOK_IN_REPOSITORY).read_bytes()
        _write_file(archive, CODEBOOK, codebook)
        _write_file(archive, README, write_readme(negotiation.title, facts))
        _write_file(archive, DESCRIPTOR, write_descriptor(negotiation.slug, negotiation.title, facts))
    return facts


def _write_table(archive: ZipFile, rows: PackageRows, number: int, progress: Progress) -> ResourceFacts:
    table = TABLES[number]
    batches = rows.read(table)
    first = next(batches, [])
    whole = len(first) < ROWS_A_FETCH  # most tables: none is counted in vain
    written = 0
    with progress(table.name, len(first) if whole else rows.count(table)) as advance:

        def read() -> Iterator[Sequence[Cell]]:
            nonlocal written
            for batch in chain([first], batches):
                written += len(batch)
                advance(len(batch))
                yield from batch

        columns = tuple(column.name for column in table.columns)
        chunks = stream_csv(ExportTable(table.name, columns, read()), mark="")
        size, digest = _write_chunks(archive, table.path, chunks)
    return ResourceFacts(table.path, written, size, digest)


def _write_chunks(archive: ZipFile, name: str, chunks: Iterable[bytes]) -> tuple[int, str]:
    size, digest = 0, sha256()
    with archive.open(_describe_file(name), "w", force_zip64=True) as out:
        for chunk in chunks:
            out.write(chunk)
            digest.update(chunk)
            size += len(chunk)
    return size, digest.hexdigest()


def _write_file(archive: ZipFile, name: str, content: bytes) -> None:
    _write_chunks(archive, name, [content])


def _describe_file(name: str) -> ZipInfo:
    info = ZipInfo(name, FIRST_MOMENT)
    info.compress_type = ZIP_DEFLATED
    info.create_system = UNIX
    info.external_attr = READABLE_BY_ALL
    return info


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        digest = sha256()
        while chunk := file.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()
