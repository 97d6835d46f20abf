"""The matrix as a long table: one row per cell that holds anything, with slugs for names."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby
from typing import NamedTuple

from .. import queries
from ..models import Actor, Proposal
from ..rendering.columns import MatrixColumn
from ..rules import blanks, stances
from ..rules.blanks import CodedSources
from ..rules.conditions import add_if
from ..rules.scales import Attribution, Blank, Dimension, Leaning, Mark, State
from ..rules.verdicts import Verdict
from .formats import Cell, Columns, ExportTable, get_reader
from .kinds import day, whole

ROWS_A_CHUNK = 100  # of the matrix, read and folded at once


class MatrixSlice(NamedTuple):
    """Some rows and columns of the matrix, in their order.

    `before` is the whole table as of the day before `since`, or None. Cells that rest on one source are marked
    if that is asked for.
    """

    snapshot: queries.Snapshot
    proposals: Sequence[Proposal]
    columns: Sequence[MatrixColumn]
    before: queries.Snapshot | None = None
    marks_one_source: bool = False

    @property
    def has_verdicts(self) -> bool:
        """Whether any side negotiates."""
        return self.snapshot.get(queries.read_vocabulary).has_verdicts

    @property
    def leanings(self) -> Mapping[int, Leaning]:
        """Proposal id → its leaning; empty where a side negotiates."""
        return {} if self.has_verdicts else self.snapshot.get(queries.map_leanings)

    @property
    def verdicts(self) -> Mapping[str, Verdict]:
        """Slug of the proposal → its verdict; empty where no side negotiates."""
        return self.snapshot.get(queries.decide_verdicts).verdicts if self.has_verdicts else {}


class SliceChunk(NamedTuple):
    """Some rows of a MatrixSlice with the stances of their cells; `is_refused` tells whether a condition is refused."""

    proposals: Sequence[Proposal]
    stances: queries.CellStances
    is_refused: Callable[[str, str], bool]


class MatrixCell(NamedTuple):
    """One holder's stance on a proposal; `change` is “new”, “changed” or empty. `public_ids` are those of its claims,
    by id, among others."""

    proposal: Proposal
    holder: Actor
    dimension: Dimension
    stance: stances.Stance
    marks: frozenset[Mark]
    change: str
    public_ids: Mapping[int, str]


class CellRow(NamedTuple):
    """A MatrixCell with the verdict on its proposal, or its leaning where there are none, and what became of it, if
    anything.

    `coded` are the fully coded sources as they tell of the proposal, `why_blank` says why a blank is one, `spoken_for`
    names the coalitions (slugs) that have a stance where the holder is silent.
    """

    cell: MatrixCell
    verdict: Verdict | None
    coded: CodedSources
    why_blank: Blank | None
    outcome: queries.StandingOutcome | None
    spoken_for: Sequence[str] = ()
    leaning: Leaning | None = None


@cache
def _write_marks(marks: frozenset[Mark]) -> str:
    return " ".join(sorted(mark.value for mark in marks))


# An Enum takes longer to say its value than a dict to find it.
_ATTRIBUTION_WORDS = {attribution: attribution.word for attribution in Attribution}
_DIMENSION_WORDS = {dimension: dimension.value for dimension in Dimension}
_STATE_WORDS = {state: state.value for state in State}
CELL_COLUMNS: Columns[CellRow] = {
    "proposal": lambda row: row.cell.proposal.slug,
    "holder": lambda row: row.cell.holder.slug,
    "dimension": lambda row: _DIMENSION_WORDS[row.cell.dimension],
    "value": whole(lambda row: row.cell.stance.value),
    "state": lambda row: _STATE_WORDS[row.cell.stance.state],
    "attribution": lambda row: _write_attribution(row.cell.stance),
    "said_on": day(lambda row: row.cell.stance.said_on),
    "branches": lambda row: _write_branches(row.cell.stance),
    "claims": whole(lambda row: row.cell.stance.claim_count),
    "marks": lambda row: _write_marks(row.cell.marks),
    "outcome": lambda row: row.outcome.outcome.kind if row.outcome else "",
    "outcome_on": day(lambda row: row.outcome.outcome.day if row.outcome else None),
    "verdict": lambda row: row.verdict.kind.value if row.verdict else "",
    "verdict_in_part": lambda row: ", ".join(row.verdict.in_part) if row.verdict else "",
    "leaning": lambda row: row.leaning.value if row.leaning else "",
    "deciding_claims": lambda row: _name_claims(row.cell, row.cell.stance.deciding),
    "claims_on_part": lambda row: _name_claims(row.cell, row.cell.stance.on_part),
    "forecast": whole(lambda row: row.cell.stance.forecast.value if row.cell.stance.forecast else None),
    "changed": lambda row: row.cell.change,
    "blank": lambda row: row.why_blank.value if row.why_blank else "",
    "spoken_for": lambda row: " ".join(row.spoken_for),
    "sources_looked_through": whole(lambda row: row.coded.looked_through),
    "sources_not_yet": whole(lambda row: row.coded.not_yet),
}
# What is the same in all rows of a proposal, and is read once for each.
OF_PROPOSAL = frozenset({
    "proposal", "outcome", "outcome_on", "verdict", "verdict_in_part", "leaning", "sources_looked_through",
    "sources_not_yet",
})  # fmt: skip


def read_chunks(matrix_slice: MatrixSlice) -> Iterator[SliceChunk]:
    """Yield the rows of a MatrixSlice in SliceChunks: however many, few are in memory.

    One query each, one more with `before` and one more where cells that rest on one source are marked.
    """
    is_refused = matrix_slice.snapshot.get(queries.decide_verdicts).is_refused
    holders = {actor.pk for column in matrix_slice.columns for actor in column.actors}
    for start in range(0, len(matrix_slice.proposals), ROWS_A_CHUNK):
        proposals = matrix_slice.proposals[start : start + ROWS_A_CHUNK]
        keys = [proposal.pk for proposal in proposals]
        cell_stances = queries.read_cell_stances(
            matrix_slice.snapshot, matrix_slice.before, keys, holders, matrix_slice.marks_one_source, named=True
        )
        yield SliceChunk(proposals, cell_stances, is_refused)


def read_cells(matrix_slice: MatrixSlice, blanks: bool = False) -> Iterator[MatrixCell]:
    """Yield the cells, row by row, in the order of the columns: those that hold anything, or all of them."""
    places = [place for column in matrix_slice.columns for place in _list_places(column)]
    for chunk in read_chunks(matrix_slice):
        filled = chunk.stances.now.stances
        for proposal in chunk.proposals:
            row = proposal.pk
            for actor, holder, dimension in places:
                cell = row, holder
                stance = filled[dimension].get(cell)
                if stance or blanks:
                    yield _make_cell(chunk, proposal, actor, dimension, cell, stance or stances.BLANK)


def make_cells(chunk: SliceChunk, proposal: Proposal, column: MatrixColumn) -> list[MatrixCell]:
    """Return the cells of a row that stand in a column, blanks included: an expert's own position is the second."""
    now = chunk.stances.now
    return [
        _make_cell(
            chunk, proposal, actor, dimension, (proposal.pk, holder), now.get_stance(dimension, proposal.pk, holder)
        )
        for actor, holder, dimension in _list_places(column)
    ]


