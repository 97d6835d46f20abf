"""Two releases compared: the claims and other rows of their data packages, read for the rule that says what differs."""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from tempfile import TemporaryFile
from typing import NamedTuple
from zipfile import ZipFile

from ..models import Release, ReleaseFile
from ..models.releases import PACKAGE
from ..queries.cache import FROZEN, UNCHANGING
from ..rules.exchange import unescape_formula
from ..rules.release_changes import (
    ReleasedClaimChange,
    ReleasedClaims,
    ReleasedRowChange,
    ReleasedRows,
    ReleasedVerdictChange,
    compare_claims,
    compare_rows,
    compare_verdicts,
)

COMPARED = ("proposals", "outcomes", "actors", "sources")
NAMED_IN = {"proposals": "title", "actors": "name", "sources": "title"}  # table → the column of a row's name
OF_COLUMNS = {"holder": "actors", "speaker": "actors", "proposal": "proposals", "source": "sources"}


class ReleaseComparison(NamedTuple):
    """What differs between two releases, with the names of the proposals whose verdicts do."""

    claims: list[ReleasedClaimChange]
    verdicts: list[ReleasedVerdictChange]
    names: dict[str, str]
    rows: list[ReleasedRowChange]


def compare_releases(before: Release, after: Release) -> ReleaseComparison:
    """Return what differs between two releases (four queries, the first time)."""
    key = (before.sha256, after.sha256)
    return FROZEN.get(UNCHANGING, key, lambda: _compare(before, after))


def count_claims(release: Release) -> int:
    """Return how many claims are in a release (two queries, the first time)."""
    return FROZEN.get(UNCHANGING, release.sha256, lambda: len(read_claims(release).cells))


def read_claims(release: Release) -> ReleasedClaims:
    """Return the claims of a release, whose package this product wrote; that of an older version may lack a column."""
    with _open_package(release) as archive:
        return _read_claims(archive)


def _read_claims(archive: ZipFile) -> ReleasedClaims:
    by_table = {table: _read_names(archive, table) for table in NAMED_IN}
    lines = _read_table(archive, "claims")
    columns = tuple(next(lines))
    place = columns.index("claim")
    cells = {line[place]: tuple(line) for line in lines}
    return ReleasedClaims(columns, cells, {column: by_table[table] for column, table in OF_COLUMNS.items()})


def _compare(before: Release, after: Release) -> ReleaseComparison:
    with _open_package(before) as old, _open_package(after) as new:
        older, newer = _read_claims(old), _read_claims(new)
        rows = [
            change
            for table in COMPARED
            for change in compare_rows(table, *(_read_rows(archive, table) for archive in (old, new)))
        ]
    verdicts = compare_verdicts(before.verdicts, after.verdicts)
    names = {**older.names["proposal"], **newer.names["proposal"]}
    return ReleaseComparison(
        compare_claims(older, newer),
        verdicts,
        {one.proposal: names.get(one.proposal, one.proposal) for one in verdicts},
        rows,
    )


@contextmanager
def _open_package(release: Release) -> Iterator[ZipFile]:
    with TemporaryFile() as file:
        for chunk in ReleaseFile.objects.get(release=release, kind=PACKAGE).read():
            file.write(chunk)
        with ZipFile(file) as archive:
            yield archive


def _read_names(archive: ZipFile, table: str) -> dict[str, str]:
    lines = _read_table(archive, table)
    columns = next(lines)
    slug, name = columns.index(table.removesuffix("s")), columns.index(NAMED_IN[table])
    return {line[slug]: unescape_formula(line[name]) for line in lines}


def _read_rows(archive: ZipFile, table: str) -> ReleasedRows:
    """Return the rows of a table; an outcome is named by its proposal and what became of that."""
    lines = _read_table(archive, table)
    columns = next(lines)
    key = table.removesuffix("s")
    cells = {}
    for line in lines:
        row = dict(zip(columns, map(unescape_formula, line), strict=True))
        cells[row[key]] = row
    if table in NAMED_IN:
        return ReleasedRows(cells, {slug: row[NAMED_IN[table]] for slug, row in cells.items()})
    proposals = _read_names(archive, "proposals")
    names = {slug: f"{proposals.get(row['proposal'], row['proposal'])}: {row['kind']}" for slug, row in cells.items()}
    return ReleasedRows(cells, names)


def _read_table(archive: ZipFile, table: str) -> Iterator[list[str]]:
    """Yield the lines of a table as they stand in the file, its heading first."""
    with archive.open(f"{table}.csv") as packed:
        yield from csv.reader(TextIOWrapper(packed, encoding="utf-8", newline=""))
