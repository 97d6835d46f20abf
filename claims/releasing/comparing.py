"""Two releases compared: the claims and other rows of their data packages, read for the rule that says what differs.

Rows that lie in both packages as the same bytes differ in nothing, and are not read.
"""

from collections.abc import Iterator
from contextlib import contextmanager
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
from .packed_tables import PackedTable, read_rows, unpack_table, unpack_where_differing

COMPARED = ("proposals", "outcomes", "actors", "sources")
NAMED_IN = {"proposals": "title", "actors": "name", "sources": "title"}  # table → the column of a row's name
OF_COLUMNS = {"holder": "actors", "speaker": "actors", "proposal": "proposals", "source": "sources"}

Names = dict[str, dict[str, str]]  # table → slug → name


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
    return FROZEN.get(UNCHANGING, release.sha256, lambda: _count_claims(release))


def _count_claims(release: Release) -> int:
    with _open_package(release) as archive:
        return len(unpack_table(archive, "claims").rows)


def _compare(before: Release, after: Release) -> ReleaseComparison:
    with _open_package(before) as old, _open_package(after) as new:
        names = _read_names_of_all(old), _read_names_of_all(new)
        packed = unpack_where_differing(old, new, "claims")
        claims = compare_claims(*map(_read_claims, packed, names))
        rows = [change for table in COMPARED for change in _compare_tables(old, new, table, names)]
    verdicts = compare_verdicts(before.verdicts, after.verdicts)
    titles = {**names[0]["proposals"], **names[1]["proposals"]}
    return ReleaseComparison(
        claims, verdicts, {one.proposal: titles.get(one.proposal, one.proposal) for one in verdicts}, rows
    )


@contextmanager
def _open_package(release: Release) -> Iterator[ZipFile]:
    with TemporaryFile() as file:
        for chunk in ReleaseFile.objects.get(release=release, kind=PACKAGE).read():
            file.write(chunk)
        with ZipFile(file) as archive:
            yield archive


def _read_names_of_all(archive: ZipFile) -> Names:
    """Return table → slug → name of a row."""
    return {table: _read_names(unpack_table(archive, table), table) for table in NAMED_IN}


def _read_names(packed: PackedTable, table: str) -> dict[str, str]:
    columns = packed.columns
    slug, name = columns.index(table.removesuffix("s")), columns.index(NAMED_IN[table])
    return {cells[slug]: unescape_formula(cells[name]) for cells in read_rows(packed.rows)}


def _read_claims(packed: PackedTable, names: Names) -> ReleasedClaims:
    columns = packed.columns
    place = columns.index("claim")
    cells = {row[place]: row for row in read_rows(packed.rows)}
    return ReleasedClaims(columns, cells, {column: names[table] for column, table in OF_COLUMNS.items()})


def _compare_tables(before: ZipFile, after: ZipFile, table: str, names: tuple[Names, Names]) -> list[ReleasedRowChange]:
    packed = unpack_where_differing(before, after, table)
    return compare_rows(table, *(_read_rows(one, table, of) for one, of in zip(packed, names, strict=True)))


def _read_rows(packed: PackedTable, table: str, names: Names) -> ReleasedRows:
    """Read the rows of a table; an outcome is named by its proposal and what became of that."""
    columns, key = packed.columns, table.removesuffix("s")
    rows = [dict(zip(columns, map(unescape_formula, cells), strict=True)) for cells in read_rows(packed.rows)]
    cells = {row[key]: row for row in rows}
    if table in NAMED_IN:
        return ReleasedRows(cells, {slug: row[NAMED_IN[table]] for slug, row in cells.items()})
    titles = names["proposals"]
    return ReleasedRows(
        cells, {slug: f"{titles.get(row['proposal'], row['proposal'])}: {row['kind']}" for slug, row in cells.items()}
    )