def _list_places(column: MatrixColumn) -> list[tuple[Actor, int, Dimension]]:
    """Return holder, its id and dimension of the cells that a row has in a column."""
    dimensions = [column.dimension, *([Dimension.POSITION] if column.own_position else [])]
    return [(actor, actor.pk, dimension) for actor in column.actors for dimension in dimensions]


def make_cells_table(
    matrix_slice: MatrixSlice, cells: Iterable[MatrixCell], *, every_column: bool = False
) -> ExportTable:
    """Return the table of cells, without the columns that are always empty there, unless all are wanted."""
    empty = ("leaning",) if matrix_slice.has_verdicts else ("verdict", "verdict_in_part")
    columns = {name: read for name, read in CELL_COLUMNS.items() if every_column or name not in empty}
    return ExportTable("cells", tuple(columns), _write_rows(columns, _read_rows(matrix_slice, cells)))


def _write_rows(columns: Columns[CellRow], rows: Iterable[list[CellRow]]) -> Iterator[tuple[Cell, ...]]:
    """Yield the cells of each row, in the order of the columns, of the rows of each proposal. They are read column by
    column: Python is slow to call another function each time."""
    readers = [(get_reader(read), name in OF_PROPOSAL) for name, read in columns.items()]
    for of_proposal in rows:
        first, number = of_proposal[0], len(of_proposal)
        cells = [[read(first)] * number if shared else [read(row) for row in of_proposal] for read, shared in readers]
        yield from zip(*cells, strict=True)


