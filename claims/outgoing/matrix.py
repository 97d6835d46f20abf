"""The matrix as a long table: one row a cell that holds anything, with slugs for names."""

from typing import NamedTuple

from .. import loading
from ..rules import stances
from ..rules.scales import Dimension, State
from .sheets import Table

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


class Picture(NamedTuple):
    """A table of stances as it is shown. `rows` know their proposal and verdict, `columns` their actors and dimension.

    `before` is the table as of the day before `since`, or None. `refused` is the test of `verdicts.refused_by_others`.
    """

    scope: loading.Scope
    vocab: loading.Vocabulary
    table: loading.Table
    refused: object
    rows: list = ()
    columns: list = ()
    before: loading.Table | None = None


class Line(NamedTuple):
    """The least that a row of a Picture knows."""

    proposal: object
    verdict: object


class Cell(NamedTuple):
    """One holder's stance on a row's proposal; `change` is “new”, “changed” or nothing."""

    row: object
    holder: object
    dimension: Dimension
    stance: stances.Stance
    marks: frozenset
    change: str


def cells(picture):
    """Yield the Cells that hold anything, row by row, in the order of the columns."""
    for row in picture.rows:
        for column in picture.columns:
            yield from (cell for cell in of_column(picture, row, column) if cell.stance.state != State.BLANK)


def of_column(picture, row, column):
    """Return the Cells of a row that stand in a column, blanks included: an expert's own position is the second."""
    dimensions = [column.dimension, *([Dimension.POSITION] if column.own_position else [])]
    return [cell_of(picture, row, actor, dimension) for actor in column.actors for dimension in dimensions]


def cell_of(picture, row, actor, dimension):
    """Return the Cell of an actor, a blank where nothing is known."""
    key = dimension, row.proposal.pk, actor.pk
    stance = picture.table.stance(*key)
    marks = loading.marks_shown(picture.table, dimension, row.proposal, actor, picture.refused)
    change = stances.change(picture.before.stance(*key), stance) if picture.before else ""
    return Cell(row, actor, dimension, stance, marks, change)


def long_table(picture, found):
    """Return the Table of Cells (one query, for the ids of the claims that decide)."""
    found = list(found)
    names = loading.public_ids(picture.scope, {claim.id for cell in found for claim in cell.stance.deciding})
    has_verdicts = bool(picture.vocab.principals)
    return Table("cells", COLUMNS, (_row(cell, names, has_verdicts) for cell in found))


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
        " ".join(names[claim.id] for claim in deciding),
        stance.forecast.value if stance.forecast else None,
        cell.change,
    )


def _branch(claim):
    """Write a branch: its condition, its value, and what it depends on."""
    return f"{claim.conditions} [{claim.value:+d}{'; ' if claim.depends_on else ''}{claim.depends_on}]"
