"""The matrix as a long table: one row a cell that holds anything, with slugs for names."""

from itertools import islice
from typing import NamedTuple

from .. import queries
from ..rules import stances
from ..rules.scales import Dimension, Mark, State
from .formats import ExportTable

COLUMNS = (
    "proposal",
    "holder",
    "dimension",
    "value",
    "state",
    "attribution",
    "said_on",
    "branches",
    "claims",
    "marks",
    "verdict",
    "deciding_claims",
    "forecast",
    "changed",
)


ROWS_A_CHUNK = 100  # of the matrix, read and folded at once
CELLS_A_CHUNK = 2000  # whose claims are named at once


class MatrixSlice(NamedTuple):
    """The stances of some rows and columns. `rows` know their proposal and verdict, `columns` are Seats or alike.

    `before` is the whole table as of the day before `since`, or None. Cells that rest on one source are marked
    if that is asked for.
    """

    snapshot: queries.Snapshot
    rows: list = ()
    columns: list = ()
    before: queries.Snapshot | None = None
    marks_one_source: bool = False

    @property
    def has_verdicts(self):
        return bool(self.snapshot.vocab.principals)


class SliceChunk(NamedTuple):
    """Some rows of a MatrixSlice with the stances of their cells, now and before, and those to mark, by dimension."""

    rows: list
    table: queries.StanceTable
    before: queries.StanceTable | None
    single: dict


class VerdictRow(NamedTuple):
    """The least that a row of a MatrixSlice knows."""

    proposal: object
    verdict: object


class HolderColumn(NamedTuple):
    """The least that a column of a MatrixSlice knows."""

    actors: list
    dimension: Dimension
    own_position: bool = False


class SliceCell(NamedTuple):
    """One holder's stance on a row's proposal; `change` is “new”, “changed” or nothing."""

    row: object
    holder: object
    dimension: Dimension
    stance: stances.Stance
    marks: frozenset
    change: str


def read_chunks(picture):
    """Yield the rows of a MatrixSlice in SliceChunks: however many, few are in memory.

    One query each, one more with `before` and one more where cells that rest on one source are marked.
    """
    holders = {actor.pk for column in picture.columns for actor in column.actors}
    for start in range(0, len(picture.rows), ROWS_A_CHUNK):
        rows = picture.rows[start : start + ROWS_A_CHUNK]
        chosen = {"proposals": [row.proposal.pk for row in rows], "holders": holders}
        now, before = (
            queries.read_stances(snapshot.scope, snapshot.vocab, **chosen) if snapshot else None
            for snapshot in (picture.snapshot, picture.before)
        )
        yield SliceChunk(
            rows, now, before, _on_one_source(picture.snapshot, now, chosen) if picture.marks_one_source else {}
        )


def _on_one_source(snapshot, table, chosen):
    """Return the chosen cells that rest on one source, by dimension (one query)."""
    return queries.find_cells_on_one_source(
        table, queries.read_source_ids(queries.select_claims_of_cells(snapshot.scope, Dimension, **chosen))
    )


def read_cells(picture, blanks=False):
    """Yield the Cells, row by row, in the order of the columns: those that hold anything, or all of them."""
    for chunk in read_chunks(picture):
        for row in chunk.rows:
            for column in picture.columns:
                for cell in read_column(picture, chunk, row, column):
                    if blanks or cell.stance.state != State.BLANK:
                        yield cell


def read_column(picture, chunk, row, column):
    """Return the Cells of a row that stand in a column, blanks included: an expert's own position is the second."""
    dimensions = [column.dimension, *([Dimension.POSITION] if column.own_position else [])]
    return [_cell(picture, chunk, row, actor, dimension) for actor in column.actors for dimension in dimensions]


def _cell(picture, chunk, row, actor, dimension):
    """Return the Cell of an actor, a blank where nothing is known."""
    key = dimension, row.proposal.pk, actor.pk
    stance = chunk.table.stance(*key)
    marks = queries.collect_marks(chunk.table, dimension, row.proposal, actor, picture.snapshot.refused)
    if key[1:] in chunk.single.get(dimension, ()):
        marks |= {Mark.ONE_SOURCE}
    change = stances.classify_change(chunk.before.stance(*key), stance) if chunk.before else ""
    return SliceCell(row, actor, dimension, stance, marks, change)


def make_cells_table(picture, found):
    """Return the Table of Cells, drawn chunk by chunk (one query each, for the ids of the claims that decide)."""
    return ExportTable("cells", COLUMNS, _long_rows(picture, iter(found)))


def _long_rows(picture, found):
    while some := list(islice(found, CELLS_A_CHUNK)):
        deciding = {claim.id for cell in some for claim in cell.stance.deciding}
        names = queries.read_public_ids(picture.snapshot.scope.claims().filter(pk__in=deciding))
        for cell in some:
            yield _row(cell, names, picture.has_verdicts)


def _row(cell, names, has_verdicts):
    stance = cell.stance
    deciding = stance.deciding
    folded = stance if stance.spoken else stance.forecast
    return (
        cell.row.proposal.slug,
        cell.holder.slug,
        str(cell.dimension),
        stance.value,
        stance.state.value,
        min(claim.attribution for claim in deciding).word if deciding else "",
        stance.said_on,
        " | ".join(_branch(branch) for branch in folded.branches) if folded else "",
        stance.count,
        " ".join(sorted(mark.value for mark in cell.marks)),
        cell.row.verdict.kind.value if has_verdicts else "",
        " ".join(names[claim.id] for claim in deciding if claim.id in names),  # else withdrawn meanwhile
        stance.forecast.value if stance.forecast else None,
        cell.change,
    )


def _branch(claim):
    """Write a branch: its condition, its value, and what it depends on."""
    return f"{claim.conditions} [{claim.value:+d}{'; ' if claim.depends_on else ''}{claim.depends_on}]"