def _make_cell(
    chunk: SliceChunk,
    proposal: Proposal,
    actor: Actor,
    dimension: Dimension,
    place: queries.Cell,
    stance: stances.Stance,
) -> MatrixCell:
    """Return the cell of an actor, with a stance or blank; `place` are the ids of proposal and actor."""
    (now, before, on_one_source), marks, change = chunk.stances, stance.marks, ""
    if dimension is Dimension.POSITION:
        salience = now.stances[Dimension.SALIENCE].get(place)
        if salience or stance.branches:  # most cells have neither
            marks = queries.combine_marks(stance, salience or stances.BLANK, actor.part.side.slug, chunk.is_refused)
    if on_one_source and place in on_one_source.get(dimension, ()):
        marks |= {Mark.ONE_SOURCE}
    if before:
        change = stances.classify_change(before.get_stance(dimension, *place), stance)
    return MatrixCell(proposal, actor, dimension, stance, marks, change, now.public_ids)


def _read_rows(matrix_slice: MatrixSlice, cells: Iterable[MatrixCell]) -> Iterator[list[CellRow]]:
    """Yield the rows of each proposal."""
    verdicts, leanings = matrix_slice.verdicts, matrix_slice.leanings
    days = matrix_slice.snapshot.get(queries.read_coding_days)
    searches = matrix_slice.snapshot.get(queries.read_searches)
    outcomes = matrix_slice.snapshot.get(queries.find_standing_outcomes)
    actors = matrix_slice.snapshot.get(queries.read_vocabulary).actors
    beside = {each: matrix_slice.snapshot.get(queries.map_spoken_for, each) for each in Dimension}
    for row, of_proposal in groupby(cells, key=lambda cell: cell.proposal.id):
        in_row = list(of_proposal)
        proposal = in_row[0].proposal
        verdict, leaning, outcome = verdicts.get(proposal.slug), leanings.get(row), outcomes.get(row)
        coded, rows = days.count_for(proposal), []
        for cell in in_row:
            why, spoken_for = None, []
            if cell.stance.state == State.BLANK:
                place = row, cell.holder.pk
                why = blanks.classify_blank(cell.dimension, searches.get(place, ()), coded)
                spoken_for = [actors[one.coalition].slug for one in beside[cell.dimension].get(place, ())]
            rows.append(CellRow(cell, verdict, coded, why, outcome, spoken_for, leaning))
        yield rows


def _name_claims(cell: MatrixCell, claims: Sequence[stances.RuleClaim]) -> str:
    """Write the public ids of some claims of a cell; most have one."""
    if len(claims) == 1:
        return cell.public_ids[claims[0].id]
    return " ".join([cell.public_ids[claim.id] for claim in claims]) if claims else ""


def _write_attribution(stance: stances.Stance) -> str:
    if stance.attribution is not None:
        return _ATTRIBUTION_WORDS[stance.attribution]
    return min(claim.attribution for claim in stance.deciding).word if stance.deciding else ""


def _write_branches(stance: stances.Stance) -> str:
    """Write the branches of a stance, or of what is forecast where there is none."""
    branches = stance.branches  # which only what was said has
    if stance.forecast and not stance.spoken:
        branches = stance.forecast.branches
    return " | ".join(map(_write_branch, branches)) if branches else ""


def _write_branch(claim: stances.RuleClaim) -> str:
    """Write a branch: its condition, its value, and what it depends on."""
    return f"{add_if(claim.conditions)} [{claim.value:+d}{'; ' if claim.depends_on else ''}{claim.depends_on}]"
